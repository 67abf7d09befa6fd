"""Broadsheet itself."""

import json
import tempfile
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from benchmarks.engines.base import FACETS, LIMIT, Counted, Hits
from benchmarks.queries import Query
from corpus.article import Article
from search import Engine

_ASKED_AGAIN = 0.005
"""Seconds until it is asked again whether an article is found."""


class Ours:
    """Broadsheet, by its Python door."""

    name = "Broadsheet"
    note = "one `Engine`, opened once"
    abilities = frozenset({"top", "filtered", "phrases", "counted", "rendered", "clients", "adding"})
    most = None

    def build(self, folder: Path, articles: Iterable[Article], threads: int) -> None:
        """Publish a generation."""
        from index.publishing import publish_articles  # noqa: PLC0415 -- searching does without the writer

        publish_articles(folder, articles, jobs=threads)

    def open(self, folder: Path) -> "OursReader":
        """Open the engine."""
        return OursReader(Engine.open(folder))


class OursReader:
    """An open engine."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def top(self, query: Query) -> Hits:
        """Return ids and scores."""
        return list(self._engine.rank(query.text, limit=LIMIT, **_filters(query)).hits)

    def counted(self, query: Query) -> Counted:
        """Return ids and scores, total and facets."""
        found = self._engine.rank(query.text, limit=LIMIT, facet=FACETS, **_filters(query))
        return Counted(list(found.hits), found.total or 0, found.facets)

    def rendered(self, query: Query) -> list[tuple[str, str]]:
        """Return titles and snippets with marks as HTML."""
        found = self._engine.search(query.text, limit=LIMIT, **_filters(query))
        return [(one.title, " … ".join(_marked(part.text, part.spans) for part in one.snippets)) for one in found.hits]

    def add(self, folder: Path, article: Article, query: Query) -> float:
        """Reindex one new file, while the engine stays open: a run publishes what is new before it ends."""
        from index import reindex  # noqa: PLC0415 -- searching does without the writer

        with tempfile.TemporaryDirectory() as place, ThreadPoolExecutor(1) as beside:
            file = Path(place) / f"{article.id}.json"
            file.write_text(json.dumps({"id": article.id, "title": article.title, "body": article.body}), "utf-8")
            run = beside.submit(reindex, [file], folder=folder)
            while article.id not in dict(self.top(query)):
                if run.done():
                    run.result()
                time.sleep(_ASKED_AGAIN)
            found = time.perf_counter()
            run.result()
        return found

    def client(self) -> "OursReader":
        """Return itself: an engine is for many threads."""
        return self

    def close(self) -> None:
        """Close the engine."""
        self._engine.close()


def _filters(query: Query) -> dict[str, Any]:
    return {"source": query.source or (), "since": query.since}


def _marked(text: str, marks: Sequence[tuple[int, int]]) -> str:
    pieces, at = [], 0
    for start, end in marks:
        pieces += [text[at:start], "<b>", text[start:end], "</b>"]
        at = end
    return "".join((*pieces, text[at:]))
