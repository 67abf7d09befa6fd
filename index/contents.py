"""Whoosh's table of contents of a staging folder: which segments count."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC

from index.columnar.segment import ColumnarSegment
from index.opening import NAME, open_for_writing
from index.schema import schema


@dataclass(frozen=True, slots=True)
class Contents:
    """The segments that a folder's table of contents names, and the number of the table."""

    folder: Path
    extra: tuple[str, ...]
    number: int
    segments: tuple[ColumnarSegment, ...]

    @classmethod
    def open(cls, folder: Path, extra: tuple[str, ...]) -> "Contents":
        """Read the table of a folder, or make an empty one; raises DamagedIndexError."""
        table = open_for_writing(folder, schema(extra))._read_toc()  # noqa: SLF001 -- Whoosh offers no other way
        found = cls(folder, extra, table.generation, tuple(table.segments))
        found.tidy()
        return found

    def replaced(self, segments: Sequence[ColumnarSegment]) -> "Contents":
        """Write the next table, which counts from then on."""
        number = self.number + 1
        TOC(schema(self.extra), list(segments), number).write(FileStorage(str(self.folder)), NAME)
        return Contents(self.folder, self.extra, number, tuple(segments))

    def tidy(self) -> None:
        """Delete the tables before this one, and the files of segments that it does not name."""
        kept = {segment.segment_id() for segment in self.segments}
        for path in self.folder.iterdir():
            name, _, rest = path.name.partition(".")
            is_old_table = rest == "toc" and name != f"_{NAME}_{self.number}"
            if is_old_table or (name.startswith(f"{NAME}_") and name not in kept):
                with suppress(OSError):  # a file that is mapped cannot be deleted everywhere
                    path.unlink()
