"""Sharing out: the last documents of a run among processes, so that all of them end at the same time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import heapify, heapreplace

from index.columnar.writing.batch import Batch

LEAST = 1_000_000
"""Bytes of text that are worth the way to another process."""

_READING = 0.45
"""The share of the work on a batch in which its words are read; only then can something be taken from it."""


@dataclass(frozen=True, slots=True)
class Running:
    """A batch that another process writes: the ``sizes`` of its documents, of which ``claimed`` are its own for good.

    ``left`` is how many bytes' worth of work there is still, where all documents have been claimed.
    """

    sizes: Sequence[int]
    claimed: int
    left: float

    @property
    def ahead(self) -> float:
        """How many bytes of text would take as long as what is still to do."""
        claimed = sum(self.sizes[: self.claimed])
        if self.claimed == len(self.sizes):
            return min(self.left, unwritten(claimed))
        return sum(self.sizes[self.claimed :]) + unwritten(claimed)

    def without(self, surplus: float) -> int:
        """Return how many documents to leave, so that about so many bytes are taken; all where it does not pay."""
        end, part = len(self.sizes), 0
        while end > self.claimed and part + self.sizes[end - 1] <= surplus:
            end -= 1
            part += self.sizes[end]
        return end if part >= LEAST else len(self.sizes)


def unwritten(read: float) -> float:
    """Return how many bytes of text would take as long as what is still to do where so many were read."""
    return (1 - _READING) * read


def ends(running: Sequence[Running], left: float, pace: float = 1.0) -> list[int]:
    """Return how many documents to leave to each of the others, so that all and this process end at the same time.

    ``left`` are the bytes of text that nobody has begun; this process does ``pace`` of them while another does one.
    """
    end_at = _end_at(left, [one.ahead for one in running], pace)
    return [one.without(one.ahead - end_at) for one in running]


def kept_whole(
    waiting: Sequence[int], left: float, ahead: Sequence[float], pace: float
) -> tuple[list[bool], list[float]]:
    """Tell which of the batches that wait, of so many bytes each, the other processes will take whole.

    ``left`` are all bytes that nobody has begun, ``ahead`` those that each of the others still has to write. The latter
    are also returned, ascending, with the batches that are kept.
    """
    end_at = _end_at(left, ahead, pace)
    heap = [*ahead]
    heapify(heap)
    kept = []
    for size in waiting:
        kept.append(bool(heap) and heap[0] + size <= end_at)
        if kept[-1]:
            heapreplace(heap, heap[0] + size)
    return kept, sorted(heap)


def first_free(waiting: Iterable[int], ahead: Sequence[float]) -> float:
    """Return after how many bytes one of the other processes first has nothing to do, where some batches wait."""
    heap = [*ahead]
    heapify(heap)
    for size in waiting:
        heapreplace(heap, heap[0] + size)
    return heap[0]


def shared_out(left: Sequence[Batch], ahead: Sequence[float], pace: float = 1.0) -> list[list[Batch]]:
    """Return the documents of some batches in batches cut anew: some for each other process, the last for this one.

    ``ahead`` are the bytes of text that each of the others still has to write; this process does ``pace`` of them while
    another does one. Only where it pays is anything cut.
    """
    end_at = _end_at(sum(batch.size for batch in left), ahead, pace)
    wanted = [end_at - busy if end_at - busy >= LEAST else 0 for busy in ahead]
    parts: list[list[Batch]] = [[] for _ in (*ahead, None)]
    at = size = 0
    for batch in left:
        part = None
        for number, document in enumerate(batch.documents, batch.first):
            while at < len(ahead) and size + document.size > wanted[at]:
                at, size, part = at + 1, 0, None
            if part is None:
                part = Batch(batch.layout, number)
                parts[at].append(part)
            part.add(document)
            size += document.size
    return parts


def _end_at(left: float, ahead: Sequence[float], pace: float) -> float:
    """Return how many bytes of text each of the others has written when all processes end at the same time."""
    return (left + sum(ahead)) / (len(ahead) + pace)
