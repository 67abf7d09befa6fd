"""Jobs: batches on their way to another process, pickled, and begun, taken back in part, or begun again."""

import gc
import pickle
import time
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass

from index.columnar.segment import ColumnarSegment
from index.columnar.writing.batch import Batch
from index.columnar.writing.limits import Limit
from index.columnar.writing.sharing import Running


@dataclass(slots=True)
class Job:
    """A batch of which only the pickled form is kept: ``first`` is the number in the run of its first document."""

    first: int
    sizes: list[int]
    data: bytes
    begun: float = 0.0
    limit: Limit | None = None
    future: "Future[ColumnarSegment] | None" = None

    @classmethod
    def of(cls, batch: Batch) -> "Job":
        """Pickle a batch."""
        with uncollected():
            data = pickle.dumps(batch, pickle.HIGHEST_PROTOCOL)
        return cls(batch.first, [document.size for document in batch.documents], data)

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
        rest = unpickled(self.data).cut(end := self.limit.lower(end))
        del self.sizes[end:]
        return rest


def unpickled(data: bytes) -> Batch:
    """Return the batch of a job."""
    with uncollected():
        batch: Batch = pickle.loads(data)  # noqa: S301 -- made by the process that asks
    return batch


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
