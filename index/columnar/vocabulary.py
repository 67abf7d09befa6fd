"""The words met while a segment is made, each looked at once: pieces of text to forms, forms to terms.

Text is parted at white space, and a piece that was met before costs one look into a dictionary; so
Python touches distinct words and NumPy the rest.
"""

from array import array
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from index.analysis import fresh_term, language, piece_words
from index.columnar.arrays import Array, ranges, starts_of

_LONGEST = 64
"""Code points of the longest piece that is remembered: words, not lines of Chinese."""

_KEPT = 600_000
"""Pieces that are remembered, of all languages."""

Int32s = npt.NDArray[np.int32]

_PARTING = "“”„«»—–…•"
_SPACE = 0x20
_ASCII = 0x7F


SAMPLED = 64
"""Every so many words of a text the place is kept where one begins, in code points."""


class Tokens(NamedTuple):
    """The words of some texts, in reading order.

    A number a word: its ``forms``, its ``texts`` and its ``places`` there, in words. ``offsets`` are the places of
    every 64th word of each text, in code points of it, one text behind the other; ``counts`` the words of each text.
    """

    forms: Int32s
    texts: Int32s
    places: Int32s
    counts: Array
    offsets: Array


class Vocabulary:
    """Numbers pieces, forms and terms as they come. ``surfaces`` and ``terms`` of each form, ``texts`` of each term."""

    def __init__(self) -> None:
        self._pieces: dict[str, _Pieces] = {}
        self._begin()

    def _begin(self) -> None:
        self._pieces.clear()
        self._known: dict[tuple[str, str], int] = {}
        self._numbers: dict[str, int] = {}
        self.surfaces: list[str] = []
        self.texts: list[str] = []
        self._terms = array("i")
        # Pieces of several words or none, and where in the next two lists the words of each begin.
        self._begins = array("i", [0])
        self._forms = array("i")
        self._offsets = array("i")

    def forget_if_full(self) -> None:
        """Begin anew when too much is remembered; every number given out before is void then."""
        if sum(map(len, self._pieces.values())) > _KEPT or len(self.surfaces) > _KEPT:
            self._begin()

    @property
    def terms(self) -> Int32s:
        """The term of each form."""
        return np.array(self._terms, np.int32)

    def tokens(self, texts: Sequence[str], lang: str | None) -> Tokens:
        """Return the words of texts of one language."""
        known = self._of(language(lang))
        joined = _parted("\n".join(texts))
        text_starts = starts_of(np.fromiter(map(len, texts), np.int64, len(texts)) + 1)[:-1]
        starts = _piece_starts(joined)
        pieces = joined.split()
        del joined
        numbers = np.array(list(map(known.__getitem__, pieces)), np.int32)
        del pieces
        forms, first_words = self._expand(numbers)
        firsts = first_words[np.searchsorted(starts, text_starts)]
        counts = np.diff(firsts, append=np.int64(forms.size))
        token_texts = np.repeat(np.arange(len(texts), dtype=np.int32), counts)
        places = np.arange(forms.size, dtype=np.int32)
        places -= np.repeat(firsts.astype(np.int32), counts)
        sampled = np.flatnonzero(places % SAMPLED == 0)
        offsets = self._offsets_of(sampled, numbers, starts, first_words) - text_starts[token_texts[sampled]]
        return Tokens(forms, token_texts, places, counts, offsets)

    def _expand(self, numbers: Int32s) -> tuple[Int32s, Array]:
        """Return the forms that numbered pieces consist of, and the number of the first word of each piece."""
        other = np.flatnonzero(numbers < 0)
        begins, table = np.array(self._begins), np.array(self._forms, np.int32)
        of_other = -1 - numbers[other]
        counts = np.ones(numbers.size, np.int32)
        counts[other] = np.diff(begins)[of_other]
        first_words = starts_of(counts)
        forms = np.repeat(numbers, counts)
        forms[ranges(first_words[other], counts[other])] = table[ranges(begins[of_other], counts[other])]
        return forms, first_words

    def _offsets_of(self, words: Array, numbers: Int32s, starts: Array, first_words: Array) -> Array:
        """Return where some words begin in the joined text."""
        pieces = np.searchsorted(first_words[:-1], words, "right") - 1
        found = starts[pieces]
        other = np.flatnonzero(numbers[pieces] < 0)
        if other.size:
            begins, table = np.array(self._begins), np.array(self._offsets, np.int64)
            at = begins[-1 - numbers[pieces[other]]] + words[other] - first_words[pieces[other]]
            found[other] += table[at]
        return found

    def form(self, surface: str, term: str) -> int:
        """Return the number of a form."""
        number = self._known.get((surface, term))
        if number is None:
            number = self._known[surface, term] = len(self.surfaces)
            self.surfaces.append(surface)
            term_number = self._numbers.setdefault(term, len(self.texts))
            if term_number == len(self.texts):
                self.texts.append(term)
            self._terms.append(term_number)
        return number

    def _of(self, lang: str) -> "_Pieces":
        return self._pieces.setdefault(lang, _Pieces(self, lang))

    def add_piece(self, piece: str, words: "_Pieces") -> int:
        """Return a piece's number: that of its form where it is one word from its beginning, else one below zero."""
        found = tuple(piece_words(piece))
        if len(found) == 1 and not found[0].start:
            return words.form(found[0].surface)
        for one in found:
            self._forms.append(words.form(one.surface))
            self._offsets.append(one.start)
        self._begins.append(len(self._forms))
        return 1 - len(self._begins)


