import io
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.columnar import arrays as arrays_module
from index.columnar.arrays import Array, ArrayFile, ArrayWriter, narrow, ranges, run_gaps, run_sums, starts_of
from index.columnar.errors import DamagedSegmentError, UnknownVersionError

DTYPES = ("|u1", "<u2", "<u4", "<u8", "|i1", "<i2", "<i4", "<i8", "<f4", "<f8")
ARRAYS = st.dictionaries(
    st.text(max_size=5),
    st.tuples(st.sampled_from(DTYPES), st.lists(st.lists(st.integers(0, 100), max_size=5), min_size=1, max_size=3)),
    max_size=5,
)
NAME = "some.terms"


def written(arrays: dict[str, Array]) -> bytes:
    file = io.BytesIO()
    writer = ArrayWriter(file)
    for name, array in arrays.items():
        writer.write(name, array)
    writer.close()
    return file.getvalue()


SOME = written({"a": np.arange(5, dtype="<u4"), "b": np.zeros(0, "<f8"), "c": np.array([1, 2], np.int8)})


@given(ARRAYS)
def test_arrays_come_back(arrays: dict[str, Any]) -> None:
    file = io.BytesIO()
    writer = ArrayWriter(file)
    for name, (dtype, pieces) in arrays.items():
        writer.begin(name, dtype)
        for piece in pieces:
            writer.append(np.array(piece, dtype))
    writer.close()
    opened = ArrayFile(file.getvalue(), NAME)
    opened.verify()
    for name, (dtype, pieces) in arrays.items():
        assert name in opened
        assert opened[name].dtype == np.dtype(dtype)
        assert opened[name].tolist() == [one for piece in pieces for one in piece]
        assert opened.sizes[name] == opened[name].nbytes
    assert list(opened.sizes) == list(arrays)
    assert opened.get("no such array").size == 0


def test_a_file_is_mapped_and_never_changed(tmp_path: Path) -> None:
    path = tmp_path / NAME
    path.write_bytes(SOME)
    opened = ArrayFile.open(path)
    assert opened["a"].tolist() == [0, 1, 2, 3, 4]
    with pytest.raises(ValueError, match="read-only"):
        opened["a"][0] = 1


def test_a_name_is_given_once() -> None:
    writer = ArrayWriter(io.BytesIO())
    writer.write("a", np.zeros(1))
    with pytest.raises(ValueError, match="a"):
        writer.begin("a", np.uint8)


@pytest.mark.parametrize("size", range(len(SOME)))
def test_a_cut_file_is_damaged(size: int, tmp_path: Path) -> None:
    path = tmp_path / NAME
    path.write_bytes(SOME[:size])
    with pytest.raises(DamagedSegmentError, match=NAME):
        ArrayFile.open(path)


@given(st.integers(0, len(SOME) - 1), st.integers(1, 255))
def test_a_changed_byte_is_found(at: int, change: int) -> None:
    data = bytearray(SOME)
    data[at] ^= change
    with suppress(DamagedSegmentError):
        opened = ArrayFile(bytes(data), NAME)
        opened.verify()
        # The bytes between two arrays mean nothing.
        assert written({name: opened[name] for name in opened.sizes}) == SOME


def test_another_version_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrays_module, "VERSION", arrays_module.VERSION + 1)
    later = written({})
    monkeypatch.undo()
    with pytest.raises(UnknownVersionError, match=r"some\.terms .* version 3 .* reads 2"):
        ArrayFile(later, NAME)


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 6)), max_size=10))
def test_ranges_lie_one_behind_the_other(pairs: list[tuple[int, int]]) -> None:
    begins, counts = (np.array([pair[at] for pair in pairs], np.int64) for at in (0, 1))
    assert ranges(begins, counts).tolist() == [one for begin, count in pairs for one in range(begin, begin + count)]
    starts = starts_of(counts)
    assert np.diff(starts).tolist() == counts.tolist()
    assert starts[0] == 0


@given(st.lists(st.integers(0, 2**63), max_size=5))
def test_the_narrowest_dtype_holds_every_number(numbers: list[int]) -> None:
    found = narrow(np.array(numbers, np.uint64))
    assert found.tolist() == numbers
    if found.dtype.itemsize > 1:
        assert max(numbers) >= 2 ** (4 * found.dtype.itemsize)


@given(st.lists(st.lists(st.integers(0, 300), max_size=4).map(sorted), max_size=6))
def test_runs_become_gaps_and_come_back(runs: list[list[int]]) -> None:
    values = np.array([one for run in runs for one in run], np.int64)
    starts = starts_of(np.array([len(run) for run in runs], np.int64))
    gaps = run_gaps(values, starts)
    assert gaps.tolist() == [one - (run[at - 1] if at else 0) for run in runs for at, one in enumerate(run)]
    assert run_sums(gaps, starts).tolist() == values.tolist()


def test_runs_that_are_not_as_long_as_the_gaps_are_an_error() -> None:
    with pytest.raises(ValueError, match="shape"):
        run_sums(np.array([1, 2, 3], np.uint32), np.array([0, 2]))
