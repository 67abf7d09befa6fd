"""Groups are the same in whatever order pairs come, and a collection does not join what it holds."""

from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.copies.groups import Pair, grouped

pairs = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda pair: pair[0] != pair[1]), max_size=9)


def test_an_article_and_its_near_copies_are_one_group() -> None:
    assert grouped(5, [(3, 4), (1, 3)], []).tolist() == [0, 1, 2, 1, 1]
    assert grouped(4, [(2, 3)], []).tolist() == [0, 1, 2, 2]


def test_a_chain_does_not_make_one_group() -> None:
    assert grouped(5, [(0, 1), (1, 2), (1, 3), (3, 4)], []).tolist() == [0, 0, 0, 0, 4]


def test_a_shortened_copy_belongs_to_its_source() -> None:
    assert grouped(3, [], [(1, 0)]).tolist() == [0, 0, 2]


def test_a_collection_does_not_join_what_it_holds() -> None:
    assert grouped(4, [], [(0, 3), (1, 3)]).tolist() == [0, 1, 2, 3]
    assert grouped(4, [(0, 1)], [(0, 3), (1, 3)]).tolist() == [0, 0, 2, 0]


def test_a_form_does_not_join_what_it_is_inside_of() -> None:
    assert grouped(3, [], [(0, 1), (0, 2)]).tolist() == [0, 1, 2]
    assert grouped(3, [(1, 2)], [(0, 1), (0, 2)]).tolist() == [0, 0, 0]


def test_very_many_shortened_copies() -> None:
    assert grouped(100, [], [(at, 99) for at in range(99)]).tolist() == list(range(100))
    assert set(grouped(100, [(0, at) for at in range(99)], [(at, 99) for at in range(99)]).tolist()) == {0}


def test_two_editions_of_a_collection_are_one() -> None:
    assert grouped(4, [(2, 3)], [(0, 2), (1, 3)]).tolist() == [0, 1, 2, 2]


def test_a_short_copy_inside_a_shortened_one() -> None:
    assert grouped(3, [], [(0, 2), (1, 2), (0, 1)]).tolist() == [0, 0, 0]


@pytest.mark.slow
def test_long_chains() -> None:
    count = 50_000
    found = grouped(count, [(at, at + 1) for at in reversed(range(count - 1))], [])
    assert np.bincount(found).max() == 3
    nested = grouped(count, [], [(at, at + 1) for at in reversed(range(count - 1))])
    assert set(nested.tolist()) == {0}


@given(pairs, pairs, st.randoms(use_true_random=False))
def test_any_order(near: list[Pair], inside: list[Pair], chance: Random) -> None:
    expected = grouped(8, near, inside).tolist()
    for several in (near, inside):
        chance.shuffle(several)
    assert grouped(8, near, inside).tolist() == expected
    assert all(expected[one] == one for one in expected)
    if near:
        busiest = max(range(8), key=lambda one: (len({frozenset(pair) for pair in near if one in pair}), -one))
        assert len({*expected}) < 8
        assert expected.count(expected[busiest]) > 1
