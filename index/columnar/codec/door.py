"""The codec itself: where Whoosh asks for the writers and readers of a columnar segment."""

from typing import Any

from whoosh.codec import base

from index.columnar.codec.fieldwriter import ColumnarFieldWriter
from index.columnar.codec.perdoc import ColumnarPerDocReader
from index.columnar.codec.perdocwriter import ColumnarPerDocWriter
from index.columnar.codec.termsreader import ColumnarTermsReader
from index.columnar.segment import ColumnarSegment


class ColumnarCodec(base.Codec):  # type: ignore[misc]
    """Writes and reads columnar segments for Whoosh, in any of its storages and with any of its fields.

    It holds nothing, as Whoosh pickles it and gives it to other processes. There are no writer and
    reader of single posting lists: Whoosh asks a codec for them only from within that codec.
    """

    def per_document_writer(self, storage: Any, segment: ColumnarSegment) -> ColumnarPerDocWriter:  # noqa: ANN401
        """Return a writer of stored fields, lengths, columns and vectors."""
        return ColumnarPerDocWriter(storage, segment)

    def field_writer(self, storage: Any, segment: ColumnarSegment) -> ColumnarFieldWriter:  # noqa: ANN401
        """Return a writer of terms and postings."""
        return ColumnarFieldWriter(storage, segment)

    def per_document_reader(self, storage: Any, segment: ColumnarSegment) -> ColumnarPerDocReader:  # noqa: ANN401
        """Return a reader of stored fields, lengths, columns and vectors."""
        return ColumnarPerDocReader(storage, segment)

    def terms_reader(self, storage: Any, segment: ColumnarSegment) -> ColumnarTermsReader:  # noqa: ANN401
        """Return a reader of terms and postings."""
        return ColumnarTermsReader(storage, segment)

    def new_segment(self, storage: Any, indexname: str) -> ColumnarSegment:  # noqa: ANN401, ARG002
        """Return a segment that is still to be written."""
        return ColumnarSegment(indexname)

    def supports_columns(self) -> bool:
        """Say that columns of every type can be written."""
        return True

    @classmethod
    def column_filename(cls, segment: ColumnarSegment, fieldname: str) -> str:
        """Return the name of the file into which ``whoosh.sorting.add_sortable`` writes a column later."""
        name: str = segment.make_filename(f".{fieldname}.col")
        return name
