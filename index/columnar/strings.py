"""Byte strings packed one behind the other, as terms and written forms stand in the files of a segment."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from index.columnar.arrays import starts_of

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

    @property
    def lengths(self) -> Ints:
        """The bytes of each string."""
        return np.diff(self.starts)

    def counts_of(self, byte: int) -> Ints:
        """Return how often a byte stands in each string."""
        return np.diff(np.flatnonzero(self.data == byte).searchsorted(self.starts))


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
