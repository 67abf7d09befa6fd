"""Parting text into pieces, by bytes: runs that hold one word mostly, and never part of one.

A piece is a run of ASCII letters and digits, of bytes beyond ASCII, and of single apostrophes, dots and commas between
two of these; whatever parts pieces also parts words in ``index.analysis``. What words are in a piece is looked up by
its bytes, so that it has to be found out once.
"""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from index.columnar.arrays import starts_of

Bytes = npt.NDArray[np.uint8]
Ints = npt.NDArray[np.int64]

PADDING = 32
"""Zeros behind the last byte, so that whole words of a processor can be read from any place."""

_APOSTROPHE, _DOT, _COMMA = b"'.,"
_TIES = 3
"""In the parted text the ties are the bytes 1, 2 and 3, and all that parts pieces is 0."""

_ASCII = 0x7F
_LATIN, _PUNCTUATION = 0xC2, 0xE280
_FOLLOWING = range(0x80, 0xC0)
"""The bytes of a character behind its first."""

_JOINING = {0x200C, 0x200D, 0x2019}
"""Beyond ASCII: what stands inside of words, of the characters from U+2000 to U+203F."""


class Pieces(NamedTuple):
    """The pieces of some texts: those of each text behind those of the one before, ``data[starts[i] : ends[i]]``.

    ``parted`` is like ``data`` but for zeros at all that parts pieces, and 1 to 3 for ties. ``texts`` has the place
    in bytes where each text begins; ``inner`` the places of all bytes that are not the first of a character.
    """

    data: bytes
    parted: Bytes
    starts: Ints
    ends: Ints
    texts: Ints
    inner: Ints

    def characters(self, places: Ints) -> Ints:
        """Return places in bytes as places in code points, counted from the beginning of all texts."""
        return places - self.inner.searchsorted(places) if self.inner.size else places


def part(texts: Sequence[bytes]) -> Pieces:
    """Return the pieces of some texts, given in UTF-8.

    >>> found = part([b"Al-Sudani's (talks)", b"1,500..."])
    >>> [found.data[start:end] for start, end in zip(found.starts, found.ends)]
    [b'Al', b"Sudani's", b'talks', b'1,500']
    """
    data = b"".join((b"\n", b"\n".join(texts), b"\n", bytes(PADDING)))
    parted = np.frombuffer(bytearray(data.translate(_kept_bytes())), np.uint8)
    inner = np.zeros(0, np.int64)
    if not data.isascii():
        _blank_punctuation(parted)
        inner = np.flatnonzero((np.frombuffer(data, np.uint8) & 0xC0) == 0x80)  # noqa: PLR2004 -- 0b10......
    ties = np.flatnonzero((parted - np.uint8(1)) < _TIES)
    loose = (parted[ties - 1] <= _TIES) | (parted[ties + 1] <= _TIES)
    parted[ties[loose]] = 0
    filled = parted != 0
    edges = np.flatnonzero(filled[1:] != filled[:-1])
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    return Pieces(data, parted, edges[0::2] + 1, edges[1::2] + 1, starts_of(lengths + 1)[:-1] + 1, inner)


def _blank_punctuation(parted: Bytes) -> None:
    """Put zeros where the usual punctuation and white space beyond ASCII stand, which would stick to words."""
    latin = np.flatnonzero(parted == _LATIN)
    latin = latin[_parting_latin()[parted[latin + 1]]]
    other = np.flatnonzero(parted == _PUNCTUATION >> 8)
    other = other[(parted[other + 1] == (_PUNCTUATION & 0xFF)) & _parting_punctuation()[parted[other + 2]]]
    for place in (latin, latin + 1, other, other + 1, other + 2):
        parted[place] = 0


@cache
def _kept_bytes() -> bytes:
    ties = {_APOSTROPHE: 1, _DOT: 2, _COMMA: 3}
    return bytes(code if code > _ASCII or chr(code).isalnum() else ties.get(code, 0) for code in range(256))


@cache
def _parting_latin() -> npt.NDArray[np.bool_]:
    """Return whether a second byte behind 0xC2 makes a character that parts words."""
    return np.array([code in _FOLLOWING and not chr(code).isalnum() for code in range(256)])


@cache
def _parting_punctuation() -> npt.NDArray[np.bool_]:
    """Return whether a third byte behind 0xE280 makes a character that parts words."""
    return np.array([code in _FOLLOWING and 0x2000 + code - 0x80 not in _JOINING for code in range(256)])
