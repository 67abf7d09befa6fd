"""From a question to its answer over one snapshot: read, expand, compile, match, order, cut snippets."""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from corpus.settings import Config
from search.asking import Asking, ask, order_of
from search.counting import Matched, facets, histogram
from search.deadline import Deadline
from search.errors import EntityNotFoundError
from search.explaining.reasons import Explainer
from search.exploring import PASSAGES, Explored, explored
from search.highlight.page import hits as page_hits
from search.paging.pages import Page, Pages
from search.parameters import Parameters, question_of
from search.ranking.order import ENOUGH, Order, Ranking, find, page
from search.results import Hit, QueryWarning, Ranked, Results, Suggestion
from search.snapshots.snapshot import Snapshot
from search.suggest.correcting import suggested


def answer(snapshot: Snapshot, text: str, asked: Parameters, config: Config) -> Results:
    """Answer a question, or what may have been meant by it; raises QuerySyntaxError under ``strict``."""
    began = time.perf_counter()
    typed, asking, ranking, suggestion = _meant(snapshot, text, asked, config)
    question = asking.question
    order = order_of(asked, config)
    pages = Pages(snapshot, question.plan, ranking, order, collapse=asked.collapse and snapshot.groups.any)
    found = pages.turn(asked.cursor, asked.limit)
    shown = found.shown
    matched = Matched(asking.scorer, question.plan, ranking.full, asking.narrowed)
    before, behind = pages.cursors(found, question_of(text, asked))
    counted = facets(matched, asked.facet, asked.facet_words)
    undated = asking.undated
    hits = page_hits(asking, shown.places, shown.full)
    return Results(
        query=text,
        total=ranking.full.count,
        hits=_explained(asking, pages, hits, shown.places, explain=asked.explain),
        facets=counted,
        # Their places are those of the query as it was typed, whatever was answered in its stead.
        warnings=(*typed.question.warnings, *asked.warnings, *typed.unknown, *_notices(ranking, found)),
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
    question, scorer = asking.question, asking.scorer
    counted = total or bool(asked.facet)
    enough = ENOUGH if counted else min(asked.limit, ENOUGH)
    ranking = _found(asking, asked, enough)
    places = page(question.plan, ranking, order_of(asked, config), 0, asked.limit)
    ids = snapshot.id_of([doc for doc, _ in places])
    scores = [score for _, score in places]
    total_found = ranking.full.count if counted else None
    matched = Matched(scorer, question.plan, ranking.full, asking.narrowed)
    counts = facets(matched, asked.facet)
    return Ranked(tuple(zip(ids, scores, strict=True)), total_found, counts, not scorer.deadline.missed)


def _meant(
    snapshot: Snapshot, text: str, asked: Parameters, config: Config
) -> tuple[Asking, Asking, Ranking, Suggestion | None]:
    """Read a question, and what was meant by it where a word of it stands in no article, and find what matches."""
    deadline = Deadline(config.deadline)
    typed = asking = ask(snapshot, text, asked, config, deadline)
    ranking = _found(asking, asked)
    count = _counting(snapshot, asked, config, deadline)
    suggestion = suggested(asking.scorer, asking.question.query, asking.passing.passing, ranking, count)
    if suggestion is None:
        return typed, asking, ranking, None
    if not suggestion.applied or not asked.correct or asked.strict:
        return typed, asking, ranking, replace(suggestion, applied=False)
    asking = ask(snapshot, suggestion.text, asked, config, deadline)
    return typed, asking, _found(asking, asked), suggestion


def _found(asking: Asking, asked: Parameters, enough: int = ENOUGH) -> Ranking:
    question = asking.question
    loose = question.loose if Order(asked.sort).is_ranked else None
    return find(asking.scorer, question.plan, question.wanted, asking.passing.passing, enough, loose)


def _counting(snapshot: Snapshot, asked: Parameters, config: Config, deadline: Deadline) -> Callable[[str], int]:
    """Return what tells how many articles another text finds."""
    lenient = replace(asked, strict=False)

    def count(text: str) -> int:
        asking = ask(snapshot, text, lenient, config, deadline)
        return find(asking.scorer, asking.question.plan, None, asking.passing.passing).full.count

    return count


def _notices(ranking: Ranking, found: Page) -> list[QueryWarning]:
    notices = []
    if found.moved:
        notices.append(QueryWarning("The archive has changed since the page before; this goes on where that ended."))
    many = ranking.full.count
    if len(found.shown.places) > found.shown.full:
        have = "No article has" if not many else "One article has" if many == 1 else f"Only {many} articles have"
        notices.append(QueryWarning(f"{have} all of your words; the articles that follow match some of your words."))
    return notices


def _explained(
    asking: Asking, pages: Pages, hits: tuple[Hit, ...], places: Sequence[tuple[int, float]], *, explain: bool
) -> tuple[Hit, ...]:
    """Return the hits with the parts of their scores, where these are asked for."""
    if not explain:
        return hits
    explainer = Explainer(pages.ranking, pages.order, pages.plan, asking.question.query.tree)
    reasons = explainer.explained([doc for doc, _ in places])
    return tuple([replace(hit, why=why) for hit, why in zip(hits, reasons, strict=True)])
