"""A search without an index: it reads every document for every question. The ranking is held against it."""

from collections.abc import Mapping, Sequence
from functools import cache
from math import log

import numpy as np

from corpus.article import Article
from index.analysis import terms
from index.schema import TEXT_FIELDS
from search.ranking.evidence import NO_EVIDENCE, Evidence
from search.ranking.order import ENOUGH, distinct, most
from search.ranking.phrases import occurrences
from search.ranking.plan import All, Any, AtLeast, Docs, Every, Leaf, Plan, Wanted, Without
from search.snapshots import bitmaps
from search.snapshots.snapshot import Snapshot

K1 = 1.2
B = {"title": 0.5, "body": 0.75}
RARITY = 1.2
PAIRS = 0.12
DEPTH = 50
BREAK = "|"
LEAST = float.fromhex("0x1p-126")


def texts(article: Article) -> dict[str, list[str]]:
    """Return an article's words by field; nothing matches across two names."""
    names = [word for entity in article.entities for word in (*terms(entity.name), BREAK)]
    exact = [entity.id for entity in article.entities]
    return {"title": terms(article.title), "body": terms(article.body), "entities": names, "entity": exact}


class Naive:
    """Answers plans over the articles of a snapshot, one document at a time."""

    def __init__(
        self,
        snapshot: Snapshot,
        articles: Sequence[Article],
        boosts: Mapping[str, float],
        evidence: Evidence = NO_EVIDENCE,
    ) -> None:
        self.snapshot = snapshot
        self.boosts = {**boosts, "entity": boosts.get("entities", 1.0)}
        self.evidence = evidence
        numbered = {snapshot.find(article.id): texts(article) for article in articles}
        self.texts = {doc: numbered[doc] for doc in sorted(one for one in numbered if one is not None)}
        self.lengths: dict[str, list[int]] = {field: snapshot.lengths(field).tolist() for field in B}
        self.frequency = cache(self._frequency)
        self.worths = cache(self._worths)

    def _frequency(self, leaf: Leaf, doc: int, field: str) -> int:
        text = self.texts[doc][field]
        if len(leaf.slots) == 1:
            return sum(word in leaf.slots[0] for word in text)
        places = [[at for at, word in enumerate(text) if word in slot] for slot in leaf.slots]
        return len(occurrences(places, leaf.slop))

    def _having(self, leaf: Leaf) -> list[int]:
        return [doc for doc in self.texts if any(self.frequency(leaf, doc, field) for field in leaf.fields)]

    def _idf(self, leaf: Leaf) -> float:
        have = len(self._having(leaf))
        return log(1 + (self.snapshot.count - have + 0.5) / (have + 0.5))

    def _worths(self, leaf: Leaf) -> dict[int, float]:
        weight = self._idf(leaf) ** RARITY * (K1 + 1)
        return {doc: self._worth(leaf, doc, weight) for doc in self._having(leaf)}

    def _worth(self, leaf: Leaf, doc: int, weight: float) -> float:
        found = 0.0
        for field in leaf.fields:
            if count := self.frequency(leaf, doc, field):
                found += self.boosts.get(field, 1.0) * count / self._norm(field, doc)
        return max(float(np.float32(weight * found / (found + K1))), LEAST)

    def _norm(self, field: str, doc: int) -> float:
        if field not in B:
            return 1.0
        average = self.snapshot.average_length(field)
        return 1.0 - B[field] + (B[field] / average if average else 0.0) * self.lengths[field][doc]

    def matches(self, plan: Plan, doc: int) -> bool:  # noqa: PLR0911 -- one for each kind
        """Tell whether a document matches a plan."""
        match plan:
            case Leaf():
                return doc in self.worths(plan)
            case Docs(bitmap=bitmap):
                return doc in bitmaps.listed(bitmap)
            case All(parts=parts):
                return bool(parts) and all(self.matches(part, doc) for part in parts)
            case Any(parts=parts):
                return any(self.matches(part, doc) for part in parts)
            case AtLeast(parts=parts, least=least):
                return sum(self.matches(part, doc) for part in parts) >= least
            case Without(part=part):
                return not self.matches(part, doc)
            case Every():
                return True

    def score(self, plan: Plan, doc: int) -> float:
        """Return a document's score."""
        total = 0.0
        for leaf in distinct(plan):
            total += self.worths(leaf).get(doc, 0.0) * self.evidence.asked.get(leaf, 1)
        return total

    def gained(self, doc: int) -> float:
        """Return what the pairs of the query add to a document's score."""
        total = 0.0
        for pair, count in self.evidence.pairs.items():
            found = 0.0
            for field in ("title", "body"):
                if often := self.frequency(pair, doc, field):
                    found += self.boosts.get(field, 1.0) / self._norm(field, doc) * often
            idf = sum(self._idf(Leaf(TEXT_FIELDS, (slot,))) for slot in pair.slots)
            total += PAIRS * count * idf**RARITY * (K1 + 1) * found / (found + K1)
        return total

    def with_pairs(self, ranked: Sequence[tuple[int, float]], depth: int = DEPTH) -> list[tuple[int, float]]:
        """Return documents by relevance, the first ones put in order anew by the pairs in them."""
        first = [(doc, score + self.gained(doc)) for doc, score in ranked[:depth]]
        return [*sorted(first, key=lambda one: (-one[1], one[0])), *ranked[depth:]]

    def ranked(self, plan: Plan, wanted: tuple[Wanted, ...] | None, passing: Docs | None) -> list[tuple[int, float]]:
        """Return the whole answer by its words: full matches, then those that match most of the words."""
        passed = None if passing is None else set(bitmaps.listed(passing.bitmap).tolist())
        docs = [doc for doc in self.texts if passed is None or doc in passed]
        full = [doc for doc in docs if self.matches(plan, doc)]
        words = self.words(wanted, docs) if wanted and len(full) < ENOUGH else {}
        relaxed = words.keys() - set(full)
        scores = {doc: self.score(plan, doc) for doc in (*full, *relaxed)}
        order = sorted(full, key=lambda doc: (-scores[doc], doc))
        order += sorted(relaxed, key=lambda doc: (-words[doc], -scores[doc], doc))
        return [(doc, scores[doc]) for doc in order]

    def words(self, wanted: tuple[Wanted, ...], docs: Sequence[int]) -> dict[int, int]:
        """Return how many of the words wanted each document has that has most; a name stands for all its words."""
        every = sum(len(one.words) for one in wanted)
        found = {}
        for doc in docs:
            have = 0
            for one in wanted:
                named = one.name is not None and self.matches(one.name, doc)
                have += len(one.words) if named else sum(self.matches(word, doc) for word in one.words)
            if every > 1 and have >= most(every):
                found[doc] = have
        return found
