"""Spelling: the words near a typed one are exactly those that a plain edit distance finds."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.analysis import bare
from index.columnar.arrays import narrow
from index.rawtexts import raw_texts
from index.words.wordlist import WordList, key_of, mark_of
from search.suggest.spelling import as_typed, distance_for, is_written, near

WORD = st.text(st.sampled_from("abcдéš"), min_size=1, max_size=8)


def word_list(counted: dict[str, int]) -> WordList:
    rows = sorted((key_of(bare(word)).encode(), word) for word in counted)
    folded = [bare(word) for _, word in rows]
    return WordList(
        {
            "counts": narrow(np.array([counted[word] for _, word in rows], np.int64)),
            "marks": np.array([mark_of(one) for one in folded], np.uint64),
            "lengths": np.array([len(one) for one in folded], np.uint8),
            **raw_texts("keys", [key for key, _ in rows]),
            **raw_texts("written", [word.encode() for _, word in rows]),
        }
    )


def edits(left: str, right: str) -> int:
    """Return how many letters differ, two that are swapped counted as one (optimal string alignment)."""
    rows = [list(range(len(right) + 1))]
    for at, one in enumerate(left, 1):
        rows.append([at])
        for to, other in enumerate(right, 1):
            least = min(rows[at - 1][to] + 1, rows[at][to - 1] + 1, rows[at - 1][to - 1] + (one != other))
            if at > 1 and to > 1 and one == right[to - 2] and left[at - 2] == other:
                least = min(least, rows[at - 2][to - 2] + 1)
            rows[at].append(least)
    return rows[-1][-1]


@settings(max_examples=200)
@given(st.lists(WORD, max_size=30), WORD, st.integers(1, 2))
def test_near_words_are_those_of_a_plain_distance(words: list[str], typed: str, distance: int) -> None:
    listed = word_list(dict.fromkeys(words, 1))
    wanted = {word: edits(bare(typed), bare(word)) for word in words}
    wanted = {word: apart for word, apart in wanted.items() if 1 <= apart <= distance}
    assert {one.text: one.distance for one in near(listed, typed, distance)} == wanted


def test_frequent_words_come_first_and_so_do_those_that_sound_alike() -> None:
    listed = word_list({"president": 500, "resident": 90, "presidnt": 1, "presidents": 40})
    assert near(listed, "presidnet", 2)[0].text == "president"
    listed = word_list({"Volodymyr": 10, "Vladimir": 12})
    assert near(listed, "volodimir", 2)[0].text == "Volodymyr"


@pytest.mark.parametrize(
    ("word", "distance"),
    [("at", 0), ("iraq", 1), ("senate", 1), ("coalition", 2), ("2024", 0), ("F16", 0), ("東京", 0), ("a" * 50, 0)],
)
def test_how_many_letters_may_be_wrong(word: str, distance: int) -> None:
    assert distance_for(word) == distance


def test_words_that_are_written_so() -> None:
    listed = word_list({"Şafak": 3, "talks": 2})
    assert is_written(listed, "safak")
    assert is_written(listed, "TALKS")
    assert not is_written(listed, "talk")


@pytest.mark.parametrize(
    ("text", "typed", "expected"),
    [
        ("President", "presidnet", "president"),
        ("talks", "Tlaks", "Talks"),
        ("talks", "TALSK", "TALKS"),
        ("NATO", "Naot", "NATO"),
        ("PIERRE", "Piere", "Pierre"),
    ],
)
def test_the_case_is_that_of_what_was_typed(text: str, typed: str, expected: str) -> None:
    assert as_typed(text, typed) == expected
