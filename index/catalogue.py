"""The catalogue: which article came from which place in which file, kept beside the segments.

SQLite, one file a generation (``catalogue.sqlite``): it tells a run what is unchanged, what has
gone and which id belongs to which place. Searching never reads it. Tables:

``roots``     scanned folders: number, name (part of ids made from paths), last known path
``files``     root, path within it, size, mtime, digest, the pipeline it went through, last run
``articles``  id, file, part of the file, fingerprint, capture time, run that last met it
``departed``  articles that their file does not hold any more and that have not been removed yet
``reread``    files that a run has yet to read once more
``shadowed``  places whose article is not indexed because another place holds the same one
``meta``      name and value
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple, dataclass, replace
from pathlib import Path

from index.errors import DamagedIndexError

NAME = "catalogue.sqlite"

_TABLES = """
CREATE TABLE IF NOT EXISTS roots (number INTEGER PRIMARY KEY, name TEXT UNIQUE NOT NULL, path TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS files (
    number INTEGER PRIMARY KEY, root INTEGER NOT NULL, path TEXT NOT NULL, size INTEGER NOT NULL,
    mtime INTEGER NOT NULL, digest TEXT NOT NULL, pipeline TEXT NOT NULL, run INTEGER NOT NULL,
    skipped INTEGER NOT NULL, withheld INTEGER NOT NULL, UNIQUE (root, path));
CREATE TABLE IF NOT EXISTS articles (
    id TEXT PRIMARY KEY, file INTEGER NOT NULL, part TEXT NOT NULL, fingerprint TEXT NOT NULL,
    captured TEXT, run INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS articles_by_place ON articles (file, part);
CREATE TABLE IF NOT EXISTS departed (id TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS reread (file INTEGER PRIMARY KEY);
CREATE TABLE IF NOT EXISTS shadowed (
    id TEXT NOT NULL, file INTEGER NOT NULL, part TEXT NOT NULL, PRIMARY KEY (id, file, part)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Root:
    """A folder that was scanned; ``name`` is part of the ids made from paths below it."""

    number: int
    name: str
    path: str


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file that was read. ``run`` is the last run that read it, with how many it skipped and withheld."""

    number: int
    root: int
    path: str
    size: int
    mtime: int
    digest: str
    pipeline: str
    run: int
    skipped: int = 0
    withheld: int = 0


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """An indexed article and the place that holds its id. ``run`` is the last run that met it there."""

    id: str
    file: int
    part: str
    fingerprint: str
    captured: str | None
    run: int


class Catalogue:
    """The catalogue of one generation."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.changed = False
        """Whether what it says of files differs from what it said when it was opened."""

    @classmethod
    def open(cls, folder: Path) -> "Catalogue":
        """Open the catalogue in a staging folder for writing, or make an empty one."""
        connection = sqlite3.connect(folder / NAME)
        # A taken-down article must leave no trace in free pages.
        connection.execute("PRAGMA secure_delete = ON")
        connection.executescript(_TABLES)
        return cls(connection)

    def commit(self) -> None:
        """Keep everything written so far."""
        self.connection.commit()

    def close(self) -> None:
        """Drop what was not committed and let go of the file."""
        self.connection.rollback()
        self.connection.close()

    def meta(self, name: str, default: str = "") -> str:
        """Return a value noted under a name."""
        row = self.connection.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return default if row is None else str(row[0])

    def note(self, name: str, value: str) -> None:
        """Note a value under a name."""
        self.connection.execute("REPLACE INTO meta VALUES (?, ?)", (name, value))

    def roots(self) -> list[Root]:
        """Return the roots, first known first."""
        return [Root(*row) for row in self.connection.execute("SELECT number, name, path FROM roots ORDER BY number")]

    def add_root(self, name: str, path: str) -> Root:
        """Add a root under a name that no other has."""
        self.changed = True
        cursor = self.connection.execute("INSERT INTO roots (name, path) VALUES (?, ?)", (name, path))
        return Root(int(cursor.lastrowid or 0), name, path)

    def move_root(self, number: int, path: str) -> None:
        """Note where a root lies now."""
        self.changed = True
        self.connection.execute("UPDATE roots SET path = ? WHERE number = ?", (path, number))

    def file(self, number: int) -> FileRow | None:
        """Return a file by its number."""
        row = self.connection.execute("SELECT * FROM files WHERE number = ?", (number,)).fetchone()
        return None if row is None else FileRow(*row)

    def files(self) -> Iterator[FileRow]:
        """Yield every file."""
        for row in self.connection.execute("SELECT * FROM files ORDER BY number"):
            yield FileRow(*row)

    def files_below(self, root: int) -> Iterator[tuple[str, int]]:
        """Yield the path and size of every file of a root."""
        yield from self.connection.execute("SELECT path, size FROM files WHERE root = ? ORDER BY number", (root,))

    def file_number(self, root: int, path: str) -> int | None:
        """Return the number of the file at a path, or None if it was never read."""
        row = self.connection.execute("SELECT number FROM files WHERE root = ? AND path = ?", (root, path)).fetchone()
        return None if row is None else int(row[0])

    def put_file(self, row: FileRow) -> int:
        """Add or replace a file (number 0: a new one) and return its number."""
        before = self.file(row.number)
        self.changed |= before is None or replace(before, run=row.run) != row
        values = (row.number or None, *astuple(row)[1:])
        cursor = self.connection.execute("REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", values)
        return row.number or int(cursor.lastrowid or 0)

    def touch_file(self, number: int, mtime: int) -> None:
        """Note a new time for a file whose content is as before."""
        self.changed = True
        self.connection.execute("UPDATE files SET mtime = ? WHERE number = ?", (mtime, number))

    def drop_file(self, number: int) -> None:
        """Forget a file, and what was shadowed in it."""
        self.changed = True
        self.connection.execute("DELETE FROM files WHERE number = ?", (number,))
        self.mark_reread(number, wanted=False)
        self.unshadow_file(number)

    def rereads(self) -> set[int]:
        """Return the files that are to be read once more."""
        return {int(row[0]) for row in self.connection.execute("SELECT file FROM reread")}

    def mark_reread(self, number: int, *, wanted: bool) -> None:
        """Note whether a file is to be read once more, lest an interruption forget it."""
        query = "INSERT OR IGNORE INTO reread VALUES (?)" if wanted else "DELETE FROM reread WHERE file = ?"
        self.connection.execute(query, (number,))

    def article(self, article_id: str) -> ArticleRow | None:
        """Return the row of an id."""
        row = self.connection.execute("SELECT * FROM articles WHERE id = ?", (article_id,)).fetchone()
        return None if row is None else ArticleRow(*row)

    def article_at(self, file: int, part: str, ids: tuple[str, str]) -> ArticleRow | None:
        """Return the row of the article that a place holds under one of two ids, the first before the second."""
        query = "SELECT * FROM articles WHERE file = ? AND part = ? AND id IN (?, ?) ORDER BY id = ? DESC"
        row = self.connection.execute(query, (file, part, *ids, ids[0])).fetchone()
        return None if row is None else ArticleRow(*row)

    def put_article(self, row: ArticleRow) -> None:
        """Add or replace an article, which its place holds now."""
        self.put_articles((row,))

    def put_articles(self, rows: Sequence[ArticleRow]) -> None:
        """Add or replace articles."""
        self.connection.executemany("DELETE FROM departed WHERE id = ?", [(row.id,) for row in rows])
        values = [(row.id, row.file, row.part, row.fingerprint, row.captured, row.run) for row in rows]
        self.connection.executemany("REPLACE INTO articles VALUES (?, ?, ?, ?, ?, ?)", values)

    def drop_article(self, article_id: str) -> None:
        """Forget an article."""
        self.connection.execute("DELETE FROM articles WHERE id = ?", (article_id,))
        self.connection.execute("DELETE FROM departed WHERE id = ?", (article_id,))

    def forget_article(self, article_id: str) -> None:
        """Drop an article with every trace of it, the places of its copies too."""
        self.drop_article(article_id)
        self.connection.execute("DELETE FROM shadowed WHERE id = ?", (article_id,))

    def count(self) -> int:
        """Return the number of articles."""
        return int(self.connection.execute("SELECT count(*) FROM articles").fetchone()[0])

    def count_in(self, file: int) -> int:
        """Return the number of articles that a file holds."""
        return int(self.connection.execute("SELECT count(*) FROM articles WHERE file = ?", (file,)).fetchone()[0])

    def count_present(self, file: int) -> int:
        """Return the number of articles that a file holds and that have not departed from it."""
        query = "SELECT count(*) FROM articles WHERE file = ? AND id NOT IN (SELECT id FROM departed)"
        return int(self.connection.execute(query, (file,)).fetchone()[0])

    def count_below(self, root: int) -> int:
        """Return the number of articles that the files of a root hold."""
        query = "SELECT count(*) FROM articles JOIN files ON files.number = articles.file WHERE root = ?"
        return int(self.connection.execute(query, (root,)).fetchone()[0])

    def depart_unmet(self, file: int, run: int) -> None:
        """Note that a run which read the whole of a file did not meet the other articles it held."""
        self.connection.execute(
            "INSERT OR IGNORE INTO departed SELECT id FROM articles WHERE file = ? AND run <> ?", (file, run)
        )

    def is_departed(self, article_id: str) -> bool:
        """Tell whether the file that holds an id does not hold the article any more."""
        return self.connection.execute("SELECT 1 FROM departed WHERE id = ?", (article_id,)).fetchone() is not None

    def departed(self) -> list[ArticleRow]:
        """Return the rows of the departed articles."""
        query = "SELECT articles.* FROM departed JOIN articles USING (id) ORDER BY id"
        return [ArticleRow(*row) for row in self.connection.execute(query)]

    def articles_before(self, run: int) -> Iterator[str]:
        """Yield the ids that a run has not met, in the order of their files."""
        query = "SELECT id FROM articles WHERE run <> ? ORDER BY file, part"
        for row in self.connection.execute(query, (run,)).fetchall():
            yield str(row[0])

    def shadow(self, article_id: str, file: int, part: str) -> None:
        """Note that a place holds an article that another place has put into the index."""
        self.connection.execute("REPLACE INTO shadowed VALUES (?, ?, ?)", (article_id, file, part))

    def shadow_part(self, article_id: str, file: int) -> str | None:
        """Return the part of a file that holds a shadowed copy of an article, if one does."""
        query = "SELECT part FROM shadowed WHERE id = ? AND file = ? ORDER BY part"
        row = self.connection.execute(query, (article_id, file)).fetchone()
        return None if row is None else str(row[0])

    def unshadow_file(self, file: int) -> None:
        """Forget what was shadowed in a file, which is about to be read again."""
        self.connection.execute("DELETE FROM shadowed WHERE file = ?", (file,))

    def shadowing(self, article_ids: Iterable[str]) -> set[int]:
        """Return the files that hold a shadowed copy of one of these articles."""
        query = "SELECT DISTINCT file FROM shadowed WHERE id = ?"
        return {int(row[0]) for one in article_ids for row in self.connection.execute(query, (one,))}


@contextmanager
def reading(folder: Path) -> Iterator[Catalogue]:
    """Open the catalogue of a published generation, which is never written to; raises DamagedIndexError."""
    connection = sqlite3.connect(f"{(folder / NAME).absolute().as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        yield Catalogue(connection)
    except sqlite3.DatabaseError as error:
        raise DamagedIndexError(folder / NAME, str(error), folder.parent.parent) from error
    finally:
        connection.close()
