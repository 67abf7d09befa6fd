"""What every engine can be asked, and what they share."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, ClassVar, Protocol

from benchmarks.errors import MissingPeerError
from benchmarks.queries import Query
from corpus.article import Article
from corpus.dates import first_second

TITLE_BOOST = 2.0
LIMIT = 10
FACETS = ("source", "lang", "entity")

Hits = list[tuple[str, float]]


@dataclass(frozen=True, slots=True)
class Counted:
    """The best ten with the exact total and the values of three facets."""

    hits: Hits
    total: int
    facets: Mapping[str, object]


class Reader(Protocol):
    """An open index. What an engine cannot do is missing from its ``abilities``."""

    def top(self, query: Query) -> Hits:
        """Return ids and scores of the best ten."""

    def counted(self, query: Query) -> Counted:
        """Return the best ten, how many there are, and counts by source, language and entity."""

    def rendered(self, query: Query) -> list[tuple[str, str]]:
        """Return titles and marked snippets of the best ten."""

    def add(self, folder: Path, article: Article, query: Query) -> float:
        """Add one article to the index in the folder; return when that has ended, with when the query found it.

        The moment is one of ``time.perf_counter``.
        """

    def client(self) -> "Reader":
        """Return a reader for one more thread; closed with this one."""

    def close(self) -> None:
        """Let go of the files."""


class Peer(Protocol):
    """An engine to measure."""

    name: ClassVar[str]
    note: ClassVar[str]
    abilities: ClassVar[frozenset[str]]
    """Of: top filtered phrases counted rendered clients adding."""
    most: ClassVar[int | None]
    """How many articles it is given at most."""

    def build(self, folder: Path, articles: Iterable[Article], threads: int) -> None:
        """Make an index in a folder that is empty, with all that a search needs later."""

    def open(self, folder: Path) -> Reader:
        """Open an index with everything prepared and kept that can be."""


def load(package: str) -> Any:  # noqa: ANN401 -- peers are not installed where types are checked
    """Import a package of a peer; raises MissingPeerError."""
    try:
        return import_module(package)
    except ImportError as error:
        raise MissingPeerError(package.partition(".")[0]) from error


def second_of(date: str | None) -> int | None:
    """Return a date in seconds since 1970."""
    return None if date is None else first_second(date)


def names_of(article: Article) -> list[str]:
    """Return every spelling of every entity."""
    return [name for one in article.entities for name in (one.name, *one.aliases)]


def record_of(article: Article) -> str:
    """Return what an answer needs beside id, title and body, as JSON: what ours stores too."""
    return json.dumps(
        {
            "published": article.published,
            "source": article.source,
            "url": article.url,
            "lang": article.lang,
            "author": article.author,
            "sections": [[one.start, one.end, one.title] for one in article.sections],
            "entities": [[one.id, one.name, one.kind, one.aliases] for one in article.entities],
            "mentions": [[one.entity, one.start, one.end, one.text, one.field] for one in article.mentions],
            "extra": dict(article.extra),
            "cleaning": article.cleaning,
            "removed": [[one.text, one.at, one.reason] for one in article.removed],
            "dated": article.dated and [article.dated.source, article.dated.certainty, article.dated.evidence],
            "lang_evidence": article.lang_evidence,
            "origin": [article.origin.root, article.origin.path, article.origin.part, article.origin.id],
        },
        ensure_ascii=False,
    )
