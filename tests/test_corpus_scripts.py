"""Scripts: what a text is written in."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.languages import normal_language
from corpus.scripts import _RANGES, ONLY_LANGUAGE, written


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Çağdaş Łódź ỹ", "Latin"),
        ("Москва", "Cyrillic"),
        ("الكتاب", "Arabic"),
        ("हिन्दी", "Devanagari"),
        ("東京都は今日", "Kana"),
        ("北京市政府今日宣布", "Han"),
        ("北京市政府のの", "Kana"),
        ("北京市政府今日宣布一二三四五六七八九十の", "Han"),
        ("大統領은 오늘", "Hangul"),
        ("한국어", "Hangul"),
        ("Windows 更新发布", "Han"),
        ("1984 — !", None),
        ("\ud800\x00\u200d", None),
        ("", None),
    ],
)
def test_written(text: str, expected: str | None) -> None:
    assert written(text).script == expected


@given(st.text())
def test_a_text_written_twice_is_in_the_same_script_with_twice_the_letters(text: str) -> None:
    once, twice = written(text), written(text + text)
    assert twice == (once.script, once.letters * 2)


def test_ranges_ascend_and_do_not_overlap() -> None:
    bounds = [bound for first, last, _ in _RANGES for bound in (first, last)]
    assert bounds == sorted(bounds)
    assert len({first for first, _, _ in _RANGES}) == len(_RANGES)


def test_ranges_hold_letters_that_unicode_calls_by_the_name_of_the_script() -> None:
    named = {"Han": ("CJK", "IDEOGRAPHIC"), "Kana": ("HIRAGANA", "KATAKANA"), "Burmese": "MYANMAR", "Odia": "ORIYA"}
    for first, last, script in _RANGES:
        sample = [chr(code) for code in range(first, last + 1) if chr(code).isalpha()]
        words = named.get(script, script.upper())
        parts = [words] if isinstance(words, str) else list(words)
        right = [one for one in sample if any(part in unicodedata.name(one, "") for part in parts)]
        assert len(right) >= len(sample) * 0.6, script


def test_languages_are_codes_that_are_known() -> None:
    assert all(normal_language(one) == one for one in ONLY_LANGUAGE.values())
