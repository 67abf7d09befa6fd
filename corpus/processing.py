"""Processing: what is read of a file becomes articles, apart from their ids, in whichever process has the time.

An id depends on what other files hold, so that whoever keeps the catalogue gives it, later and in reading order. All
that comes before depends on the record and its place alone, and can be done anywhere and in any order.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from corpus.article import Article, Origin, Record
from corpus.errors import BroadsheetError, Kind, Problem
from corpus.pipeline import Pipeline, record_fingerprint
from corpus.reader import read_file
from corpus.settings import Config


@dataclass(frozen=True, slots=True)
class FileWork:
    """A file that is one article, to be read and processed; ``root`` is its root's name, ``path`` the path in it."""

    file: Path
    root: str
    path: str


@dataclass(frozen=True, slots=True)
class RecordWork:
    """A record to be processed, with the place of its file."""

    record: Record
    root: str
    path: str


Work: TypeAlias = FileWork | RecordWork


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a record: an article without an id, or None, the problems that there were, and names to keep."""

    article: Article | None
    problems: tuple[Problem, ...] = ()
    names: dict[bytes, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Met:
    """A record of a file, its fingerprint, and what became of it: None where it has not been processed.

    Of one that has been, only what its id and its place are known by is left.
    """

    record: Record
    fingerprint: str
    outcome: Outcome | None


Event: TypeAlias = Problem | Met
"""What reading a file brings, in reading order."""


class Processor:
    """Does work, by one configuration and one pipeline."""

    def __init__(self, config: Config, pipeline: Pipeline) -> None:
        self._config = config
        self._pipeline = pipeline

    def done(self, work: Work) -> list[Event]:
        """Read what is to be read, process it, and return what was met; raises MemoryError only."""
        if isinstance(work, RecordWork):
            return [self._met(work.record, work)]
        return list(self._read(work))

    def outcome(self, record: Record, root: str, path: str) -> Outcome:
        """Process a record. One that the pipeline fails at costs itself alone."""
        problems: list[Problem] = []
        try:
            article = self._pipeline.article(record, "", Origin(root, path, record.place.part), problems.append)
        except (BroadsheetError, MemoryError):
            raise
        except Exception as error:  # noqa: BLE001 -- nothing that a record holds may stop a run
            return failed(record, f"cannot be processed ({type(error).__name__}: {error}); skipped")
        return Outcome(article, tuple(problems), self._pipeline.found())

    def _met(self, record: Record, work: Work) -> Met:
        return Met(without_text(record), record_fingerprint(record), self.outcome(record, work.root, work.path))

    def _read(self, work: FileWork) -> Iterator[Event]:
        problems: list[Problem] = []
        for record in read_file(work.file, self._config, problems.append):
            yield from problems
            problems.clear()
            yield self._met(record, work)
        yield from problems


def failed(record: Record, message: str) -> Outcome:
    """Return the outcome of a record that is lost."""
    return Outcome(None, (Problem(Kind.BROKEN, record.place.where, message, record.place.line),))


def lost(work: Work, message: str) -> list[Event]:
    """Return what was met of work that cannot be done."""
    if isinstance(work, FileWork):
        return [Problem(Kind.BROKEN, str(work.file), message)]
    record = work.record
    return [Met(without_text(record), record_fingerprint(record), failed(record, message))]


def without_text(record: Record) -> Record:
    """Return what the id and the place of a record are known by."""
    return Record(record.place, id=record.id, url=record.url, captured=record.captured)
