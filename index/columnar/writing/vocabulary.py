"""The words met while a segment is made, each looked at once: pieces of text to forms, forms to terms.

Python touches distinct words and NumPy the rest: ``index.columnar.writing.pieces`` parts a text, and what
``index.columnar.writing.learned`` knows of the pieces tells the words in them.
"""

from array import array
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from index.analysis import language
from index.columnar.arrays import Array, ranges, starts_of
from index.columnar.rows import SAMPLED, sampled
from index.columnar.writing.learned import Learned
from index.columnar.writing.pieces import Pieces, part

_KEPT = 600_000
"""Pieces that are remembered, of all languages."""

Int32s = npt.NDArray[np.int32]
Ints = npt.NDArray[np.int64]


class Tokens(NamedTuple):
    """The words of some texts, in reading order.

    ``forms`` has a number a word; ``counts`` the words of each text. ``offsets`` are the places of every 64th word of
    each text, in code points of it, one text behind the other.
    """

    forms: Int32s
    counts: Ints
    offsets: Ints


class Vocabulary:
    """Numbers pieces, forms and terms as they come.

    ``surfaces`` has each form as it is written, ``terms`` the term of each form, ``texts`` each term; in UTF-8.
    """

    def __init__(self) -> None:
        self._pieces: dict[str, Learned] = {}
        self._begin()

    def _begin(self) -> None:
        self._pieces.clear()
        self._known: dict[str, int] = {}
        self._numbers: dict[str, int] = {}
        self.surfaces: list[bytes] = []
        self.texts: list[bytes] = []
        self._terms = array("i")
        self._same = array("b")
        self._ordered = np.zeros(0, np.int64)
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

    def same(self, forms: Ints) -> npt.NDArray[np.bool_]:
        """Tell of each of some forms whether it is written like its term."""
        return np.array(self._same, np.bool_)[forms]

    def ascending(self) -> Ints:
        """Return the numbers of all terms in the order of their bytes."""
        if self._ordered.size != len(self.texts):
            # What was in order before stays a run, which sorting only merges with the new ones.
            ordered = [*self._ordered.tolist(), *range(self._ordered.size, len(self.texts))]
            ordered.sort(key=self.texts.__getitem__)
            self._ordered = np.array(ordered, np.int64)
        return self._ordered

    def tokens(self, texts: Sequence[bytes], lang: str | None) -> Tokens:
        """Return the words of texts of one language, given in UTF-8."""
        known = self._pieces.setdefault(language(lang), Learned(self, language(lang)))
        pieces = part(texts)
        numbers = known.numbers(pieces)
        forms, first_words = self._expand(numbers)
        firsts = first_words[np.searchsorted(pieces.starts, pieces.texts)]
        counts = np.diff(firsts, append=np.int64(forms.size))
        many = sampled(counts)
        steps = ranges(np.zeros(many.size, np.int64), many) * SAMPLED
        offsets = self._offsets_of(steps + np.repeat(firsts, many), numbers, pieces, first_words)
        offsets -= np.repeat(pieces.characters(pieces.texts), many)
        return Tokens(forms, counts, offsets)

    def _expand(self, numbers: Int32s) -> tuple[Int32s, Array]:
        """Return the forms that numbered pieces consist of, and the number of the first word of each piece."""
        other = np.flatnonzero(numbers < 0)
        if not other.size:
            return numbers, np.arange(numbers.size + 1)
        begins, table = np.array(self._begins), np.array(self._forms, np.int32)
        of_other = -1 - numbers[other]
        counts = np.ones(numbers.size, np.int32)
        counts[other] = np.diff(begins)[of_other]
        first_words = starts_of(counts)
        forms = np.repeat(numbers, counts)
        forms[ranges(first_words[other], counts[other])] = table[ranges(begins[of_other], counts[other])]
        return forms, first_words

    def _offsets_of(self, words_: Array, numbers: Int32s, pieces: Pieces, first_words: Array) -> Array:
        """Return where some words begin in the texts, in code points from the beginning of all of them."""
        of = np.searchsorted(first_words[:-1], words_, "right") - 1
        found = pieces.characters(pieces.starts[of])
        other = np.flatnonzero(numbers[of] < 0)
        if other.size:
            begins, table = np.array(self._begins), np.array(self._offsets, np.int64)
            at = begins[-1 - numbers[of[other]]] + words_[other] - first_words[of[other]]
            found[other] += table[at]
        return found

    def forms(self, surfaces: Sequence[str], terms: Sequence[str]) -> list[int]:
        """Return the numbers of forms, each a word as it is written and its term."""
        known, numbers, texts, of_terms, same = self._known, self._numbers, self.texts, self._terms, self._same
        written = self.surfaces
        found = []
        for surface, term in zip(surfaces, terms, strict=True):
            key = surface + "\n" + term
            number = known.get(key)
            if number is None:
                number = known[key] = len(written)
                written.append(surface.encode("utf-8", "replace"))
                of_term = numbers.setdefault(term, len(texts))
                if of_term == len(texts):
                    texts.append(term.encode("utf-8", "replace"))
                of_terms.append(of_term)
                same.append(surface == term)
            found.append(number)
        return found

    def several(self, forms: Sequence[int], offsets: Sequence[int]) -> int:
        """Return the number, below zero, of a piece that is not just one word from its beginning on."""
        self._forms.extend(forms)
        self._offsets.extend(offsets)
        self._begins.append(len(self._forms))
        return 1 - len(self._begins)
