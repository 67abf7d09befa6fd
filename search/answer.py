"""From a question to its answer over one snapshot: read, expand, compile, match, order, cut snippets."""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from corpus.config import Config
from corpus.text import squeeze
from search.counting import Matched, Narrowed, facets, histogram
from search.deadline import Deadline
from search.errors import EntityNotFoundError
from search.explaining import Explainer
from search.exploring import PASSAGES, Explored, explored
from search.highlight.hits import Highlighter
from search.paging.pages import Page, Pages
from search.parameters import Parameters, question_of
from search.query.compile import compile_tree
from search.query.evidence import evidence
from search.query.expand import expand
from search.query.filters import Masks
from search.query.notes import refuse
from search.query.parser import parse
from search.query.told import told
from search.query.tree import Dates, Filter, Nothing, Query
from search.ranking.bm25 import Scorer
from search.ranking.evidence import Evidence
from search.ranking.matching import select
from search.ranking.order import ENOUGH, Order, Ranking, find, page
from search.ranking.plan import All, Leaf, Plan, Wanted, leaves
from search.results import Expansion, Hit, QueryWarning, Ranked, Results, Suggestion
from search.snapshot import Snapshot
from search.suggest.correcting import suggested


@dataclass(frozen=True, slots=True)
class Question:
    """A query as one snapshot understands it."""

    query: Query
    plan: Plan
    wanted: tuple[Wanted, ...] | None
    loose: Plan | None
    expansions: tuple[Expansion, ...]
    warnings: tuple[QueryWarning, ...]
    evidence: Evidence

    @property
    def shown(self) -> Plan:
        """What to mark in articles: of bare words those that tell something, unless there are no others."""
        if not isinstance(self.plan, All) or not self.evidence.asked:
            return self.plan
        parts = [one for one in self.plan.parts if not isinstance(one, Leaf) or self.evidence.counts(one)]
        return All(tuple(parts)) if parts else self.plan

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
    return Question(
        query,
        compiled.plan,
        compiled.wanted,
        compiled.loose,
        expansions,
        (*query.warnings, *compiled.warnings),
        evidence(query.tree, snapshot.languages, snapshot.main_languages),
    )


