"""Collapsing: of the copies of one story only the first in the order is listed."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from search.ranking.order import Order, Ranking, page
from search.ranking.plan import Plan
from search.snapshots.columns import Numbers, Words

_SPARE = 20
_MORE = 4


@dataclass(frozen=True, slots=True)
class Collapsed:
    """Places of an answer without copies: of them the first ``full`` match fully.

    ``groups`` counts the stories among the full matches, ``count`` those among all documents.
    """

    places: Sequence[tuple[int, float]]
    full: int
    groups: int
    count: int


def collapsed(  # noqa: PLR0913, PLR0917 -- what a page depends on
    plan: Plan, ranking: Ranking, order: Order, start: int, end: int, groups: Words
) -> Collapsed:
    """Return the places from ``start`` to ``end`` (exclusive) of an answer, each story once.

    ``groups`` has the group of each document, 0 for one without copies. A story stands where its first copy stands, so
    that as much of the order is looked at as has so many stories.
    """
    count = end + _SPARE
    while True:
        places = page(plan, ranking, order, 0, count)
        kept = firsts(places, groups)
        if len(kept) >= end or count >= ranking.count:
            break
        count *= _MORE
    full = sum(at < ranking.full.count for at in kept[start:end])
    every = [ranking.full.docs, *(tier.docs for tier in ranking.tiers)]
    stories = distinct(every[0], groups)
    total = stories if len(every) == 1 else distinct(np.concatenate(every), groups)
    return Collapsed([places[at] for at in kept[start:end]], full, stories, total)


def firsts(places: Sequence[tuple[int, float]], groups: Words) -> list[int]:
    """Return the places whose document is no copy of one before it."""
    found: list[int] = first_places(np.array([doc for doc, _ in places], np.intp), groups).tolist()
    return found


def first_places(docs: Numbers, groups: Words) -> Numbers:
    """Return the places of documents that are no copies of one before them, ascending."""
    codes = groups.take(docs)
    kept = codes == 0
    kept[np.unique(codes, return_index=True)[1]] = True
    found: Numbers = kept.nonzero()[0]
    return found


def distinct(docs: Numbers, groups: Words) -> int:
    """Return how many stories some documents are."""
    codes = groups.take(docs)
    counts = np.bincount(codes, minlength=1)
    return int(counts[0] + np.count_nonzero(counts[1:]))
