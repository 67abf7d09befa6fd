"""Noise words: what a scanner makes of spots is told by its shape, and words of any language are left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.noise import is_noise

NOISE = """
tlie tliat Tlie wlio iiiii 1l!ke lllil i1l1l c0uncil th1s aaaaargh bcdfgk Pоlice tHiSoNe gzggggyg ■ — ||| w|th
go\ufffdd co^ncil xkcdqzvbn a{b
"""
WORDS = """
the a I XVIII AT&T Schifffahrt H2O h1n1 McDonald's krk cwm crwth čtvrtka smršť GmbH LaTeX YouTube iPhone html NASDAQ
don’t l'eau O'Brien Matschschnee Rechtsschutzversicherung Angstschweiß 1916 20th 1980er 3,5 2.0 G20 Covid-19 B2B i18n
mp3 co-operate naïve Congreſs ﬁre Łódź Москва الحكومة क्षत्रिय 東京都 ไทยแลนด์ می‌خواهم Tlaxcala tlen wlać Lilli illi
psst hmm www III MMXXIV HTTPS ЖКХ взгляд Wrzeszcz szczęście Brzęczyszczykiewicz Llanfair kuvvetli example.org https
getServerSideProps Zzyzx lynx rhythm aaa İstanbul ʻokina Ph.D. U.S. 12e ½ user@example.org
"""


@pytest.mark.parametrize("word", NOISE.split())
def test_noise(word: str) -> None:
    assert is_noise(word)


@pytest.mark.parametrize("word", WORDS.split())
def test_words(word: str) -> None:
    assert not is_noise(word)


@given(st.text() | st.text(st.sampled_from("il1!aAb0'-"), max_size=80))
def test_any_word(word: str) -> None:
    assert is_noise(word) in {True, False}


def test_a_very_long_word() -> None:
    assert is_noise("ab" * 2_500_000)
