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

DEPTH = 100
"""The documents that are put in order anew."""


def best_by_evidence(selection: Selection, scored: Sequence[Leaf], count: int) -> tuple[Numbers, Floats]:
    """Return the documents of the highest scores, at most ``count``, the first hundred by all that the query tells."""
    scorer = selection.scorer
    if not scorer.pairs and not scorer.is_fed_back:
        return best(selection, scored, count)
    docs, scores = best(selection, scored, max(count, DEPTH))
    first, values = with_pairs(scorer, docs[:DEPTH], scores[:DEPTH])
    if scorer.is_fed_back:
        first, values = _ordered(first, values + gained(scorer, first, learned(scorer, first, values)))
    docs, scores = np.concatenate([first, docs[DEPTH:]]), np.concatenate([values, scores[DEPTH:]])
    return docs[:count], scores[:count]


def with_pairs(scorer: Scorer, docs: Numbers, scores: Floats) -> tuple[Numbers, Floats]:
    """Return documents in the order of their scores and of what pairs add to these."""
    return _ordered(docs, scores + gained_by_pairs(scorer, docs))


def _ordered(docs: Numbers, scores: Floats) -> tuple[Numbers, Floats]:
    order = np.lexsort((docs, -scores))
    return docs.take(order), scores.take(order)
