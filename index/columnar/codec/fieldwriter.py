"""The writer to which Whoosh gives postings, one by one, in the order of fields, terms and documents."""

from collections.abc import Callable, Iterable
from contextlib import ExitStack
from typing import Any

import numpy as np
from whoosh.codec import base

from index.columnar.arrays import Array, ArrayWriter
from index.columnar.fields import FieldWriter, Piece, Streams, place_gaps
from index.columnar.formats import Exact, Words
from index.columnar.opaque import OpaqueWriter
from index.columnar.segment import DOCS, FREQS, PLACES, TERMS, ColumnarSegment
from index.columnar.strings import Strings

FLUSHED_AT = 500_000
"""Occurrences that are gathered before they are packed."""

LengthsOf = Callable[[str], Array]


class ColumnarFieldWriter(base.FieldWriter):  # type: ignore[misc]
    """Packs the fields whose format is ``Words`` or ``Exact``, and writes those of any other format as they come.

    Raises Whoosh's OutOfOrderError for postings that are out of order.
    """

    def __init__(self, storage: Any, segment: ColumnarSegment) -> None:  # noqa: ANN401 -- Whoosh has no types
        self._segment = segment
        self._opened = ExitStack()
        self._arrays = []
        for extension in (TERMS, DOCS, FREQS, PLACES):
            file = self._opened.enter_context(segment.create_file(storage, extension))
            self._arrays.append(ArrayWriter(file))
        self._streams = Streams(*self._arrays)
        self._lengths_of: LengthsOf | None = None
        self._field: _Field | None = None
        self.is_closed = False

    def add_postings(self, schema: Any, lengths: Any, items: Iterable[Any]) -> None:  # noqa: ANN401
        """Add all postings; ``lengths`` is a reader with the field lengths of the documents."""
        count = self._segment.doc_count_all()
        if lengths is not None and count:
            self._lengths_of = lambda name: np.fromiter(
                (lengths.doc_field_length(doc, name) or 0 for doc in range(count)), np.int64, count
            )
        super().add_postings(schema, lengths, items)

    def start_field(self, fieldname: str, fieldobj: Any) -> None:  # noqa: ANN401
        """Begin a field."""
        kind = _Packed if isinstance(fieldobj.format, (Words, Exact)) else _Opaque
        self._field = kind(fieldname, fieldobj.format, self._streams, self._lengths_of)

    def start_term(self, text: bytes) -> None:
        """Begin a term."""
        self._open().start(text)

    def add(self, docnum: int, weight: float, vbytes: bytes, length: int | None) -> None:
        """Add a posting of the term."""
        self._open().add(docnum, weight, vbytes or b"", length or 0)

    def finish_term(self) -> None:
        """End the term."""
        self._open().finish()

    def finish_field(self) -> None:
        """End the field."""
        self._open().close()
        self._field = None

    def close(self) -> None:
        """Write the directories of the files and close them."""
        for arrays in self._arrays:
            arrays.close()
        self._opened.close()
        self.is_closed = True

    def _open(self) -> "_Field":
        if self._field is None:
            raise ValueError("there is no field begun")
        return self._field


class _Field:
    """A field being written: the postings of one term as they come."""

    def __init__(self, name: str, format_: Any, streams: Streams, lengths_of: LengthsOf | None) -> None:  # noqa: ANN401
        self._name = name
        self._format = format_
        self._streams = streams
        self._lengths_of = lengths_of
        self._text = b""
        self._docs: list[int] = []

    def start(self, text: bytes) -> None:
        self._text = text
        self._docs = []

    def add(self, docnum: int, weight: float, value: bytes, length: int) -> None:
        raise NotImplementedError

    def finish(self) -> None:
        raise NotImplementedError

    def close(self) -> None:
        raise NotImplementedError

    def _check_order(self, docnum: int) -> None:
        if self._docs and docnum < self._docs[-1]:
            raise base.OutOfOrderError(f"{self._name}:{self._text!r} {self._docs[-1]} .. {docnum}")


