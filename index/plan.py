"""What a run has to read: the files found now against the files known from before."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import Report
from corpus.globs import is_glob, literal_part, matches
from corpus.scan import absolute, scan
from index.catalogue import Catalogue, FileRow
from index.manifest import digest
from index.roots import Roots

_FOUND = """
CREATE TEMP TABLE found (
    root INTEGER, path TEXT, size INTEGER, mtime INTEGER, known INTEGER, todo INTEGER DEFAULT 1,
    PRIMARY KEY (root, path)) WITHOUT ROWID
"""
_PENDING = """
SELECT root, path, size, mtime, known FROM found WHERE todo = 1 ORDER BY known IS NULL, root, path
"""


@dataclass(frozen=True, slots=True)
class Task:
    """A file to read. ``known`` is its number in the catalogue, None for a new one."""

    root: int
    path: str
    size: int
    mtime: int
    known: int | None


@dataclass(frozen=True, slots=True)
class Scope:
    """One path as it was given, absolute, and the files below it: what a run may find gone."""

    path: Path
    is_pattern: bool

    def holds(self, path: Path) -> bool:
        """Tell whether a file (absolute) was looked for under this path."""
        return matches(self.path, path) if self.is_pattern else path.is_relative_to(self.path)


def scope(given: str | Path) -> Scope | None:
    """Return the scope of a path; None if nothing is there, so that nothing below it counts as gone."""
    path = absolute(given)
    if is_glob(path):
        return Scope(path, is_pattern=True) if literal_part(path).is_dir() else None
    return Scope(path, is_pattern=False) if path.exists() else None


class Plan:
    """The files of a run: found, compared, handed out one at a time, known ones before new ones.

    Known files come first so that an article that moved to a new file is seen to have left the old.
    """

    def __init__(self, catalogue: Catalogue, roots: Roots) -> None:
        self._catalogue = catalogue
        self._roots = roots
        self._sql = catalogue.connection
        self._sql.execute(_FOUND)

    def find(self, paths: Iterable[str | Path], report: Report, ignored: Counter[str]) -> None:
        """Scan the paths and note every file that could be read."""
        given = list(paths)
        for path in map(absolute, given):
            if path.is_dir():
                self._roots.register(path)
        for file in scan(given, report, ignored):
            at = self._roots.locate(file.path)
            known = self._catalogue.file_number(at.root.number, at.path)
            row = (at.root.number, at.path, file.size, file.mtime_ns, known)
            self._sql.execute(
                "INSERT OR IGNORE INTO found (root, path, size, mtime, known) VALUES (?, ?, ?, ?, ?)", row
            )

    def compare(self, pipeline: str, run: int, *, full: bool) -> int:
        """Strike the files that need no reading; return the number of articles they hold.

        A file is as before when its size and time are, or else its content. One that a resumed run
        has already read needs no reading either, and is not counted a second time.
        """
        unchanged = 0
        query = "SELECT root, path, size, mtime, known FROM found WHERE known IS NOT NULL"
        for task in [Task(*row) for row in self._sql.execute(query)]:
            row = self._catalogue.file(task.known or 0)
            if row is None or row.pipeline != pipeline or (full and row.run != run):
                continue
            if self._same(row, task):
                self.strike(task)
                unchanged += 0 if row.run == run else self._catalogue.count_in(row.number)
        return unchanged

    def _same(self, row: FileRow, task: Task) -> bool:
        if row.size != task.size:
            return False
        if row.mtime == task.mtime:
            return True
        try:
            same = digest(self.absolute(task)) == row.digest
        except OSError:
            return False  # reading it will say what is wrong
        if same:
            self._catalogue.touch_file(row.number, task.mtime)
        return same

    def absolute(self, task: Task) -> Path:
        """Return where the file of a task lies."""
        return self._roots.absolute(task.root, task.path)

    def strike(self, task: Task) -> None:
        """Take a file off the list."""
        self._sql.execute("UPDATE found SET todo = 0 WHERE root = ? AND path = ?", (task.root, task.path))

    def again(self, file: int) -> None:
        """Put a known file on the list, whether this run looked for it or not."""
        query = "REPLACE INTO found SELECT root, path, size, mtime, number, 1 FROM files WHERE number = ?"
        self._sql.execute(query, (file,))

    def size(self) -> tuple[int, int]:
        """Return how many files are on the list and their bytes."""
        row = self._sql.execute("SELECT count(*), total(size) FROM found WHERE todo = 1").fetchone()
        return int(row[0]), int(row[1])

    def found_any(self) -> bool:
        """Tell whether there was any file of a kind that is read."""
        return self._sql.execute("SELECT 1 FROM found LIMIT 1").fetchone() is not None

    def tasks(self) -> Iterator[Task]:
        """Yield the files to read; each is struck as it is handed out."""
        while rows := self._sql.execute(_PENDING + "LIMIT 500").fetchall():
            for row in rows:
                task = Task(*row)
                self.strike(task)
                yield task

    def is_waiting(self, file: int) -> bool:
        """Tell whether a file is still to be read in this run."""
        return self._sql.execute("SELECT 1 FROM found WHERE known = ? AND todo = 1", (file,)).fetchone() is not None

    def is_gone(self, file: FileRow) -> bool:
        """Tell whether a catalogued file is neither found by this run nor on the disk."""
        query = "SELECT 1 FROM found WHERE root = ? AND path = ?"
        if self._sql.execute(query, (file.root, file.path)).fetchone() is not None:
            return False
        return not _may_exist(self._roots.absolute(file.root, file.path))

    def missing(self, scopes: list[Scope]) -> list[FileRow]:
        """Return the known files below the scopes that were not found and are no longer there."""
        query = """
            SELECT files.* FROM files LEFT JOIN found ON found.root = files.root AND found.path = files.path
            WHERE found.path IS NULL"""
        rows = [FileRow(*row) for row in self._sql.execute(query)]
        return [row for row in rows if self._is_below(row, scopes) and self.is_gone(row)]

    def _is_below(self, row: FileRow, scopes: list[Scope]) -> bool:
        path = self._roots.absolute(row.root, row.path)
        return any(one.holds(path) for one in scopes)


def _may_exist(path: Path) -> bool:
    """Tell whether a file is there, or cannot be seen, which does not mean that it has gone."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True
    return True
