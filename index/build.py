"""Writing articles into a Whoosh index in a staging folder."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import whoosh.index
from whoosh.reading import SegmentReader
from whoosh.writing import MERGE_SMALL, NO_MERGE

from corpus.article import Article
from index.schema import EXTRA_PREFIX, document, schema

MEMORY_MB = 256
"""What the postings of a segment may take before they are spilled to disk."""


class Builder:
    """Adds and deletes articles; nothing counts until ``checkpoint`` or ``finish``.

    A document is analysed in full before Whoosh sees it: an ``add_document`` that fails half-way
    leaves postings that the next document would inherit.
    """

    def __init__(self, folder: Path, extra: Iterable[str]) -> None:
        self.extra = tuple(extra)
        self._whoosh = _open(folder, self.extra)
        self._fields = frozenset(name for name in self._whoosh.schema.names() if name.startswith(EXTRA_PREFIX))
        self._writer: Any = None
        self._fresh: set[str] = set()
        self._superseded: set[str] = set()

    @property
    def pending(self) -> int:
        """The number of articles added since the last checkpoint."""
        return len(self._fresh)

    def add(self, article: Article, fingerprint: str, *, replaces: bool) -> None:
        """Add an article; ``replaces`` tells that the index has one of this id."""
        found = document(article, self.extra, fingerprint)
        if article.id in self._fresh:
            self._superseded.add(article.id)
        elif replaces:
            self.delete(article.id)
        self._writing().add_document(**found)
        self._fresh.add(article.id)

    def delete(self, article_id: str) -> None:
        """Delete an article that was there at the last checkpoint."""
        writer = self._writing()
        for number in _numbers(writer, article_id):
            writer.delete_document(number)

    def checkpoint(self) -> str:
        """Finish a segment and return the name of the state that this makes."""
        self._commit(NO_MERGE)
        return self.state()

    def finish(self, *, purge: bool = False) -> None:
        """Finish the last segment; small ones are merged, or with ``purge`` those with deletions."""
        self._commit(_purge if purge else MERGE_SMALL)

    def state(self) -> str:
        """Return the name of the last finished state."""
        return str(self._whoosh.latest_generation())

    def cancel(self) -> None:
        """Drop what was not finished and let go of the files."""
        if self._writer is not None:
            self._writer.cancel()
            self._writer = None
        self._whoosh.close()

    def _writing(self) -> Any:  # noqa: ANN401 -- Whoosh has no types
        if self._writer is None:
            self._writer = self._whoosh.writer(limitmb=MEMORY_MB, compound=False)
        return self._writer

    def _commit(self, merge: Any) -> None:  # noqa: ANN401
        if self._superseded:
            # Whoosh cannot delete what it has not committed: of two versions the later one stands.
            self._writing().commit(mergetype=NO_MERGE)
            self._writer = None
            writer = self._writing()
            for one in self._superseded:
                for number in _numbers(writer, one)[:-1]:
                    writer.delete_document(number)
        if self._writer is not None or merge is not NO_MERGE:
            self._writing().commit(mergetype=merge)
        self._writer = None
        self._fresh.clear()
        self._superseded.clear()


def _open(folder: Path, extra: tuple[str, ...]) -> Any:  # noqa: ANN401
    if not whoosh.index.exists_in(str(folder)):
        return whoosh.index.create_in(str(folder), schema(extra))
    found = whoosh.index.open_dir(str(folder))
    wanted = schema(extra)
    missing = [name for name in wanted.names() if name not in found.schema.names()]
    if missing:
        writer = found.writer()
        for name in missing:
            writer.add_field(name, wanted[name])
        writer.commit(mergetype=NO_MERGE)
        found = found.refresh()
    return found


def _numbers(writer: Any, article_id: str) -> list[int]:  # noqa: ANN401
    reader = writer.searcher().reader()
    if ("id", article_id) not in reader:
        return []
    return sorted(number for number in reader.postings("id", article_id).all_ids() if not reader.is_deleted(number))


def _purge(writer: Any, segments: list[Any]) -> list[Any]:  # noqa: ANN401
    """Merge policy: write every segment with deletions anew, without them."""
    kept = []
    for segment in segments:
        if segment.has_deletions():
            reader = SegmentReader(writer.storage, writer.schema, segment)
            writer.add_reader(reader)
            reader.close()
        else:
            kept.append(segment)
    return kept
