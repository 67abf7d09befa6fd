"""What a snapshot reads from its index, as arrays: postings, positions and coded values. Never change one."""

from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.intp]
"""Document numbers, or places in another array."""

Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Words = npt.NDArray[np.uint32]
"""Unsigned numbers as the index stores them: documents, frequencies, places, lengths, codes."""

NONE: Words = np.zeros(0, np.uint32)


@dataclass(frozen=True, slots=True, eq=False)
class Postings:
    """The documents that have a term, ascending and never a deleted one, and how often each has it."""

    docs: Words
    freqs: Words


@dataclass(frozen=True, slots=True, eq=False)
class Codes:
    """The exact values of each document, coded: ``k`` is ``values[k - 1]``, and the values are sorted.

    Document ``i`` has the codes ``codes[starts[i]:starts[i + 1]]``, none of them 0. Where no document has more than
    one value ``starts`` is None, and the code of document ``i`` is ``codes[i]``, 0 for none.
    """

    values: tuple[str, ...]
    starts: Ints | None
    codes: Words


Ascending = TypeVar("Ascending", Ints, Words)
_MERGED = 6
"""Two lists of which one is at most so many times longer than the other are merged; else the shorter is looked up."""

NO_POSTINGS = Postings(NONE, NONE)


def spread(starts: npt.NDArray[Any], counts: npt.NDArray[Any]) -> Numbers:
    """Return the places of several runs one after another, each given by its first place and how many it has.

    >>> spread(np.array([5, 0]), np.array([2, 3])).tolist()
    [5, 6, 0, 1, 2]
    """
    ends = np.cumsum(counts, dtype=np.intp)
    if not len(ends):
        return np.zeros(0, np.intp)
    return np.repeat(np.asarray(starts, np.intp) - ends + counts, counts) + np.arange(ends[-1], dtype=np.intp)


def shared(some: Ascending, others: Ascending) -> Ascending:
    """Return what two ascending lists have in common, ascending; in neither list does a number stand twice.

    >>> shared(np.array([1, 4, 6]), np.array([0, 4, 5, 6])).tolist()
    [4, 6]
    """
    if len(others) < len(some):
        some, others = others, some
    if not len(some):
        return some
    if len(others) <= _MERGED * len(some):
        # Sorting this way takes two ascending runs as they are and merges them.
        joined = np.sort(np.concatenate([some, others]), kind="stable")
        return joined[1:].compress(joined[1:] == joined[:-1])
    at = others.searchsorted(some)
    np.minimum(at, len(others) - 1, out=at)
    return some.compress(others.take(at) == some)
