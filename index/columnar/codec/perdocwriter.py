"""The writer to which Whoosh gives what belongs to each document: stored fields, lengths, columns, vectors.

A document counts when it is finished: of one that fails nothing is left behind.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from tempfile import SpooledTemporaryFile
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh.codec import base
from whoosh.filedb.structfile import StructFile

from index.columnar.arrays import Array, ArrayWriter, narrow, starts_of
from index.columnar.codec.numbers import is_integers, to_int64
from index.columnar.segment import COLUMNS, STORED, ColumnarSegment
from index.columnar.stored import ABSENT, Compressor, check, pack, train, write_frames

_IN_MEMORY = 16 << 20
"""Bytes of stored fields that are kept in memory before they go to a temporary file."""

Items = list[tuple[str, float, bytes]]


@dataclass(slots=True)
class _Document:
    """A document that is being written."""

    stored: dict[str, Any] = field(default_factory=dict)
    lengths: dict[str, int] = field(default_factory=dict)
    columns: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    vectors: dict[str, Items] = field(default_factory=dict)


class ColumnarPerDocWriter(base.PerDocumentWriter):  # type: ignore[misc]
    """Writes the per-document files of a segment when it is closed."""

    def __init__(self, storage: Any, segment: ColumnarSegment) -> None:  # noqa: ANN401 -- Whoosh has no types
        self._storage = storage
        self._segment = segment
        self._count = 0
        self._document: _Document | None = None
        self._stored = _StoredWriter()
        self._lengths: dict[str, list[tuple[int, int]]] = {}
        self._columns: dict[str, tuple[Any, list[tuple[int, Any]]]] = {}
        self._vectors: dict[str, list[tuple[int, Items]]] = {}
        self.is_closed = False

    def start_doc(self, docnum: int) -> None:
        """Begin a document, the next in order."""
        if self._document is not None:
            raise ValueError("the document before is not finished")
        if docnum != self._count:
            raise ValueError(f"document {docnum} comes where {self._count} should")
        self._document = _Document()

    def add_field(self, fieldname: str, fieldobj: Any, value: Any, length: int | None) -> None:  # noqa: ANN401, ARG002
        """Add a stored value, None for none, and the length of a field in words.

        Raises ValueError for a value that would not come back.
        """
        document = self._open()
        if value is not None:
            check(value)
            document.stored[fieldname] = value
        if length:
            document.lengths[fieldname] = length

    def add_column_value(self, fieldname: str, columnobj: Any, value: Any) -> None:  # noqa: ANN401
        """Add a value of a column; what the column's own writer raises where the value is none of its kind."""
        document = self._open()
        columnobj.writer(StructFile(BytesIO())).add(0, value)
        document.columns[fieldname] = columnobj, value

    def add_vector_items(self, fieldname: str, fieldobj: Any, items: Iterable[Any]) -> None:  # noqa: ANN401, ARG002
        """Add the terms of a field with the weight and the posting value of each."""
        found = [(text, weight, value or b"") for text, weight, value in items or ()]
        if found:
            self._open().vectors[fieldname] = found

    def finish_doc(self) -> None:
        """End the document."""
        document = self._open()
        self._stored.add(document.stored)
        at = self._count
        for name, length in document.lengths.items():
            self._lengths.setdefault(name, []).append((at, length))
        for name, (column, value) in document.columns.items():
            self._columns.setdefault(name, (column, []))[1].append((at, value))
        for name, items in document.vectors.items():
            self._vectors.setdefault(name, []).append((at, items))
        self._document = None
        self._count += 1

    def cancel_doc(self) -> None:
        """Forget the document."""
        self._document = None

    def close(self) -> None:
        """Write the files."""
        self._document = None
        self._segment.set_doc_count(self._count)
        with self._segment.create_file(self._storage, STORED) as file:
            arrays = ArrayWriter(file)
            self._stored.write(arrays)
            arrays.close()
        with self._segment.create_file(self._storage, COLUMNS) as file:
            arrays = ArrayWriter(file)
            for name, pairs in sorted(self._lengths.items()):
                arrays.write(f"{name}/lengths", narrow(self._filled(pairs, 0, np.int64)))
            for name, (column, pairs) in sorted(self._columns.items()):
                self._write_column(arrays, name, column, pairs)
            for name, vectors in sorted(self._vectors.items()):
                self._write_vectors(arrays, name, vectors)
            arrays.close()
        self.is_closed = True

    def _open(self) -> _Document:
        if self._document is None:
            raise ValueError("there is no document begun")
        return self._document

    def _filled(self, pairs: list[tuple[int, Any]], default: Any, dtype: npt.DTypeLike) -> Array:  # noqa: ANN401
        """Return a number for every document, the default where there is none."""
        found = np.full(self._count, default, dtype)
        found[[doc for doc, _ in pairs]] = np.array([value for _, value in pairs], dtype)
        return found

    def _write_column(self, arrays: ArrayWriter, name: str, column: Any, pairs: list[tuple[int, Any]]) -> None:  # noqa: ANN401
        if is_integers(column):
            numbers = [(doc, to_int64(column, value)) for doc, value in pairs]
            arrays.write(f"{name}/numbers", self._filled(numbers, to_int64(column, column.default_value()), np.int64))
            return
        buffer = BytesIO()
        writer = column.writer(StructFile(buffer))
        for doc, value in pairs:
            writer.add(doc, value)
        writer.finish(self._count)
        arrays.write(f"{name}/column", np.frombuffer(buffer.getvalue(), np.uint8))

    def _write_vectors(self, arrays: ArrayWriter, name: str, vectors: list[tuple[int, Items]]) -> None:
        every = [item for _, items in vectors for item in items]
        counts = self._filled([(doc, len(items)) for doc, items in vectors], 0, np.int64)
        arrays.write(f"{name}/vector-starts", narrow(starts_of(counts)))
        arrays.write(f"{name}/vector-weights", np.array([weight for _, weight, _ in every], "<f8"))
        for what, data in (
            ("texts", [text if isinstance(text, bytes) else text.encode() for text, _, _ in every]),
            ("values", [value for _, _, value in every]),
        ):
            arrays.write(f"{name}/vector-{what}", np.frombuffer(b"".join(data), np.uint8))
            arrays.write(f"{name}/vector-{what}-starts", narrow(starts_of(np.array([len(one) for one in data]))))


class _StoredWriter:
    """Gathers stored fields, of names that turn up one by one, and writes them at the end."""

    def __init__(self) -> None:
        self._names: dict[str, None] = {}
        self._packed: list[tuple[int, int]] = []
        self._spool = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 -- closed with the segment

    def add(self, values: dict[str, Any]) -> None:
        for name in values:
            self._names.setdefault(name)
        packed = pack(list(self._names), [values.get(name, ABSENT) for name in self._names])
        self._spool.write(packed)
        self._packed.append((len(self._names), len(packed)))

    def write(self, arrays: ArrayWriter) -> None:
        dictionary = train(self._every())
        compressor = Compressor(dictionary)
        frames = (np.frombuffer(compressor.frame(packed), np.uint8) for packed in self._every())
        write_frames(arrays, list(self._names), dictionary, ((frame, np.array([frame.size])) for frame in frames))
        self._spool.close()

    def _every(self) -> Iterator[bytes]:
        """Yield every document, with an empty place for each name that was not known yet."""
        absent = pack([""], [ABSENT])
        self._spool.seek(0)
        for names, size in self._packed:
            packed = self._spool.read(size)
            heads = len(absent) * names
            yield packed[:heads] + absent * (len(self._names) - names) + packed[heads:]
