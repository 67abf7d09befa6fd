"""Feedback: the first documents of a question are put in order anew, by the words that the very best are about.

Pseudo-relevance feedback after Lavrenko and Croft, "Relevance-based language models" (2001), and Abdul-Jaleel et al.,
"UMass at TREC 2004" (RM3), with the worth of BM25F in the place of their probabilities. Documents are only put in
another order and found ones are never lost. Each gains, so that those behind the first stay behind them.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest

import numpy as np

from index.analysis import common_words, language, terms
from search.highlight.record import Record
from search.ranking.bm25 import Scorer
from search.ranking.listed import Listed
from search.ranking.plan import Leaf
from search.snapshots.columns import Floats, Numbers

Places = Sequence[tuple[int, float]]

_BEST = 5
"""The documents whose words are taken."""

_SHARP = 3
"""A document's words count by its share of the highest score, to this power."""

_WORDS = 30
"""The words that are taken."""

_READ = 8_000
"""Code points of a body that are read: what an article is about stands at its beginning."""

_FIELDS = ("title", "body")


@dataclass(frozen=True, slots=True, eq=False)
class Learned:
    """Words of the best documents with their weights, as they are added to scores."""

    weights: Mapping[Leaf, float]

    @property
    def nbytes(self) -> int:
        """The bytes that they take, about."""
        return 300 * len(self.weights)


def gained(scorer: Scorer, docs: Numbers, words: Mapping[Leaf, float]) -> Floats:
    """Return what words add to the score of each document."""
    ascending = np.argsort(docs)
    listed = Listed(scorer, docs[ascending])
    found = np.zeros(len(docs))
    scorer.read_ahead(words)
    for leaf, weight in words.items():
        found[ascending] += listed.worths(leaf).astype(np.float64) * weight
    return found


def learned(scorer: Scorer, docs: Numbers, scores: Floats) -> Mapping[Leaf, float]:
    """Return the words that the best of some documents are about, with weights; the documents are the best first."""
    told = tuple(zip(docs[:_BEST].tolist(), scores[:_BEST].tolist(), strict=True))
    if not told or told[0][1] <= 0:
        return {}
    made: Learned = scorer.snapshot.memory.get(("feedback", scorer.key, told), lambda: Learned(_learned(scorer, told)))
    return made.weights


def _learned(scorer: Scorer, told: Places) -> dict[Leaf, float]:
    """Weigh words so that they add their share of the highest score where they add most among the best."""
    highest = told[0][1]
    values: defaultdict[str, float] = defaultdict(float)
    for doc, score in told:
        share = (score / highest) ** _SHARP
        for word, worth in _worths(scorer, doc):
            values[word] += share * worth
    chosen = nsmallest(_WORDS, values.items(), key=lambda one: (-one[1], one[0]))
    weights = {Leaf(_FIELDS, ((word,),)): value for word, value in chosen}
    most = float(gained(scorer, np.array([doc for doc, _ in told], np.intp), weights).max())
    share = scorer.relevance.feedback
    scale = share / (1 - share) * highest / most if most else 0.0
    return {leaf: value * scale for leaf, value in weights.items()}


def _worths(scorer: Scorer, doc: int) -> Iterator[tuple[str, float]]:
    """Yield the words of a document that tell something, with what they are worth in it by BM25F, about."""
    snapshot, k1 = scorer.snapshot, scorer.relevance.k1
    _, title, body, stored = snapshot.texts(doc)
    lang = Record(stored).head.get("lang")
    dull = common_words(language(lang))
    found: defaultdict[str, float] = defaultdict(float)
    for field, text in zip(_FIELDS, (title, body[:_READ]), strict=True):
        weight = scorer.boosts.get(field, 1.0) / scorer.norm(field, doc)
        for word, count in Counter(terms(text, lang)).items():
            found[word] += weight * count
    for word, often in found.items():
        have = snapshot.terms.frequency("body", word)
        if word not in dull and len(word) > 1 and have > 1:
            yield word, scorer.idf_of(have) ** scorer.relevance.rarity * (k1 + 1) * often / (often + k1)
