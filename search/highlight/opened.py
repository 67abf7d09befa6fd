"""Opened documents: what hits show of an article, unpacked and parsed, and kept as long as there is room."""

from typing import NamedTuple

from search.highlight.patterns import image
from search.highlight.record import Record
from search.snapshot import Snapshot

LONG = 3_000
"""Code points of a title and a body that need not be read to their end."""

_KEPT = 16_000
"""Code points of the longest article that is kept: many short ones take the room of a long one."""


class Opened(NamedTuple):
    """An article: its title, a line feed and its body as one text, no word of which goes across the line feed.

    The body begins at ``floor``. ``image`` (``search.highlight.patterns``) is None where the text is long.
    """

    id: str
    title: str
    joint: str
    floor: int
    image: bytes | None
    record: Record

    @property
    def nbytes(self) -> int:
        """The bytes that it takes, about."""
        wide = 1 if self.joint.isascii() else 2
        return wide * (len(self.joint) + len(self.title)) + len(self.image or b"") + self.record.nbytes


def opened(snapshot: Snapshot, doc: int) -> Opened:
    """Return a document, from the memory of opened ones where it is there."""
    kept: Opened | None = snapshot.opened.find(doc)
    if kept is not None:
        return kept
    found = _open(snapshot, doc)
    if len(found.joint) <= _KEPT:
        snapshot.opened.put(doc, found)
    return found


def _open(snapshot: Snapshot, doc: int) -> Opened:
    key, title, body, stored = snapshot.texts(doc)
    joint = f"{title}\n{body}"
    shown = image(joint) if len(joint) <= LONG else None
    return Opened(key, title, joint, len(title) + 1, shown, Record(stored))
