"""Recognised names, kept from run to run: an article that is processed again, but says the same, is not read again.

A SQLite file beside the generations, written by the run that holds the lock and read by all its processes. It is no
part of what is published: without it, or with a damaged one, a run takes longer and comes to the same.
"""

import logging
import sqlite3
from collections.abc import Mapping
from contextlib import closing, suppress
from pathlib import Path

from corpus.entities.recognition.remembering import Find

NAME = "recognised.sqlite"

_TOGETHER = 5_000
"""Texts whose names are written at once."""

_SPARE = 10_000
"""So many more than two texts an article are kept: those of articles that changed or went are forgotten at last."""

_PATIENCE = 1.0
"""Seconds to wait for the process that writes; it takes longer to recognise the names of a text."""

_TABLES = """
CREATE TABLE IF NOT EXISTS names (number INTEGER PRIMARY KEY, key BLOB UNIQUE NOT NULL, found BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS meta (recogniser TEXT NOT NULL);
"""
_LOG = logging.getLogger(__name__)


class Finder:
    """Looks up names in the folder of an index, until it is closed."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / NAME
        self._connection: sqlite3.Connection | None = None

    def by(self, recogniser: str) -> Find:
        """Return what looks up the names that a recogniser found: nothing where they are those of another."""
        with suppress(sqlite3.Error):
            uri = f"{self._path.absolute().as_uri()}?mode=ro"
            self._connection = sqlite3.connect(uri, uri=True, timeout=_PATIENCE, check_same_thread=False)
            if self._connection.execute("SELECT recogniser FROM meta").fetchone() == (recogniser,):
                return self._find
        self.close()
        return _nothing

    def _find(self, key: bytes) -> bytes | None:
        if self._connection is None:
            return None
        try:
            row = self._connection.execute("SELECT found FROM names WHERE key = ?", (key,)).fetchone()
        except sqlite3.Error:
            return None
        return row[0] if row and isinstance(row[0], bytes) else None

    def close(self) -> None:
        """Let go of the file; nothing is found any more."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()


def _nothing(_: bytes) -> None:
    """Find nothing."""


class Recognised:
    """Gathers what the processes of a run found, and keeps it in the folder of the index."""

    def __init__(self, folder: Path, recogniser: str) -> None:
        self._folder = folder
        self._recogniser = recogniser
        self._gathered: dict[bytes, bytes] = {}

    def gather(self, fresh: Mapping[bytes, bytes]) -> bool:
        """Take what is to be kept; tell whether there is enough to be written."""
        self._gathered.update(fresh)
        return len(self._gathered) >= _TOGETHER

    def keep(self, articles: int) -> None:
        """Write what was gathered in an index of so many articles. What cannot be written is found anew some day."""
        gathered, self._gathered = self._gathered, {}
        if not gathered:
            return
        most = 2 * articles + _SPARE
        try:
            self._write(gathered, most)
        except sqlite3.OperationalError as error:  # a full disk, or a folder that cannot be written
            _LOG.info("The names that were found are not kept: %s", error)
        except sqlite3.DatabaseError:  # damaged
            with suppress(sqlite3.Error, OSError):
                (self._folder / NAME).unlink()
                self._write(gathered, most)

    def _write(self, gathered: Mapping[bytes, bytes], most: int) -> None:
        with closing(sqlite3.connect(self._folder / NAME)) as connection, connection:
            connection.executescript(_TABLES)
            if connection.execute("SELECT recogniser FROM meta").fetchone() != (self._recogniser,):
                connection.executescript("DELETE FROM names; DELETE FROM meta;")
                connection.execute("INSERT INTO meta VALUES (?)", (self._recogniser,))
            connection.executemany("INSERT OR REPLACE INTO names (key, found) VALUES (?, ?)", gathered.items())
            (count,) = connection.execute("SELECT count(*) FROM names").fetchone()
            if count > most:
                oldest = "SELECT number FROM names ORDER BY number LIMIT ?"
                connection.execute(f"DELETE FROM names WHERE number IN ({oldest})", (count - most,))  # noqa: S608 -- no value in it