def answer(snapshot: Snapshot, text: str, asked: Parameters, config: Config) -> Results:
    """Answer a question, or what may have been meant by it; raises QuerySyntaxError under ``strict``."""
    began = time.perf_counter()
    asking, ranking, suggestion = _meant(snapshot, text, asked, config)
    question = asking.question
    order = order_of(asked, config)
    pages = Pages(snapshot, question.plan, ranking, order, collapse=asked.collapse and snapshot.groups.any)
    found = pages.turn(asked.cursor, asked.limit)
    shown = found.shown
    matched = Matched(asking.scorer, question.plan, ranking.full, asking.narrowed)
    before, behind = pages.cursors(found, question_of(text, asked))
    counted = facets(matched, asked.facet, asked.facet_words)
    undated = asking.undated
    return Results(
        query=text,
        total=ranking.full.count,
        hits=_explained(asking, pages, _hits(asking, shown.places, shown.full), shown.places, explain=asked.explain),
        facets=counted,
        warnings=(*question.warnings, *asked.warnings, *asking.unknown, *_notices(ranking, found)),
        expansions=question.expansions,
        relaxed=ranking.relaxed > 0,
        complete=not asking.scorer.deadline.missed,
        undated=undated,
        offset=found.start,
        next=behind,
        previous=before,
        took=time.perf_counter() - began,
        groups=shown.groups if asked.collapse else None,
        histogram=histogram(matched) if asked.histogram else None,
        suggestion=suggestion,
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
    asking = ask(snapshot, text, asked, config, Deadline(config.deadline))
    question, passing, scorer = asking.question, asking.passing.passing, asking.scorer
    counted = total or bool(asked.facet)
    enough = ENOUGH if counted else min(asked.limit, ENOUGH)
    order = order_of(asked, config)
    loose = question.loose if order.is_ranked else None
    ranking = find(scorer, question.plan, question.wanted, passing, enough, loose)
    places = page(question.plan, ranking, order, 0, asked.limit)
    ids = snapshot.id_of([doc for doc, _ in places])
    scores = [score for _, score in places]
    total_found = ranking.full.count if counted else None
    matched = Matched(scorer, question.plan, ranking.full, asking.narrowed)
    counts = facets(matched, asked.facet)
    return Ranked(tuple(zip(ids, scores, strict=True)), total_found, counts, not scorer.deadline.missed)


@dataclass(frozen=True, slots=True)
class Asking:
    """A question with what filters let through for it."""

    question: Question
    narrowed: Narrowed
    passing: Masks
    unknown: list[QueryWarning]
    scorer: Scorer

    @property
    def undated(self) -> int:
        """How many matches without a date are left out as a date is asked for."""
        undated = self.passing.undated
        return 0 if undated is None else select(self.scorer, All((undated, self.question.plan))).count

    @property
    def shown(self) -> Plan:
        """What to mark in articles: the words, or for a query without words the entities that it asks for."""
        plan = self.question.shown
        if next(leaves(plan), None) is None:
            plan = All((plan, *_entity_leaves(self.scorer.snapshot, self.narrowed.filters)))
        return plan


def ask(snapshot: Snapshot, text: str, asked: Parameters, config: Config, deadline: Deadline | None = None) -> Asking:
    """Read a question and what narrows it; raises QuerySyntaxError under ``strict``. Without a deadline it has time."""
    question = understand(
        snapshot, text, expanded=asked.expand, strict=asked.strict, without=asked.without, deadline=deadline
    )
    narrowed = Narrowed(
        [
            *question.query.filters,
            *(Filter(name, value, 0, 0) for name, value in asked.filters),
            *(Filter(name, value, 0, 0, excluded=True) for name, value in asked.exclude),
        ],
        _dates(question.query, asked),
        asked.undated,
    )
    passing, unknown = narrowed.masks(snapshot)
    if asked.strict:
        refuse(text, [*question.warnings, *unknown])
    scorer = Scorer(snapshot, config.boosts, config.relevance, question.evidence, deadline)
    return Asking(question, narrowed, passing, unknown, scorer)


def order_of(asked: Parameters, config: Config) -> Order:
    """Return the order asked for; on later pages ages are counted as on the first, lest articles change places."""
    return Order(asked.sort, config.half_life, asked.cursor.now if asked.cursor else time.time())


def _meant(
    snapshot: Snapshot, text: str, asked: Parameters, config: Config
) -> tuple[Asking, Ranking, Suggestion | None]:
    """Read a question, or what was meant by it where a word of it stands in no article, and find what matches."""
    deadline = Deadline(config.deadline)
    asking = ask(snapshot, text, asked, config, deadline)
    ranking = _found(asking, asked)
    count = _counting(snapshot, asked, config, deadline)
    suggestion = suggested(asking.scorer, asking.question.query, asking.passing.passing, ranking, count)
    if suggestion is None:
        return asking, ranking, None
    if not suggestion.applied or not asked.correct or asked.strict:
        return asking, ranking, replace(suggestion, applied=False)
    asking = ask(snapshot, suggestion.text, asked, config, deadline)
    return asking, _found(asking, asked), suggestion


def _found(asking: Asking, asked: Parameters) -> Ranking:
    question = asking.question
    loose = question.loose if Order(asked.sort).is_ranked else None
    return find(asking.scorer, question.plan, question.wanted, asking.passing.passing, loose=loose)


def _counting(snapshot: Snapshot, asked: Parameters, config: Config, deadline: Deadline) -> Callable[[str], int]:
    """Return what tells how many articles another text finds."""
    lenient = replace(asked, strict=False)

    def count(text: str) -> int:
        asking = ask(snapshot, text, lenient, config, deadline)
        return find(asking.scorer, asking.question.plan, None, asking.passing.passing).full.count

    return count


def _dates(query: Query, asked: Parameters) -> list[Dates]:
    given = [Dates(asked.since, asked.until, 0, 0)] if asked.since or asked.until else []
    return [*query.dates, *given]


def _notices(ranking: Ranking, found: Page) -> list[QueryWarning]:
    notices = []
    if found.moved:
        notices.append(QueryWarning("The archive has changed since the page before; this goes on where that ended."))
    many = ranking.full.count
    if len(found.shown.places) > found.shown.full:
        have = "No article has" if not many else "One article has" if many == 1 else f"Only {many} articles have"
        notices.append(QueryWarning(f"{have} all of your words; the articles that follow match some of your words."))
    return notices


def _hits(asking: Asking, places: Sequence[tuple[int, float]], full: int) -> tuple[Hit, ...]:
    """Return the hits of a page; of its places the first ``full`` match fully."""
    highlighter = Highlighter(asking.scorer.snapshot, asking.shown, asking.scorer)
    deadline = asking.scorer.deadline
    return tuple(
        [
            highlighter.hit(doc, score, relaxed=at >= full, shown=not deadline.is_over)
            for at, (doc, score) in enumerate(places)
        ]
    )


def _explained(
    asking: Asking, pages: Pages, hits: tuple[Hit, ...], places: Sequence[tuple[int, float]], *, explain: bool
) -> tuple[Hit, ...]:
    """Return the hits with the parts of their scores, where these are asked for."""
    if not explain:
        return hits
    explainer = Explainer(pages.ranking, pages.order, pages.plan, asking.question.query.tree)
    reasons = explainer.explained([doc for doc, _ in places])
    return tuple([replace(hit, why=why) for hit, why in zip(hits, reasons, strict=True)])


def _entity_leaves(snapshot: Snapshot, filters: Iterable[Filter]) -> list[Leaf]:
    """Return what to mark for a query without words that asks for entities: their mentions."""
    found = []
    for one in filters:
        if one.name == "entity" and not one.excluded:
            ids = snapshot.values("entity").find(one.value)
            found.append(Leaf(("entity",), (tuple(ids),)))
    return found
