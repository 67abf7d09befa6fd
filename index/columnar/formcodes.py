"""Which surface form stands at each occurrence of a term, in few bytes: only where it is not the usual one, number 0.

An exception is one number in a variable-byte code: how many occurrences of the term since the exception before
(since its first occurrence for the first), times the number of its other forms, plus the form's number less one.
"""

import numpy as np
import numpy.typing as npt

from index.columnar import vbyte
from index.columnar.arrays import Array, starts_of

Ints = npt.NDArray[np.int64]


def pack(codes: Array, counts: Array, forms: Array) -> tuple[npt.NDArray[np.uint8], Ints]:
    """Return the exceptions of some terms one behind the other, and how many bytes each term has.

    ``codes`` has a number an occurrence, ``counts`` the occurrences of each term, ``forms`` how many forms it has.
    """
    found = np.flatnonzero(codes)
    terms = np.repeat(np.arange(counts.size), counts)[found] if found.size else found
    gaps = found - starts_of(counts)[terms]
    same = np.flatnonzero(terms[1:] == terms[:-1]) + 1
    gaps[same] = found[same] - found[same - 1]
    values = gaps * np.maximum(forms[terms] - 1, 1) + codes[found] - 1
    sizes = vbyte.sizes(values)
    return vbyte.encode(values, sizes), np.bincount(terms, sizes, counts.size).astype(np.int64)


def unpack(data: npt.NDArray[np.uint8], sizes: Array, counts: Array, forms: Array) -> Ints:
    """Return the number of the form at each occurrence of some terms; ValueError where the bytes are not whole."""
    codes = np.zeros(int(np.sum(counts, dtype=np.int64)), np.int64)
    values = vbyte.decode(data).astype(np.int64)
    if not values.size:
        return codes
    ends = np.flatnonzero(data >= vbyte.LAST)
    terms = np.searchsorted(np.cumsum(sizes), ends, "right")
    others = np.maximum(forms[terms] - 1, 1)
    gaps = values // others
    firsts = np.flatnonzero(np.diff(terms, prepend=-1))
    sums = np.cumsum(gaps)
    runs = np.diff(firsts, append=terms.size)
    at = sums - np.repeat(sums[firsts] - gaps[firsts], runs)
    if (at >= counts[terms]).any():
        raise ValueError("a form stands behind the last occurrence")
    codes[at + starts_of(counts)[terms]] = values % others + 1
    return codes


def others(data: npt.NDArray[np.uint8], starts: Array, forms: Array) -> tuple[Ints, Ints]:
    """Return the term of each occurrence that is not in the usual form, and the number of its form.

    ``starts`` tells where the bytes of each term begin and the last ones end.
    """
    values = vbyte.decode(data).astype(np.int64)
    terms = np.searchsorted(starts[1:], np.flatnonzero(data >= vbyte.LAST), "right")
    return terms, values % np.maximum(forms[terms] - 1, 1) + 1
