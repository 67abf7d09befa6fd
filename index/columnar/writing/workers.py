"""Worker processes: batches of documents become segments in several processes at once."""

import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from itertools import accumulate, chain
from pathlib import Path
from shutil import rmtree
from typing import Any, ParamSpec, TypeVar

from index.columnar.merging.merge import Run
from index.columnar.segment import ColumnarSegment
from index.columnar.writing.batch import Batch, Layout
from index.columnar.writing.bulk import write_segment
from index.columnar.writing.elsewhere import beside, each
from index.columnar.writing.inside import merge, share, vocabulary, write
from index.columnar.writing.jobs import Job, uncollected
from index.columnar.writing.limits import Claim, Limit, all_of_it
from index.columnar.writing.sharing import Running, ends, first_free, kept_whole, shared_out, unwritten
from index.errors import IndexingError
from index.processing.processes import SPAWN, Processes

_ATTEMPTS = 2
_RATE = 15e6
"""Bytes of text that a process writes in a second, as long as it is not known better."""

_GIVEN = 4_000_000
"""Bytes of text that this process gives to another while it writes: each part makes one more segment."""

_BATCHES = "batches"
"""The folder, within that of the segments, of batches on their way to another process."""

_LEAST_PACE = 0.5
"""However slow this process was with its last batch, it is taken for half as quick as the others at the least."""

_WAITING = 2
"""Batches that wait for other processes, at the most."""

_P = ParamSpec("_P")
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
        self._numbers = self._new_numbers()
        self._dictionary = b""
        self._rate_here: float | None = None
        self._rate_there: float | None = None
        self._broken = 0

    def prepare(self) -> None:
        """Start the other processes, which takes a while, as there will be something for them to do."""
        if self._pool is None and self._free():
            for _ in range(self._others):
                self._started().submit(vocabulary)

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
        pace = self._pace
        with self._lock:
            waiting = [job for job in self._jobs if job.future is None]
            running = [job for job in self._jobs if job.is_running]
            size = last.size + sum(job.size for job in waiting)
            idle = [Running((), 0, 0.0)] * (self._free() - len(running) if self._pool else 0)
            states = [*idle, *(job.running(self._rate) for job in running)]
            counts = ends(states, size, pace)[len(idle) :]
            rests = [rest for job, end in zip(running, counts, strict=True) if (rest := job.cut(end)) is not None]
            ahead = [0.0] * len(idle) + [job.running(self._rate).ahead for job in running]
            kept, ahead = kept_whole([job.size for job in waiting], size + sum(one.size for one in rests), ahead, pace)
            taken = {job.first: job for job, is_kept in zip(waiting, kept, strict=True) if not is_kept}
            self._jobs = [job for job in self._jobs if job.first not in taken]
            left = [batch for batch in (*(job.take() for job in taken.values()), last, *rests) if batch.documents]
        *parts, left = shared_out(sorted(left, key=lambda one: one.first), ahead, pace)
        for batch in chain.from_iterable(parts):
            self._enqueue(batch)
        after = sum(batch.size for batch in left)
        for batch in left:
            after -= batch.size
            yield self._write_here(batch, self._giving(batch, after))
        while self._jobs:
            yield self._first()

    def each(self, work: Callable[..., _T], several: Sequence[tuple[Any, ...]]) -> list[_T]:
        """Return what a function makes of each of some arguments; all processes that were started take part."""
        return each(self._pool, self._others, work, several)

    def beside(self, work: Callable[_P, _T], *arguments: _P.args, **options: _P.kwargs) -> Callable[[], _T]:
        """Let another process call a function, if one was started, and return what waits for the outcome."""
        return beside(self._pool, work, *arguments, **options)

    def merge(self, runs: Sequence[Run], layout: Layout) -> list[ColumnarSegment]:
        """Merge each of some runs of segments, given with their deleted documents; return what became of each."""
        return self.each(merge, [(self._folder, run, layout) for run in runs])

    def close(self) -> None:
        """Let the processes end; what is not finished is dropped."""
        with self._lock:
            self._jobs.clear()
        if self._broken:
            self._kill()
        elif self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None
        rmtree(self._folder / _BATCHES, ignore_errors=True)

    def _new_numbers(self) -> Any:  # noqa: ANN401 -- multiprocessing has no type for it
        return SPAWN.Array("q", 2 * self._others) if self._others else None

    def _free(self) -> int:
        """Return how many other processes may write."""
        return self._others if self._others and not self.are_others_busy() else 0

    @property
    def _rate(self) -> float:
        return self._rate_there or self._rate_here or _RATE

    @property
    def _pace(self) -> float:
        """How much this process writes while another writes one, which has met more words and does nothing else."""
        if not self._rate_here or not self._rate_there:
            return 1.0
        return min(max(self._rate_here / self._rate_there, _LEAST_PACE), 1.0)

    def _giving(self, batch: Batch, after: int) -> Claim:
        """Return a claim for this process: it gives what it has not read of a batch to another that would end sooner.

        ``after`` are the bytes of text that it has to write after this batch.
        """
        if not (self._free() and self._pool):
            return all_of_it
        sizes = list(accumulate((document.size for document in batch.documents), initial=0))
        claimed = 0

        def claim(end: int) -> int:
            nonlocal claimed
            rest = sizes[-1] - sizes[claimed]
            if rest >= _GIVEN and after + unwritten(sizes[claimed]) >= rest + self._ahead():
                self._enqueue(batch.rest(claimed))
                return claimed
            claimed = end
            return end

        return claim

    def _ahead(self) -> float:
        """Return how many bytes of text another process would first write, were it given one more batch."""
        with self._lock:
            ahead = [job.running(self._rate).ahead for job in self._jobs if job.is_running]
            ahead += [0.0] * (self._others - len(ahead))
            return first_free([job.size for job in self._jobs if job.future is None], ahead)

    def _write_here(self, batch: Batch, claim: Claim = all_of_it) -> Written:
        began = time.monotonic()
        with uncollected():
            segment = write_segment(self._folder, batch, vocabulary(), self._dictionary, claim)
        self._rate_here = batch.size / max(time.monotonic() - began, 1e-3)
        return batch.first, segment

    def _enqueue(self, batch: Batch) -> None:
        job = Job.of(batch, self._folder / _BATCHES)
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
        self._rate_there = job.size / max(time.monotonic() - job.begun, 1e-3)
        self._begin_next()

    def _begin(self, job: Job) -> "Future[ColumnarSegment]":
        try:
            place = job.limit.place if job.limit else 0
            return self._started().submit(write, self._folder, job.packed, self._dictionary, place)
        except RuntimeError as error:  # it is broken, or being closed; waiting for it starts again
            future: Future[ColumnarSegment] = Future()
            future.set_exception(error)
            return future

    def _started(self) -> Processes:
        if self._pool is None:
            self._pool = Processes(self._others, share, self._numbers)
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
        job.packed.discard()
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
            self._numbers = self._new_numbers()  # one that was killed may hold the lock of the old ones for ever
            if pool is not None:
                pool.kill()