class _Pieces(dict[str, int]):
    """The numbers of the pieces of one language."""

    def __init__(self, vocabulary: Vocabulary, lang: str) -> None:
        super().__init__()
        self._vocabulary = vocabulary
        self._lang = lang
        self._words: dict[str, int] = {}

    def __missing__(self, piece: str) -> int:
        number = self._vocabulary.add_piece(piece, self)
        if len(piece) <= _LONGEST:
            self[piece] = number
        return number

    def form(self, surface: str) -> int:
        """Return the number of a word's form."""
        number = self._words.get(surface)
        if number is None:
            number = self._vocabulary.form(surface, fresh_term(surface, self._lang))
            if len(surface) <= _LONGEST:
                self._words[surface] = number
        return number


def _parted(text: str) -> str:
    """Return a text with blanks for what parts words anyway, so that fewer pieces differ; no character moves."""
    if not text.isascii():
        for mark in _PARTING:
            text = text.replace(mark, " ")
    data = text.encode("utf-8", "surrogatepass").translate(_parting_bytes())
    for tie in (b", ", b". ", b",\n", b".\n", b"' ", b" '"):
        data = data.replace(tie, b"  " if b" " in tie else b" \n")
    return data.decode("utf-8", "surrogatepass")


@cache
def _parting_bytes() -> bytes:
    """Return the table that makes ASCII punctuation blank, but for what may tie two parts of a word."""
    return bytes(
        code if code > _ASCII or chr(code).isalnum() or chr(code).isspace() or chr(code) in "'.," else _SPACE
        for code in range(256)
    )


def _piece_starts(text: str) -> Array:
    """Return where each of the pieces begins that ``text.split()`` returns."""
    points: Array
    if text.isascii():
        points = np.frombuffer(text.encode("ascii"), np.uint8)
    else:
        narrow = text.encode("utf-16-le", "surrogatepass")
        is_narrow = len(narrow) == 2 * len(text)
        wide = b"" if is_narrow else text.encode("utf-32-le", "surrogatepass")
        points = np.frombuffer(narrow, np.uint16) if is_narrow else np.frombuffer(wide, np.uint32)
    # Nearly all that is this low is white space, and little is this high; the rest is looked up.
    low = np.flatnonzero(points <= _SPACE)
    blank = low[_blanks()[points[low]]]
    if not text.isascii():
        high = np.flatnonzero(points > _ASCII)
        others = high[_blanks()[np.minimum(points[high], _blanks().size - 1)]]
        if others.size:
            blank = np.sort(np.concatenate((blank, others)))
    ends = np.append(blank, len(text))
    begins = np.insert(blank + 1, 0, 0)
    return begins[begins < ends]


@cache
def _blanks() -> npt.NDArray[np.bool_]:
    """Return which code points are white space; there is none from U+3001 on."""
    return np.array([chr(code).isspace() for code in range(0x3002)])
