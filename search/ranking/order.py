"""Order: the documents of an answer from first to last, full matches before those that match some words."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index.schema import UNDATED
from search.ranking.bm25 import Scorer
from search.ranking.listed import Listed
from search.ranking.matching import Selection, select, tiers
from search.ranking.plan import All, AtLeast, Docs, Leaf, Plan, Wanted, Without, leaves
from search.ranking.reordering import best_by_evidence
from search.ranking.top import top
from search.snapshots.columns import Floats, Ints, Numbers

ENOUGH = 20
"""With fewer full matches than this, those that match most of the words follow."""

_DAY = 86_400
_LEAST = np.finfo(np.float32).tiny


@dataclass(frozen=True, slots=True)
class Ranking:
    """The documents of an answer: ``full`` matches, and then those that match some words, ever fewer tier by tier."""

    full: Selection
    tiers: tuple[Selection, ...] = ()

    @property
    def relaxed(self) -> int:
        """The number of documents that match some words only."""
        return sum(tier.count for tier in self.tiers)

    @property
    def count(self) -> int:
        """The number of documents, full matches and relaxed ones."""
        return self.full.count + self.relaxed


@dataclass(frozen=True, slots=True)
class Order:
    """What an order depends on; ``half_life`` is in days, ``now`` in seconds since 1970."""

    sort: str = "relevance"
    half_life: float = 180.0
    now: float = 0.0

    @property
    def is_ranked(self) -> bool:
        """Whether scores count, and not dates alone."""
        return self.sort in {"relevance", "recent-relevant"}


def find(  # noqa: PLR0913, PLR0917 -- what a ranking depends on
    scorer: Scorer,
    plan: Plan,
    wanted: tuple[Wanted, ...] | None,
    passing: Docs | None = None,
    enough: int = ENOUGH,
    loose: Plan | None = None,
) -> Ranking:
    """Return the documents that match a plan and pass a filter, in no order.

    ``wanted`` is what a query of bare words wants: with too few matches it is relaxed to most of its words, or to what
    is ``loose``, where that is given. Words that tell nothing are not missed then.
    """
    scorer.read_ahead(leaves(plan))
    full = select(scorer, _within(passing, plan))
    if full.count >= enough:
        return Ranking(full)
    if loose is not None:
        return Ranking(full, (select(scorer, _within(passing, All((_telling(scorer, loose), Without(plan))))),))
    parts = [part for one in wanted or () for part in one.parts]
    telling = _that_tell(scorer, parts)
    found = tiers(scorer, telling, most(len(telling)), passing) if len(telling) > 1 else []
    if len(telling) < len(parts):
        # What has all words but one such as "the" is hardly less wanted.
        found.insert(0, select(scorer, _within(passing, All((*telling, Without(plan))))))
    return Ranking(full, tuple(found))


def _telling(scorer: Scorer, loose: Plan) -> Plan:
    match loose:
        case AtLeast(parts=parts, least=least):
            return AtLeast(tuple(_that_tell(scorer, parts)), least)
        case All(parts=parts):
            return All(tuple(_telling(scorer, part) for part in parts))
        case _:
            return loose


def _that_tell(scorer: Scorer, parts: Sequence[Plan]) -> Sequence[Plan]:
    """Return the parts but for words that tell nothing, unless there are no others."""
    return [one for one in parts if not isinstance(one, Leaf) or scorer.evidence.counts(one)] or parts


def most(words: int) -> int:
    """Return how many of a query's words are most of them: more than half, and one of two.

    >>> [most(words) for words in (2, 3, 4, 5)]
    [1, 2, 3, 3]
    """
    return 1 if words <= 2 else words // 2 + 1  # noqa: PLR2004 -- one of two is all that is left to ask


def distinct(plan: Plan) -> tuple[Leaf, ...]:
    """Return the leaves that score, in the order in which they are added."""
    return tuple(dict.fromkeys(leaves(plan)))


def page(plan: Plan, ranking: Ranking, order: Order, start: int, end: int) -> list[tuple[int, float]]:
    """Return the documents from place ``start`` to ``end`` (exclusive) of an answer, each with its score.

    Equal ones stand in the order of their numbers. A query without words is listed newest first.
    """
    docs, scores = listing(plan, ranking, order, start, end)
    return list(zip(docs.tolist(), scores.tolist(), strict=True))


def listing(plan: Plan, ranking: Ranking, order: Order, start: int, end: int) -> tuple[Numbers, Floats]:
    """Return what ``page`` does as arrays, which a million documents fit into."""
    scored = ranking.full.scorer.scoring(distinct(plan))
    docs, scores = [np.zeros(0, np.intp)], [np.zeros(0)]
    for selection in (ranking.full, *ranking.tiers):
        if start < selection.count and end > 0:
            found, their = _ordered(selection, scored, order, end)
            docs.append(found[start:])
            scores.append(their[start:])
        start, end = max(start - selection.count, 0), end - selection.count
    return np.concatenate(docs), np.concatenate(scores)


def sorted_by(order: Order, scored: Sequence[Leaf]) -> str:
    """Return the sort in force: a query without words is listed newest first."""
    return "newest" if order.sort == "relevance" and not scored else order.sort


def age_of(published: Ints, order: Order) -> Floats:
    """Return the age of documents that have a date, in half-lives."""
    age: Floats = np.maximum(order.now - published, 0.0) / _DAY / order.half_life
    return age


def _within(passing: Docs | None, plan: Plan) -> Plan:
    if passing is None:
        return plan
    return All((passing, *plan.parts)) if isinstance(plan, All) and plan.parts else All((passing, plan))


def _ordered(selection: Selection, scored: Sequence[Leaf], order: Order, count: int) -> tuple[Numbers, Floats]:
    """Return the first documents of a selection by the sort asked for."""
    sort = sorted_by(order, scored)
    if sort == "relevance":
        return best_by_evidence(selection, scored, count)
    if sort == "recent-relevant":
        return _by_recency(selection.listed, scored, order, count)
    snapshot = selection.scorer.snapshot
    places = top(-snapshot.by_date(newest=sort == "newest").take(selection.docs).astype(np.float64), count)
    return _scored(selection.scorer, scored, selection.docs.take(places))


def _scored(scorer: Scorer, scored: Sequence[Leaf], docs: Numbers) -> tuple[Numbers, Floats]:
    ascending = np.argsort(docs)
    scores = np.zeros(len(docs))
    scores[ascending] = Listed(scorer, docs[ascending]).scores(scored)
    return docs, scores


def _by_recency(listed: Listed, scored: Sequence[Leaf], order: Order, count: int) -> tuple[Numbers, Floats]:
    """Return the first documents by what remains of their scores; those without a date stand behind the others."""
    published = listed.scorer.snapshot.published.take(listed.docs)
    scores = listed.scores(scored)
    dated = published != UNDATED
    age = age_of(published, order)
    values = np.where(dated, scores * np.exp2(-age), scores)
    # What is very old is worth nothing in floating point, but its logarithm still tells it from what is older.
    keys = np.log2(np.maximum(scores, _LEAST)) - np.where(dated, age, 0.0)
    first, last = dated.nonzero()[0], (~dated).nonzero()[0]
    first = first.take(top(keys.take(first), count))
    last = last.take(top(keys.take(last), count - len(first)))
    places = np.concatenate([first, last])
    return listed.docs.take(places), values.take(places)
