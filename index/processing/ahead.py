"""Reading ahead: files are read, and what they hold is processed, before its turn comes.

What comes of it is handed out file by file as if it had just been read: the order in which problems are reported and
ids are given out is that of reading, whatever the number of processes. This process reads, gives chunks of work to
others, and does some itself rather than wait. A file that is one article is read by whoever processes it.
"""

from collections import Counter, deque
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import BinaryIO, TypeAlias

from corpus.errors import BroadsheetError, Problem
from corpus.processing import Event, FileWork, Met, RecordWork, Work
from corpus.reader import is_container, read_file, read_stdin
from corpus.settings import Config
from index.manifest import digest
from index.processing.chunks import Chunk
from index.processing.pool import Pool
from index.processing.reading import OTHER, Due, Known, Reading, size_of

WORTH_STARTING = 1_000_000
_WORTH_SHARING = 3
"""Bytes to be processed, and chunks of them, for which other processes are started."""

_AHEAD = 8_000_000
"""Bytes read for each other process before their turn, at the most: what it does while this one writes a segment."""

_UNPACKED = 4
"""How many times as large a compressed file is when it is read, about."""

_MOST_WAITING = 1_000
"""Problems of a file may come without end: so many wait with what was met before them."""

Hand: TypeAlias = Callable[[Event], None]
Following: TypeAlias = Callable[[], Reading | None]


class _PassedError(BroadsheetError):
    """Takes an error of whoever was handed something past a file's reader, which would take it for one of the file."""

    def __init__(self, error: Exception) -> None:
        super().__init__(str(error))
        self.error = error


class Ahead:
    """Reads ahead; ``ignored`` counts by extension the members of archives that are of a kind that is not read."""

    def __init__(self, pool: Pool, config: Config, ignored: Counter[str]) -> None:
        self._pool = pool
        self._config = config
        self._ignored = ignored
        self._gathered = Chunk()
        self._chunks: deque[Chunk] = deque()
        self._met = 0
        self._waiting = 0
        self._last: Reading | None = None
        self._taken: Reading | None = None
        self._hand: Hand = _drop
        self._following: Following = _nothing

    def are_others_busy(self, *, is_last: bool) -> bool:
        """Tell whether other processes have work, or will have some of the next file unless this is the last one."""
        return self._pool.is_started and (not is_last or any(not one.is_over for one in self._chunks))

    def file(self, file: Path, size: int, root: str, path: str, known: Known) -> Reading:
        """Open a file of so many bytes, ``path`` in the root named ``root``."""
        reading = Reading(root, path, known)
        with suppress(OSError):  # reading it will say what is wrong
            reading.digest = digest(file)
        if is_container(file):
            report = partial(self._heard, reading)
            reading.records = read_file(file, self._config, report, self._ignored, reading.reach)
        else:
            unpacked = size * (_UNPACKED if file.suffix.lower() == ".gz" else 1)
            self._add(reading, FileWork(file, root, path), unpacked + OTHER)
        return reading

    def stream(self, stream: BinaryIO, root: str, path: str, known: Known) -> Reading:
        """Open JSON lines from a pipe."""
        reading = Reading(root, path, known)
        reading.records = read_stdin(stream, self._config, partial(self._heard, reading))
        return reading

    def take(self, reading: Reading, hand: Hand, following: Following) -> None:
        """Hand out all that is met in a file; what ``hand`` raises passes through.

        ``following`` opens the file after those that are open, and returns None if there is none to be read ahead.
        """
        self._taken, self._hand, self._following = reading, hand, following
        try:
            while self._is_more(reading):
                self._hand_out(reading)
        except _PassedError as passed:
            raise passed.error from passed
        finally:
            self._taken, self._hand, self._following = None, _drop, _nothing

    def close(self) -> None:
        """End the other processes; what was not handed out is dropped."""
        self._pool.close()
        self._chunks.clear()
        self._met = 0

    def _is_more(self, reading: Reading) -> bool:
        """Read ahead, and tell whether there is something to hand out."""
        while self._waiting < self._limit() and self._read_on():
            pass
        while not reading.waiting and self._read(reading):
            pass
        return bool(reading.waiting)

    def _limit(self) -> int:
        """Return how many bytes may wait for their turn."""
        if not self._pool.may_start:
            return 0
        return _AHEAD * (self._pool.count if self._pool.is_started else 1)

    def _read_on(self) -> bool:
        """Read one more record, or open one more file; tell whether there was one."""
        if any(one is not None and self._read(one) for one in (self._taken, self._last)):
            return True
        self._last = self._following()
        if self._last is None and self._pool.is_started and self._gathered.work:
            self._send()
        return self._last is not None

    def _read(self, reading: Reading) -> bool:
        """Read one more record of a file; tell whether there was one."""
        record = next(reading.records, None) if reading.records is not None else None
        if record is None:
            reading.records = None
            return False
        fingerprint = reading.known(record)
        if fingerprint is None:
            self._add(reading, RecordWork(record, reading.root, reading.path), size_of(record))
        else:
            self._put(reading, Met(record, fingerprint, None), size_of(record))
        return True

    def _heard(self, reading: Reading, problem: Problem) -> None:
        self._put(reading, problem, OTHER)
        if reading is self._taken and len(reading.waiting) > _MOST_WAITING:
            try:
                while reading.waiting:
                    self._hand_out(reading)
            except BroadsheetError:
                raise
            except Exception as error:
                raise _PassedError(error) from error

    def _put(self, reading: Reading, event: Event | Due, size: int) -> None:
        reading.put(event, size)
        self._waiting += size

    def _add(self, reading: Reading, work: Work, size: int) -> None:
        self._put(reading, Due(self._gathered, self._gathered.add(work, size)), size)
        self._met += size
        if self._gathered.is_full:
            self._send()

    def _send(self) -> None:
        """Let other processes begin with what was gathered, once it is worth starting them."""
        self._chunks.append(self._gathered)
        self._gathered = Chunk()
        if self._pool.is_started:
            self._pool.begin(self._chunks[-1])
        elif self._met >= WORTH_STARTING and self._pool.may_start:
            waiting = [chunk for chunk in self._chunks if chunk.results is None]
            for chunk in waiting if len(waiting) >= _WORTH_SHARING else ():
                self._pool.begin(chunk)

    def _hand_out(self, reading: Reading) -> None:
        """Hand out what waits first."""
        event, size, reading.at = reading.waiting.popleft()
        self._waiting -= size
        for one in self._results(event) if isinstance(event, Due) else (event,):
            self._hand(one)

    def _results(self, due: Due) -> list[Event]:
        chunk = due.chunk
        if chunk is self._gathered:
            self._chunks.append(chunk)
            self._gathered = Chunk()
        while chunk.results is None:
            self._work_for(chunk)
        results, chunk.results[due.place] = chunk.results[due.place], []
        if due.place == len(chunk.results) - 1:
            self._chunks.remove(chunk)
        return results

    def _work_for(self, chunk: Chunk) -> None:
        """Do a chunk, or another one while it is being done, or wait for it."""
        if not (chunk.is_over or chunk.suspect):
            for one in (chunk, *self._chunks):
                if one.results is None and one.withdraw():
                    self._pool.do(one)
                    return
        self._pool.collect(chunk, [one for one in self._chunks if one is not chunk])


def _drop(_: Event) -> None:
    """Take nothing."""


def _nothing() -> None:
    """Open nothing."""
