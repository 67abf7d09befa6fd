"""Numbers in one byte and more, beside lists in Python."""

from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.columnar import escapes
from index.columnar.arrays import starts_of
from index.columnar.escapes import Escaped

EDGES = [0, 1, 254, 255, 256, 255 + 65_534, 255 + 65_535, 255 + 65_536, 2**31, 2**32 - 1]
numbers = st.lists(st.sampled_from(EDGES) | st.integers(0, 400) | st.integers(0, 2**32 - 1), max_size=30)


def coded(values: list[int]) -> Escaped:
    return escapes.encode(np.array(values, np.int64))


def read(found: Escaped) -> list[int]:
    decoded: list[int] = escapes.decode(found).tolist()
    return decoded


@given(numbers)
def test_numbers_come_back(values: list[int]) -> None:
    found = coded(values)
    assert read(found) == values
    assert found.ones.size == len(values)
    assert found.twos.size == sum(one >= 255 for one in values)
    assert found.fours.size == sum(one >= 255 + 65_535 for one in values)


@given(numbers, st.data())
def test_some_of_them(values: list[int], data: st.DataObject) -> None:
    places = sorted(data.draw(st.sets(st.sampled_from(range(len(values)))))) if values else []
    found = escapes.take(coded(values), np.array(places, np.int64))
    assert read(found) == [values[at] for at in places]


@given(st.lists(numbers, max_size=6), st.integers(0, 99))
def test_runs(runs: list[list[int]], seed: int) -> None:
    whole = escapes.joined([coded(run) for run in runs])
    assert read(whole) == [one for run in runs for one in run]
    sizes = np.array([len(run) for run in runs], np.int64)
    twos, fours = escapes.counts(whole, starts_of(sizes))
    assert twos.tolist() == [sum(one >= 255 for one in run) for run in runs]
    assert fours.tolist() == [sum(one >= 255 + 65_535 for one in run) for run in runs]
    order = list(range(len(runs)))
    Random(seed).shuffle(order)
    moved = escapes.reordered(whole, sizes, np.array(order, np.int64))
    assert read(moved) == [one for at in order for one in runs[at]]


def test_a_number_that_is_too_high_is_an_error() -> None:
    assert read(coded([2**32 - 1])) == [2**32 - 1]
    with pytest.raises(ValueError, match="too high"):
        coded([2**32])


@pytest.mark.parametrize("values", [[255], [70_000], [1, 255, 70_000]])
def test_missing_numbers_are_an_error(values: list[int]) -> None:
    found = coded(values)
    for broken in (found._replace(twos=found.twos[:-1]), found._replace(fours=np.ones(2, np.uint32))):
        with pytest.raises(ValueError, match="missing"):
            escapes.decode(broken)


def test_some_of_too_few_are_an_error() -> None:
    found = coded([300, 300, 300])
    with pytest.raises(ValueError, match="missing"):
        escapes.take(found._replace(twos=found.twos[:2]), np.array([2]))
