"""What Whoosh asks of a codec: readers and writers by its interfaces, over the same files."""

from index.columnar.codec.door import ColumnarCodec

__all__ = ["ColumnarCodec"]
