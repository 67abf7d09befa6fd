"""The pool: chunks of work in other processes, and done again, piece by piece, where a process died.

A process may be killed from outside, for want of memory say, or by a record that makes a library crash. Which chunk it
was at is not known. Those that may have been are done once more, one piece at a time, by a process that has nothing
else to do, so that only a piece that kills that one too is lost.
"""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path

from corpus.entities.matching import Gazetteer
from corpus.pipeline import Pipeline
from corpus.processing import Event, Processor, Work, lost
from corpus.settings import Config
from corpus.templates.template import Templates
from index.processing.chunks import Chunk, Results
from index.processing.processes import Processes
from index.recognised import Finder

_PATIENCE = 3
"""So many times processes may die for no reason that is found; then this one goes on alone."""

_KILLED = "a process was killed while it worked on this, perhaps for want of memory; skipped"

_processors: list[Processor] = []


@dataclass(frozen=True, slots=True)
class _Recipe:
    """What a pipeline is made of, and what it must then be."""

    config: Config
    templates: Templates
    gazetteer: Gazetteer
    folder: Path
    fingerprint: str


class Pool:
    """Does chunks of work in up to ``count`` other processes, which are started by the first chunk."""

    def __init__(self, count: int, config: Config, pipeline: Pipeline, folder: Path) -> None:
        """Work for the index in a folder."""
        self.count = count
        self._recipe = _Recipe(config, pipeline.templates, pipeline.gazetteer, folder, pipeline.fingerprint)
        self._here = Processor(config, pipeline)
        self._processes: Processes | None = None
        self._careful: Processes | None = None
        self._unexplained = 0

    @property
    def is_started(self) -> bool:
        """Whether there are other processes."""
        return self._processes is not None

    @property
    def may_start(self) -> bool:
        """Whether there may be other processes."""
        return self.count > 0 and self._unexplained < _PATIENCE

    def begin(self, chunk: Chunk) -> None:
        """Let a chunk be done by another process, as soon as one has time."""
        if self._processes is None:
            self._processes = Processes(self.count, _begin, self._recipe)
        try:
            chunk.future = self._processes.submit(_done, chunk.work)
        except (RuntimeError, OSError):  # they died, as whoever waits for a chunk of theirs finds out, or cannot start
            chunk.future = None

    def do(self, chunk: Chunk) -> None:
        """Do a chunk in this process."""
        chunk.keep([self._here.done(work) for work in chunk.work])

    def collect(self, chunk: Chunk, others: Sequence[Chunk]) -> None:
        """Wait for a chunk that another process has, or had when it died; ``others`` were begun after it."""
        if chunk.future is not None:
            try:
                chunk.keep(chunk.future.result())
            except (BrokenProcessPool, CancelledError):
                self._clear_up([chunk, *others])
            except Exception:  # noqa: BLE001 -- it could not be sent, or there was too little memory
                self.do(chunk)
        if chunk.suspect:
            chunk.keep(list(self._carefully(chunk.work)))
        else:
            self._end_single()

    def close(self) -> None:
        """End the processes; what is not done is dropped."""
        for processes in (self._processes, self._careful):
            if processes is not None:
                processes.kill()
        self._processes = self._careful = None

    def _clear_up(self, chunks: Sequence[Chunk]) -> None:
        """Note which chunks the processes that died may have been at, and let others begin with the rest."""
        self.close()
        self._unexplained += 1
        broken = [one for one in chunks if _is_broken(one)]
        # Each process was at one chunk, and as many, and one more, were on the way to them.
        for one in broken[: 2 * self.count + 1]:
            one.suspect = one.future is not None
        for one in broken:
            one.future = None
            if self.may_start and not one.suspect:
                self.begin(one)

    def _carefully(self, several: Sequence[Work]) -> Iterator[list[Event]]:
        for work in several:
            if not (self.may_start and self._is_ready()):
                yield self._here.done(work)
                continue
            try:
                yield self._single().submit(_done, [work]).result()[0]
            except BrokenProcessPool:
                self._end_single()
                self._unexplained = 0
                yield lost(work, _KILLED)
            except Exception:  # noqa: BLE001 -- as above
                yield self._here.done(work)

    def _single(self) -> Processes:
        if self._careful is None:
            self._careful = Processes(1, _begin, self._recipe)
        return self._careful

    def _is_ready(self) -> bool:
        """Tell whether there is a process that has nothing to do; where none can be started, no record is to blame."""
        if self._careful is not None:
            return True
        try:
            return self._single().submit(_done, []).result() == []
        except (BrokenProcessPool, OSError):
            self._end_single()
            self._unexplained = _PATIENCE
            return False

    def _end_single(self) -> None:
        if self._careful is not None:
            self._careful.kill()
            self._careful = None


def _is_broken(chunk: Chunk) -> bool:
    """Tell whether a chunk has yet to be done, now that the processes are gone."""
    future = chunk.future
    if chunk.results is not None or chunk.suspect:
        return False
    if future is None or not future.done() or future.cancelled():
        return True
    return isinstance(future.exception(), BrokenProcessPool)


def _begin(recipe: _Recipe) -> None:
    """Make a pipeline in another process, which ends where it would make other articles."""
    pipeline = Pipeline(recipe.config, recipe.templates, gazetteer=recipe.gazetteer, found=Finder(recipe.folder).by)
    if pipeline.fingerprint != recipe.fingerprint:  # a file of rules has changed since the run began
        os._exit(1)
    _processors.append(Processor(recipe.config, pipeline))


def _done(several: Sequence[Work]) -> Results:
    return [_processors[0].done(work) for work in several]
