"""Reordering: the first documents by their words are put in order anew by what else the query tells.

Pairs of words count, and for questions the words of the best documents. Each of the first gains or stays as it is, so
that those behind them stay behind.
"""

from collections.abc import Sequence

import numpy as np

from search.ranking.bm25 import Scorer
from search.ranking.feedback import gained, learned
from search.ranking.matching import Selection
from search.ranking.pairs import gained_by_pairs
from search.ranking.plan import Leaf
from search.ranking.pruning import best
from search.snapshots.columns import Floats, Numbers

DEPTH, PAIRED = 100, 50
"""The documents that are put in order anew: for a question, and where only pairs count."""


def best_by_evidence(selection: Selection, scored: Sequence[Leaf], count: int) -> tuple[Numbers, Floats]:
    """Return the documents of the highest scores, at most ``count``, the first by all that the query tells."""
    scorer = selection.scorer
    depth = depth_of(scorer)
    if not depth:
        return best(selection, scored, count)
    docs, scores = best(selection, scored, max(count, depth))
    first, values = with_pairs(scorer, docs[:depth], scores[:depth])
    if scorer.is_fed_back:
        first, values = _ordered(first, values + gained(scorer, first, learned(scorer, first, values)))
    if len(docs) > depth:
        first, values = np.concatenate([first, docs[depth:]]), np.concatenate([values, scores[depth:]])
    return first[:count], values[:count]


def depth_of(scorer: Scorer) -> int:
    """Return how many documents are put in order anew, 0 where the query tells nothing beside its words."""
    if scorer.is_fed_back:
        return DEPTH
    return PAIRED if scorer.pairs else 0


def with_pairs(scorer: Scorer, docs: Numbers, scores: Floats) -> tuple[Numbers, Floats]:
    """Return documents, the best first, in the order of their scores and of what pairs add to these."""
    if not scorer.pairs:
        return docs, scores
    more = gained_by_pairs(scorer, docs)
    return _ordered(docs, scores + more) if more.any() else (docs, scores)


def _ordered(docs: Numbers, scores: Floats) -> tuple[Numbers, Floats]:
    order = np.lexsort((docs, -scores))
    return docs.take(order), scores.take(order)
