"""Jobs: batches on their way to another process, in files: begun, begun again, or taken back, whole or in part."""

import gc
import marshal
import time
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from index.columnar.segment import ColumnarSegment
from index.columnar.writing.batch import Batch, Document, Layout
from index.columnar.writing.limits import Limit
from index.columnar.writing.sharing import Running


class Packed(NamedTuple):
    """A batch in a file: documents are plain values, which ``marshal`` writes many times as fast as ``pickle``.

    Through a pipe, another process would wait a tenth of a second for it.
    """

    layout: Layout
    first: int
    size: int
    file: Path

    @classmethod
    def of(cls, batch: Batch, folder: Path) -> "Packed":
        """Pack a batch into a file of a folder."""
        folder.mkdir(mode=0o700, exist_ok=True)
        file = folder / str(batch.first)
        with uncollected():
            file.write_bytes(marshal.dumps(list(map(tuple, batch.documents))))
        return cls(batch.layout, batch.first, batch.size, file)

    def batch(self) -> Batch:
        """Return the batch."""
        with uncollected():
            documents = marshal.loads(self.file.read_bytes())  # noqa: S302 -- made by the process that asks
            return Batch(self.layout, self.first, list(map(Document._make, documents)), self.size)

    def discard(self) -> None:
        """Delete the file."""
        with suppress(OSError):  # what another process still has open cannot be deleted everywhere
            self.file.unlink()


@dataclass(slots=True)
class Job:
    """A batch that is kept in a file."""

    packed: "Packed"
    sizes: list[int]
    begun: float = 0.0
    limit: Limit | None = None
    future: "Future[ColumnarSegment] | None" = None

    @classmethod
    def of(cls, batch: Batch, folder: Path) -> "Job":
        """Pack a batch into a file of a folder."""
        return cls(Packed.of(batch, folder), [document.size for document in batch.documents])

    @property
    def first(self) -> int:
        """The number in the run of the first document."""
        return self.packed.first

    @property
    def size(self) -> int:
        """About how many bytes of text there are."""
        return sum(self.sizes)

    @property
    def is_running(self) -> bool:
        """Whether another process has it and is not done."""
        return self.future is not None and not self.future.done()

    def begin(self, limit: Limit) -> None:
        """Let all of it be written, by whoever asks the limit."""
        self.begun = time.monotonic()
        self.limit = limit
        limit.begin(len(self.sizes))

    def running(self, rate: float) -> Running:
        """Return how far it is, about, where so many bytes are written in a second."""
        left = self.size - rate * (time.monotonic() - self.begun)
        return Running(self.sizes, self.limit.claimed() if self.limit else 0, max(left, 0.0))

    def take(self) -> Batch:
        """Take back all of a batch that nobody has begun."""
        batch = self.packed.batch()
        self.packed.discard()
        return batch

    def cut(self, end: int) -> Batch | None:
        """Take the documents from one on back, or from a later one where they have been claimed."""
        if end == len(self.sizes) or self.limit is None:
            return None
        rest = self.packed.batch().cut(end := self.limit.lower(end))
        del self.sizes[end:]
        return rest


@contextmanager
def uncollected() -> Iterator[None]:
    """Let nobody look for cycles of garbage meanwhile: there are none, and to look at so many objects takes long."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
