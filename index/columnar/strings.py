"""Byte strings packed one behind the other, as terms and written forms stand in the files of a segment."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from index.columnar.arrays import ranges, starts_of

LINE_FEED = 0x0A
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Strings:
    """The ``i``-th string is ``data[starts[i] : starts[i + 1]]``; ``starts`` begins with 0.

    >>> list(Strings.of([b"talk", b"", b"us"]))
    [b'talk', b'', b'us']
    """

    data: npt.NDArray[np.uint8]
    starts: Ints

    @classmethod
    def of(cls, strings: Sequence[bytes]) -> "Strings":
        """Pack strings."""
        lengths = np.fromiter(map(len, strings), np.int64, len(strings))
        return cls(np.frombuffer(b"".join(strings), np.uint8), starts_of(lengths))

    def __len__(self) -> int:
        return self.starts.size - 1

    def __iter__(self) -> Iterator[bytes]:
        data = self.data.tobytes()
        return (data[begin:end] for begin, end in pairwise(self.starts.tolist()))

    @classmethod
    def joined(cls, *several: "Strings") -> "Strings":
        """Return the strings of each, one behind the other."""
        lengths = np.concatenate([one.lengths for one in several])
        return cls(np.concatenate([one.data for one in several]), starts_of(lengths))

    @property
    def lengths(self) -> Ints:
        """The bytes of each string."""
        return np.diff(self.starts)

    def counts_of(self, byte: int) -> Ints:
        """Return how often a byte stands in each string."""
        return np.diff(np.flatnonzero(self.data == byte).searchsorted(self.starts))

    def counts_in(self, chosen: npt.NDArray[np.bool_]) -> Ints:
        """Return how many of the bytes that are ``chosen``, a flag for each of 256, stand in each string."""
        return np.diff(starts_of(chosen[self.data])[self.starts])

    def taken(self, which: npt.NDArray[Any]) -> "Strings":
        """Return some of the strings, given by their numbers or by a flag of each."""
        lengths = self.lengths[which]
        return Strings(self.data[ranges(self.starts[:-1][which], lengths)], starts_of(lengths))


NOTHING = Strings(np.zeros(0, np.uint8), np.zeros(1, np.int64))


def forms_of(strings: Sequence[bytes], counts: Ints, dropped: npt.NDArray[np.bool_]) -> Strings:
    r"""Return runs of strings as one string each, parted by line feeds; a dropped run becomes an empty string.

    ``counts`` has the number of strings of each run, ``dropped`` a flag of each.

    >>> list(forms_of([b"us", b"US", b"talk"], np.array([2, 1]), np.array([False, True])))
    [b'us\nUS', b'']
    """
    data = np.frombuffer(b"\n".join((*strings, b"")), np.uint8)
    ends = starts_of(np.fromiter(map(len, strings), np.int64, len(strings)) + 1)
    runs = starts_of(counts)
    kept = np.ones(data.size, np.bool_)
    kept[ends[runs[1:]] - 1] = False  # the line feed behind the last string of a run
    lengths = np.diff(ends[runs]) - 1
    kept &= np.repeat(~dropped, np.diff(ends[runs]))
    return Strings(data[kept], starts_of(np.where(dropped, 0, lengths)))


def parted(runs: Strings, usual: Strings) -> Strings:
    r"""Return the strings of which ``forms_of`` made runs, one behind the other; those that were dropped are as usual.

    >>> list(parted(Strings.of([b"us\nUS", b""]), Strings.of([b"us", b"talk"])))
    [b'us', b'US', b'talk']
    """
    lengths = runs.lengths
    is_usual = lengths == 0
    begins = np.where(is_usual, usual.starts[:-1] + runs.data.size, runs.starts[:-1])
    lengths = np.where(is_usual, usual.lengths, lengths)
    starts = starts_of(lengths + 1)
    data = np.full(int(starts[-1]), LINE_FEED, np.uint8)
    data[ranges(starts[:-1], lengths)] = np.concatenate([runs.data, usual.data])[ranges(begins, lengths)]
    ends = np.flatnonzero(data == LINE_FEED)
    return Strings(data[data != LINE_FEED], np.concatenate([[0], ends + 1 - np.arange(1, ends.size + 1)]))
