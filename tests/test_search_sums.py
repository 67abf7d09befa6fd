"""Sums of a number for each document, digit by digit, are what adding them one by one gives."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from search.snapshots import bitmaps
from search.snapshots.bitmaps import Bitmap
from search.snapshots.sums import Sums

SIZE = 130
DIGITS = 4
numbers = st.lists(st.integers(0, (1 << DIGITS) - 1), min_size=SIZE, max_size=SIZE)
flags = st.lists(st.booleans(), min_size=SIZE, max_size=SIZE)
added = st.lists(st.tuples(numbers, st.integers(0, DIGITS), st.none() | flags), min_size=1, max_size=5)


def made(chosen: list[bool]) -> Bitmap:
    return bitmaps.of_flags(np.array(chosen, bool))


def test_nothing_was_added() -> None:
    every = made([True] * 70)
    assert Sums().greatest(every, 3, 5).tolist() == every.tolist()


@given(added, st.integers(1, 40), st.integers(1, 80), flags)
def test_sums(several: list[tuple[list[int], int, list[bool] | None]], least: int, most: int, some: list[bool]) -> None:
    sums, expected, highest = Sums(), [0] * SIZE, 0
    for each, width, carried in several:
        digits = [made([bool(one >> at & 1) for one in each]) for at in range(width)]
        sums.add(digits, None if carried is None else made(carried))
        highest += (1 << width) - (carried is None)
        more = carried or [False] * SIZE
        expected = [total + one % (1 << width) + extra for total, one, extra in zip(expected, each, more, strict=True)]
    for wanted in range(1, highest + 1):
        assert bitmaps.listed(sums.exactly(wanted)).tolist() == [at for at in range(SIZE) if expected[at] == wanted]
        assert bitmaps.listed(sums.at_least(wanted)).tolist() == [at for at in range(SIZE) if expected[at] >= wanted]
    check_greatest(sums, expected, [at for at in range(SIZE) if some[at]], min(least, sum(some)), most)


def check_greatest(sums: Sums, expected: list[int], among: list[int], least: int, most: int) -> None:
    flagged = np.zeros(SIZE, bool)
    flagged[among] = True
    found = bitmaps.listed(sums.greatest(bitmaps.of_flags(flagged), least, max(least, most))).tolist()
    left = [expected[at] for at in among if at not in set(found)]
    lowest = min((expected[at] for at in found), default=0)
    assert len(found) >= least
    assert all(one < lowest for one in left)
    # More than was asked for are found only where the last are equal.
    assert len(found) <= max(least, most) or sum(expected[at] > lowest for at in found) < least
