"""Order: the documents of an answer from first to last, full matches before those that match some words."""

import heapq
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from index.schema import UNDATED
from search.ranking.bm25 import scores
from search.ranking.matching import matched_words, matching
from search.ranking.plan import Plan, Wanted, leaves
from search.snapshot import Snapshot

ENOUGH = 20
"""With fewer full matches than this, those that match most of the words follow."""

_DAY = 86_400
Key = Callable[[int], Any]


@dataclass(frozen=True, slots=True)
class Ranking:
    """The documents of an answer: ``full`` matches, and how many words each of the ``relaxed`` ones has."""

    full: Sequence[int]
    relaxed: Mapping[int, int]


def find(snapshot: Snapshot, plan: Plan, wanted: tuple[Wanted, ...] | None, passing: bytes) -> Ranking:
    """Return the documents that match a plan and pass a mask, in no order.

    ``wanted`` is what a query of bare words wants: it may be relaxed to most of its words.
    """
    full = [doc for doc in matching(snapshot, plan) if passing[doc]]
    words = sum(len(one.words) for one in wanted or ())
    if len(full) >= ENOUGH or words <= 1 or wanted is None:
        return Ranking(full, {})
    counted = matched_words(snapshot, wanted)
    known = set(full)
    needed = most(words)
    relaxed = {doc: have for doc, have in counted.items() if have >= needed and passing[doc] and doc not in known}
    return Ranking(full, relaxed)


def most(words: int) -> int:
    """Return how many of a query's words are most of them: more than half, and one of two.

    >>> [most(words) for words in (2, 3, 4, 5)]
    [1, 2, 3, 3]
    """
    return 1 if words <= 2 else words // 2 + 1  # noqa: PLR2004 -- one of two is all that is left to ask


def page(  # noqa: PLR0913 -- what an order depends on
    snapshot: Snapshot,
    plan: Plan,
    ranking: Ranking,
    *,
    sort: str,
    boosts: Mapping[str, float],
    half_life: float,
    now: float,
    start: int,
    end: int,
) -> list[tuple[int, float]]:
    """Return the documents from place ``start`` to ``end`` (exclusive) of an answer, each with its score.

    Equal ones stand in the order of their numbers. A query without words is listed newest first.
    ``half_life`` is in days, ``now`` in seconds since 1970.
    """
    if sort == "relevance" and next(leaves(plan), None) is None:
        sort = "newest"
    if sort in {"newest", "oldest"}:
        places = _places(ranking, snapshot.by_date(newest=sort == "newest").__getitem__, start, end)
        found = scores(snapshot, plan, places, boosts)
        return [(doc, found[doc]) for doc in places]
    found = scores(snapshot, plan, [*ranking.full, *ranking.relaxed], boosts)
    undated_last = sort == "recent-relevant"
    published = snapshot.published
    if undated_last:
        found = {doc: score * _recency(published[doc], now, half_life) for doc, score in found.items()}
    places = _places(ranking, lambda doc: (undated_last and published[doc] == UNDATED, -found[doc], doc), start, end)
    return [(doc, found[doc]) for doc in places]


def _places(ranking: Ranking, key: Key, start: int, end: int) -> list[int]:
    full = _first(ranking.full, key, start, end)
    left = max(end - max(start, len(ranking.full)), 0)
    if not left or not ranking.relaxed:
        return full
    skipped = max(start - len(ranking.full), 0)
    have = ranking.relaxed
    return full + _first(have, lambda doc: (-have[doc], key(doc)), skipped, skipped + left)


def _first(docs: Collection[int], key: Key, start: int, end: int) -> list[int]:
    return heapq.nsmallest(min(end, len(docs)), docs, key=key)[start:]


def _recency(published: int, now: float, half_life: float) -> float:
    """Return what remains of a score; an article without a date keeps it, as it stands behind the others."""
    if published == UNDATED:
        return 1.0
    return float(0.5 ** (max(now - published, 0.0) / _DAY / half_life))
