"""Which generation answers: the newest, however many threads ask, and whatever is published meanwhile.

Only who turns the pages of an answer is answered by the generation that it began in, as long as a rollback could still
go back to that one: no other can be trusted to be without the articles that were taken down.
"""

import logging
import os
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from index.columnar.errors import DamagedSegmentError
from index.errors import DamagedIndexError, IndexingError
from index.generations import CURRENT, Generation, current, generation_path, manifest
from search.snapshots.snapshot import Snapshot

_ATTEMPTS = 20
_LOG = logging.getLogger(__name__)
Answer = TypeVar("Answer")


class _State:
    """What one process has open: the snapshot in use, the mark of the CURRENT file it came from, and an earlier one."""

    def __init__(self) -> None:
        self.process = os.getpid()
        self.lock = threading.Lock()
        self.opening = threading.Lock()
        self.snapshot: Snapshot | None = None
        self.seen: tuple[int, ...] | None = None
        self.earlier: Snapshot | None = None


class _Lease:
    """A snapshot in use until the end of the block; already acquired."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    def __enter__(self) -> Snapshot:
        return self._snapshot

    def __exit__(self, *_: object) -> None:
        self._snapshot.release()


class Newest:
    """The snapshot of the newest generation of the index in a folder; safe for threads, and after a fork."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._current = os.fspath(folder / CURRENT)
        self._state = _State()

    def open(self) -> None:
        """Open the snapshot; raises MissingIndexError, IncompatibleIndexError or DamagedIndexError."""
        with self._lease():
            return

    def close(self) -> None:
        """Close what is open, as soon as no question uses it."""
        state = self._own_state()
        with state.lock:
            opened = [state.snapshot, state.earlier]
            state.snapshot = state.seen = state.earlier = None
        _retire(opened)

    def ask(self, question: Callable[[Snapshot], Answer], generation: int | None = None) -> Answer:
        """Ask the newest snapshot, or one of a generation that is kept; again when its files were deleted meanwhile."""
        for _ in range(_ATTEMPTS):
            with self._lease(generation) as snapshot:
                try:
                    return question(snapshot)
                except FileNotFoundError:
                    self._forget(snapshot)
                except DamagedSegmentError as error:
                    raise DamagedIndexError(Path(error.file), error.why, self._folder) from error
                except (ArithmeticError, LookupError, MemoryError, TypeError, ValueError):
                    snapshot.check(self._folder)  # nonsense in a file may come to light anywhere
                    raise
        with self._lease() as snapshot:
            return question(snapshot)

    @contextmanager
    def held(self) -> Iterator[Snapshot]:
        """Hold the newest snapshot, that it stays the same to the end of the block; raises DamagedIndexError."""
        with self._lease() as snapshot:
            try:
                yield snapshot
            except DamagedSegmentError as error:
                raise DamagedIndexError(Path(error.file), error.why, self._folder) from error

    def _lease(self, generation: int | None = None) -> "_Lease":
        earlier = None if generation is None else self._earlier(generation)
        if earlier is not None and earlier.acquire():
            return _Lease(earlier)
        snapshot = self._newest()
        while not snapshot.acquire():
            snapshot = self._newest()
        return _Lease(snapshot)

    def _own_state(self) -> _State:
        """Return this process's state: after a fork a new one, as locks and files are the parent's."""
        if self._state.process != os.getpid():
            self._state = _State()
        return self._state

    def _newest(self) -> Snapshot:
        state = self._own_state()
        seen = self._look()
        snapshot = state.snapshot
        if snapshot is not None and (seen is None or seen == state.seen):
            return snapshot
        # While one thread opens the new generation, the others go on with the old one.
        if not state.opening.acquire(blocking=snapshot is None):
            return state.snapshot or self._newest()
        try:
            return self._switch(state)
        finally:
            state.opening.release()

    def _switch(self, state: _State) -> Snapshot:
        seen = self._look()
        old = state.snapshot
        if old is not None and seen == state.seen:
            return old
        try:
            fresh = self._open()
        except (IndexingError, OSError) as error:
            if old is None:
                raise
            _LOG.warning("The new state of the index cannot be opened, the old one stays in use: %s", error)
            fresh = old
        with state.lock:
            state.snapshot, state.seen = fresh, seen
            earlier, state.earlier = state.earlier, None
        _retire([earlier, None if old is fresh else old])
        return fresh

    def _earlier(self, generation: int) -> Snapshot | None:
        """Return the snapshot of a generation that is not the newest, None where it is gone."""
        if self._newest().number == generation:
            return None
        state = self._own_state()
        try:
            if manifest(current(self._folder)).previous != generation:
                return None
            kept = Generation(generation, generation_path(self._folder, generation), self._folder)
            with state.opening:
                if state.earlier is None or state.earlier.number != generation:
                    manifest(kept)
                    found = Snapshot(kept)
                    with state.lock:
                        gone, state.earlier = state.earlier, found
                    _retire([gone])
                return state.earlier
        except (IndexingError, OSError) as error:
            _LOG.warning("The earlier state of the index cannot be opened: %s", error)
            return None

    def _open(self) -> Snapshot:
        """Open the current generation, again when another took its place and its files were deleted."""
        for _ in range(_ATTEMPTS):
            before = self._look()
            try:
                return Snapshot(current(self._folder))
            except (DamagedIndexError, OSError):
                if self._look() == before:
                    raise
        return Snapshot(current(self._folder))

    def _look(self) -> tuple[int, ...] | None:
        """Return what tells one CURRENT file from the next; None when there is none."""
        try:
            found = os.stat(self._current)  # noqa: PTH116 -- asked for every query, and a path takes longer than the call
        except OSError:
            return None
        return found.st_mtime_ns, found.st_ino, found.st_size

    def _forget(self, snapshot: Snapshot) -> None:
        state = self._own_state()
        with state.lock:
            if state.snapshot is snapshot:
                state.snapshot, state.seen = None, None
            if state.earlier is snapshot:
                state.earlier = None
        snapshot.retire()


def _retire(snapshots: Iterable[Snapshot | None]) -> None:
    for one in snapshots:
        if one is not None:
            one.retire()
