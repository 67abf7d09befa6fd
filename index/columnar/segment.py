"""A segment: the name under which Whoosh keeps it, and its files opened for reading."""

import mmap
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh.codec.base import Segment
from whoosh.filedb.filestore import FileStorage

from index.columnar.arrays import Array, ArrayFile, run_sums, starts_of
from index.columnar.errors import DamagedSegmentError
from index.columnar.opaque import is_opaque
from index.columnar.postings import Postings
from index.columnar.rows import NO_SPANS, Span, Spans, read_signatures, read_spans, read_spans_of, sampled
from index.columnar.stored import Stored
from index.columnar.termlist import Files

TERMS, DOCS, FREQS, PLACES, COLUMNS, STORED = EXTENSIONS = (
    ".terms",
    ".docs",
    ".freqs",
    ".places",
    ".columns",
    ".stored",
)


class ColumnarSegment(Segment):  # type: ignore[misc]
    """What Whoosh's table of contents holds of a segment; it is pickled there, so it is kept small."""

    def __init__(self, indexname: str) -> None:
        super().__init__(indexname)
        self._doccount = 0
        self._deleted: set[int] = set()

    def codec(self) -> Any:  # noqa: ANN401, D102 -- Whoosh has no types
        from index.columnar.codec import ColumnarCodec  # noqa: PLC0415 -- the codec imports segments

        return ColumnarCodec()

    def doc_count_all(self) -> int:  # noqa: D102
        return self._doccount

    def set_doc_count(self, doccount: int) -> None:  # noqa: D102
        self._doccount = doccount

    def deleted_count(self) -> int:  # noqa: D102
        return len(self._deleted)

    def deleted_docs(self) -> set[int]:  # noqa: D102
        return self._deleted

    def delete_document(self, docnum: int, delete: bool = True) -> None:  # noqa: D102, FBT001, FBT002
        if delete:
            self._deleted.add(docnum)
        else:
            self._deleted.discard(docnum)

    def is_deleted(self, docnum: int) -> bool:  # noqa: D102
        return docnum in self._deleted

    def should_assemble(self) -> bool:  # noqa: D102
        return False


