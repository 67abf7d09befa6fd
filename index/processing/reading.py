"""A reading: one file on its way from where it is read to where its turn comes."""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from corpus.article import Record
from corpus.processing import Event
from index.processing.chunks import Chunk

OTHER = 1_000
"""What a record has beside its text is as much work as so many bytes of text, about."""

Known: TypeAlias = Callable[[Record], str | None]
"""Returns the fingerprint of a record that needs no processing, as far as can be told ahead; else None."""


class Due(NamedTuple):
    """The place of a piece of work in a chunk, whose results are due."""

    chunk: Chunk
    place: int


class Waiting(NamedTuple):
    """What was met and has not been handed out: its bytes, about, and how many of the file had been read by then."""

    event: Event | Due
    size: int
    at: int


@dataclass(slots=True)
class Reading:
    """A file, ``path`` in the root named ``root``; ``digest`` is that of its content, ``""`` where it has none.

    ``at`` is how many bytes of it had been read, as far as can be told, when what was handed out last was met.
    ``records`` are those that have yet to be read, ``reached`` is how far that has come.
    """

    root: str
    path: str
    known: Known
    digest: str = ""
    at: int = 0
    waiting: deque[Waiting] = field(default_factory=deque)
    records: Iterator[Record] | None = None
    reached: int = 0

    def reach(self, position: int) -> None:
        """Note how many bytes have been read."""
        self.reached = position

    def put(self, event: Event | Due, size: int) -> None:
        """Let something wait to be handed out."""
        self.waiting.append(Waiting(event, size, self.reached))


def size_of(record: Record) -> int:
    """Return about how many bytes a record takes."""
    others = (record.entities, *record.extra.values())
    return OTHER + len(record.title) + len(record.body) + sum(map(_length, others))


def _length(value: object) -> int:
    return len(value) if isinstance(value, str) else len(repr(value))
