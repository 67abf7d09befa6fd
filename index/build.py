"""Writing articles into a Whoosh index in a staging folder."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import ParamSpec, TypeVar

from whoosh.filedb.filestore import FileStorage

from corpus.article import Article
from index.columnar.merging.policy import Size, plan
from index.columnar.segment import EXTENSIONS, TERMS, ColumnarSegment, OpenSegment
from index.columnar.stored import pack_texts, train
from index.columnar.together import Together
from index.columnar.writing.batch import Batch
from index.columnar.writing.workers import Workers
from index.contents import Contents
from index.schema import document, layout

_P = ParamSpec("_P")
_T = TypeVar("_T")

BATCH = 108_000_000
"""The bytes of text, about, in the batches that are written at the same time, which bounds memory."""

_FIRST = 4
"""The first batch is that part of the others, so that another process need not wait long for it."""

_WORTH_STARTING = 3_000_000
"""Bytes of text after which other processes are started."""


class Builder:
    """Adds and deletes articles; nothing counts until ``checkpoint`` or ``finish``.

    Articles are numbered in the order in which they are added, whatever the number of ``jobs``.
    """

    def __init__(self, folder: Path, extra: Iterable[str], jobs: int = 1) -> None:
        self.extra = tuple(extra)
        self._folder = folder
        self._layout = layout(self.extra)
        self._contents = Contents.open(folder, self.extra)
        self._segments = list(self._contents.segments)
        self._storage = FileStorage(str(folder))
        self._open: dict[str, OpenSegment] = {}
        self._dictionary: bytes | None = None
        self._workers = Workers(folder, jobs)
        self._most = BATCH // max(jobs, 2)
        self._batch = Batch(self._layout)
        self._fresh: dict[str, int] = {}
        self._superseded: list[int] = []
        self._written: dict[int, ColumnarSegment] = {}
        self._changed = False

    def yield_to(self, are_others_busy: Callable[[], bool]) -> None:
        """Let this process write alone while ``are_others_busy`` says that others have something else to do."""
        self._workers.are_others_busy = are_others_busy

    @property
    def pending(self) -> int:
        """The number of articles added since the last checkpoint."""
        return len(self._fresh)

    def add(self, article: Article, fingerprint: str, *, replaces: bool) -> None:
        """Add an article; ``replaces`` tells that the index has one of this id. Of two with one id the later stands."""
        found = document(article, self.extra, fingerprint)
        if article.id in self._fresh:
            self._superseded.append(self._fresh[article.id])
        elif replaces:
            self.delete(article.id)
        self._fresh[article.id] = self._batch.add(found)
        if self._batch.size >= self._most // (1 if self._batch.first else _FIRST):
            self._flush()
        elif self._batch.size >= _WORTH_STARTING:
            self._workers.prepare()

    def delete(self, article_id: str) -> None:
        """Delete an article that was there at the last checkpoint."""
        for segment in self._segments:
            number = _number_of(self._opened(segment), article_id)
            if number is not None and not segment.is_deleted(number):
                segment.delete_document(number)
                self._changed = True

    def checkpoint(self) -> str:
        """Finish the segments at hand and return the name of the state that this makes."""
        if self._fresh:
            self._written.update(self._workers.finish(self._batch, self._shared_dictionary(self._batch)))
        for first in sorted(self._written):
            self._segments.append(self._written[first])
        self._delete_superseded()
        if self._written or self._changed:
            self._keep(self._segments)
        self._written.clear()
        self._fresh.clear()
        self._superseded.clear()
        self._batch = Batch(self._layout)
        self._changed = False
        return self.state()

    def finish(self, *, purge: bool = False) -> None:
        """Finish the last segment; small ones are merged, and with ``purge`` those with deletions written anew."""
        self.checkpoint()
        sizes = [Size(one.doc_count_all(), one.deleted_count()) for one in self._segments]
        runs = plan(sizes, purge=purge)
        if not runs and all(size.live for size in sizes):
            return
        sources = [[(one, sorted(one.deleted_docs())) for one in self._segments[run.start : run.stop]] for run in runs]
        merged = dict(zip((run.start for run in runs), self._workers.merge(sources, self._layout), strict=True))
        inside = {at for run in runs for at in run}
        kept = [merged.get(at, one) for at, one in enumerate(self._segments) if at in merged or at not in inside]
        self._keep([segment for segment in kept if segment.doc_count()])

    def opened(self) -> Together:
        """Return the finished segments, opened; they are let go of by ``cancel``."""
        return Together([(self._opened(one), one.deleted_docs()) for one in self._segments])

    def files(self) -> set[str]:
        """Return the names of the files of the finished segments, which never change."""
        return {one.make_filename(extension) for one in self._segments for extension in EXTENSIONS}

    def each_segment(self, work: Callable[[Path, ColumnarSegment], _T]) -> list[_T]:
        """Return what a function makes of each finished segment, that of most terms first; all processes take part."""
        most = sorted(self._segments, key=lambda one: -(self._folder / one.make_filename(TERMS)).stat().st_size)
        return self._workers.each(work, [(self._folder, one) for one in most])

    def beside(self, work: Callable[_P, _T], *arguments: _P.args, **options: _P.kwargs) -> Callable[[], _T]:
        """Let another process do something, where one was started; return what waits for the outcome."""
        return self._workers.beside(work, *arguments, **options)

    def state(self) -> str:
        """Return the name of the last finished state."""
        return str(self._contents.number)

    def cancel(self) -> None:
        """Drop what was not finished and let go of the files."""
        self._workers.close()
        self._open.clear()

    def _flush(self) -> None:
        batch = self._batch
        self._batch = Batch(self._layout, batch.first + len(batch.documents))
        self._written.update(self._workers.submit(batch, self._shared_dictionary(batch)))

    def _delete_superseded(self) -> None:
        firsts = sorted(self._written)
        for number in self._superseded:
            first = firsts[bisect_right(firsts, number) - 1]
            self._written[first].delete_document(number - first)

    def _shared_dictionary(self, batch: Batch) -> bytes:
        if self._dictionary is None:
            self._dictionary = self._make_dictionary(batch)
        return self._dictionary

    def _make_dictionary(self, batch: Batch) -> bytes:
        """Return the dictionary of the largest segment, so that merging may copy; where there is none, a new one."""
        for segment in sorted(self._segments, key=ColumnarSegment.doc_count_all, reverse=True)[:1]:
            if known := self._opened(segment).stored.dictionary:
                return known
        step = max(len(batch.documents) // 2000, 1)
        sample = islice(batch.documents, 0, None, step)
        return train(pack_texts(one.stored) for one in sample)

    def _keep(self, segments: Sequence[ColumnarSegment]) -> None:
        self._contents = self._contents.replaced(segments)
        self._segments = list(segments)
        names = {segment.segment_id() for segment in segments}
        self._open = {name: one for name, one in self._open.items() if name in names}
        self._contents.tidy()

    def _opened(self, segment: ColumnarSegment) -> OpenSegment:
        name = segment.segment_id()
        if name not in self._open:
            self._open[name] = OpenSegment.open(self._storage, segment)
        return self._open[name]


def _number_of(segment: OpenSegment, article_id: str) -> int | None:
    """Return the document that has an id."""
    postings = segment.postings("id")
    term = None if postings is None else postings.find(article_id.encode("utf-8", "replace"))
    if postings is None or term is None:
        return None
    # An id that was added twice before a checkpoint stands twice, the last time for what counts.
    return int(postings.docs(term)[0][-1])
