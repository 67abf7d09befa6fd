"""Names are folded, heard and listed as they should be, whatever stands in them."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.entities.unify.spelling.closeness import Closeness, of_words
from corpus.entities.unify.spelling.eastasian import chinese_key, korean_key
from corpus.entities.unify.spelling.folding import folded_words
from corpus.entities.unify.spelling.listed import given_names, is_western, known_names, long_forms, short_forms
from corpus.entities.unify.spelling.sounds import apart, consonants, skeleton, sounds

words = st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyz"), min_size=1, max_size=30)


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("Mushtaq al-Jawari’s", "mushtaq al jawari"),
        ("J.K. Rowling", "j k rowling"),
        ("J. K. Rowling", "j k rowling"),
        ("George H.W. Bush", "george h w bush"),
        ("ElBaradei", "el baradei"),
        ("Sana'a", "sanaa"),
        ("Владимир Путин", "vladimir putin"),
        ("السوداني", "al swdny"),
        ("نصر الله", "nsr lh"),
        ("김정은", "gim jeong eun"),
        ("Łódź", "lodz"),
        ("\u202eSmith\x00", "smith"),
        ("\ud800", ""),
        ("?!", ""),
        ("", ""),
    ],
)
def test_folded(name: str, keys: str) -> None:
    assert " ".join(word.key for word in folded_words(name)) == keys


@given(st.text(max_size=80))
def test_any_text_is_folded_to_letters(text: str) -> None:
    for word in folded_words(text):
        assert word.key
        assert word.key.isascii()
        assert word.key.isalnum()


@given(words, words)
def test_how_far_apart_words_sound(left: str, right: str) -> None:
    assert apart(left, left) == 0
    assert apart(left, right) == pytest.approx(apart(right, left))
    assert 0 <= apart(left, right) <= len(sounds(left)) + len(sounds(right))
    assert of_words(left, right) == of_words(right, left)
    assert set(skeleton(left)) <= set(map(str.upper, "bcdfgklmnprsqtvwxyz"))
    assert len(consonants(left)) <= len(left)


@pytest.mark.parametrize(
    "pair",
    ["qaddafi gadhafi", "khrushchev khruschev", "yeltsin eltsin", "zelensky zelenskiy", "shevchenko chevtchenko",
     "nasrallah nasrulla", "zawahiri dhawahiri", "jumblatt junblatt", "makovsky makowski"],
)  # fmt: skip
def test_alike(pair: str) -> None:
    assert of_words(*pair.split()) >= Closeness.ALIKE


@pytest.mark.parametrize(
    "pair",
    ["hassan hussein", "jamal jamil", "saad said", "karim karima", "sisi morsi", "rashid rashad", "ivanov ivanova",
     "peng ping", "abe aso", "jon john"],
)  # fmt: skip
def test_not_alike(pair: str) -> None:
    assert of_words(*pair.split()) < Closeness.SHORT_FORM


def test_a_given_name_is_listed_once() -> None:
    listed = given_names()
    assert len(listed) > 900
    for spelling, (name, origin) in listed.items():
        assert folded_words(spelling)[0].key == spelling
        assert listed[name] == (name, origin)


def test_short_forms() -> None:
    assert {"bill", "will"} <= short_forms("william")
    assert "robert" in long_forms("bob")
    assert "bill" not in short_forms("robert")
    assert "mary" not in short_forms("marilyn")
    assert is_western("joe")
    assert not is_western("mohammed")


def test_known_names() -> None:
    known = known_names()
    assert known["place", "kiev"] == known["place", "kyiv"] == "Kyiv"
    assert known["place", "deutschland"] == "Germany"
    assert known["place", "niger"] != known["place", "nigeria"]
    assert ("place", "congo") not in known
    assert known["organisation", "isis"] == known["organisation", "daesh"]


def test_chinese_and_korean() -> None:
    assert chinese_key("dengxiaoping") == chinese_key("tenghsiaoping")
    assert chinese_key("lipeng") != chinese_key("liping")
    assert korean_key(("bag", "geun", "hye")) == korean_key(("park", "geun", "hye"))
    assert korean_key(("kim", "jong", "un")) != korean_key(("kim", "jong", "nam"))
    assert korean_key(("smith", "jong")) == ()


@pytest.mark.parametrize("unit", ["a", "é", "A.", "-", "\ud800"])
def test_a_long_text_costs_little(unit: str) -> None:
    text = unit * 1_000_000
    began = time.process_time()
    keys = [word.key for word in folded_words(text)]
    for key in keys:
        apart(key, "qaddafi")
        chinese_key(key)
        korean_key(("kim", key))
    assert time.process_time() - began < 40
