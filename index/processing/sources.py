"""Sources: the files on the plan of a run, opened when their turn comes or ahead of it."""

from functools import partial
from pathlib import PurePosixPath

from corpus.article import Record
from corpus.ids import article_id
from corpus.pipeline import record_fingerprint
from corpus.reader import is_container
from index.catalogue import Catalogue
from index.claims import Holder, derived_id
from index.plan import Plan, Task
from index.processing.ahead import Ahead
from index.processing.reading import Known, Reading
from index.roots import Located

_SMALL = 1 << 16
"""Bytes of a file that can hold many articles, and many problems, but is read before its turn all the same."""

_PACKED = (".gz", ".zip")


class Sources:
    """Opens files. ``current`` is the pipeline that what is as it was need not go through again, None for every one."""

    def __init__(self, ahead: Ahead, plan: Plan, catalogue: Catalogue, run: int, current: str | None) -> None:
        self._ahead = ahead
        self._plan = plan
        self._catalogue = catalogue
        self._run = run
        self._current = current
        self._opened: dict[tuple[int, str], Reading] = {}

    def reading(self, task: Task) -> Reading:
        """Return the file of a task, whose turn has come."""
        return self._opened.pop((task.root, task.path), None) or self._open(task)

    def following(self) -> Reading | None:
        """Open the file after those that were opened ahead, unless it may be large."""
        task = self._plan.upcoming(len(self._opened))
        if task is None or (task.root, task.path) in self._opened or not _is_small(task):
            return None
        opened = self._opened[task.root, task.path] = self._open(task)
        return opened

    def _open(self, task: Task) -> Reading:
        root = next(one for one in self._catalogue.roots() if one.number == task.root)
        known: Known = unknown
        if task.known is not None and (file := self._catalogue.file(task.known)) is not None:
            holder = Holder(file.number, Located(root, task.path), fresh=False)
            known = partial(self._known, holder, is_current=file.pipeline == self._current)
        return self._ahead.file(self._plan.absolute(task), task.size, root.name, task.path, known)

    def _known(self, holder: Holder, record: Record, *, is_current: bool) -> str | None:
        """Return the fingerprint of a record that its file held before, the same, and that needs no processing."""
        wanted, _ = article_id(record, holder.located.root.name, holder.located.path)
        part = record.place.part
        own = self._catalogue.article_at(holder.file, part, (wanted, derived_id(wanted, holder, part)))
        if own is None or not (is_current or own.run == self._run):
            return None
        fingerprint = record_fingerprint(record)
        return fingerprint if fingerprint == own.fingerprint else None


def unknown(_: Record) -> None:
    """Take any record for one that was never met."""


def _is_small(task: Task) -> bool:
    """Tell whether little may come of a file."""
    path = PurePosixPath(task.path.lower())
    return not is_container(path) or (task.size <= _SMALL and path.suffix not in _PACKED)
