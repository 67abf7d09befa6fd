"""Pairs: words that stand side by side in a query count more in an article where they stand so too.

After Rasolofo and Savoy, "Term proximity scoring for keyword-based retrieval systems" (2003): a pair is scored like a
word, and tells as much as both of its words. How many articles have a pair is not asked, as its places would have to be
read in all that have both words; they are read in the few that are put in order.
"""

import numpy as np

from search.ranking.bm25 import Scorer
from search.ranking.groups import keys_of
from search.ranking.phrases import beginnings
from search.ranking.plan import Leaf
from search.snapshots.columns import Floats, Numbers

FIELDS = ("title", "body")
"""The fields in which pairs are looked for."""


def gained_by_pairs(scorer: Scorer, docs: Numbers) -> Floats:
    """Return what the pairs of a query add to the score of each document; remembered."""
    key = "pairs", scorer.evidence, docs.tobytes(), scorer.key
    return scorer.snapshot.memory.get(key, lambda: _summed(scorer, docs))


def _summed(scorer: Scorer, docs: Numbers) -> Floats:
    found = np.zeros(len(docs))
    if len(docs):
        ascending = np.argsort(docs)
        for worths in pair_worths(scorer, docs.take(ascending)).values():
            found[ascending] += worths
    return found


def pair_worths(scorer: Scorer, docs: Numbers) -> dict[Leaf, Floats]:
    """Return what each pair adds to the score of each of some ascending documents, 0 where it does not stand."""
    small = docs.astype(np.uint32)
    often = {pair: np.zeros(len(docs)) for pair in scorer.pairs}
    slots = dict.fromkeys(slot for pair in scorer.pairs for slot in pair.slots)
    keys = keys_of(scorer.snapshot, [(field, slot) for field in FIELDS for slot in slots], small)
    for field in FIELDS:
        for pair in scorer.pairs:
            counts = beginnings([keys[field, slot] for slot in pair.slots])
            if len(counts.docs):
                weight = scorer.boosts.get(field, 1.0) / scorer.norms(field, counts.docs)
                often[pair][small.searchsorted(counts.docs)] += weight * counts.freqs
    k1 = scorer.relevance.k1
    found = {}
    for pair in scorer.pairs:
        most = (
            scorer.relevance.pairs
            * scorer.evidence.pairs[pair]
            * scorer.pair_idf(pair) ** scorer.relevance.rarity
            * (k1 + 1)
        )
        found[pair] = most * often[pair] / (often[pair] + k1)
    return found