class _Opaque(_Field):
    """A field of another format."""

    def __init__(self, *args: Any) -> None:  # noqa: ANN401
        super().__init__(*args)
        self._writer = OpaqueWriter(self._name, self._streams)
        self.start(b"")

    def start(self, text: bytes) -> None:
        super().start(text)
        self._weights: list[float] = []
        self._values: list[bytes] = []
        self._lengths: list[int] = []

    def add(self, docnum: int, weight: float, value: bytes, length: int) -> None:
        self._check_order(docnum)
        self._docs.append(docnum)
        self._weights.append(weight)
        self._values.append(value)
        self._lengths.append(length)

    def finish(self) -> None:
        if self._docs:
            weights, lengths = np.array(self._weights, np.float64), np.array(self._lengths, np.int64)
            self._writer.add(self._text, self._docs, weights, self._values, lengths)

    def close(self) -> None:
        self._writer.close()


class _Packed(_Field):
    """A field of words or of exact values."""

    def __init__(self, *args: Any) -> None:  # noqa: ANN401
        super().__init__(*args)
        self._words = isinstance(self._format, Words)
        self._writer: FieldWriter | None = None
        self._lengths_met: dict[int, int] = {}
        self._begin()

    def _begin(self) -> None:
        self._texts: list[bytes] = []
        self._surfaces: list[bytes] = []
        self._columns: dict[str, list[int]] = {"counts": [], "docs": [], "freqs": [], "places": [], "forms": []}

    def start(self, text: bytes) -> None:
        super().start(text)
        self._values: list[bytes] = []

    def add(self, docnum: int, weight: float, value: bytes, length: int) -> None:  # noqa: ARG002 -- see ``Words``
        self._check_order(docnum)
        if self._docs and docnum == self._docs[-1]:
            # A value given twice, or what a document that failed has left behind in Whoosh's pool.
            if self._words:
                self._values[-1] = self._format.combine((self._values[-1], value))
            return
        self._docs.append(docnum)
        self._values.append(value)
        if self._lengths_of is None:
            self._lengths_met[docnum] = length

    def finish(self) -> None:
        if not self._docs:
            return
        self._texts.append(self._text)
        self._columns["counts"].append(len(self._docs))
        self._columns["docs"] += self._docs
        if self._words:
            self._add_places()
        else:
            self._columns["freqs"] += [1] * len(self._docs)
        if self._lengths_of is not None and len(self._columns["docs"]) + len(self._columns["places"]) > FLUSHED_AT:
            self._flush()

    def _add_places(self) -> None:
        numbers: dict[str, int] = {}
        for value in self._values:
            places, forms = self._format.occurrences(value)
            self._columns["freqs"].append(len(places))
            self._columns["places"] += places
            self._columns["forms"] += [numbers.setdefault(form, len(numbers)) for form in forms]
        written = "\n".join(numbers).encode("utf-8", "replace")
        self._surfaces.append(b"" if written == self._text else written)

    def _flush(self) -> None:
        if self._writer is None:
            self._writer = FieldWriter(self._name, self._streams, self._lengths())
        counts, docs, freqs, places, forms = (np.array(one, np.int64) for one in self._columns.values())
        texts = Strings.of(self._texts)
        if self._words:
            gaps, surfaces = place_gaps(places, freqs), Strings.of(self._surfaces)
            self._writer.add(Piece(texts, counts, docs, freqs, gaps, forms, surfaces))
        else:
            self._writer.add(Piece(texts, counts, docs, freqs))
        self._begin()

    def _lengths(self) -> Array:
        if self._lengths_of is not None:
            return self._lengths_of(self._name)
        lengths = np.zeros(max(self._lengths_met, default=-1) + 1, np.int64)
        lengths[list(self._lengths_met)] = list(self._lengths_met.values())
        return lengths

    def close(self) -> None:
        self._flush()
        if self._writer is not None:
            self._writer.close()
