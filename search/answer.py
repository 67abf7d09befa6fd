"""From a question to its answer over one snapshot: read, expand, compile, match, order, cut snippets."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.config import Config
from search.errors import EntityNotFoundError, QuerySyntaxError
from search.exploring import PASSAGES, Explored, explored
from search.facets import MAX_VALUES
from search.highlight.hits import Highlighter
from search.parameters import Parameters, write_cursor
from search.query.compile import compile_tree
from search.query.evidence import evidence
from search.query.expand import expand
from search.query.filters import Masks, masks
from search.query.parser import parse
from search.query.tree import Dates, Filter, Query
from search.ranking.bm25 import Scorer
from search.ranking.collapse import Collapsed, collapsed
from search.ranking.evidence import Evidence
from search.ranking.matching import select
from search.ranking.order import ENOUGH, Order, Ranking, find, page
from search.ranking.plan import All, Leaf, Plan, Wanted, leaves
from search.results import Expansion, FacetValue, Hit, QueryWarning, Ranked, Results
from search.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Question:
    """A query as one snapshot understands it."""

    query: Query
    plan: Plan
    wanted: tuple[Wanted, ...] | None
    expansions: tuple[Expansion, ...]
    warnings: tuple[QueryWarning, ...]
    evidence: Evidence


def understand(snapshot: Snapshot, text: str, *, expanded: bool, strict: bool, without: Sequence[str] = ()) -> Question:
    """Read and compile a query; raises QuerySyntaxError under ``strict``."""
    query = parse(text, snapshot.extra, strict=strict)
    tree, expansions = (
        expand(query.tree, snapshot.entities, snapshot.names.written, without) if expanded else (query.tree, ())
    )
    compiled = compile_tree(tree, snapshot)
    return Question(
        query,
        compiled.plan,
        compiled.wanted,
        expansions,
        (*query.warnings, *compiled.warnings),
        evidence(query.tree, snapshot.languages, snapshot.main_languages),
    )


def answer(snapshot: Snapshot, text: str, asked: Parameters, config: Config) -> Results:
    """Answer a question; raises QuerySyntaxError under ``strict``."""
    began = time.perf_counter()
    asking = _ask(snapshot, text, asked, config)
    question, passing, scorer = asking.question, asking.passing, asking.scorer
    ranking = find(scorer, question.plan, question.wanted, passing.passing)
    start = asked.cursor.offset if asked.cursor else 0
    shown = _page(snapshot, asked, question.plan, ranking, config)
    return Results(
        query=text,
        total=ranking.full.count,
        hits=_hits(scorer, question, asking.filters, shown.places, shown.full),
        facets=_facets(snapshot, asked, ranking),
        warnings=(*question.warnings, *asked.warnings, *asking.unknown, *_notices(snapshot, asked, ranking, shown)),
        expansions=question.expansions,
        relaxed=ranking.relaxed > 0,
        undated=_undated(scorer, question.plan, passing),
        offset=start,
        next=_cursor(snapshot, start + asked.limit, shown.count),
        previous=write_cursor(snapshot.number, max(start - asked.limit, 0)) if start else None,
        took=time.perf_counter() - began,
        groups=shown.groups if asked.collapse else None,
    )


def explore(snapshot: Snapshot, entity: str, config: Config) -> Explored:
    """Return what the archive tells of an entity; raises EntityNotFoundError."""
    number = snapshot.entities.number(entity)
    if number is None:
        raise EntityNotFoundError(entity)
    newest = Parameters(filters=(("entity", entity),), sort="newest", limit=PASSAGES, collapse=True)
    return explored(snapshot, number, answer(snapshot, "", newest, config).hits)


def rank(snapshot: Snapshot, text: str, asked: Parameters, config: Config, *, total: bool) -> Ranked:
    """Answer a question with ids and scores; the total only if it is asked for, or facets are."""
    asking = _ask(snapshot, text, asked, config)
    question, passing, scorer = asking.question, asking.passing.passing, asking.scorer
    start = asked.cursor.offset if asked.cursor else 0
    end = start + asked.limit
    counted = total or bool(asked.facet)
    enough = ENOUGH if counted else min(end, ENOUGH)
    ranking = find(scorer, question.plan, question.wanted, passing, enough)
    places = page(question.plan, ranking, _order(asked, config), start, end)
    ids = snapshot.id_of([doc for doc, _ in places])
    scores = [score for _, score in places]
    total_found = ranking.full.count if counted else None
    return Ranked(tuple(zip(ids, scores, strict=True)), total_found, _facets(snapshot, asked, ranking))


@dataclass(frozen=True, slots=True)
class _Asking:
    """A question with what filters let through for it."""

    question: Question
    filters: list[Filter]
    passing: Masks
    unknown: list[QueryWarning]
    scorer: Scorer


def _ask(snapshot: Snapshot, text: str, asked: Parameters, config: Config) -> _Asking:
    question = understand(snapshot, text, expanded=asked.expand, strict=asked.strict, without=asked.without)
    filters = [*question.query.filters, *(Filter(name, value, 0, 0) for name, value in asked.filters)]
    passing, unknown = masks(snapshot, filters, _dates(question.query, asked), undated=asked.undated)
    if asked.strict:
        _refuse([*question.warnings, *unknown])
    scorer = Scorer(snapshot, config.boosts, config.relevance, question.evidence)
    return _Asking(question, filters, passing, unknown, scorer)


def _order(asked: Parameters, config: Config) -> Order:
    return Order(asked.sort, config.half_life, time.time())


def _dates(query: Query, asked: Parameters) -> list[Dates]:
    given = [Dates(asked.since, asked.until, 0, 0)] if asked.since or asked.until else []
    return [*query.dates, *given]


def _refuse(warnings: Iterable[QueryWarning]) -> None:
    for warning in warnings:
        if warning.start is not None and warning.end is not None:
            raise QuerySyntaxError(warning.message, warning.start, warning.end)


def _undated(scorer: Scorer, plan: Plan, passing: Masks) -> int:
    if passing.undated is None:
        return 0
    return select(scorer, All((passing.undated, plan))).count


def _page(snapshot: Snapshot, asked: Parameters, plan: Plan, ranking: Ranking, config: Config) -> Collapsed:
    """Return the places asked for, each story once if that is asked for too."""
    start = asked.cursor.offset if asked.cursor else 0
    end = start + asked.limit
    order = _order(asked, config)
    if asked.collapse and snapshot.groups.any:
        return collapsed(plan, ranking, order, start, end, snapshot.groups.codes)
    places = page(plan, ranking, order, start, end)
    return Collapsed(places, max(ranking.full.count - start, 0), ranking.full.count, ranking.count)


def _cursor(snapshot: Snapshot, offset: int, count: int) -> str | None:
    return write_cursor(snapshot.number, offset) if offset < count else None


def _notices(snapshot: Snapshot, asked: Parameters, ranking: Ranking, shown: Collapsed) -> list[QueryWarning]:
    found = []
    if asked.cursor and asked.cursor.generation != snapshot.number:
        found.append(QueryWarning("The archive has changed since the page before; articles may stand elsewhere now."))
    many = ranking.full.count
    if len(shown.places) > shown.full:
        have = "No article has" if not many else "One article has" if many == 1 else f"Only {many} articles have"
        found.append(QueryWarning(f"{have} all of your words; the articles that follow match some of your words."))
    return found


def _facets(snapshot: Snapshot, asked: Parameters, ranking: Ranking) -> dict[str, tuple[FacetValue, ...]]:
    # The years tell from when to when an archive goes, so that none may be missing.
    return {
        name: snapshot.values(name).listing(ranking.full.docs, None if name == "published" else MAX_VALUES)
        for name in asked.facet
    }


def _hits(
    scorer: Scorer,
    question: Question,
    filters: Iterable[Filter],
    places: Sequence[tuple[int, float]],
    full: int,
) -> tuple[Hit, ...]:
    """Return the hits of a page; of its places the first ``full`` match fully."""
    snapshot, shown = scorer.snapshot, question.plan
    if next(leaves(shown), None) is None:
        shown = All((shown, *_entity_leaves(snapshot, filters)))
    highlighter = Highlighter(snapshot, shown, scorer)
    return tuple([highlighter.hit(doc, score, relaxed=at >= full) for at, (doc, score) in enumerate(places)])


def _entity_leaves(snapshot: Snapshot, filters: Iterable[Filter]) -> list[Leaf]:
    """Return what to mark for a query without words that asks for entities: their mentions."""
    found = []
    for one in filters:
        if one.name == "entity":
            ids = snapshot.values("entity").find(one.value)
            found.append(Leaf(("entity",), (tuple(ids),)))
    return found
