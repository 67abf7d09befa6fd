"""Streams: the numbers of a field that belong to its terms, those of one term behind those of the one before.

In the file the array ``F`` has a byte a number, ``F/2`` and ``F/4`` what does not fit (``index.columnar.escapes``).
In ``.terms`` the arrays ``F/label-starts``, ``F/label-2-starts`` and ``F/label-4-starts`` tell where those of each term
begin and the last ones end. An empty array is left out, with its starts.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.columnar import escapes
from index.columnar.arrays import Array, ArrayFile, ArrayWriter, narrow, starts_of
from index.columnar.escapes import Escaped, Ints

_LEVELS = ("", "/2", "/4")
_STARTS = ("", "-2", "-4")


class StreamWriter:
    """Writes one stream of a field; nothing else is written to the file before ``close``."""

    def __init__(self, file: ArrayWriter, name: str, label: str) -> None:
        self._file = file
        self._name = name
        self._label = label
        self._over: list[tuple[Array, Array]] = []
        self._counts: list[tuple[Ints, Ints, Ints]] = []
        file.begin(name, np.uint8)

    def add(self, coded: Escaped, counts: Ints) -> None:
        """Add the numbers of some terms, of which each has so many."""
        self._file.append(coded.ones)
        self._over.append((coded.twos, coded.fours))
        self._counts.append((counts, *escapes.counts(coded, starts_of(counts))))

    def close(self, terms: ArrayWriter) -> None:
        """Write what did not fit, and where the numbers of each term begin."""
        for level, pieces in zip(_LEVELS[1:], zip(*self._over, strict=True), strict=False):
            if any(one.size for one in pieces):
                self._file.write(self._name + level, np.concatenate(pieces))
        for level, several in zip(_STARTS, zip(*self._counts, strict=True), strict=False):
            counts = np.concatenate(several)
            if not level or counts.any():
                terms.write(f"{self._name}/{self._label}{level}-starts", narrow(starts_of(counts)))


@dataclass(frozen=True, slots=True)
class Stream:
    """One stream of a field as it is read. Numbers of damaged files raise ValueError."""

    label: str
    levels: tuple[Array, ...]
    starts: tuple[Array, ...]

    @classmethod
    def open(cls, file: ArrayFile, terms: ArrayFile, name: str, label: str) -> "Stream":
        """Open the stream of a field; it is empty where the file has none."""
        kinds = (np.uint8, np.uint16, np.uint32)
        levels = tuple(file.get(name + level, kind) for level, kind in zip(_LEVELS, kinds, strict=True))
        return cls(label, levels, tuple(terms.get(f"{name}/{label}{level}-starts") for level in _STARTS))

    def __bool__(self) -> bool:
        return self.starts[0].size > 0

    def count(self, term: int) -> int:
        """Return how many numbers a term has."""
        starts = self.starts[0]
        return int(starts.item(term + 1) - starts.item(term))

    def counts(self, begin: int, end: int) -> Ints:
        """Return how many numbers each of some terms has; ValueError where that cannot be."""
        starts: Ints = self.starts[0][begin : end + 1].astype(np.int64)
        found = starts[1:] - starts[:-1]
        if found.size and found.min() < 0:
            raise ValueError("runs overlap")
        return found

    def coded(self, begin: int, end: int) -> Escaped:
        """Return the codes of the numbers of some terms."""
        return Escaped(self._slice(0, begin, end), self._slice(1, begin, end), self._slice(2, begin, end))

    def values(self, begin: int, end: int) -> npt.NDArray[np.uint32]:
        """Return the numbers of some terms."""
        return escapes.decode(self.coded(begin, end))

    def _slice(self, level: int, begin: int, end: int) -> Array:
        starts = self.starts[level]
        if not starts.size:
            return escapes.NOTHING[level]
        first, last = starts.item(begin), starts.item(end)
        if first == last:
            return escapes.NOTHING[level]
        values = self.levels[level]
        if not first < last <= values.size:
            raise ValueError("a run lies outside of the file")
        return values[first:last]
