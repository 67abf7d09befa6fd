"""From a question to its answer over one snapshot: read, expand, compile, match, order, cut snippets."""

import time
from collections.abc import Iterable
from dataclasses import dataclass

from corpus.article import Article
from corpus.config import Config
from search.errors import QuerySyntaxError
from search.facets import MAX_VALUES, listing
from search.marks import Marker, merged
from search.parameters import Parameters, write_cursor
from search.query.compile import compile_tree
from search.query.expand import expand
from search.query.filters import Masks, masks
from search.query.parser import parse
from search.query.tree import Dates, Filter, Query
from search.ranking.bm25 import idf
from search.ranking.matching import matching
from search.ranking.order import Ranking, find, page
from search.ranking.plan import All, Leaf, Plan, Wanted, leaves
from search.results import Expansion, FacetValue, Hit, QueryWarning, Results
from search.snapshot import Snapshot
from search.snippets import snippets

_READ = 200_000
"""The characters of a body in which the words for its snippets are sought, at the most."""


@dataclass(frozen=True, slots=True)
class Question:
    """A query as one snapshot understands it."""

    query: Query
    plan: Plan
    wanted: tuple[Wanted, ...] | None
    expansions: tuple[Expansion, ...]
    warnings: tuple[QueryWarning, ...]


def understand(snapshot: Snapshot, text: str, *, expanded: bool, strict: bool) -> Question:
    """Read and compile a query; raises QuerySyntaxError under ``strict``."""
    query = parse(text, snapshot.extra, strict=strict)
    tree, expansions = expand(query.tree, snapshot.entities) if expanded else (query.tree, ())
    compiled = compile_tree(tree, snapshot)
    return Question(query, compiled.plan, compiled.wanted, expansions, (*query.warnings, *compiled.warnings))


def answer(snapshot: Snapshot, text: str, asked: Parameters, config: Config) -> Results:
    """Answer a question; raises QuerySyntaxError under ``strict``."""
    began = time.perf_counter()
    question = understand(snapshot, text, expanded=asked.expand, strict=asked.strict)
    filters = [*question.query.filters, *(Filter(name, value, 0, 0) for name, value in asked.filters)]
    passing, unknown = masks(snapshot, filters, _dates(question.query, asked), undated=asked.undated)
    if asked.strict:
        _refuse([*question.warnings, *unknown])
    ranking = find(snapshot, question.plan, question.wanted, passing.passing)
    start = asked.cursor.offset if asked.cursor else 0
    places = page(
        snapshot,
        question.plan,
        ranking,
        sort=asked.sort,
        boosts=config.boosts,
        half_life=config.half_life,
        now=time.time(),
        start=start,
        end=start + asked.limit,
    )
    return Results(
        query=text,
        total=len(ranking.full),
        hits=_hits(snapshot, question, filters, places, ranking),
        facets={name: _facet(snapshot, name, ranking.full) for name in asked.facet},
        warnings=(*question.warnings, *asked.warnings, *unknown, *_notices(snapshot, asked, ranking, places)),
        expansions=question.expansions,
        relaxed=bool(ranking.relaxed),
        undated=_undated(snapshot, question.plan, passing),
        offset=start,
        next=_cursor(snapshot, start + asked.limit, ranking),
        previous=write_cursor(snapshot.number, max(start - asked.limit, 0)) if start else None,
        took=time.perf_counter() - began,
    )


def _dates(query: Query, asked: Parameters) -> list[Dates]:
    given = [Dates(asked.since, asked.until, 0, 0)] if asked.since or asked.until else []
    return [*query.dates, *given]


def _refuse(warnings: Iterable[QueryWarning]) -> None:
    for warning in warnings:
        if warning.start is not None and warning.end is not None:
            raise QuerySyntaxError(warning.message, warning.start, warning.end)


def _undated(snapshot: Snapshot, plan: Plan, passing: Masks) -> int:
    if passing.undated is None:
        return 0
    without = passing.undated
    return sum(without[doc] for doc in matching(snapshot, plan))


def _cursor(snapshot: Snapshot, offset: int, ranking: Ranking) -> str | None:
    more = offset < len(ranking.full) + len(ranking.relaxed)
    return write_cursor(snapshot.number, offset) if more else None


def _notices(
    snapshot: Snapshot, asked: Parameters, ranking: Ranking, places: Iterable[tuple[int, float]]
) -> list[QueryWarning]:
    found = []
    if asked.cursor and asked.cursor.generation != snapshot.number:
        found.append(QueryWarning("The archive has changed since the page before; articles may stand elsewhere now."))
    if any(doc in ranking.relaxed for doc, _ in places):
        many = len(ranking.full)
        have = "No article has" if not many else "One article has" if many == 1 else f"Only {many} articles have"
        found.append(QueryWarning(f"{have} all of your words; the articles that follow match some of your words."))
    return found


def _facet(snapshot: Snapshot, name: str, docs: Iterable[int]) -> tuple[FacetValue, ...]:
    def label(value: str) -> str:
        return snapshot.entities[value].name if name == "entity" and value in snapshot.entities else value

    # The years tell from when to when an archive goes, so that none may be missing.
    return listing(snapshot.values(name).count(docs), label, most=None if name == "published" else MAX_VALUES)


def _hits(
    snapshot: Snapshot,
    question: Question,
    filters: Iterable[Filter],
    places: Iterable[tuple[int, float]],
    ranking: Ranking,
) -> tuple[Hit, ...]:
    shown = question.plan
    if next(leaves(shown), None) is None:
        shown = All((shown, *_entity_leaves(snapshot, filters)))
    marker = Marker(shown)
    weights = [idf(snapshot, leaf) for leaf in marker.leaves]
    return tuple(
        _hit(snapshot.article(doc), marker, weights, score, relaxed=doc in ranking.relaxed) for doc, score in places
    )


def _entity_leaves(snapshot: Snapshot, filters: Iterable[Filter]) -> list[Leaf]:
    """Return what to mark for a query without words that asks for entities: their mentions."""
    found = []
    for one in filters:
        if one.name == "entity":
            ids = (one.value,) if one.value in snapshot.entities else snapshot.entities.resolve(one.value)
            found.append(Leaf(("entity",), (tuple(ids),)))
    return found


def _hit(article: Article, marker: Marker, weights: list[float], score: float, *, relaxed: bool) -> Hit:
    marks = marker.find(article, _READ)
    return Hit(
        id=article.id,
        title=article.title,
        url=article.url,
        published=article.published,
        source=article.source,
        author=article.author,
        lang=article.lang,
        score=score,
        snippets=snippets(article.body, marks["body"], weights),
        title_spans=merged(marks["title"]),
        entities=article.entities,
        relaxed=relaxed,
    )
