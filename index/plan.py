"""What a run has to read: the files found now against the files known from before."""

from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import Report
from corpus.scan import scan
from index.catalogue import Catalogue, FileRow
from index.manifest import digest
from index.roots import PIPE, Roots
from index.scopes import Scope, Scopes

_FOUND = """
CREATE TEMP TABLE found (
    root INTEGER, path TEXT, size INTEGER, mtime INTEGER, known INTEGER, todo INTEGER DEFAULT 1,
    counted INTEGER, PRIMARY KEY (root, path)) WITHOUT ROWID
"""
_PENDING = """
SELECT root, path, size, mtime, known FROM found WHERE todo = 1 ORDER BY known IS NULL, root, path LIMIT ?
"""
_TOGETHER = 2_000
_FEW = 500
"""Files that are looked up together, and how many are left of them when more are."""


@dataclass(frozen=True, slots=True)
class Task:
    """A file to read. ``known`` is its number in the catalogue, None for a new one."""

    root: int
    path: str
    size: int
    mtime: int
    known: int | None


class Plan:
    """The files of a run: found, compared, handed out one at a time, known ones before new ones.

    Known files come first so that an article that moved to a new file is seen to have left the old.
    """

    def __init__(self, catalogue: Catalogue, roots: Roots) -> None:
        self._catalogue = catalogue
        self._roots = roots
        self._sql = catalogue.connection
        self._sql.execute(_FOUND)
        self._next: deque[Task] = deque()
        self._are_all = True

    def find(self, scopes: Iterable[Scope], report: Report, ignored: Counter[str]) -> None:
        """Scan the paths and note every file that could be read."""
        given = list(scopes)
        for one in given:
            if one.base.is_dir():
                self._roots.register(one.base)
        for file in scan([one.path for one in given], report, ignored):
            at = self._roots.locate(file.path)
            known = self._catalogue.file_number(at.root.number, at.path)
            row = (at.root.number, at.path, file.size, file.mtime_ns, known)
            self._sql.execute(
                "INSERT OR IGNORE INTO found (root, path, size, mtime, known) VALUES (?, ?, ?, ?, ?)", row
            )

    def compare(self, pipeline: str, run: int, *, full: bool, strict: bool) -> Counter[str]:
        """Strike the files that need no reading; count what they hold, skipped and withheld included.

        A file is as before when its size and time are, or else its content. One that a resumed run
        has already read needs no reading either, and is not counted a second time. A strict run
        reads again what had problems.
        """
        counts: Counter[str] = Counter()
        left = self._left_over()
        query = "SELECT root, path, size, mtime, known FROM found WHERE known IS NOT NULL"
        for task in [Task(*row) for row in self._sql.execute(query)]:
            row = self._catalogue.file(task.known or 0)
            if row is None or row.number in left or row.pipeline != pipeline or (full and row.run != run):
                continue
            if (strict and row.skipped) or not self._same(row, task):
                continue
            self.strike(task)
            if row.run != run:
                counts.update(self._count(row))
        return counts

    def _left_over(self) -> set[int]:
        """Put the files on the list that an interrupted run had yet to read once more, and return them."""
        left = self._catalogue.rereads()
        for number in left:
            row = self._catalogue.file(number)
            if row is None or self.is_gone(row):
                self._catalogue.mark_reread(number, wanted=False)
            else:
                self.again(number)
        return left

    def _count(self, row: FileRow) -> Counter[str]:
        present = self._catalogue.count_present(row.number)
        self._sql.execute("UPDATE found SET counted = ? WHERE known = ?", (present, row.number))
        return Counter(unchanged=present, skipped=row.skipped, withheld=row.withheld)

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

    def again(self, file: int, *, later: bool = False) -> Counter[str]:
        """Put a known file on the list, whether this run looked for it or not.

        ``later``: once every other file has been read. Returns what had been counted for it.
        """
        row = self._catalogue.file(file)
        if row is None or row.path == PIPE:
            return Counter()
        self._catalogue.mark_reread(file, wanted=True)
        place = (row.root, row.path)
        found = self._sql.execute("SELECT counted FROM found WHERE root = ? AND path = ?", place).fetchone()
        self._sql.execute(
            """INSERT INTO found VALUES (?, ?, ?, ?, ?, ?, NULL) ON CONFLICT (root, path)
            DO UPDATE SET known = excluded.known, todo = excluded.todo, counted = NULL""",
            (*place, row.size, row.mtime, file, 2 if later else 1),
        )
        if found is None or found[0] is None:
            return Counter()
        return Counter(unchanged=found[0], skipped=row.skipped, withheld=row.withheld)

    def size(self) -> tuple[int, int]:
        """Return how many files are on the list and their bytes."""
        row = self._sql.execute("SELECT count(*), total(size) FROM found WHERE todo > 0").fetchone()
        return int(row[0]), int(row[1])

    def found_any(self) -> bool:
        """Tell whether there was any file of a kind that is read."""
        return self._sql.execute("SELECT 1 FROM found LIMIT 1").fetchone() is not None

    def tasks(self) -> Iterator[Task]:
        """Yield the files to read; each is struck as it is handed out."""
        while self._look_up():
            task = self._next.popleft()
            self.strike(task)
            yield task

    def upcoming(self, count: int) -> Task | None:
        """Return the task that is to follow so many others, None if that is not known yet or there is none."""
        return self._next[count] if count < len(self._next) else None

    def _look_up(self) -> bool:
        """Look up the next files where few are left; tell whether there is one."""
        if not self._next or (len(self._next) < _FEW and not self._are_all):
            self._next = self._pending()
            if not self._next:
                self._sql.execute("UPDATE found SET todo = 1 WHERE todo = 2")
                self._next = self._pending()
            self._are_all = len(self._next) < _TOGETHER
        return bool(self._next)

    def _pending(self) -> deque[Task]:
        return deque(Task(*row) for row in self._sql.execute(_PENDING, (_TOGETHER,)))

    def finish(self, file: int) -> None:
        """Note that a file has been read, unless it is to be read once more."""
        again = self._sql.execute("SELECT 1 FROM found WHERE known = ? AND todo > 0", (file,)).fetchone()
        if again is None:
            self._catalogue.mark_reread(file, wanted=False)

    def is_waiting(self, file: int) -> bool:
        """Tell whether a file is still to be read in this run."""
        return self._sql.execute("SELECT 1 FROM found WHERE known = ? AND todo = 1", (file,)).fetchone() is not None

    def is_gone(self, file: FileRow) -> bool:
        """Tell whether a catalogued file is neither found by this run nor on the disk; the pipe never is."""
        query = "SELECT 1 FROM found WHERE root = ? AND path = ?"
        if file.path == PIPE or self._sql.execute(query, (file.root, file.path)).fetchone() is not None:
            return False
        return not _may_exist(self.path_of(file))

    def missing(self, scopes: Scopes) -> list[FileRow]:
        """Return the known files below the scopes that were not found and are no longer there."""
        query = """
            SELECT files.* FROM files LEFT JOIN found ON found.root = files.root AND found.path = files.path
            WHERE found.path IS NULL"""
        rows = [FileRow(*row) for row in self._sql.execute(query)]
        return [row for row in rows if scopes.holds(self.path_of(row)) and self.is_gone(row)]

    def path_of(self, file: FileRow) -> Path:
        """Return where a catalogued file lies."""
        return self._roots.absolute(file.root, file.path)


def _may_exist(path: Path) -> bool:
    """Tell whether a file is there, or cannot be seen, which does not mean that it has gone."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True
    return True
