"""Sharing out: the last documents of a run among processes, so that all of them end at the same time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.columnar.batch import Batch

LEAST = 1_000_000
"""Bytes of text that are worth the way to another process."""

_READING = 0.45
"""The share of the work on a batch in which its words are read; only then can something be taken from it."""


@dataclass(frozen=True, slots=True)
class Running:
    """A batch that another process writes. ``claimed`` documents are its own for good; ``lower`` takes the rest away.

    ``left`` is how many bytes' worth of work there is still, where all documents have been claimed.
    """

    batch: Batch
    claimed: int
    left: float
    lower: Callable[[int], int]

    @property
    def ahead(self) -> float:
        """How many bytes of text would take as long as what is still to do."""
        claimed = sum(document.size for document in self.batch.documents[: self.claimed])
        if self.claimed == len(self.batch.documents):
            return min(self.left, (1 - _READING) * claimed)
        return self.batch.size - _READING * claimed


def take_back(running: Sequence[Running], left: float, processes: int) -> list[Batch]:
    """Take from the running batches what would last longer than all processes together need; return the parts.

    ``left`` are the bytes of text that nobody has begun. What is taken is no longer in the batches.
    """
    end_at = (left + sum(one.ahead for one in running)) / processes
    taken = []
    for one in running:
        surplus, end = one.ahead - end_at, len(one.batch.documents)
        part = 0
        while end > one.claimed and part + one.batch.documents[end - 1].size <= surplus:
            end -= 1
            part += one.batch.documents[end].size
        if part >= LEAST:
            taken.append(one.batch.cut(one.lower(end)))
    return taken


def shared_out(left: Sequence[Batch], ahead: Sequence[float]) -> list[list[Batch]]:
    """Return the documents of some batches in batches cut anew: some for each other process, the last for this one.

    ``ahead`` are the bytes of text that each of the others still has to write. Only where it pays is anything cut.
    """
    end_at = (sum(batch.size for batch in left) + sum(ahead)) / (len(ahead) + 1)
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
