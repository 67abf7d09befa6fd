"""Columns of whole numbers, kept as arrays of 64-bit integers that are read without Whoosh too."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh.columns import ColumnReader, NumericColumn

from index.columnar.arrays import Array

_HALF = 1 << 63


def is_integers(column: Any) -> bool:  # noqa: ANN401 -- Whoosh has no types
    """Return whether a Whoosh column is one of these."""
    return type(column) is NumericColumn and column._typecode in set("bBhHiIlLqQ")  # noqa: SLF001


def to_int64(column: Any, value: int) -> int:  # noqa: ANN401
    """Return what stands in the array for a value of a column.

    A NUMERIC field of 64 bits gives its column numbers that are 2**63 higher than its own; they come
    back to what they were, which is the order of both.
    """
    return value - _HALF if _is_shifted(column) else value


def _is_shifted(column: Any) -> bool:  # noqa: ANN401
    return bool(column._typecode == "Q")  # noqa: SLF001


class NumbersReader(ColumnReader):  # type: ignore[misc]
    """Reads such an array as a column of Whoosh."""

    def __init__(self, numbers: Array, column: Any) -> None:  # noqa: ANN401
        self._numbers: npt.NDArray[np.int64] = numbers
        self._shift = _HALF if _is_shifted(column) else 0
        self._reverse = False

    def __len__(self) -> int:
        return self._numbers.size

    def __getitem__(self, docnum: int) -> int:
        return int(self._numbers[docnum]) + self._shift

    def __iter__(self) -> Iterator[int]:
        return (number + self._shift for number in self._numbers.tolist())

    def sort_key(self, docnum: int) -> int:
        """Return what documents are sorted by."""
        return -self[docnum] if self._reverse else self[docnum]

    def load(self) -> list[int]:
        """Return all numbers."""
        return list(self)

    def set_reverse(self) -> None:
        """Sort the other way round."""
        self._reverse = True
