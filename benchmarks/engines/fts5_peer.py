"""SQLite's full-text search, as the standard library brings it."""

import sqlite3
import time
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from benchmarks.engines.base import FACETS, LIMIT, Counted, Hits, names_of, record_of, second_of
from benchmarks.queries import Query
from corpus.article import Article

_FILE = "articles.sqlite"
_TABLES = """
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = NORMAL;
    PRAGMA cache_size = -200000;
    CREATE TABLE article (number INTEGER PRIMARY KEY, id TEXT UNIQUE, source TEXT, lang TEXT, published INTEGER,
                          record TEXT);
    CREATE TABLE mention (article INTEGER, entity TEXT, PRIMARY KEY (article, entity)) WITHOUT ROWID;
    CREATE VIRTUAL TABLE words USING fts5(title, body, entities, tokenize = 'porter unicode61');
    INSERT INTO words(words, rank) VALUES ('rank', 'bm25(2.0, 1.0, 1.0)');
"""
_READING = """
    PRAGMA cache_size = -200000;
    PRAGMA mmap_size = 2147483648;
    PRAGMA query_only = 1;
"""
_FROM = "FROM words JOIN article ON article.number = words.rowid WHERE words MATCH ?"
_VALUES = "SELECT article.{}, count(*) {} GROUP BY 1 ORDER BY 2 DESC"
_ENTITIES = (
    "SELECT entity, count(*) FROM mention WHERE article IN (SELECT words.rowid {}) GROUP BY 1 ORDER BY 2 DESC LIMIT 10"
)


class Fts5:
    """SQLite FTS5, with the filters in a table beside it."""

    name = "SQLite FTS5"
    note = "one connection a thread, 200 MB of cache, mapped, optimised after building"
    abilities = frozenset({"top", "filtered", "phrases", "counted", "rendered", "clients", "adding"})
    most = None

    def build(self, folder: Path, articles: Iterable[Article], threads: int) -> None:  # noqa: ARG002 -- it has one
        """Insert everything in one transaction and optimise."""
        with closing(sqlite3.connect(folder / _FILE)) as base:
            base.executescript(_TABLES)
            with base:
                for article in articles:
                    _insert(base, article)
                base.execute("INSERT INTO words(words) VALUES ('optimize')")
            base.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def open(self, folder: Path) -> "Fts5Reader":
        """Connect."""
        return Fts5Reader(folder / _FILE)


class Fts5Reader:
    """A connection."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._base = sqlite3.connect(file, check_same_thread=False)
        self._base.executescript(_READING)
        self._clients: list[Fts5Reader] = []

    def top(self, query: Query) -> Hits:
        """Return ids and scores."""
        return [(found, -rank) for found, rank in self._best("article.id, rank", query)]

    def counted(self, query: Query) -> Counted:
        """Return ids and scores, with the total and the facets of those that have all words."""
        where, values = _where(query, " AND ")
        facets = {
            name: self._base.execute(_VALUES.format(name, where), values).fetchall()
            for name in FACETS
            if name != "entity"
        }
        facets["entity"] = self._base.execute(_ENTITIES.format(where), values).fetchall()
        return Counted(self.top(query), sum(count for _, count in facets["source"]), facets)

    def rendered(self, query: Query) -> list[tuple[str, str]]:
        """Return titles and snippets as HTML."""
        return self._best("words.title, snippet(words, 1, '<b>', '</b>', '…', 30)", query)

    def add(self, folder: Path, article: Article, query: Query) -> float:
        """Insert in a transaction of another connection."""
        with closing(sqlite3.connect(folder / _FILE)) as base, base:
            _insert(base, article)
        while article.id not in dict(self.top(query)):
            pass
        return time.perf_counter()

    def client(self) -> "Fts5Reader":
        """Return another connection."""
        self._clients.append(Fts5Reader(self._file))
        return self._clients[-1]

    def close(self) -> None:
        """Close the connections."""
        for one in self._clients:
            one.close()
        self._base.close()

    def _best(self, columns: str, query: Query) -> list[tuple]:  # type: ignore[type-arg]
        sql = f"SELECT {columns}, words.rowid {{}} ORDER BY rank LIMIT {LIMIT}"
        found = self._rows(sql, query, " AND ")
        if len(found) < LIMIT and len(query.words) > 1 and not query.is_phrase:
            met = {one[-1] for one in found}
            found += [one for one in self._rows(sql, query, " OR ") if one[-1] not in met]
        return [one[:-1] for one in found[:LIMIT]]

    def _rows(self, sql: str, query: Query, between: str) -> list[tuple]:  # type: ignore[type-arg]
        where, values = _where(query, between)
        return self._base.execute(sql.format(where), values).fetchall()


def _where(query: Query, between: str) -> tuple[str, list[str | int | None]]:
    match = query.text if query.is_phrase else between.join(f'"{word}"' for word in query.words)
    sql, bound = _FROM, list[str | int | None]([match])
    if query.source:
        sql += " AND article.source = ?"
        bound.append(query.source)
    if query.since:
        sql += " AND article.published >= ?"
        bound.append(second_of(query.since))
    return sql, bound


def _insert(base: sqlite3.Connection, article: Article) -> None:
    row = (article.id, article.source, article.lang, second_of(article.published), record_of(article))
    number = base.execute("INSERT INTO article VALUES (NULL, ?, ?, ?, ?, ?)", row).lastrowid
    base.executemany("INSERT INTO mention VALUES (?, ?)", {(number, one.id) for one in article.entities})
    words = (number, article.title, article.body, "\n".join(names_of(article)))
    base.execute("INSERT INTO words(rowid, title, body, entities) VALUES (?, ?, ?, ?)", words)
