"""Jobs: batches on their way to another process, as bytes, and begun, taken back in part, or begun again."""

import gc
import marshal
import time
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NamedTuple

from index.columnar.segment import ColumnarSegment
from index.columnar.writing.batch import Batch, Document, Layout
from index.columnar.writing.limits import Limit
from index.columnar.writing.sharing import Running


class Packed(NamedTuple):
    """A batch as bytes: documents are plain values, which ``marshal`` writes many times as fast as ``pickle``."""

    layout: Layout
    first: int
    size: int
    documents: bytes

    @classmethod
    def of(cls, batch: Batch) -> "Packed":
        """Pack a batch."""
        with uncollected():
            return cls(batch.layout, batch.first, batch.size, marshal.dumps(list(map(tuple, batch.documents))))

    def batch(self) -> Batch:
        """Return the batch."""
        with uncollected():
            documents = marshal.loads(self.documents)  # noqa: S302 -- made by the process that asks
            return Batch(self.layout, self.first, list(map(Document._make, documents)), self.size)


@dataclass(slots=True)
class Job:
    """A batch of which only the bytes are kept."""

    packed: "Packed"
    sizes: list[int]
    begun: float = 0.0
    limit: Limit | None = None
    future: "Future[ColumnarSegment] | None" = None

    @classmethod
    def of(cls, batch: Batch) -> "Job":
        """Pack a batch."""
        return cls(Packed.of(batch), [document.size for document in batch.documents])

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
