"""From a question to its answer over one snapshot: read, expand, compile, match, order, cut snippets."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.config import Config
from corpus.text import squeeze
from search.deadline import Deadline
from search.errors import EntityNotFoundError
from search.exploring import PASSAGES, Explored, explored
from search.facets import MAX_VALUES
from search.highlight.hits import Highlighter
from search.parameters import Parameters, write_cursor
from search.query.compile import compile_tree
from search.query.expand import expand
from search.query.filters import Masks, masks
from search.query.notes import refuse
from search.query.parser import parse
from search.query.told import told
from search.query.tree import Dates, Filter, Nothing, Query
from search.ranking.bm25 import Scorer
from search.ranking.collapse import Collapsed, collapsed
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
    loose: Plan | None
    expansions: tuple[Expansion, ...]
    warnings: tuple[QueryWarning, ...]

    @property
    def read(self) -> str | None:
        """The query as it was read, where that is not as it was typed."""
        if not self.query.warnings or isinstance(self.query.tree, Nothing):
            return None
        read = told(self.query)
        return None if squeeze(read) == squeeze(self.query.text) else read


def understand(  # noqa: PLR0913 -- what the reading of a query depends on
    snapshot: Snapshot,
    text: str,
    *,
    expanded: bool,
    strict: bool,
    without: Sequence[str] = (),
    deadline: Deadline | None = None,
) -> Question:
    """Read and compile a query; raises QuerySyntaxError under ``strict``."""
    query = parse(text, snapshot.extra, strict=strict)
    tree, expansions = (
        expand(query.tree, snapshot.entities, snapshot.names.written, without, deadline)
        if expanded
        else (query.tree, ())
    )
    compiled = compile_tree(tree, snapshot, deadline)
    warnings = (*query.warnings, *compiled.warnings)
    return Question(query, compiled.plan, compiled.wanted, compiled.loose, expansions, warnings)


def answer(snapshot: Snapshot, text: str, asked: Parameters, config: Config) -> Results:
    """Answer a question; raises QuerySyntaxError under ``strict``."""
    began = time.perf_counter()
    asking = _ask(snapshot, text, asked, config)
    question, passing, scorer = asking.question, asking.passing, asking.scorer
    order = _order(asked, config)
    ranking = find(
        scorer, question.plan, question.wanted, passing.passing, loose=question.loose if order.is_ranked else None
    )
    start = asked.cursor.offset if asked.cursor else 0
    shown = _page(snapshot, asked, question.plan, ranking, order)
    facets = _facets(snapshot, asked, ranking, scorer.deadline)
    undated = _undated(scorer, question.plan, passing)
    return Results(
        query=text,
        total=ranking.full.count,
        hits=_hits(scorer, question, asking.filters, shown.places, shown.full),
        facets=facets,
        warnings=(*question.warnings, *asked.warnings, *asking.unknown, *_notices(snapshot, asked, ranking, shown)),
        expansions=question.expansions,
        relaxed=ranking.relaxed > 0,
        complete=not scorer.deadline.missed,
        undated=undated,
        offset=start,
        next=_cursor(snapshot, start + asked.limit, shown.count),
        previous=write_cursor(snapshot.number, max(start - asked.limit, 0)) if start else None,
        took=time.perf_counter() - began,
        groups=shown.groups if asked.collapse else None,
        read=question.read,
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
    order = _order(asked, config)
    loose = question.loose if order.is_ranked else None
    ranking = find(scorer, question.plan, question.wanted, passing, enough, loose)
    places = page(question.plan, ranking, order, start, end)
    ids = snapshot.id_of([doc for doc, _ in places])
    scores = [score for _, score in places]
    total_found = ranking.full.count if counted else None
    facets = _facets(snapshot, asked, ranking, scorer.deadline)
    return Ranked(tuple(zip(ids, scores, strict=True)), total_found, facets, not scorer.deadline.missed)


@dataclass(frozen=True, slots=True)
class _Asking:
    """A question with what filters let through for it."""

    question: Question
    filters: list[Filter]
    passing: Masks
    unknown: list[QueryWarning]
    scorer: Scorer


def _ask(snapshot: Snapshot, text: str, asked: Parameters, config: Config) -> _Asking:
    deadline = Deadline(config.deadline)
    question = understand(
        snapshot, text, expanded=asked.expand, strict=asked.strict, without=asked.without, deadline=deadline
    )
    filters = [*question.query.filters, *(Filter(name, value, 0, 0) for name, value in asked.filters)]
    passing, unknown = masks(snapshot, filters, _dates(question.query, asked), undated=asked.undated)
    if asked.strict:
        refuse(text, [*question.warnings, *unknown])
    return _Asking(question, filters, passing, unknown, Scorer(snapshot, config.boosts, deadline))


def _order(asked: Parameters, config: Config) -> Order:
    return Order(asked.sort, config.half_life, time.time())


def _dates(query: Query, asked: Parameters) -> list[Dates]:
    given = [Dates(asked.since, asked.until, 0, 0)] if asked.since or asked.until else []
    return [*query.dates, *given]


def _undated(scorer: Scorer, plan: Plan, passing: Masks) -> int:
    if passing.undated is None:
        return 0
    return select(scorer, All((passing.undated, plan))).count


def _page(snapshot: Snapshot, asked: Parameters, plan: Plan, ranking: Ranking, order: Order) -> Collapsed:
    """Return the places asked for, each story once if that is asked for too."""
    start = asked.cursor.offset if asked.cursor else 0
    end = start + asked.limit
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


def _facets(
    snapshot: Snapshot, asked: Parameters, ranking: Ranking, deadline: Deadline
) -> dict[str, tuple[FacetValue, ...]]:
    if asked.facet and deadline.is_over:
        return dict.fromkeys(asked.facet, ())
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
    return tuple(
        [
            highlighter.hit(doc, score, relaxed=at >= full, shown=not scorer.deadline.is_over)
            for at, (doc, score) in enumerate(places)
        ]
    )


def _entity_leaves(snapshot: Snapshot, filters: Iterable[Filter]) -> list[Leaf]:
    """Return what to mark for a query without words that asks for entities: their mentions."""
    found = []
    for one in filters:
        if one.name == "entity" and not one.excluded:
            ids = snapshot.values("entity").find(one.value)
            found.append(Leaf(("entity",), (tuple(ids),)))
    return found
