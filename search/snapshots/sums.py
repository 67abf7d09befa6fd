"""Sums of a small number for each document, held digit by digit: each binary digit of all of them is one bitmap.

After Rinfret, O'Neil and O'Neil, "Bit-sliced index arithmetic" (2001): sixty-four documents are added at once, and the
greatest sums are found without looking at single documents. Counting in how many bitmaps documents are is the same
with numbers of one digit; see Kaser and Lemire, "Compressed bitmap indexes" (2014), on threshold functions.
"""

from collections.abc import Sequence
from functools import reduce

import numpy as np

from search.snapshots.bitmaps import Bitmap, count


class Sums:
    """What was added, for each document; 0 at first."""

    def __init__(self) -> None:
        self._digits: list[Bitmap] = []
        self._most = 0

    def add(self, digits: Sequence[Bitmap], carry: Bitmap | None = None) -> None:
        """Add a number to each sum, given by its digits, the lowest first; documents in ``carry`` get one more."""
        self._most += (1 << len(digits)) - (carry is None)
        for at, digit in enumerate(digits):
            if at == len(self._digits):
                self._digits.append(digit if carry is None else digit ^ carry)
                carry = carry if carry is None else digit & carry
            else:
                self._digits[at], carry = _added(self._digits[at], digit, carry)
        at = len(digits)
        while carry is not None and at < self._most.bit_length():
            if at == len(self._digits):
                self._digits.append(carry)
                break
            self._digits[at], carry = self._digits[at] ^ carry, self._digits[at] & carry
            at += 1

    def exactly(self, wanted: int) -> Bitmap:
        """Return the documents of a sum, at least 1 and at most what was added to any."""
        found = (digit if wanted >> at & 1 else ~digit for at, digit in enumerate(self._digits))
        return reduce(np.bitwise_and, found)

    def at_least(self, wanted: int) -> Bitmap:
        """Return the documents of a sum or of a greater one, at least 1 and at most what was added to any."""
        lowest = (wanted & -wanted).bit_length() - 1
        found = self._digits[lowest]
        for at in range(lowest + 1, len(self._digits)):
            found = self._digits[at] & found if wanted >> at & 1 else self._digits[at] | found
        return found

    def greatest(self, among: Bitmap, least: int, most: int) -> Bitmap:
        """Return the documents of the greatest sums among some: ``least`` or more, and no more than ``most``.

        Where sums are equal there may be more than ``most``.
        """
        sure, others, have = np.zeros_like(among), among, 0
        for digit in reversed(self._digits):
            higher = others & digit
            found = count(higher)
            if have + found < least:
                sure |= higher
                have += found
                others = others ^ higher
            else:
                others = higher
                if have + found <= most:
                    break
        return sure | others


def _added(one: Bitmap, other: Bitmap, carry: Bitmap | None) -> tuple[Bitmap, Bitmap]:
    """Return the digit and the carry of two digits and of what was carried."""
    if carry is None:
        return one ^ other, one & other
    differing = one ^ other
    digit = differing ^ carry
    differing &= carry
    differing |= one & other
    return digit, differing
