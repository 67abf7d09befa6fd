"""Exporting: all that matches a query, one article after another, from one snapshot and in little memory."""

from collections.abc import Iterator
from dataclasses import dataclass

from corpus.settings import Config
from search.asking import Asking, ask, order_of
from search.highlight.hits import Highlighter
from search.highlight.record import Record
from search.parameters import Parameters
from search.ranking.collapse import first_places
from search.ranking.order import find, listing
from search.results import QueryWarning
from search.snapshots.columns import Floats, Numbers
from search.snapshots.snapshot import Snapshot

_BETWEEN = " … "
"""What stands between two passages of a snippet."""


@dataclass(frozen=True, slots=True)
class Row:
    """An article as it is exported; ``entities`` are names. There is no ``snippet`` or ``body`` unless asked for."""

    id: str
    title: str
    url: str | None
    published: str | None
    source: str | None
    author: str | None
    lang: str | None
    score: float
    entities: tuple[str, ...]
    snippet: str | None = None
    body: str | None = None


@dataclass(frozen=True, slots=True)
class Export:
    """What matches a query fully: ``total`` counts it, ``rows`` are read once, in the order asked for.

    ``undated`` counts matches without a date that a date filter left out.
    """

    query: str
    total: int
    rows: Iterator[Row]
    warnings: tuple[QueryWarning, ...] = ()
    undated: int = 0


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the matches is exported: whether passages and bodies too, and how many, None for all."""

    snippet: bool = False
    body: bool = False
    limit: int | None = None


def exported(snapshot: Snapshot, text: str, asked: Parameters, config: Config, wanted: Wanted) -> Export:
    """Return an export whose rows must be read while the snapshot is held.

    Raises QuerySyntaxError under ``strict``.
    """
    asking = ask(snapshot, text, asked, config)
    plan = asking.question.plan
    ranking = find(asking.scorer, plan, None, asking.passing.passing)
    collapse = asked.collapse and snapshot.groups.any
    end = ranking.full.count if collapse or wanted.limit is None else wanted.limit
    docs, scores = listing(plan, ranking, order_of(asked, config), 0, end)
    if collapse:
        kept = first_places(docs, snapshot.groups.codes)[: wanted.limit]
        docs, scores = docs[kept], scores[kept]
    warnings = (*asking.question.warnings, *asked.warnings, *asking.unknown)
    rows = _rows(snapshot, asking, docs, scores, wanted)
    return Export(text, ranking.full.count, rows, warnings, asking.undated)


def _rows(snapshot: Snapshot, asking: Asking, docs: Numbers, scores: Floats, wanted: Wanted) -> Iterator[Row]:
    highlighter = Highlighter(snapshot, asking.shown, asking.scorer) if wanted.snippet else None
    for at in range(len(docs)):
        doc = int(docs[at])
        key, title, body, record = snapshot.texts(doc)
        value = Record(record).head.get
        yield Row(
            key,
            title,
            value("url"),
            value("published"),
            value("source"),
            value("author"),
            value("lang"),
            round(float(scores[at]), 6),
            tuple([snapshot.entities.name(number) for number in snapshot.names.frequent(doc)]),
            _snippet(highlighter, doc) if highlighter else None,
            body if wanted.body else None,
        )


def _snippet(highlighter: Highlighter, doc: int) -> str:
    return _BETWEEN.join(one.text for one in highlighter.hit(doc, 0.0, relaxed=False).snippets)
