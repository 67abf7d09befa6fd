"""Bitmaps: a set of documents as one bit each, joined by a few instructions for every 64 of them.

Document ``d`` is bit ``d % SPAN`` of word ``d // SPAN``, so that a word holds one range of documents.
"""

import numpy as np
import numpy.typing as npt

from search.snapshots.columns import Flags, Numbers, Words

SPAN = 1 << 6
"""The documents of a range."""

Bitmap = npt.NDArray[np.uint64]
_WORD = np.dtype("<u8")
_SHIFT = SPAN.bit_length() - 1
_WITHIN = SPAN - 1
_BIT = np.uint64(1)
_FEW = 256
"""With fewer than one in so many documents, bits are set one by one."""


def ranges(size: int) -> int:
    """Return how many ranges so many documents take.

    >>> ranges(0), ranges(1), ranges(64), ranges(65)
    (0, 1, 1, 2)
    """
    return -(-size // SPAN)


def of_docs(docs: Words | Numbers, size: int) -> Bitmap:
    """Return the bitmap of some ascending documents of ``size``.

    >>> of_docs(np.array([0, 2, 65], np.uint32), 70).tolist()
    [5, 2]
    """
    if len(docs) * _FEW < size:
        found = np.zeros(ranges(size), _WORD)
        np.bitwise_or.at(found, *split(docs.astype(np.intp)))
        return found
    flags = np.zeros(size, bool)
    flags[docs] = True
    return of_flags(flags)


def of_flags(flags: Flags) -> Bitmap:
    """Return the bitmap of the documents whose flag is true.

    >>> of_flags(np.array([True, False, True])).tolist()
    [5]
    """
    found = np.zeros(ranges(len(flags)), _WORD)
    packed = np.packbits(flags, bitorder="little")
    found.view(np.uint8)[: len(packed)] = packed
    return found


def count(bitmap: Bitmap) -> int:
    """Return the number of documents."""
    return int(np.bitwise_count(bitmap).sum(dtype=np.intp))


def listed(bitmap: Bitmap) -> Numbers:
    """Return the documents, ascending.

    >>> listed(np.array([5, 0, 2], "<u8")).tolist()
    [0, 2, 129]
    """
    return listed_in(*filled(bitmap))


def ranks(bitmap: Bitmap) -> Words:
    """Return for each range how many documents stand before it.

    >>> ranks(np.array([5, 0, 2], "<u8")).tolist()
    [0, 2, 2]
    """
    counts = np.bitwise_count(bitmap)
    return np.cumsum(counts, dtype=np.uint32) - counts


def filled(bitmap: Bitmap) -> tuple[Numbers, Bitmap]:
    """Return the ranges that hold documents, ascending, and their words."""
    found = (bitmap != 0).nonzero()[0]
    return found, bitmap if len(found) == len(bitmap) else bitmap.take(found)


def listed_in(numbers: Numbers, words: Bitmap) -> Numbers:
    """Return the documents of some ranges, each given by its number and its word."""
    eights = words.view(np.uint8)
    filled = (eights != 0).nonzero()[0]
    bits = np.unpackbits(eights.take(filled), bitorder="little").view(bool).nonzero()[0]
    docs: Numbers = ((numbers.take(filled >> 3) << _SHIFT) | ((filled & 7) << 3)).take(bits >> 3)
    docs |= bits & 7
    return docs


def holds(bitmap: Bitmap, docs: Numbers) -> Flags:
    """Tell which of some documents a bitmap has."""
    numbers, bits = split(docs)
    return (bitmap.take(numbers) & bits) > 0


def split(docs: Numbers) -> tuple[Numbers, Bitmap]:
    """Return the range of each document, and the word that holds it alone."""
    return docs >> _SHIFT, _BIT << (docs & _WITHIN).astype(_WORD)
