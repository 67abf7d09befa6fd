"""Sharing out the last documents: none is lost, each keeps its number, and all processes end at about the same time."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.columnar.writing import limits
from index.columnar.writing.batch import Batch, Document
from index.columnar.writing.limits import Limit
from index.columnar.writing.sharing import LEAST, Running, ends, first_free, kept_whole, shared_out
from index.processing.processes import SPAWN
from index.schema import layout

LARGE = LEAST // 4


def batch(first: int, sizes: list[int]) -> Batch:
    found = Batch(layout(), first)
    for size in sizes:
        found.add(Document((b"x" * size,), None, ((),), (), (), ()))
    return found


batches = st.lists(st.lists(st.sampled_from([1, LARGE // 2, LARGE]), min_size=1, max_size=9), max_size=3)


@given(batches, st.lists(st.integers(0, 4 * LEAST), max_size=3), st.integers(0, 2))
def test_every_document_once(sizes: list[list[int]], ahead: list[int], gap: int) -> None:
    left, first = [], 0
    for several in sizes:
        left.append(batch(first, several))
        first += len(several) + gap
    parts = shared_out(left, sorted(ahead))
    assert len(parts) == len(ahead) + 1
    found = [(one.first + at, document) for part in parts for one in part for at, document in enumerate(one.documents)]
    assert found == [(one.first + at, document) for one in left for at, document in enumerate(one.documents)]
    assert all(one.documents for part in parts for one in part)
    times = [
        busy + sum(one.size for one in part) for busy, part in zip([*sorted(ahead), 0], parts, strict=True) if part
    ]
    if times and sum(one.size for one in left) > 8 * LEAST > sum(ahead):
        assert max(times) - min(times) <= LEAST + len(ahead) * (LARGE + 300)


def test_a_little_stays_here() -> None:
    left = [batch(0, [10, 20])]
    assert [len(part) for part in shared_out(left, [0.0, 0.0])] == [0, 0, 1]
    assert shared_out([], [0.0]) == [[], []]


def test_one_process_takes_all() -> None:
    left = [batch(0, [LARGE] * 4), batch(9, [LARGE] * 4)]
    assert [(one.first, len(one.documents)) for one in shared_out(left, [])[0]] == [(0, 4), (9, 4)]


def test_two_processes_take_half_each() -> None:
    left = [batch(0, [LARGE] * 16), batch(20, [LARGE] * 16)]
    for ahead, expected in ((0, 16), (LARGE * 10, 11)):
        other, here = shared_out(left, [ahead])
        assert abs(sum(len(one.documents) for one in other) - expected) <= 1
        assert sum(len(one.documents) for one in here) + sum(len(one.documents) for one in other) == 32


def test_a_slow_process_gets_less() -> None:
    other, here = shared_out([batch(0, [LARGE] * 32)], [0.0], pace=0.5)
    assert abs(sum(len(one.documents) for one in other) - 2 * sum(len(one.documents) for one in here)) <= 2
    sizes = [LARGE] * 40
    (even,), (uneven,) = ends([Running(sizes, 0, 0.0)], 0.0), ends([Running(sizes, 0, 0.0)], 0.0, pace=0.5)
    assert even < uneven < 40


def test_batches_that_others_take_whole() -> None:
    assert kept_whole([10, 10, 10], 40.0, [0.0], 1.0) == ([True, True, False], [20.0])
    assert kept_whole([10, 30, 10], 60.0, [5.0, 0.0], 1.0) == ([True, False, True], [10.0, 15.0])
    assert kept_whole([10], 10.0, [], 1.0) == ([False], [])


@given(st.lists(st.integers(1, 50), max_size=6), st.lists(st.integers(0, 90), min_size=1, max_size=4))
def test_who_has_nothing_to_do_first(waiting: list[int], ahead: list[int]) -> None:
    busy: list[float] = [*ahead]
    for size in waiting:
        busy[busy.index(min(busy))] += size
    assert first_free(waiting, ahead) == min(busy)


def test_what_is_taken_from_a_running_batch() -> None:
    sizes = [LARGE] * 40  # ten times the least
    # With nothing else left, this process takes the half that the other would still have to do.
    (end,) = ends([Running(sizes, 4, 0.0)], 0.0)
    assert 18 <= end <= 22
    (end,) = ends([Running(sizes, 37, 0.0)], 0.0)
    assert end == 40  # what is not claimed is too little
    (end,) = ends([Running(sizes, 30, 0.0)], 30.0 * LEAST)
    assert end == 40  # this process has enough to do
    assert ends([], 5.0) == []
    first, second = ends([Running(sizes, 0, 0.0), Running(sizes, 40, LARGE)], 0.0)
    assert (first < 20, second) == (True, 40)


def test_a_lock_that_was_never_released_stops_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """As when a process is killed while it claims."""
    monkeypatch.setattr(limits, "_PATIENCE", 0.01)
    limit = Limit(SPAWN.Array("q", 2), 0)
    with ThreadPoolExecutor(1) as killed:
        killed.submit(limit.numbers.get_lock().acquire).result()
        limit.begin(9)
        assert limit.claimed() == 0
        assert limit.lower(4) == 9
        killed.submit(limit.numbers.get_lock().release).result()
    assert limit.lower(4) == 4
    assert limit.claim(9) == 4
