"""The reader of which Whoosh asks what belongs to each document: stored fields, lengths, columns, vectors."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np
from whoosh.codec import base
from whoosh.columns import ColumnReader
from whoosh.filedb.structfile import BufferFile

from index.columnar.arrays import Array, ArrayFile
from index.columnar.codec.matcher import ColumnarMatcher, run_of
from index.columnar.codec.numbers import NumbersReader, is_integers
from index.columnar.errors import DamagedSegmentError
from index.columnar.opaque import Items
from index.columnar.segment import COLUMNS, STORED, TERMS, ColumnarSegment, open_file
from index.columnar.stored import Stored

_NONE: Array = np.zeros(0, np.uint8)


class ColumnarPerDocReader(base.PerDocumentReader):  # type: ignore[misc]
    """Reads the per-document files of a segment. Raises DamagedSegmentError; OSError where a file is not there."""

    def __init__(self, storage: Any, segment: ColumnarSegment) -> None:  # noqa: ANN401 -- Whoosh has no types
        self._storage = storage
        self._segment = segment
        self._count = segment.doc_count_all()
        self._columns: ArrayFile | None = open_file(storage, segment.make_filename(COLUMNS))
        self._stored: Stored | None = Stored(open_file(storage, segment.make_filename(STORED)), with_pickles=True)
        if len(self._stored) != self._count:
            raise DamagedSegmentError(
                self._stored.file.name, f"it has {len(self._stored)} documents, not {self._count}"
            )

    def close(self) -> None:
        """Let go of the files."""
        self._columns = self._stored = None

    def supports_columns(self) -> bool:
        """Say that there may be columns."""
        return True

    def doc_count(self) -> int:
        """Return how many documents there are, without the deleted ones."""
        return self._count - self._segment.deleted_count()

    def doc_count_all(self) -> int:
        """Return how many documents there are, deleted ones too."""
        return self._count

    def has_deletions(self) -> bool:
        """Return whether a document is deleted."""
        deleted: bool = self._segment.has_deletions()
        return deleted

    def is_deleted(self, docnum: int) -> bool:
        """Return whether a document is deleted."""
        return self._segment.is_deleted(docnum)

    def deleted_docs(self) -> set[int]:
        """Return the deleted documents."""
        return self._segment.deleted_docs()

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        """Return the stored fields of a document; IndexError where there is no such document."""
        if self._stored is None:
            raise ValueError("the reader is closed")
        return self._stored.fields(docnum)

    def field_lengths(self, fieldname: str) -> Array:
        """Return the length of a field of each document, in words; an empty array for a field without lengths."""
        return self._array(fieldname, "lengths")

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        """Return the length of a document's field, the default where it has none."""
        if docnum >= self._count:
            raise IndexError(f"there is no document {docnum} of {self._count}")
        lengths = self.field_lengths(fieldname)
        return (int(lengths[docnum]) if lengths.size else 0) or default

    def field_length(self, fieldname: str) -> int:
        """Return how many words a field has in all documents, deleted ones too."""
        return int(self.field_lengths(fieldname).sum(dtype=np.int64))

    def min_field_length(self, fieldname: str) -> int:
        """Return the length of the shortest field of this name."""
        lengths = self.field_lengths(fieldname)
        return int(lengths.min()) if lengths.size else 0

    def max_field_length(self, fieldname: str) -> int:
        """Return the length of the longest field of this name."""
        return int(self.field_lengths(fieldname).max(initial=0))

    def has_column(self, fieldname: str) -> bool:
        """Return whether there is a column of this name, written as one or given by the values of the field."""
        return any(self._has(fieldname, what) for what in ("column", "numbers", "codes")) or self._added(fieldname)

    def column_reader(self, fieldname: str, column: Any) -> Any:  # noqa: ANN401
        """Return a reader of a column; KeyError where there is none."""
        if self._added(fieldname):
            name = self._added_name(fieldname)
            return column.reader(self._storage.open_file(name), 0, self._storage.file_length(name), self._count)
        if self._has(fieldname, "numbers") and is_integers(column):
            return NumbersReader(self._array(fieldname, "numbers"), column)
        if self._has(fieldname, "column"):
            data = self._array(fieldname, "column").tobytes()
            return column.reader(BufferFile(memoryview(data), fieldname), 0, len(data), self._count)
        if self._has(fieldname, "codes"):
            return self._values(fieldname)
        raise KeyError(fieldname)

    def _values(self, fieldname: str) -> "ValuesReader":
        terms = open_file(self._storage, self._segment.make_filename(TERMS))
        starts, data = terms[f"{fieldname}/text-starts"], terms.get(f"{fieldname}/text").tobytes()
        bounds = starts.tolist()
        texts = [data[begin:end] for begin, end in pairwise(bounds)]
        of_doc = self._array(fieldname, "code-starts")
        return ValuesReader(texts, self._array(fieldname, "codes"), of_doc, self._count)

    def _added_name(self, fieldname: str) -> str:
        from index.columnar.codec import ColumnarCodec  # noqa: PLC0415 -- the codec imports readers

        return ColumnarCodec.column_filename(self._segment, fieldname)

    def _added(self, fieldname: str) -> bool:
        """Return whether ``whoosh.sorting.add_sortable`` has added the column later, as a file of its own."""
        added: bool = self._storage.file_exists(self._added_name(fieldname))
        return added

    def has_vector(self, docnum: int, fieldname: str) -> bool:
        """Return whether there is a vector of a document's field."""
        starts = self._array(fieldname, "vector-starts")
        return bool(starts.size and starts[docnum] < starts[docnum + 1])

    def vector(self, docnum: int, fieldname: str, format_: Any) -> ColumnarMatcher:  # noqa: ANN401
        """Return a matcher over the terms of a document's field; KeyError where there is no vector."""
        if not self.has_vector(docnum, fieldname):
            raise KeyError(f"{fieldname} has no vector in document {docnum}")
        begin, end = (int(one) for one in self._array(fieldname, "vector-starts")[docnum : docnum + 2])
        of_texts = self._array(fieldname, "vector-texts-starts")[begin : end + 1].tolist()
        texts = self._array(fieldname, "vector-texts")
        ids = [texts[left:right].tobytes().decode() for left, right in pairwise(of_texts)]
        weights = self._array(fieldname, "vector-weights")[begin:end].astype(np.float64)
        of_values = self._array(fieldname, "vector-values-starts")[begin : end + 1].astype(np.int64)
        data = self._array(fieldname, "vector-values")[int(of_values[0]) : int(of_values[-1])].tobytes()
        items = Items(np.arange(len(ids)), weights, of_values - of_values[0], data)
        return ColumnarMatcher(run_of(ids, items, 0, 0), format_)

    def _has(self, fieldname: str, what: str) -> bool:
        return self._columns is not None and f"{fieldname}/{what}" in self._columns

    def _array(self, fieldname: str, what: str) -> Array:
        return self._columns.get(f"{fieldname}/{what}") if self._columns is not None else _NONE


class ValuesReader(ColumnReader):  # type: ignore[misc]
    """Reads the values of a field of exact values as a column of bytes: the first of each document, b"" for none."""

    def __init__(self, texts: list[bytes], codes: Array, starts: Array, count: int) -> None:
        self._texts = texts
        self._codes = codes
        self._starts = starts
        self._count = count

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, docnum: int) -> bytes:
        if self._starts.size:
            if self._starts[docnum] == self._starts[docnum + 1]:
                return b""
            code = int(self._codes[self._starts[docnum]])
        else:
            code = int(self._codes[docnum])
        return self._texts[code - 1] if code else b""

    def __iter__(self) -> Iterator[bytes]:
        return (self[doc] for doc in range(self._count))
