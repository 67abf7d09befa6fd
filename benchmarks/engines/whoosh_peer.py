"""Whoosh as it comes, on fewer articles."""

import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from benchmarks.engines.base import FACETS, LIMIT, TITLE_BOOST, Counted, Hits, load, names_of, record_of, second_of
from benchmarks.queries import Query
from corpus.article import Article

_TEXT = ("title", "body", "entities")
_MEMORY_MB = 256


class Whoosh:
    """Stock Whoosh, with the codec and the ranking that it brings."""

    name = "Whoosh"
    note = "the first 5,000 articles only; stemming without stop words, a process a core, a segment each"
    abilities = frozenset({"top", "filtered", "phrases", "counted", "rendered", "adding"})
    most = 5_000

    def build(self, folder: Path, articles: Iterable[Article], threads: int) -> None:
        """Add everything and commit."""
        index = load("whoosh.index").create_in(str(folder), _schema())
        writer = index.writer(limitmb=_MEMORY_MB, procs=threads, multisegment=True)
        for article in articles:
            writer.add_document(**_document(article))
        writer.commit()
        index.close()

    def open(self, folder: Path) -> "WhooshReader":
        """Open the index and keep a searcher."""
        return WhooshReader(load("whoosh.index").open_dir(str(folder)))


class WhooshReader:
    """An open index, its searcher and parsers."""

    def __init__(self, index: Any) -> None:  # noqa: ANN401 -- Whoosh has no types
        self._index = index
        self._searcher = index.searcher()
        boosts = {"title": TITLE_BOOST}
        parser, syntax = load("whoosh.qparser").MultifieldParser, load("whoosh.qparser")
        self._all = parser(_TEXT, index.schema, fieldboosts=boosts, group=syntax.AndGroup)
        self._any = parser(_TEXT, index.schema, fieldboosts=boosts, group=syntax.OrGroup)

    def top(self, query: Query) -> Hits:
        """Return ids and scores."""
        return [(one["id"], one.score) for one in self._best(query)]

    def counted(self, query: Query) -> Counted:
        """Return ids and scores, with the total and the facets of those that have all words."""
        made = load("whoosh.sorting").Facets()
        for name in FACETS:
            made.add_field(name, allow_overlap=name == "entity")
        found = self._searcher.search(self._all.parse(query.text), limit=LIMIT, filter=_filter(query), groupedby=made)
        return Counted(self.top(query), len(found), {name: found.groups(name) for name in FACETS})

    def rendered(self, query: Query) -> list[tuple[str, str]]:
        """Return titles and snippets as HTML."""
        return [(one["title"], one.highlights("body")) for one in self._best(query)]

    def add(self, folder: Path, article: Article, query: Query) -> float:  # noqa: ARG002 -- the index knows its folder
        """Add and commit."""
        writer = self._index.writer()
        writer.add_document(**_document(article))
        writer.commit()
        while article.id not in dict(self.top(query)):
            self._searcher = self._searcher.refresh()
        return time.perf_counter()

    def client(self) -> "WhooshReader":
        """Refuse: it cannot: its searcher errs when threads share it."""
        raise NotImplementedError

    def close(self) -> None:
        """Close the searcher."""
        self._searcher.close()

    def _best(self, query: Query) -> list[Any]:
        found = list(self._search(self._all, query))
        if len(found) < LIMIT and len(query.words) > 1 and not query.is_phrase:
            met = {one.docnum for one in found}
            found += [one for one in self._search(self._any, query) if one.docnum not in met]
        return found[:LIMIT]

    def _search(self, parser: Any, query: Query) -> Any:  # noqa: ANN401
        return self._searcher.search(parser.parse(query.text), limit=LIMIT, filter=_filter(query))


def _filter(query: Query) -> Any:  # noqa: ANN401
    kinds = load("whoosh.query")
    found = []
    if query.source:
        found.append(kinds.Term("source", query.source))
    if query.since:
        found.append(kinds.NumericRange("published", second_of(query.since), None))
    return kinds.And(found) if found else None


def _schema() -> Any:  # noqa: ANN401
    fields, analysis = load("whoosh.fields"), load("whoosh.analysis")
    text = {
        name: fields.TEXT(analyzer=analysis.StemmingAnalyzer(stoplist=None, minsize=1), stored=name != "entities")
        for name in _TEXT
    }
    exact = {name: fields.KEYWORD(commas=True, scorable=False) for name in FACETS}
    return fields.Schema(
        id=fields.ID(unique=True, stored=True),
        published=fields.NUMERIC(int, bits=64, signed=True, sortable=True),
        record=fields.STORED(),
        **text,
        **exact,
    )


def _document(article: Article) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": article.id,
        "title": article.title,
        "body": article.body,
        "entities": "\n".join(names_of(article)),
        "record": record_of(article),
        "entity": ",".join(one.id for one in article.entities),
        "source": article.source,
        "lang": article.lang,
        "published": second_of(article.published),
    }
    return {name: value for name, value in found.items() if value is not None}
