"""The terms of some segments: which of them have one, and in which forms it is written."""

from collections.abc import Iterator, Sequence
from heapq import merge
from itertools import groupby, islice

from index.columnar.postings import Postings
from index.columnar.segment import OpenSegment

_REMEMBERED = 1 << 12
"""Terms of which it is remembered which segments have them."""

Having = Sequence[tuple[Postings, int, int]]
"""The segments that have a term: its postings there, its number, and the number of the segment's first document."""


class Dictionary:
    """The terms of all fields, those of deleted documents too. Safe for threads."""

    def __init__(self, segments: Sequence[OpenSegment], bases: Sequence[int]) -> None:
        self._segments = segments
        self._bases = bases
        self._having: dict[tuple[str, str], Having] = {}

    def having(self, field: str, term: str) -> Having:
        """Return the segments that have a term; remembered, as the same is looked up several times for one query."""
        found = self._having.get((field, term))
        if found is None:
            if len(self._having) >= _REMEMBERED:
                self._having.clear()
            found = self._having[field, term] = tuple(self._look_up(field, term))
        return found

    def _look_up(self, field: str, term: str) -> Iterator[tuple[Postings, int, int]]:
        text = term.encode("utf-8", "replace")
        for segment, base in zip(self._segments, self._bases, strict=True):
            postings = segment.postings(field)
            number = None if postings is None else postings.find(text)
            if postings is not None and number is not None:
                yield postings, number, base

    def has(self, field: str, term: str) -> bool:
        """Tell whether a field has a term."""
        return bool(self.having(field, term))

    def df(self, field: str, term: str) -> int:
        """Return how many documents have a term."""
        return sum(postings.df(number) for postings, number, _ in self.having(field, term))

    def forms(self, field: str, term: str) -> set[str]:
        """Return the forms in which a term is written in a field."""
        having = self.having(field, term)
        return {form.decode("utf-8", "replace") for postings, number, _ in having for form in postings.forms(number)}

    def beginning(self, field: str, prefix: str) -> Iterator[str]:
        """Yield the terms of a field that begin with a prefix, ascending."""
        start = prefix.encode("utf-8", "replace")
        every = [segment.postings(field) for segment in self._segments]
        for text, _ in groupby(merge(*[_from(postings, start) for postings in every if postings is not None])):
            yield text.decode("utf-8", "replace")


def _from(postings: Postings, start: bytes) -> Iterator[bytes]:
    at = postings.place_of(start)
    while at < len(postings):
        for text in islice(postings.texts(at, min(at + 256, len(postings))), 256):
            if not text.startswith(start):
                return
            yield text
        at += 256
