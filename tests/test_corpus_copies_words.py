"""Words and shingles are found in any script, in linear time, and the same wherever they stand."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.copies.words import SHINGLE, lowered, shingles, words

texts = st.text(max_size=80)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("Fed's funds: 6-3/16 pct", ["Fed", "s", "funds", "6", "3", "16", "pct"]),
        ("“Ça va” — Łódź", ["Ça", "va", "Łódź"]),
        ("今天气温25度", ["今", "天", "气", "温", "25", "度"]),
        ("トヨタがAIに投資", ["ト", "ヨ", "タ", "が", "AI", "に", "投", "資"]),
        ("ราคา", ["ร", "า", "ค", "า"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("서울 시장", ["서울", "시장"]),
        ("كِتَاب جديد", ["كِتَاب", "جديد"]),
        ("\ud83d half \udc00", ["half"]),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@given(texts)
def test_lower_case_leaves_each_word_in_its_place(text: str) -> None:
    found = words(text)
    assert lowered(found) == [word.lower() for word in found]


@given(texts)
def test_one_more_script_does_not_change_the_words_of_a_text(text: str) -> None:
    assert words(f"{text} 東") == [*words(text), "東"]


@given(st.lists(st.sampled_from(["a", "b", "c", "東"]), max_size=12))
def test_equal_shingles_have_equal_hashes_and_others_do_not(several: list[str]) -> None:
    found = shingles(several).tolist()
    tuples = [tuple(several[at : at + SHINGLE]) for at in range(len(several) - SHINGLE + 1)]
    assert len(found) == len(tuples)
    assert len(set(zip(found, tuples, strict=True))) == len(set(found)) == len(set(tuples))


def test_composed_and_decomposed_letters_are_alike() -> None:
    text = "été déjà passé à Sète hélas"
    assert shingles(words(text)).tolist() == shingles(words(unicodedata.normalize("NFD", text))).tolist()


def test_hashes_are_those_that_segments_hold() -> None:
    assert shingles(["one", "two", "three", "four", "five"]).tolist() == [15687143462924428273]


@pytest.mark.slow
@pytest.mark.parametrize("unit", ["x", "a\u0301\u0316", "é\x00\udc00", "東"])
def test_endless_text_takes_linear_time(unit: str) -> None:
    text = unit * (4_000_000 // len(unit))
    began = time.process_time()
    shingles(lowered(words(text)))
    assert time.process_time() - began < 10
