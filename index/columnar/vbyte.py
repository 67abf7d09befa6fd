"""Variable-byte codes: small numbers in few bytes, coded and decoded by whole arrays.

Seven bits a byte, the lowest first; the high bit marks the last byte of a number. After Williams and
Zobel, "Compressing integers for fast file access" (1999).
"""

import numpy as np
import numpy.typing as npt

from index.columnar.arrays import Array

LAST = 0x80
"""The bit of the last byte of a number."""

_MOST_BYTES = 9


def sizes(values: Array) -> npt.NDArray[np.uint8]:
    """Return how many bytes the code of each number takes."""
    found = np.ones(values.size, np.uint8)
    limit, most = 1 << 7, int(values.max()) if values.size else 0
    while limit <= most:
        found += values >= limit
        limit <<= 7
    return found


def encode(values: Array, widths: npt.NDArray[np.uint8] | None = None) -> npt.NDArray[np.uint8]:
    """Return the codes of non-negative numbers below 2**63; ``widths`` are their ``sizes``, where known."""
    widths = sizes(values) if widths is None else widths
    longest = int(widths.max()) if values.size else 0
    if longest <= 1:
        return values.astype(np.uint8) | np.uint8(LAST)
    ends = np.cumsum(widths, dtype=np.int64)
    found = np.empty(int(ends[-1]), np.uint8)
    starts = ends - widths
    found[starts] = values & 0x7F
    for at in range(1, longest):
        has = np.flatnonzero(widths > at)
        found[starts[has] + at] = (values[has] >> (7 * at)) & 0x7F
    found[ends - 1] |= LAST
    return found


def decode(codes: npt.NDArray[np.uint8]) -> Array:
    """Return the numbers that codes stand for; ValueError when the codes are not whole.

    The numbers are of 32 bits, of 64 where a code has five bytes or more.
    """
    if not codes.size:
        return np.zeros(0, np.uint32)
    last = codes >= LAST
    ends = np.flatnonzero(last)
    if ends.size == codes.size:
        return (codes & 0x7F).astype(np.uint32)
    if not last[-1]:
        raise ValueError("a number is cut off")
    starts = np.empty_like(ends)
    starts[0] = 0
    np.add(ends[:-1], 1, out=starts[1:])
    longest = int((ends - starts).max()) + 1
    if longest > _MOST_BYTES:
        raise ValueError("a number is too long")
    wide: type[np.uint32 | np.uint64] = np.uint32 if longest < 5 else np.uint64  # noqa: PLR2004 -- four bytes hold 28 bits
    found: Array = (codes[starts] & 0x7F).astype(wide)
    for at in range(1, longest):
        has = np.flatnonzero(ends - starts >= at) if at > 1 else np.flatnonzero(ends > starts)
        found[has] |= np.left_shift((codes[starts[has] + at] & 0x7F).astype(wide), wide(7 * at))
    return found
