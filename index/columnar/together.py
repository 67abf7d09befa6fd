"""The segments of an index side by side, read as one: documents are numbered through all of them."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from heapq import merge
from itertools import groupby, islice
from typing import Any

import numpy as np
import numpy.typing as npt

from index.columnar.arrays import Array, starts_of
from index.columnar.postings import Postings
from index.columnar.rows import Span, Spans
from index.columnar.segment import OpenSegment

Words = npt.NDArray[np.uint32]
Ints = npt.NDArray[np.int64]

_REMEMBERED = 1 << 14
"""Documents whose one value is remembered, of each field."""

_TERMS = 1 << 12
"""Terms of which it is remembered which segments have them."""


class Together:
    """Segments as one index. Safe for threads. Raises DamagedSegmentError where a file does not say what it should.

    ``live`` has a flag a document, false for a deleted one; deleted documents are in no postings.
    """

    def __init__(self, segments: Sequence[tuple[OpenSegment, Iterable[int]]]) -> None:
        self.segments = [segment for segment, _ in segments]
        self._bases = starts_of(np.array([segment.doc_count for segment in self.segments], np.int64))
        self._begins: list[int] = self._bases.tolist()
        self.size = self._begins[-1]
        self._having: dict[tuple[str, str], Sequence[tuple[Postings, int, int, int]]] = {}
        self._singles: dict[str, Sequence[tuple[Array, Postings | None]]] = {}
        self._values: dict[str, dict[int, str]] = {}
        self.live = np.ones(self.size, np.bool_)
        for base, (_, deleted) in zip(self._bases.tolist(), segments, strict=False):
            self.live[base + np.fromiter(deleted, np.int64)] = False
        self.is_whole = bool(self.live.all())
        self.count = int(self.live.sum())

    def postings(self, field: str, term: str) -> tuple[Words, Words]:
        """Return the documents that have a term, ascending, and how often each has it."""
        found = [(postings.docs(number), base) for postings, number, base, _ in self.having(field, term)]
        if not found:
            return np.zeros(0, np.uint32), np.zeros(0, np.uint32)
        docs, freqs = (
            _joined([docs + np.uint32(base) for (docs, _), base in found]),
            _joined([one for (_, one), _ in found]),
        )
        if self.is_whole:
            return docs, freqs
        live = self.live[docs]
        return docs[live], freqs[live]

    def places_among(self, field: str, term: str, docs: Words) -> tuple[Words, Ints, Words]:
        """Return those of some ascending documents that have a term, and where it stands in each of these.

        In the ``i``-th it is ``places[starts[i] : starts[i + 1]]`` of the starts and places returned, ascending.
        """
        having, counts, places = [np.zeros(0, np.uint32)], [np.zeros(0, np.int64)], [np.zeros(0, np.uint32)]
        for postings, number, base, end in self.having(field, term):
            begin, stop = docs.searchsorted((base, end))
            if begin == stop:
                continue
            own, starts, found = postings.places_among(number, docs[begin:stop] - np.uint32(base))
            having.append(own + np.uint32(base))
            counts.append(np.diff(starts))
            places.append(found)
        return _joined(having), starts_of(_joined(counts)), _joined(places)

    def forms(self, field: str, term: str) -> set[str]:
        """Return the forms in which a term is written in a field, be it in deleted documents."""
        having = self.having(field, term)
        return {form.decode("utf-8", "replace") for postings, number, _, _ in having for form in postings.forms(number)}

    def has(self, field: str, term: str) -> bool:
        """Tell whether a field has a term, be it in deleted documents."""
        return bool(self.having(field, term))

    def having(self, field: str, term: str) -> Sequence[tuple[Postings, int, int, int]]:
        """Return the postings of each segment that has a term, its number there, and the documents of the segment.

        Remembered, as the same words are looked up several times for one query.
        """
        found = self._having.get((field, term))
        if found is None:
            if len(self._having) >= _TERMS:
                self._having.clear()
            found = self._having[field, term] = tuple(self._look_up(field, term))
        return found

    def _look_up(self, field: str, term: str) -> Iterator[tuple[Postings, int, int, int]]:
        text = term.encode("utf-8", "replace")
        for segment, begin, end in zip(self.segments, self._begins, self._begins[1:], strict=False):
            postings = segment.postings(field)
            number = None if postings is None else postings.find(text)
            if postings is not None and number is not None:
                yield postings, number, begin, end

    def beginning(self, field: str, prefix: str) -> Iterator[str]:
        """Yield the terms of a field that begin with a prefix, ascending."""
        start = prefix.encode("utf-8", "replace")
        several = [
            _from(postings, start) for segment in self.segments if (postings := segment.postings(field)) is not None
        ]
        for text, _ in groupby(merge(*several)):
            yield text.decode("utf-8", "replace")

    def docs(self, field: str, term: str) -> Words:
        """Return the documents that have a term, ascending."""
        found = [np.zeros(0, np.uint32)]
        for postings, number, base, _ in self.having(field, term):
            found.append(postings.docs_of(number, number + 1) + np.uint32(base))
        docs = np.concatenate(found)
        return docs if self.is_whole else docs[self.live[docs]]

    def df(self, field: str, term: str) -> int:
        """Return how many documents have a term, deleted ones too."""
        return sum(postings.df(number) for postings, number, _, _ in self.having(field, term))

    def docs_beginning(self, field: str, prefix: str) -> Words:
        """Return the documents that have a term that begins with a prefix, some several times."""
        start = prefix.encode("utf-8", "replace")
        found = [np.zeros(0, np.uint32)]
        for base, segment in zip(self._begins, self.segments, strict=False):
            postings = segment.postings(field)
            if postings is not None:
                begin, end = postings.place_of(start), postings.place_of(start + b"\xff")
                found.append(postings.docs_of(begin, end) + np.uint32(base))
        docs = np.concatenate(found)
        return docs if self.is_whole else docs[self.live[docs]]

    def lengths(self, field: str) -> Words:
        """Return the length of a text field of each document, in words."""
        return self._each(lambda segment: segment.lengths(field), np.uint32)

    def numbers(self, field: str) -> Ints:
        """Return the number that each document has in a field of numbers."""
        return self._each(lambda segment: segment.numbers(field), np.int64)

    def values(self, field: str) -> tuple[list[str], Ints, Words]:
        """Return the exact values of a field, sorted, and the numbers of each document's, from 1 on.

        Document ``i`` has ``codes[starts[i] : starts[i + 1]]`` of the starts and codes returned; deleted ones
        have none.
        """
        known: dict[bytes, int] = {}
        all_codes, counts = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
        for segment in self.segments:
            postings = segment.postings(field)
            texts = [] if postings is None else list(postings.texts())
            fresh = np.array([0, *(known.setdefault(text, len(known) + 1) for text in texts)], np.int64)
            codes, starts = segment.codes(field)
            all_codes.append(fresh[codes])
            counts.append(np.diff(starts))
        codes, per_doc = _joined(all_codes), _joined(counts)
        if not self.is_whole:
            codes, per_doc = codes[np.repeat(self.live, per_doc)], per_doc * self.live
        return _sorted(list(known), codes, starts_of(per_doc))

    def terms_of(self, field: str, docs: Sequence[int]) -> list[str]:
        """Return the one exact value of some documents, an empty text where there is none."""
        known = self._values.setdefault(field, {})
        found = [known[doc] for doc in docs if doc in known]
        if len(found) == len(docs):
            return found
        if len(known) > _REMEMBERED:
            self._values[field] = known = {}
        return [known[doc] if doc in known else known.setdefault(doc, self._term_of(field, doc)) for doc in docs]

    def _term_of(self, field: str, doc: int) -> str:
        at = bisect_right(self._begins, doc) - 1
        codes, postings = self._single(field)[at]
        code = int(codes[doc - self._begins[at]])
        return postings.text(code - 1).decode("utf-8", "replace") if code and postings is not None else ""

    def _single(self, field: str) -> Sequence[tuple[Array, Postings | None]]:
        """Return the number of each document's one value in each segment, and the postings that name it; kept."""
        known = self._singles.get(field)
        if known is None:
            segments = [(segment.code(field), segment.postings(field)) for segment in self.segments]
            known = self._singles[field] = segments
        return known

    def find(self, field: str, value: str) -> int | None:
        """Return a document with an exact value, the last one."""
        docs, _ = self.postings(field, value)
        return int(docs[-1]) if docs.size else None

    def stored(self, doc: int) -> dict[str, Any]:
        """Return the stored fields of a document."""
        segment, number = self._segment_of(doc)
        return segment.stored.fields(number)

    def spans(self, field: str, doc: int) -> list[Span]:
        """Return the names of a field of spans in a document, and the places where they stand, ascending."""
        segment, number = self._segment_of(doc)
        return segment.spans_of(field, number)

    def named(self, field: str, doc: int) -> tuple[int, Spans]:
        """Return the number of a document's segment, and its names in a field of spans by their numbers there."""
        at = bisect_right(self._begins, doc) - 1
        return at, self.segments[at].places_of(field, doc - self._begins[at])

    def having_any(self, field: str, terms: Sequence[Ints]) -> tuple[Words, Words]:
        """Return the documents that have any of some terms, told by their numbers in each segment, and how many."""
        found = [np.zeros(0, np.uint32)]
        for base, segment, numbers in zip(self._begins, self.segments, terms, strict=False):
            postings = segment.postings(field)
            if postings is not None:
                found += [postings.docs(number)[0] + np.uint32(base) for number in numbers.tolist()]
        docs, freqs = np.unique(np.concatenate(found), return_counts=True)
        live = self.live[docs]
        return docs[live].astype(np.uint32), freqs[live].astype(np.uint32)

    def place(self, doc: int) -> tuple[str, int]:
        """Return the name of the segment that has a document, and its number there."""
        segment, number = self._segment_of(doc)
        return segment.name, number

    def signature(self, field: str, doc: int) -> tuple[int, ...]:
        """Return the near-duplicate signature of a document, empty where it has none."""
        segment, number = self._segment_of(doc)
        found = segment.signatures(field)[number]
        return tuple(found.tolist()) if found.any() else ()

    def release(self) -> None:
        """Let the system take back what was read of the files; who asks again reads it from its memory."""
        for segment in self.segments:
            segment.release()

    def texts(self, doc: int, names: Sequence[str]) -> list[str]:
        """Return some stored texts of a document, empty ones for what it does not have."""
        segment, number = self._segment_of(doc)
        return segment.stored.texts(number, names)

    def offsets(self, field: str, doc: int) -> Ints:
        """Return where every 64th word of a document's text begins, in code points."""
        segment, number = self._segment_of(doc)
        return segment.offsets_of(field, number)

    def _segment_of(self, doc: int) -> tuple[OpenSegment, int]:
        at = bisect_right(self._begins, doc) - 1
        return self.segments[at], doc - self._begins[at]

    def _each(self, column: Callable[[OpenSegment], Array], dtype: type[Any]) -> Array:
        return _joined([np.zeros(0, dtype), *(column(segment).astype(dtype, copy=False) for segment in self.segments)])


def _joined(arrays: Sequence[Array]) -> Array:
    return arrays[0] if len(arrays) == 1 else np.concatenate(arrays)


def _from(postings: Postings, start: bytes) -> Iterator[bytes]:
    at = postings.place_of(start)
    while at < len(postings):
        for text in islice(postings.texts(at, min(at + 256, len(postings))), 256):
            if not text.startswith(start):
                return
            yield text
        at += 256


def _sorted(texts: list[bytes], codes: Array, starts: Ints) -> tuple[list[str], Ints, Words]:
    """Return values numbered by their order, without those that no document has."""
    used = np.zeros(len(texts) + 1, np.bool_)
    used[codes] = True
    order = sorted((number for number in np.flatnonzero(used).tolist() if number), key=lambda number: texts[number - 1])
    fresh = np.zeros(len(texts) + 1, np.uint32)
    fresh[order] = np.arange(1, len(order) + 1, dtype=np.uint32)
    return [texts[number - 1].decode("utf-8", "replace") for number in order], starts, fresh[codes]
