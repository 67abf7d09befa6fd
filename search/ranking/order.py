"""Order: the documents of an answer from first to last, full matches before those that match some words."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.schema import UNDATED
from search.columns import Floats, Numbers
from search.ranking.bm25 import Scorer
from search.ranking.matching import Selection, candidates, estimate, have, select
from search.ranking.plan import All, AtLeast, Docs, Leaf, Plan, Wanted, Without, leaves
from search.ranking.pruning import first_matches
from search.ranking.top import top
from search.ranking.views import Listed, View

ENOUGH = 20
"""With fewer full matches than this, those that match most of the words follow."""

PRUNED = 50_000
"""Where so many documents may match, the first ones are found without looking at all."""

_GAPS = 8
"""Where one in so many places is chosen, it is quicker to go through all of them than to pick them out."""

_DAY = 86_400
Tiers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Ranking:
    """The documents of an answer: ``full`` matches, and the ``relaxed`` ones, of which each has so many words.

    ``words`` has a number for each place of the view of the relaxed ones.
    """

    full: Selection
    relaxed: Selection | None = None
    words: npt.NDArray[np.uint16] | None = None

    @property
    def count(self) -> int:
        """The number of documents, full matches and relaxed ones."""
        return self.full.count + (self.relaxed.count if self.relaxed is not None else 0)


@dataclass(frozen=True, slots=True)
class Order:
    """What an order depends on; ``half_life`` is in days, ``now`` in seconds since 1970."""

    sort: str = "relevance"
    half_life: float = 180.0
    now: float = 0.0


def find(scorer: Scorer, plan: Plan, wanted: tuple[Wanted, ...] | None, passing: Docs | None = None) -> Ranking:
    """Return the documents that match a plan and pass a filter, in no order.

    ``wanted`` is what a query of bare words wants: it may be relaxed to most of its words.
    """
    full = select(scorer, _within(passing, plan))
    parts = _relaxable(wanted)
    if full.count >= ENOUGH or len(parts) <= 1:
        return Ranking(full)
    return _relaxed(scorer, full, parts, passing)


def first(  # noqa: PLR0913, PLR0917 -- what an answer depends on
    scorer: Scorer,
    plan: Plan,
    wanted: tuple[Wanted, ...] | None,
    passing: Docs | None,
    count: int,
    pruned: int = PRUNED,
) -> list[tuple[int, float]]:
    """Return the first documents of an answer by relevance with their scores, as ``find`` and ``page`` do.

    They need not be counted, so that of ``pruned`` possible matches or more only the best are looked at.
    """
    scored = distinct(plan)
    within = _within(passing, plan)
    if estimate(scorer, within) >= pruned:
        found = first_matches(scorer, within, scored, max(count, ENOUGH))
    else:
        full = select(scorer, within)
        found = _listed(full, full.view.scores(scored), None, 0, max(count, ENOUGH))
    parts = _relaxable(wanted)
    if len(found) >= min(count, ENOUGH) or len(parts) <= 1:
        return found[:count]
    if estimate(scorer, _within(passing, AtLeast(parts, most(len(parts))))) >= pruned:
        return found + _tiers(scorer, parts, passing, scored, count - len(found))
    relaxed = _relaxed(scorer, Selection(Listed(scorer, np.zeros(0, np.intp))), parts, passing)
    if relaxed.relaxed is None or relaxed.words is None:
        return found
    scores = relaxed.relaxed.view.scores(scored)
    return found + _listed(relaxed.relaxed, scores, relaxed.words.astype(np.int64), 0, count - len(found))


def _tiers(
    scorer: Scorer, parts: tuple[Plan, ...], passing: Docs | None, scored: Sequence[Leaf], count: int
) -> list[tuple[int, float]]:
    """Return the first relaxed matches, those that have most words first."""
    found: list[tuple[int, float]] = []
    for words in range(len(parts) - 1, most(len(parts)) - 1, -1):
        if len(found) < count:
            exactly = All((AtLeast(parts, words), Without(AtLeast(parts, words + 1))))
            found += first_matches(scorer, _within(passing, exactly), scored, count - len(found))
    return found


def most(words: int) -> int:
    """Return how many of a query's words are most of them: more than half, and one of two.

    >>> [most(words) for words in (2, 3, 4, 5)]
    [1, 2, 3, 3]
    """
    return 1 if words <= 2 else words // 2 + 1  # noqa: PLR2004 -- one of two is all that is left to ask


def distinct(plan: Plan) -> tuple[Leaf, ...]:
    """Return the leaves that score, in the order in which they are added."""
    return tuple(dict.fromkeys(leaves(plan)))


def page(  # noqa: PLR0913, PLR0917 -- what a page depends on
    scorer: Scorer, plan: Plan, ranking: Ranking, order: Order, start: int, end: int
) -> list[tuple[int, float]]:
    """Return the documents from place ``start`` to ``end`` (exclusive) of an answer, each with its score.

    Equal ones stand in the order of their numbers. A query without words is listed newest first.
    """
    scored = distinct(plan)
    full = ranking.full
    found = _ordered(scorer, scored, full, None, order, start, end) if start < full.count else []
    if ranking.relaxed is None or end <= full.count:
        return found
    start, end = max(start - full.count, 0), end - full.count
    return found + _ordered(scorer, scored, ranking.relaxed, ranking.words, order, start, end)


def _relaxable(wanted: tuple[Wanted, ...] | None) -> tuple[Plan, ...]:
    return tuple(part for one in wanted or () for part in one.parts)


def _within(passing: Docs | None, plan: Plan) -> Plan:
    if passing is None:
        return plan
    return All((passing, *plan.parts)) if isinstance(plan, All) and plan.parts else All((passing, plan))


def _relaxed(scorer: Scorer, full: Selection, parts: tuple[Plan, ...], passing: Docs | None) -> Ranking:
    """Return the documents that have most of the words, but not all of them."""
    view = candidates(scorer, parts, most(len(parts)))
    words = have(view, parts)
    flags = (words >= most(len(parts))) & (words < len(parts))
    if passing is not None:
        flags &= view.flags(passing.flags)
    return Ranking(full, Selection(view, flags), words)


def _ordered(  # noqa: PLR0913, PLR0917 -- what an order depends on
    scorer: Scorer,
    scored: Sequence[Leaf],
    chosen: Selection,
    words: npt.NDArray[np.uint16] | None,
    order: Order,
    start: int,
    end: int,
) -> list[tuple[int, float]]:
    """Return the chosen documents of some places: those with most words first, then by the sort asked for."""
    tiers = None if words is None else words.astype(np.int64)
    sort = "newest" if order.sort == "relevance" and not scored else order.sort
    if sort in {"newest", "oldest"}:
        by_date = scorer.snapshot.by_date(newest=sort == "newest")
        listed = _listed(chosen, -_of_view(chosen.view, by_date).astype(np.float64), tiers, start, end)
        docs = np.array([doc for doc, _ in listed], np.intp)
        return _scored(scorer, scored, docs)
    scores = chosen.view.scores(scored)
    if sort == "recent-relevant":
        published = _of_view(chosen.view, scorer.snapshot.published)
        scores *= _recency(published, order)
        tiers = (0 if tiers is None else 2 * tiers) + (published != UNDATED)
    return _listed(chosen, scores, tiers, start, end)


def _scored(scorer: Scorer, scored: Sequence[Leaf], docs: Numbers) -> list[tuple[int, float]]:
    ascending = np.argsort(docs)
    scores = np.zeros(len(docs))
    scores[ascending] = Listed(scorer, docs[ascending]).scores(scored)
    return list(zip(docs.tolist(), scores.tolist(), strict=True))


def _listed(chosen: Selection, values: Floats, tiers: Tiers | None, start: int, end: int) -> list[tuple[int, float]]:
    """Return the documents from place ``start`` to ``end`` by tier, then value, the greatest first."""
    places = (_first(chosen, values, end) if tiers is None else _first_tiers(chosen, values, tiers, end))[start:]
    return list(zip(chosen.view.documents(places).tolist(), values.take(places).tolist(), strict=True))


def _first(chosen: Selection, values: Floats, count: int) -> Numbers:
    if chosen.flags is None:
        return top(values, count)
    if chosen.count * _GAPS > len(values):
        return top(np.where(chosen.flags, values, -np.inf), min(count, chosen.count))
    places = chosen.flags.nonzero()[0]
    return places.take(top(values.take(places), count))


def _first_tiers(chosen: Selection, values: Floats, tiers: Tiers, count: int) -> Numbers:
    places = np.arange(len(values)) if chosen.flags is None else chosen.flags.nonzero()[0]
    left = tiers.take(places)
    found = [places[:0]]
    while count > 0 and len(places):
        highest = left == left.max()
        best = places.compress(highest)
        found.append(best.take(top(values.take(best), count)))
        count -= len(found[-1])
        places, left = places.compress(~highest), left.compress(~highest)
    return np.concatenate(found)


def _of_view(view: View, values: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return the values of a view's documents, from those of all."""
    return values.take(view.documents(np.arange(view.size)))


def _recency(published: npt.NDArray[np.int64], order: Order) -> Floats:
    """Return what remains of scores; an article without a date keeps its own, as it stands behind the others."""
    age = np.maximum(order.now - published, 0.0) / _DAY / order.half_life
    return np.where(published == UNDATED, 1.0, np.exp2(-age))
