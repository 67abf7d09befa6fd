"""Scoring by BM25F: the frequencies of a word in all fields are weighed and added before they saturate.

After Robertson, Zaragoza and Taylor, "Simple BM25 extension to multiple weighted fields" (2004).
"""

from collections.abc import Iterable, Mapping
from math import log

from index.schema import TEXT_FIELDS
from search.ranking.matching import frequencies, matching
from search.ranking.plan import Leaf, Plan, leaves
from search.snapshot import Snapshot

_K1 = 1.2
_LENGTH_MATTERS = {"title": 0.5, "body": 0.75, "entities": 0.0}
"""BM25's b of each field."""


def idf(snapshot: Snapshot, leaf: Leaf) -> float:
    """Return how much a leaf tells, above 0: the fewer of all articles have it the more."""
    have = len(matching(snapshot, leaf))
    return log(1 + (snapshot.count - have + 0.5) / (have + 0.5))


def scores(snapshot: Snapshot, plan: Plan, docs: Iterable[int], boosts: Mapping[str, float]) -> dict[int, float]:
    """Return the score of each of these documents, 0 and above; ``boosts`` are the weights of the text fields."""
    total = dict.fromkeys(docs, 0.0)
    for leaf in dict.fromkeys(leaves(plan)):
        weight = idf(snapshot, leaf) * (_K1 + 1)
        for doc, found in _weighed(snapshot, leaf, total, boosts).items():
            total[doc] += weight * found / (found + _K1)
    return total


def _weighed(
    snapshot: Snapshot, leaf: Leaf, docs: Mapping[int, float], boosts: Mapping[str, float]
) -> dict[int, float]:
    """Return how often a leaf occurs in each document that has it, by the weight and the length of each field."""
    found: dict[int, float] = {}
    for field in leaf.fields:
        counts = frequencies(snapshot, leaf, field)
        boost = boosts.get(field, 1.0)
        base, slope = _norm(snapshot, field)
        lengths = snapshot.lengths(field) if field in TEXT_FIELDS else None
        for doc in docs.keys() & counts.keys():
            norm = 1.0 if lengths is None else base + slope * lengths[doc]
            found[doc] = found.get(doc, 0.0) + boost * counts[doc] / norm
    return found


def _norm(snapshot: Snapshot, field: str) -> tuple[float, float]:
    """Return the two numbers that make a length into BM25's length norm."""
    if field not in _LENGTH_MATTERS:
        return 1.0, 0.0
    b = _LENGTH_MATTERS[field]
    average = snapshot.average_length(field)
    return 1.0 - b, b / average if average else 0.0
