"""Small numbers in one byte each, larger ones in three or seven, coded and decoded by whole arrays.

A number below 255 is its own byte. For any other the byte is 255, and the number less 255 stands in the next array, of
two bytes each; where that is 65,535 or more it says 65,535, and the rest stands in an array of four bytes each. As in
PForDelta (Zukowski et al. 2006), exceptions stand apart, so that no code hangs on the one before it.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from index.columnar.arrays import Array, ranges, starts_of

ONE, TWO = np.uint8(0xFF), np.uint16(0xFFFF)
"""What stands for a number that does not fit."""

_TOO_HIGH = (1 << 32) - 0xFF - 0xFFFF
"""What is over, in the last array, of the first number that does not have 32 bits."""

Ints = npt.NDArray[np.int64]


class Escaped(NamedTuple):
    """Numbers below 2**32: a byte each, and what does not fit into the array before."""

    ones: npt.NDArray[np.uint8]
    twos: npt.NDArray[np.uint16]
    fours: npt.NDArray[np.uint32]


NOTHING = Escaped(np.zeros(0, np.uint8), np.zeros(0, np.uint16), np.zeros(0, np.uint32))


def encode(values: Array) -> Escaped:
    """Return the codes of numbers from 0 on, below 2**32; ValueError for a higher one."""
    ones, over = _parted(values, np.uint8)
    twos, over = _parted(over, np.uint16)
    if over.size and over.max() >= _TOO_HIGH:
        raise ValueError("a number is too high")
    return Escaped(ones, twos, over.astype(np.uint32))


def _parted(values: Array, kind: type[np.uint8 | np.uint16]) -> tuple[Array, Array]:
    """Return numbers in a dtype that need not hold all of them, and what is over of those that it does not hold."""
    most = np.iinfo(kind).max
    large = np.flatnonzero(values >= most)
    return np.minimum(values, most).astype(kind), values.take(large) - most


def decode(coded: Escaped) -> npt.NDArray[np.uint32]:
    """Return the numbers that codes stand for; ValueError where there are not as many as there should be."""
    ones, twos, fours = coded
    found = ones.astype(np.uint32)
    large = (ones == ONE).nonzero()[0]
    if large.size != twos.size:
        raise ValueError("numbers are missing or too many")
    if not large.size:
        return found
    over = twos.astype(np.uint32)
    if fours.size or twos.max() == TWO:
        larger = (twos == TWO).nonzero()[0]
        if larger.size != fours.size:
            raise ValueError("numbers are missing or too many")
        over[larger] += fours
    found[large] += over
    return found


def take(coded: Escaped, places: Ints) -> Escaped:
    """Return the codes of the numbers at some places; ValueError where they are not whole."""
    ones = coded.ones.take(places)
    twos, fours = coded.twos, coded.fours
    if twos.size:
        at = (coded.ones == ONE).nonzero()[0].searchsorted(places[ones == ONE])
        twos = _taken(twos, at)
        if fours.size:
            fours = _taken(fours, (coded.twos == TWO).nonzero()[0].searchsorted(at[twos == TWO]))
    return Escaped(ones, twos, fours)


def _taken(values: Array, places: Ints) -> Array:
    if places.size and places[-1] >= values.size:
        raise ValueError("numbers are missing")
    return values.take(places)


def reordered(coded: Escaped, sizes: Ints, order: Ints) -> Escaped:
    """Return runs of numbers, of which each has so many, in another order."""
    twos, fours = counts(coded, starts_of(sizes))
    return Escaped(_runs(coded.ones, sizes, order), _runs(coded.twos, twos, order), _runs(coded.fours, fours, order))


def _runs(values: Array, sizes: Ints, order: Ints) -> Array:
    return values[ranges(starts_of(sizes)[:-1][order], sizes[order])] if values.size else values


def joined(several: Sequence[Escaped]) -> Escaped:
    """Return the codes of several lists of numbers one behind the other."""
    if len(several) <= 1:
        return several[0] if several else NOTHING
    ones, twos, fours = zip(*several, strict=True)
    return Escaped(_joined(ones), _joined(twos), _joined(fours))


def _joined(arrays: Sequence[Array]) -> Array:
    filled = [one for one in arrays if one.size]
    return np.concatenate(filled) if len(filled) > 1 else filled[0] if filled else arrays[0]


def counts(coded: Escaped, starts: Ints) -> tuple[Ints, Ints]:
    """Return how many numbers of each run need two bytes more, and how many of these four more.

    Run ``i`` has the numbers from ``starts[i]`` to ``starts[i + 1]``.
    """
    twos = np.diff(np.flatnonzero(coded.ones == ONE).searchsorted(starts))
    fours = np.diff(np.flatnonzero(coded.twos == TWO).searchsorted(starts_of(twos)))
    return twos, fours
