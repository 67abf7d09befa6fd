"""Worker processes: batches of documents become segments beside the process that reads."""

import multiprocessing
import os
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cache
from pathlib import Path
from typing import NamedTuple

from index.columnar.batch import Batch
from index.columnar.bulk import write_segment
from index.columnar.segment import ColumnarSegment
from index.columnar.vocabulary import Vocabulary
from index.errors import IndexingError

_ATTEMPTS = 2


def processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class _Job(NamedTuple):
    number: int
    batch: Batch
    dictionary: bytes
    future: "Future[ColumnarSegment]"


class Workers:
    """Writes batches into a folder, up to ``jobs`` at a time: one in this process, the others in their own.

    This process reads what is to be written, and writes a batch itself when the others have enough to do.
    """

    def __init__(self, folder: Path, jobs: int) -> None:
        self._folder = folder
        self._jobs = jobs
        self._pool: ProcessPoolExecutor | None = None
        self._open: list[_Job] = []
        self._broken = 0

    def submit(self, number: int, batch: Batch, dictionary: bytes) -> Iterator[tuple[int, ColumnarSegment]]:
        """Write a batch, or begin to; yield the numbers and segments of those that are written."""
        while self._open and self._open[0].future.done():
            yield self._wait()
        # One more than there are other processes, so that none waits while the next batch is gathered.
        if len(self._open) < self._jobs > 1:
            self._open.append(_Job(number, batch, dictionary, self._begin(batch, dictionary)))
        else:
            yield number, _write(self._folder, batch, dictionary)

    def write_here(self, batch: Batch, dictionary: bytes) -> ColumnarSegment:
        """Write a batch in this process, as a small one takes less time than to start another."""
        return _write(self._folder, batch, dictionary)

    def finish(self) -> Iterator[tuple[int, ColumnarSegment]]:
        """Wait for all batches; yield their numbers and segments."""
        while self._open:
            yield self._wait()

    def close(self) -> None:
        """Let the processes end; what is not finished is dropped."""
        self._open.clear()
        if self._broken:
            self._kill()
        elif self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None

    def _begin(self, batch: Batch, dictionary: bytes) -> "Future[ColumnarSegment]":
        if self._pool is None:
            self._pool = ProcessPoolExecutor(self._jobs - 1, mp_context=multiprocessing.get_context("spawn"))
        try:
            return self._pool.submit(_write, self._folder, batch, dictionary)
        except BrokenProcessPool as error:  # waiting for it starts again
            future: Future[ColumnarSegment] = Future()
            future.set_exception(error)
            return future

    def _wait(self) -> tuple[int, ColumnarSegment]:
        try:
            segment = self._open[0].future.result()
        except BrokenProcessPool as error:
            self._start_again(error)
            return self._wait()
        return self._open.pop(0).number, segment

    def _start_again(self, error: BrokenProcessPool) -> None:
        """Give the batches that died with a worker to new ones; raises IndexingError when that was done before."""
        self._broken += 1
        if self._broken >= _ATTEMPTS:
            raise IndexingError(
                "A worker process was killed twice, perhaps for want of memory. "
                "What was published before stays as it was; run the same command again with: --jobs 1"
            ) from error
        waiting, self._open = self._open, []
        self._kill()
        self._open = [job._replace(future=self._begin(job.batch, job.dictionary)) for job in waiting]

    def _kill(self) -> None:
        """End the processes of a broken pool, which waits for ever where one does not heed being asked to end."""
        pool, self._pool = self._pool, None
        if pool is not None:
            for process in list((pool._processes or {}).values()):  # noqa: SLF001 -- there is no other way to them
                process.kill()
            pool.shutdown(wait=False, cancel_futures=True)


def _write(folder: Path, batch: Batch, dictionary: bytes) -> ColumnarSegment:
    return write_segment(folder, batch, _vocabulary(), dictionary)


@cache
def _vocabulary() -> Vocabulary:
    """Return what this process knows of words, which serves one batch after the other."""
    return Vocabulary()
