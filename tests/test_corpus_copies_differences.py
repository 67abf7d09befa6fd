"""Differences are all that differs, in reading order, and found in linear time."""

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.copies.differences import Difference, differences, passages
from corpus.copies.reading import Reading

several = st.lists(st.sampled_from("abcdefgh"), max_size=40)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("", "", []),
        ("", "new", [("", "new")]),
        ("The same, here", "the SAME here!", []),
        ("a b c d e f g h", "a b c X e f g h", [("d", "X")]),
        ("a b c d e f g h i j k l", "c d e f g h i j k l m", [("a b", ""), ("", "m")]),
        ("日経平均は3万円を超えた", "日経平均は4万円を超えた", [("3", "4")]),
    ],
)
def test_differences(before: str, after: str, expected: list[tuple[str, str]]) -> None:
    assert list(differences(before, after)) == [Difference(*one) for one in expected]


@given(several, several)
def test_one_text_becomes_the_other(left: list[str], right: list[str]) -> None:
    made, at = [], 0
    for one in passages(Reading.of(left), Reading.of(right)):
        assert one.left >= at
        made += [*left[at : one.left], *right[one.right : one.right_end]]
        at = one.left_end
    assert made + left[at:] == right


def test_moved_paragraphs_and_a_new_one() -> None:
    chance = random.Random(1)
    one, two, three = ([f"w{chance.randrange(999)}" for _ in range(40)] for _ in range(3))
    assert list(differences(" ".join(one + two), " ".join(one + three + two))) == [("", " ".join(three))]


@pytest.mark.parametrize("unit", ["a ", "a b ", "東"])
def test_endless_repetition_takes_linear_time(unit: str) -> None:
    began = time.process_time()
    differences(unit * 300_000, unit * 300_001)
    assert time.process_time() - began < 10
