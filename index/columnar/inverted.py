"""The inverted index of some segments: their terms, and the documents and places where these stand."""

from collections.abc import Collection, Sequence

import numpy as np

from index.columnar.across import (
    NOWHERE,
    Occurring,
    Part,
    Standing,
    Wanted,
    Words,
    among,
    read,
    read_each,
    standing,
)
from index.columnar.arrays import Array
from index.columnar.dictionary import Dictionary, Having
from index.columnar.escapes import Ints
from index.columnar.segment import OpenSegment

_READ, _READ_EACH = 4 << 20, 16
"""The bytes of postings that are remembered, and more for each document."""

_SHORT = 1 << 15
"""Postings of a term that is read together with others, at the most, which bounds the memory that this takes."""


class Inverted:
    """The terms of all fields. Safe for threads. Raises DamagedSegmentError where a file does not say what it should.

    ``live`` has a flag a document, false for a deleted one, or is None where none was deleted.
    """

    def __init__(self, segments: Sequence[OpenSegment], bases: Sequence[int], live: Array | None) -> None:
        self._segments = segments
        self._bases = bases
        self._live = live
        self.dictionary = Dictionary(segments, bases)
        self._having = self.dictionary.having
        self._read: dict[tuple[str, str], Occurring] = {}
        self._room = self._all_room = _READ + _READ_EACH * sum(segment.doc_count for segment in segments)

    def postings(self, field: str, term: str) -> tuple[Words, Words]:
        """Return the documents that have a term, ascending and never a deleted one, and how often each has it."""
        docs, freqs = self._occurring(field, term)
        if self._live is None or not docs.size:
            return docs, freqs
        live = self._live[docs]
        return docs[live], freqs[live]

    def docs(self, field: str, term: str) -> Words:
        """Return the documents that have a term, ascending and never a deleted one."""
        return self.postings(field, term)[0]

    def read_ahead(self, asked: Collection[tuple[str, str]]) -> None:
        """Read the postings of those of some fields' terms that few documents have together; be asked for them next."""
        wanted = [one for one in asked if one not in self._read]
        several = [(one, having) for one in wanted if (having := self._having(*one)) and _is_short(having)]
        if len(several) > 1:
            try:
                found = list(read_each([_parts(having) for _, having in several]))
            except ValueError:
                return  # who asks for the damaged one is told
            for (one, _), postings in zip(several, found, strict=True):
                self._keep(one, postings)

    def standing(self, asked: Sequence[tuple[str, str]], docs: Words) -> list[Standing]:
        """Return for some fields' terms where each stands in those of some ascending documents that have it."""
        several = [self._wanted(one, docs) for one in asked]
        try:
            return list(standing(several))
        except ValueError as error:
            having = [one for term in asked for one in self._having(*term)]
            for postings, number, _ in having:
                postings.places(number, postings.docs(number).freqs)
            raise having[0][0].damaged("places", having[0][1]) from error

    def _wanted(self, asked: tuple[str, str], docs: Words) -> Wanted:
        found = self._occurring(*asked)
        at = among(found, docs)
        having = self._having(*asked) if at.size else ()
        return Wanted(found, at, [postings.coded_places(number) for postings, number, _ in having])

    def _occurring(self, field: str, term: str) -> Occurring:
        """Return the postings of a term; the last ones are remembered, as places are read by them."""
        found = self._read.get((field, term))
        if found is None:
            found = self._read_all(self._having(field, term))
            self._keep((field, term), found)
        return found

    def _read_all(self, having: Having) -> Occurring:
        if not having:
            return NOWHERE
        try:
            return read(_parts(having), exact=having[0][0].is_exact)
        except ValueError as error:
            for postings, number, _ in having:
                postings.docs(number)
            raise having[0][0].damaged("docs", having[0][1]) from error

    def _keep(self, asked: tuple[str, str], found: Occurring) -> None:
        if self._room < found.nbytes:
            self._read.clear()
            self._room = self._all_room
        self._room -= found.nbytes
        self._read[asked] = found

    def docs_beginning(self, field: str, prefix: str) -> Words:
        """Return the documents that have a term that begins with a prefix, some several times, never a deleted one."""
        start = prefix.encode("utf-8", "replace")
        found = [np.zeros(0, np.uint32)]
        for base, segment in zip(self._bases, self._segments, strict=True):
            postings = segment.postings(field)
            if postings is not None:
                begin, end = postings.place_of(start), postings.place_of(start + b"\xff")
                found.append(postings.docs_of(begin, end) + np.uint32(base))
        docs = np.concatenate(found)
        return docs if self._live is None else docs[self._live[docs]]

    def having_any(self, field: str, terms: Sequence[Ints]) -> tuple[Words, Words]:
        """Return the documents that have any of some terms, told by their numbers in each segment, and how many."""
        having = [
            (postings, number, base)
            for base, segment, numbers in zip(self._bases, self._segments, terms, strict=True)
            if (postings := segment.postings(field)) is not None
            for number in numbers.tolist()
        ]
        docs, freqs = np.unique(self._read_all(having).docs, return_counts=True)
        live = np.ones(docs.size, np.bool_) if self._live is None else self._live[docs]
        return docs[live].astype(np.uint32), freqs[live].astype(np.uint32)


def _is_short(having: Having) -> bool:
    """Tell whether postings with places are so few that reading them is mostly the cost of each step."""
    return not having[0][0].is_exact and sum([postings.df(number) for postings, number, _ in having]) <= _SHORT


def _parts(having: Having) -> list[Part]:
    return [postings.part(number, base) for postings, number, base in having]
