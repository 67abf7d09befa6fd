"""The segments of an index side by side, read as one: documents are numbered through all of them."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from index.columnar.arrays import Array, starts_of
from index.columnar.inverted import Inverted
from index.columnar.postings import Postings
from index.columnar.rows import Span, Spans
from index.columnar.segment import OpenSegment

Words = npt.NDArray[np.uint32]
Ints = npt.NDArray[np.int64]

_REMEMBERED = 1 << 14
"""Documents whose one value is remembered, of each field."""


class Together:
    """Segments as one index. Safe for threads. Raises DamagedSegmentError where a file does not say what it should.

    ``live`` has a flag a document, false for a deleted one; deleted documents are in no postings.
    """

    def __init__(self, segments: Sequence[tuple[OpenSegment, Iterable[int]]]) -> None:
        self.segments = [segment for segment, _ in segments]
        self._bases = starts_of(np.array([segment.doc_count for segment in self.segments], np.int64))
        self._begins: list[int] = self._bases.tolist()
        self.size = self._begins[-1]
        self._singles: dict[str, Sequence[tuple[Array, Postings | None]]] = {}
        self._values: dict[str, dict[int, str]] = {}
        self.live = np.ones(self.size, np.bool_)
        for base, (_, deleted) in zip(self._bases.tolist(), segments, strict=False):
            self.live[base + np.fromiter(deleted, np.int64)] = False
        self.is_whole = bool(self.live.all())
        self.count = int(self.live.sum())
        self.inverted = Inverted(self.segments, self._begins[:-1], None if self.is_whole else self.live)

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
        docs = self.inverted.docs(field, value)
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


def _sorted(texts: list[bytes], codes: Array, starts: Ints) -> tuple[list[str], Ints, Words]:
    """Return values numbered by their order, without those that no document has."""
    used = np.zeros(len(texts) + 1, np.bool_)
    used[codes] = True
    order = sorted((number for number in np.flatnonzero(used).tolist() if number), key=lambda number: texts[number - 1])
    fresh = np.zeros(len(texts) + 1, np.uint32)
    fresh[order] = np.arange(1, len(order) + 1, dtype=np.uint32)
    return [texts[number - 1].decode("utf-8", "replace") for number in order], starts, fresh[codes]
