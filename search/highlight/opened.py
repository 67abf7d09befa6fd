"""Opened documents: what hits show of an article, unpacked and parsed, and kept as long as there is room."""

from collections.abc import Sequence
from typing import NamedTuple

from corpus.article import Entity
from search.highlight.patterns import image
from search.highlight.record import Record
from search.highlight.snippets import sentence_ends
from search.snapshots.snapshot import Snapshot

LONG = 3_000
"""Code points of a title and a body that need not be read to their end."""

_KEPT = 16_000
"""Code points of the longest article that is kept: many short ones take the room of a long one."""


_EACH_END = 40
"""The bytes of one place where a sentence ends, about."""


class Opened(NamedTuple):
    """An article: its title, a line feed and its body as one text, no word of which goes across the line feed.

    The body begins at ``floor``. ``image`` (``search.highlight.patterns``) and ``ends``, where the sentences of the
    body end, are None where the text is long.
    """

    id: str
    title: str
    joint: str
    floor: int
    image: bytes | None
    ends: Sequence[int] | None
    record: Record
    entities: tuple[Entity, ...]

    @property
    def nbytes(self) -> int:
        """The bytes that it takes, about."""
        wide = 1 if self.joint.isascii() else 2
        texts = wide * (len(self.joint) + len(self.title)) + len(self.image or b"")
        return texts + _EACH_END * len(self.ends or ()) + self.record.nbytes


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
    floor = len(title) + 1
    if len(joint) > LONG:
        return Opened(key, title, joint, floor, None, None, Record(stored), snapshot.names.entities_of(doc))
    ends = sentence_ends(joint, floor, len(joint))
    return Opened(key, title, joint, floor, image(joint), ends, Record(stored), snapshot.names.entities_of(doc))
