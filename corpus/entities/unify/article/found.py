"""What recognition finds in an article, as unifying takes it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Name:
    """A name in an article: ``text`` is ``field[start:end]``, in code points; ``kind`` is ``""`` where unknown."""

    start: int
    end: int
    kind: str
    text: str
    field: str = "body"