class OpenSegment:
    """The files of a segment, mapped into memory. Raises DamagedSegmentError, or OSError where one is not there."""

    def __init__(self, name: str, doc_count: int, files: dict[str, ArrayFile]) -> None:
        self.name = name
        self.doc_count = doc_count
        self.files = files
        self.columns = files[COLUMNS]
        self.stored = Stored(files[STORED])
        self._posting_files = Files(files[TERMS], files[DOCS], files[FREQS], files[PLACES])
        self._postings: dict[str, Postings] = {}
        self._starts: dict[str, npt.NDArray[np.int64]] = {}
        if len(self.stored) != doc_count:
            raise DamagedSegmentError(files[STORED].name, f"it has {len(self.stored)} documents, not {doc_count}")

    @classmethod
    def open(cls, storage: Any, segment: Segment) -> "OpenSegment":  # noqa: ANN401 -- Whoosh has no types
        """Open a segment in any of Whoosh's storages."""
        names = {one: segment.make_filename(one) for one in EXTENSIONS}
        files = {one: open_file(storage, name) for one, name in names.items()}
        return cls(segment.segment_id(), segment.doc_count_all(), files)

    def field_names(self) -> list[str]:
        """Return the names of the indexed fields, ascending."""
        return sorted(name.removesuffix("/text-starts") for name in self.files[TERMS].sizes if _is_starts(name))

    def postings(self, field: str) -> Postings | None:
        """Return the terms of a packed field, None where the segment has none."""
        if field not in self._postings:
            if f"{field}/text-starts" not in self.files[TERMS] or is_opaque(self.files[TERMS], field):
                return None
            self._postings[field] = Postings(field, self._posting_files, self.doc_count)
        return self._postings[field]

    def lengths(self, field: str) -> Array:
        """Return the length of a text field of each document, in words."""
        name = f"{field}/lengths"
        return self._column(name, np.uint8) if name in self.columns else np.zeros(self.doc_count, np.uint8)

    def codes(self, field: str) -> tuple[Array, npt.NDArray[np.int64]]:
        """Return the numbers of each document's exact values: ``codes[starts[doc] : starts[doc + 1]]``, from 1 on."""
        if f"{field}/codes" not in self.columns:
            return self._codes_of_terms(field)
        codes = self.columns[f"{field}/codes"]
        if f"{field}/code-starts" in self.columns:
            starts = self.columns[f"{field}/code-starts"].astype(np.int64)
        else:
            starts = starts_of(codes > 0) if codes.size else np.zeros(self.doc_count + 1, np.int64)
            codes = codes[codes > 0]
        postings = self.postings(field)
        most = 0 if postings is None else len(postings)
        if starts.size != self.doc_count + 1 or starts[-1] != codes.size or (np.diff(starts) < 0).any():
            raise self._damaged(field)
        if codes.size and not 0 < codes.min() <= codes.max() <= most:
            raise self._damaged(field)
        return codes, starts

    def code(self, field: str) -> Array:
        """Return the number of each document's one exact value, 0 where it has none."""
        codes = self._column(f"{field}/codes", np.uint8)
        postings = self.postings(field)
        if codes.size and int(codes.max()) > (0 if postings is None else len(postings)):
            raise self._damaged(field)
        return codes

    def numbers(self, field: str) -> npt.NDArray[np.int64]:
        """Return the number of each document in a field of numbers."""
        return self._column(f"{field}/numbers", np.int64)

    def spans(self, field: str) -> Spans:
        """Return the names of a field of spans and the places where they stand, of all documents."""
        codes, starts = self.codes(field)
        return read_spans(self.columns, field, codes, starts)

    def places_of(self, field: str, doc: int) -> Spans:
        """Return the numbers of the names in a field of one document, and the places where they stand, ascending."""
        postings = self.postings(field)
        found = read_spans_of(self.columns, field, doc) if f"{field}/codes" in self.columns else NO_SPANS
        most = 0 if postings is None else len(postings)
        if found.codes.size and not 0 < found.codes.min() <= found.codes.max() <= most:
            raise self._damaged(field)
        return found

    def spans_of(self, field: str, doc: int) -> list[Span]:
        """Return the names of a field of spans in one document, and the places where they stand, ascending."""
        postings = self.postings(field)
        if postings is None:
            return []
        found = self.places_of(field, doc)
        places = zip(found.codes.tolist(), found.begins.tolist(), found.ends.tolist(), strict=True)
        return [Span(postings.text(code - 1).decode("utf-8", "replace"), begin, end) for code, begin, end in places]

    def signatures(self, field: str) -> Array:
        """Return the near-duplicate signature of each document, a row each."""
        return read_signatures(self.columns, field, self.doc_count)

    def _column(self, name: str, dtype: npt.DTypeLike) -> Array:
        found = self.columns.get(name, dtype)
        if found.size != self.doc_count:
            raise self._damaged(name)
        return found

    def _damaged(self, name: str) -> DamagedSegmentError:
        return DamagedSegmentError(self.columns.name, f"“{name}” has not what each document should have")

    def _codes_of_terms(self, field: str) -> tuple[Array, npt.NDArray[np.int64]]:
        """Return what ``codes`` does where Whoosh wrote the segment, which knows of no such column."""
        postings = self.postings(field)
        if postings is None or not postings.is_exact or not len(postings):
            return np.zeros(0, np.uint8), np.zeros(self.doc_count + 1, np.int64)
        piece = postings.piece(0, len(postings))
        numbers = np.repeat(np.arange(1, len(postings) + 1), piece.counts)
        of_docs = np.bincount(piece.docs, minlength=self.doc_count)
        return numbers[np.argsort(piece.docs, kind="stable")], starts_of(of_docs)

    def offsets(self, field: str) -> tuple[Array, npt.NDArray[np.int64]]:
        """Return where every 64th word of each text begins, in code points, in the form of ``codes``.

        There are none where Whoosh wrote the segment.
        """
        if f"{field}/offsets" not in self.columns:
            return np.zeros(0, np.int64), np.zeros(self.doc_count + 1, np.int64)
        starts = self._offset_starts(field)
        gaps = self.columns.get(f"{field}/offsets")
        if gaps.size != starts[-1]:
            raise DamagedSegmentError(self.columns.name, f"the offsets of “{field}” are not as many as they should be")
        return run_sums(gaps, starts), starts

    def offsets_of(self, field: str, doc: int) -> npt.NDArray[np.int64]:
        """Return where every 64th word of one text begins, in code points."""
        starts = self._offset_starts(field)
        gaps = self.columns.get(f"{field}/offsets")[int(starts[doc]) : int(starts[doc + 1])]
        return np.cumsum(gaps, dtype=np.int64)

    def _offset_starts(self, field: str) -> npt.NDArray[np.int64]:
        if field not in self._starts:
            self._starts[field] = starts_of(sampled(self.lengths(field).astype(np.int64)))
        return self._starts[field]

    def release(self) -> None:
        """Let the system take back the memory of what has been read."""
        for file in self.files.values():
            file.release()

    def verify(self) -> None:
        """Compare the checksums of all arrays."""
        for file in self.files.values():
            file.verify()


def _is_starts(name: str) -> bool:
    return name.endswith("/text-starts")


def open_file(storage: Any, name: str) -> ArrayFile:  # noqa: ANN401
    """Open an array file of any of Whoosh's storages; mapped into memory where it is a file of its own."""
    if type(storage) is FileStorage:
        return ArrayFile.open(Path(storage.folder) / name)
    with storage.open_file(name) as file:
        length = storage.file_length(name)
        data = file.read(length)
    return ArrayFile(data if isinstance(data, (bytes, mmap.mmap)) else bytes(data), name)
