"""Slices: what a leaf is worth in each document, rounded up to a number of few binary digits, each digit a bitmap.

A bit-sliced index after O'Neil and Quass, "Improved query performance with variant indexes" (1997). It takes half a
byte for each document, and is read in order, where looking up what leaves are worth in many documents waits for memory.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, frexp, log2

import numpy as np

from search.ranking.groups import Group
from search.snapshots.bitmaps import SPAN, Bitmap, ranges
from search.snapshots.columns import Numbers
from search.snapshots.sums import Sums

DIGITS = 4
"""With fewer many documents look as if they could be among the best, more take longer to add."""

_LEAST_EXPONENT = -120
"""What is worth less is taken for that much: its inverse is still a number in float32."""


@dataclass(frozen=True, slots=True, eq=False)
class Slices:
    """The digits of a leaf's worths, ``(DIGITS, ranges)`` bitmaps with the lowest first.

    No document is worth more than its number times two to the power of ``exponent``.
    """

    digits: Bitmap
    exponent: int

    @property
    def nbytes(self) -> int:
        """The bytes of the bitmaps."""
        return self.digits.nbytes


def sliced(group: Group, size: int) -> Slices:
    """Return the slices of a group's worths in ``size`` documents."""
    highest = float(group.worths.max(initial=0))
    exponent = max(frexp(highest / ((1 << DIGITS) - 1))[1], _LEAST_EXPONENT)
    rounded = np.ceil(group.worths * np.float32(2.0**-exponent)).astype(np.uint8)
    if group.docs is not None:
        each = np.zeros(ranges(size) * SPAN, np.uint8)
        each[group.docs] = rounded
        rounded = each
    digits = [np.packbits(rounded & (1 << at), bitorder="little").view("<u8") for at in range(DIGITS)]
    return Slices(np.stack(digits), exponent)


class Bounds:
    """The sums of what some leaves are worth, each rounded up, in steps that are the same for all of them."""

    def __init__(self, several: Sequence[tuple[Slices, float]], numbers: Numbers) -> None:
        """Add up slices, each with its weight, in the ranges of some numbers."""
        exponents = [slices.exponent + ceil(log2(weight)) for slices, weight in several]
        self._step = max(exponents)
        self.sums = Sums()
        for (slices, _), exponent in zip(several, exponents, strict=True):
            every = slices.digits
            digits = every if len(numbers) == every.shape[1] else every.take(numbers, axis=1)
            dropped = min(self._step - exponent, DIGITS)
            # What is dropped counts as a whole step.
            carry = np.bitwise_or.reduce(digits[:dropped]) if dropped else None
            self.sums.add(list(digits[dropped:]), carry)

    def reaching(self, score: float) -> Bitmap:
        """Return the documents that may have a score or a higher one; the score is above 0 and that of a document."""
        return self.sums.at_least(ceil(score * 2.0**-self._step))
