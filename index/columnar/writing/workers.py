"""Worker processes: batches of documents become segments in several processes at once."""

import gc
import os
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from functools import cache, partial
from itertools import chain
from pathlib import Path
from typing import Any, TypeVar

from index.columnar.merging.merge import Run, merge_run
from index.columnar.segment import ColumnarSegment
from index.columnar.writing.batch import Batch, Layout
from index.columnar.writing.bulk import write_segment
from index.columnar.writing.jobs import Job, Packed, uncollected
from index.columnar.writing.limits import Limit
from index.columnar.writing.sharing import Running, ends, shared_out
from index.columnar.writing.vocabulary import Vocabulary
from index.errors import IndexingError
from index.processing.processes import SPAWN, Processes

_ATTEMPTS = 2
_RATE = 15e6
"""Bytes of text that a process writes in a second, as long as it is not known better."""

_WAITING = 2
"""Batches that wait for other processes, at the most."""

_shared: list[Any] = []

_T = TypeVar("_T")
Written = tuple[int, ColumnarSegment]
"""The number of the first document of a batch, and the segment that it became."""


def processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Workers:
    """Writes batches into a folder, up to ``jobs`` at a time: one in this process, the others in their own.

    This process reads what is to be written, and writes a batch itself when the others have enough to do.
    """

    def __init__(self, folder: Path, jobs: int) -> None:
        self.are_others_busy: Callable[[], bool] = lambda: False
        """Tells whether other processes have something else to do, so that this one writes alone."""
        self._folder = folder
        self._others = jobs - 1
        self._pool: Processes | None = None
        self._jobs: list[Job] = []
        self._lock = threading.RLock()
        self._numbers: Any = SPAWN.Array("q", 2 * jobs) if jobs > 1 else None
        self._dictionary = b""
        self._rate = _RATE
        self._broken = 0

    def prepare(self) -> None:
        """Start the other processes, which takes a while, as there will be something for them to do."""
        if self._pool is None and self._free():
            for _ in range(self._others):
                self._started().submit(_vocabulary)

    def submit(self, batch: Batch, dictionary: bytes) -> Iterator[Written]:
        """Write a batch, or let it be written; yield what has been written."""
        self._dictionary = dictionary
        while self._jobs and self._jobs[0].future is not None and not self._jobs[0].is_running:
            yield self._first()
        # So many wait that the other processes have enough to do while this one writes a batch and gathers the next.
        if (others := self._free()) and len(self._jobs) < others + _WAITING:
            self._enqueue(batch)
        else:
            yield self._write_here(batch)

    def finish(self, last: Batch, dictionary: bytes) -> Iterator[Written]:
        """Write the last batch, which may be empty, and what still waits; yield all that was not yielded yet."""
        self._dictionary = dictionary
        with self._lock:
            left = [job.packed.batch() for job in self._jobs if job.future is None]
            self._jobs = [job for job in self._jobs if job.future is not None]
            left = [batch for batch in (*left, last) if batch.documents]
            running = [job for job in self._jobs if job.is_running]
            idle = [Running((), 0, 0.0)] * (self._free() - len(running) if self._pool else 0)
            states = [*idle, *(job.running(self._rate) for job in running)]
            counts = ends(states, sum(batch.size for batch in left))[len(idle) :]
            left += [rest for job, end in zip(running, counts, strict=True) if (rest := job.cut(end)) is not None]
        ahead = sorted([0.0] * len(idle) + [job.running(self._rate).ahead for job in running])
        *parts, left = shared_out(sorted(left, key=lambda one: one.first), ahead)
        for batch in chain.from_iterable(parts):
            self._enqueue(batch)
        for batch in left:
            yield self._write_here(batch)
        while self._jobs:
            yield self._first()

    def each(self, work: Callable[..., _T], several: Sequence[tuple[Any, ...]]) -> list[_T]:
        """Return what a function makes of each of some arguments; all processes that were started take part.

        Where one of them dies, what it was about is done again in this process.
        """
        found: dict[int, _T] = {}
        futures: dict[int, Future[_T]] = {}
        left = deque(range(len(several)))

        def begin_next(_: object = None) -> None:
            with self._lock, suppress(RuntimeError):  # broken: this process does the rest
                if left and self._pool is not None:
                    futures[left[0]] = future = self._pool.submit(work, *several[left[0]])
                    left.popleft()
                    future.add_done_callback(begin_next)

        for _ in range(min(self._others, len(several) - 1)):
            begin_next()
        while left:
            with self._lock:
                at = left.popleft() if left else None
            if at is not None:
                found[at] = work(*several[at])
        for at, future in futures.items():
            try:
                found[at] = future.result()
            except BrokenProcessPool:
                found[at] = work(*several[at])
        return [found[at] for at in range(len(several))]

    def merge(self, runs: Sequence[Run], layout: Layout) -> list[ColumnarSegment]:
        """Merge each of some runs of segments, given with their deleted documents; return what became of each."""
        return self.each(_merge, [(self._folder, run, layout) for run in runs])

    def close(self) -> None:
        """Let the processes end; what is not finished is dropped."""
        with self._lock:
            self._jobs.clear()
        if self._broken:
            self._kill()
        elif self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None

    def _free(self) -> int:
        """Return how many other processes may write."""
        return self._others if self._others and not self.are_others_busy() else 0

    def _write_here(self, batch: Batch) -> Written:
        began = time.monotonic()
        with uncollected():
            segment = write_segment(self._folder, batch, _vocabulary(), self._dictionary)
        self._rate = batch.size / max(time.monotonic() - began, 1e-3)
        return batch.first, segment

    def _enqueue(self, batch: Batch) -> None:
        job = Job.of(batch)
        with self._lock:
            self._jobs.append(job)
            self._begin_next()

    def _begin_next(self) -> None:
        """Let waiting batches begin where a process is free; the pool's thread does so too, when one has ended."""
        with self._lock:
            for job in self._jobs:
                busy = {one.limit.place for one in self._jobs if one.is_running and one.limit}
                if job.future is None and len(busy) < self._others:
                    job.begin(Limit(self._numbers, min(set(range(self._others)) - busy)))
                    job.future = self._begin(job)
                    job.future.add_done_callback(partial(self._ended, job))

    def _ended(self, job: Job, _: "Future[ColumnarSegment]") -> None:
        self._rate = job.size / max(time.monotonic() - job.begun, 1e-3)
        self._begin_next()

    def _begin(self, job: Job) -> "Future[ColumnarSegment]":
        try:
            place = job.limit.place if job.limit else 0
            return self._started().submit(_write, self._folder, job.packed, self._dictionary, place)
        except RuntimeError as error:  # it is broken, or being closed; waiting for it starts again
            future: Future[ColumnarSegment] = Future()
            future.set_exception(error)
            return future

    def _started(self) -> Processes:
        if self._pool is None:
            self._pool = Processes(self._others, _share, self._numbers)
        return self._pool

    def _first(self) -> Written:
        """Wait for the first batch."""
        job = self._jobs[0]
        while job.future is None:  # the one before it has just ended, and the pool's thread is about to begin this one
            self._begin_next()
        try:
            segment = job.future.result()
        except BrokenProcessPool as error:
            self._start_again(error)
            return self._first()
        with self._lock:
            self._jobs.remove(job)
        return job.first, segment

    def _start_again(self, error: BrokenProcessPool) -> None:
        """Give the batches that died with a worker to new ones; raises IndexingError when that was done before."""
        self._broken += 1
        if self._broken >= _ATTEMPTS:
            raise IndexingError(
                "A worker process was killed twice, perhaps for want of memory. "
                "What was published before stays as it was; run the same command again with: --jobs 1"
            ) from error
        with self._lock:
            self._kill()
            for job in self._jobs:
                job.future = None
            self._begin_next()

    def _kill(self) -> None:
        """End the processes of a broken pool, which waits for ever where one does not heed being asked to end."""
        with self._lock:  # so that no other thread is about to start one more
            pool, self._pool = self._pool, None
            if pool is not None:
                pool.kill()


def _share(numbers: Any) -> None:  # noqa: ANN401 -- multiprocessing has no type for it
    """Keep, in another process, the numbers that all processes share."""
    _shared.append(numbers)
    gc.disable()


def _write(folder: Path, packed: Packed, dictionary: bytes, place: int) -> ColumnarSegment:
    batch = packed.batch()
    del packed
    return write_segment(folder, batch, _vocabulary(), dictionary, Limit(_shared[0], place).claim)


def _merge(folder: Path, run: Run, layout: Layout) -> ColumnarSegment:
    _vocabulary.cache_clear()  # to make room
    return merge_run(folder, run, layout)


@cache
def _vocabulary() -> Vocabulary:
    """Return what this process knows of words, which serves one batch after the other."""
    return Vocabulary()
