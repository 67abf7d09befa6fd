"""Chunks: a few pieces of work that go to another process together, and what came of them."""

from concurrent.futures import Future
from dataclasses import dataclass, field

from corpus.processing import Event, Work

Results = list[list[Event]]
"""What came of each piece of work."""

_MOST_WORK = 16
_MOST_BYTES = 250_000


@dataclass(slots=True)
class Chunk:
    """Work in reading order, ``size`` in bytes; ``results`` when it is done.

    ``suspect``: another process died that may have been at it.
    """

    work: list[Work] = field(default_factory=list)
    size: int = 0
    future: "Future[Results] | None" = None
    results: Results | None = None
    suspect: bool = False

    @property
    def is_full(self) -> bool:
        """Whether it is worth the way to another process, and no more should be added."""
        return len(self.work) >= _MOST_WORK or self.size >= _MOST_BYTES

    @property
    def is_over(self) -> bool:
        """Whether it is done, or failed."""
        return self.results is not None or (self.future is not None and self.future.done())

    def add(self, work: Work, size: int) -> int:
        """Add a piece of work and return its place."""
        self.work.append(work)
        self.size += size
        return len(self.work) - 1

    def keep(self, results: Results) -> None:
        """Keep the results, and nothing else."""
        self.results = results
        self.work = []
        self.future = None

    def withdraw(self) -> bool:
        """Take it back, if nobody has begun it."""
        if self.future is None:
            return not self.suspect
        if self.future.cancel():
            self.future = None
            return True
        return False
