"""A hash table from short byte strings to numbers, looked up by whole arrays.

Open addressing with linear probing (Knuth, The Art of Computer Programming, vol. 3, 6.4). A key is exact: the bytes
themselves, as one or more words of 64 bits padded with zeros, so that no two strings are taken for each other.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Keys = npt.NDArray[np.uint64]
Numbers = npt.NDArray[np.int32]
Ints = npt.NDArray[np.int64]

_FIRST = 1 << 12
_MIX = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9)
"""Odd factors without a pattern in their bits (Knuth's multiplicative hashing)."""


class Found(NamedTuple):
    """The number of each key that was sought, and the places among them of those that are not in the table."""

    numbers: Numbers
    missing: Ints


class WordTable:
    """Keys of ``width`` words each, given as one array a word; the first word of a key is never 0."""

    def __init__(self, width: int) -> None:
        self.width = width
        self._count = 0
        self._make(_FIRST)

    def __len__(self) -> int:
        return self._count

    def find(self, keys: tuple[Keys, ...]) -> Found:
        """Look keys up; the number of a missing one means nothing."""
        slots = self._slots(keys)
        numbers = self._numbers.take(slots)
        left = np.flatnonzero(self._differs(slots, keys))
        missing = []
        slots = slots[left]
        while left.size:
            taken = self._keys[0].take(slots) != 0
            missing.append(left[~taken])
            left, slots = left[taken], (slots[taken] + 1) & self._mask
            same = ~self._differs(slots, tuple(one[left] for one in keys))
            numbers[left[same]] = self._numbers.take(slots[same])
            left, slots = left[~same], slots[~same]
        return Found(numbers, np.concatenate(missing) if missing else np.zeros(0, np.int64))

    def add(self, keys: tuple[Keys, ...], numbers: Numbers) -> None:
        """Add keys that the table does not have, each once."""
        if 2 * (self._count + numbers.size) > self._mask:
            self._grow(self._count + numbers.size)
        self._count += numbers.size
        self._put(keys, numbers)

    def _put(self, keys: tuple[Keys, ...], numbers: Numbers) -> None:
        slots = self._slots(keys)
        left = np.arange(numbers.size)
        while left.size:
            # Of several keys for one free slot the last one written stays; the others go on.
            free = self._keys[0].take(slots) == 0
            self._numbers[slots[free]] = left[free]
            self._keys[0][slots[free]] = keys[0][left[free]]
            mine = free & (self._numbers.take(slots) == left)
            placed, at = left[mine], slots[mine]
            for own, one in zip(self._keys, keys, strict=True):
                own[at] = one[placed]
            self._numbers[at] = numbers[placed]
            left, slots = left[~mine], (slots[~mine] + 1) & self._mask

    def _grow(self, count: int) -> None:
        taken = np.flatnonzero(self._keys[0])
        keys, numbers = tuple(one[taken] for one in self._keys), self._numbers[taken]
        size = self._mask + 1
        while 2 * count > size:
            size *= 2
        self._make(2 * size)
        self._put(keys, numbers)

    def _make(self, size: int) -> None:
        self._mask = size - 1
        self._shift = np.uint64(64 - self._mask.bit_length())
        self._keys = tuple(np.zeros(size, np.uint64) for _ in range(self.width))
        self._numbers = np.zeros(size, np.int32)

    def _slots(self, keys: tuple[Keys, ...]) -> Ints:
        mixed = keys[0] * np.uint64(_MIX[0])
        for one, factor in zip(keys[1:], _MIX[1:], strict=False):
            mixed ^= mixed >> np.uint64(32)
            mixed += one
            mixed *= np.uint64(factor)
        mixed >>= self._shift
        return mixed.view(np.int64)

    def _differs(self, slots: Ints, keys: tuple[Keys, ...]) -> npt.NDArray[np.bool_]:
        differs: npt.NDArray[np.bool_] = self._keys[0].take(slots) != keys[0]
        for own, one in zip(self._keys[1:], keys[1:], strict=True):
            differs |= own.take(slots) != one
        return differs
