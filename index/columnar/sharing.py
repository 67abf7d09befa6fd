"""Sharing out: the last documents of a run among processes, so that all of them end at the same time."""

from collections.abc import Sequence

from index.columnar.batch import Batch

LEAST = 1_000_000
"""Bytes of text that are worth the way to another process."""


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
