"""What is known of the pieces of text in one language: which words are in each, found out once."""

from collections.abc import Sequence
from functools import cache
from typing import Protocol

import numpy as np
import numpy.typing as npt

from index.analysis import fresh_term, plain_terms
from index.columnar.writing.pieces import Ints, Pieces
from index.columnar.writing.wordtable import Keys, WordTable
from index.tokens import is_possessive, piece_words

_WORD = 8
_TABLES = 3
"""Pieces of up to so many words of eight bytes are looked up in tables, the few longer ones in a dictionary."""

_NO_PIECE = np.uint64(1)
"""A key that no piece has, as a tie never stands alone; it is in the table of short pieces."""

_LONGEST = 64
"""Bytes of the longest piece that is remembered: words, not lines of Chinese."""

Int32s = npt.NDArray[np.int32]


class Forms(Protocol):
    """Where forms get their numbers."""

    def forms(self, surfaces: Sequence[str], terms: Sequence[str]) -> list[int]:
        """Return the numbers of forms, 0 or more."""

    def several(self, forms: Sequence[int], offsets: Sequence[int]) -> int:
        """Return a number below zero for a piece of several words or none, and where in it each begins."""


class Learned:
    """Numbers pieces: by the form, where a piece is one word from its beginning on, else by what holds its words."""

    def __init__(self, forms: Forms, lang: str) -> None:
        self._forms = forms
        self._lang = lang
        self._tables = tuple(WordTable(width) for width in range(1, _TABLES + 1))
        self._tables[0].add((np.array([_NO_PIECE]),), np.zeros(1, np.int32))
        self._long: dict[bytes, int] = {}
        self._parts: dict[str, int] = {}

    def __len__(self) -> int:
        return sum(map(len, self._tables)) + len(self._long)

    def numbers(self, pieces: Pieces) -> Int32s:
        """Return the number of each piece; those not met before are learned."""
        lengths = pieces.ends - pieces.starts
        words = np.ndarray((pieces.parted.size - _WORD + 1,), "<u8", pieces.parted.data, strides=(1,))
        first = _masked(words[pieces.starts], lengths)
        left = np.flatnonzero(lengths > _WORD)
        first[left] = _NO_PIECE  # most pieces fit into one word, and it is quicker not to pick these out
        found = self._found(pieces, self._tables[0], np.arange(lengths.size), (first,))
        for table in self._tables[1:]:
            fits = lengths[left] <= _WORD * table.width
            chosen, left = left[fits], left[~fits]
            found[chosen] = self._found(
                pieces, table, chosen, _keys(words, pieces.starts[chosen], lengths[chosen], table.width)
            )
        if left.size:
            found[left] = self._long_numbers(_bytes_of(pieces, left))
        return found

    def _found(self, pieces: Pieces, table: WordTable, chosen: Ints, keys: tuple[Keys, ...]) -> Int32s:
        numbers, missing = table.find(keys)
        if missing.size:
            numbers[missing] = self._learn(pieces, chosen[missing], table, tuple(one[missing] for one in keys))
        return numbers

    def _learn(self, pieces: Pieces, new: Ints, table: WordTable, keys: tuple[Keys, ...]) -> Int32s:
        """Add pieces, some of which may stand there more than once, and return the number of each."""
        texts = _bytes_of(pieces, new)
        places = dict(zip(texts, range(len(texts)), strict=True))
        numbers = np.array(self._analyse(list(places)), np.int32)
        at = np.fromiter(places.values(), np.int64, len(places))
        table.add(tuple(one[at] for one in keys), numbers)
        if at.size == len(texts):
            return numbers
        known = dict(zip(places, numbers.tolist(), strict=True))
        return np.array([known[one] for one in texts], np.int32)

    def _long_numbers(self, texts: Sequence[bytes]) -> Int32s:
        fresh = [one for one in dict.fromkeys(texts) if one not in self._long]
        numbers = dict(zip(fresh, self._analyse(fresh), strict=True))
        found = [numbers[one] if one in numbers else self._long[one] for one in texts]
        self._long.update((one, number) for one, number in numbers.items() if len(one) <= _LONGEST)
        return np.array(found, np.int32)

    def _analyse(self, pieces: Sequence[bytes]) -> list[int]:
        """Return the numbers of pieces not met before; most are one word, and these are analysed together."""
        single = [at for at, piece in enumerate(pieces) if piece.isalnum() or is_possessive(piece)]
        surfaces = [pieces[at].decode() for at in single]
        numbers = self._forms.forms(surfaces, plain_terms(surfaces, self._lang))
        if len(single) == len(pieces):
            return numbers
        known = dict(zip(single, numbers, strict=True))
        return [known[at] if at in known else self._parted(piece) for at, piece in enumerate(pieces)]

    def _parted(self, piece: bytes) -> int:
        starts, surfaces = piece_words(piece.decode("utf-8", "surrogatepass"))
        forms = list(map(self._form, surfaces))
        if starts == [0]:
            return forms[0]
        return self._forms.several(forms, starts)

    def _form(self, surface: str) -> int:
        number = self._parts.get(surface)
        if number is None:
            (number,) = self._forms.forms([surface], [fresh_term(surface, self._lang)])
            if len(surface) <= _LONGEST:
                self._parts[surface] = number
        return number


def _bytes_of(pieces: Pieces, places: Ints) -> list[bytes]:
    data = pieces.data
    bounds = zip(pieces.starts[places].tolist(), pieces.ends[places].tolist(), strict=True)
    return [data[begin:end] for begin, end in bounds]


def _keys(words: Keys, starts: Ints, lengths: Ints, width: int) -> tuple[Keys, ...]:
    """Return the bytes of pieces as so many words each, with zeros behind the last byte.

    Pieces that fit into fewer words are in another table, so that only the last word is filled in part.
    """
    last = _WORD * (width - 1)
    return (*(words[starts + at] for at in range(0, last, _WORD)), _masked(words[starts + last], lengths - last))


def _masked(words: Keys, lengths: Ints) -> Keys:
    """Put zeros behind so many bytes of each word, in place."""
    words &= _masks().take(lengths, mode="clip")
    return words


@cache
def _masks() -> Keys:
    """Return what leaves the first so many bytes of a little-endian word."""
    return np.array([(1 << 8 * count) - 1 for count in range(_WORD + 1)], np.uint64)
