"""Sharing out: the last documents of a run among processes, so that all of them end at the same time."""

from collections.abc import Sequence
from dataclasses import dataclass

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
            return min(self.left, (1 - _READING) * claimed)
        return sum(self.sizes) - _READING * claimed

    def without(self, surplus: float) -> int:
        """Return how many documents to leave, so that about so many bytes are taken; all where it does not pay."""
        end, part = len(self.sizes), 0
        while end > self.claimed and part + self.sizes[end - 1] <= surplus:
            end -= 1
            part += self.sizes[end]
        return end if part >= LEAST else len(self.sizes)


def ends(running: Sequence[Running], left: float) -> list[int]:
    """Return how many documents to leave to each of the others, so that all and this process end at the same time.

    ``left`` are the bytes of text that nobody has begun.
    """
    end_at = (left + sum(one.ahead for one in running)) / (len(running) + 1)
    return [one.without(one.ahead - end_at) for one in running]


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
