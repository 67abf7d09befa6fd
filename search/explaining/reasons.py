"""Why an article stands where it stands: the parts of its score, by what counted and where, in words of the query."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from index.analysis import language, term
from index.schema import UNDATED
from index.tokens import words
from search.highlight.record import Record
from search.query.compile import compile_tree
from search.query.entityterms import EntityTerm
from search.query.tree import And, Field, Named, Node, Or, Phrase, Prefix, Word
from search.ranking.feedback import gained, learned
from search.ranking.groups import frequencies
from search.ranking.listed import Listed
from search.ranking.order import Order, Ranking, age_of, distinct, sorted_by
from search.ranking.pairs import pair_worths
from search.ranking.plan import Leaf, Plan, leaves
from search.ranking.pruning import best
from search.ranking.reordering import depth_of, with_pairs
from search.results import Reason, Share
from search.snapshots.columns import Numbers
from search.snapshots.fieldterms import ENTITY
from search.snapshots.snapshot import Snapshot

_READ = 100_000
"""Code points of an article that are read for the forms of words."""

_FORMS = 4
_LEARNED = 5
"""The words of feedback that are told."""


@dataclass(frozen=True, slots=True)
class Explainer:
    """Explains the scores of one answer."""

    ranking: Ranking
    order: Order
    plan: Plan
    tree: Node

    def explained(self, docs: Sequence[int]) -> list[tuple[Reason, ...]]:
        """Return the parts of the score of each document."""
        numbers = np.array(docs, np.intp)
        found: list[list[Reason]] = [[] for _ in docs]
        written = [_written(self._snapshot, doc) for doc in docs]
        for leaf, points in self._points(numbers):
            shares = self._shares(leaf, numbers)
            for at, value in enumerate(points):
                if value:
                    found[at].append(self._reason(leaf, value, shares(at, value), written[at]))
        reordered = self._reordered(numbers, written)
        every = [[*reasons, *more] for reasons, more in zip(found, reordered, strict=True)]
        return [(*reasons, *self._aged(doc, reasons)) for doc, reasons in zip(docs, every, strict=True)]

    @property
    def _snapshot(self) -> Snapshot:
        return self.ranking.full.scorer.snapshot

    @property
    def _scored(self) -> tuple[Leaf, ...]:
        return self.ranking.full.scorer.scoring(distinct(self.plan))

    def _points(self, docs: Numbers) -> Iterator[tuple[Leaf, Sequence[float]]]:
        """Yield what each leaf adds to the score of each document."""
        scorer = self.ranking.full.scorer
        ascending = np.argsort(docs)
        listed = Listed(scorer, docs[ascending])
        for leaf in self._scored:
            points = np.zeros(len(docs))
            points[ascending] = listed.worths(leaf).astype(np.float64) * scorer.weight(leaf)
            yield leaf, points.tolist()

    def _shares(self, leaf: Leaf, docs: Numbers) -> "_Shares":
        scorer = self.ranking.full.scorer
        times, weights = {}, {}
        for field in leaf.fields:
            counts = frequencies(scorer.snapshot, leaf, field)
            at = np.minimum(np.searchsorted(counts.docs, docs), max(len(counts.docs) - 1, 0))
            has = counts.docs[at] == docs if len(counts.docs) else np.zeros(len(docs), bool)
            often = np.where(has, counts.freqs[at], 0) if len(counts.docs) else np.zeros(len(docs), np.int64)
            times[field] = often.tolist()
            weights[field] = [
                scorer.boosts.get(field, 1.0) * count / scorer.norm(field, doc)
                for count, doc in zip(times[field], docs.tolist(), strict=True)
            ]
        return _Shares(times, weights)

    def _reason(
        self, leaf: Leaf, points: float, shares: tuple[Share, ...], written: Mapping[str, Counter[str]]
    ) -> Reason:
        kind = _kind(leaf)
        forms: Counter[str] = Counter()
        if kind == "word":
            for one in leaf.slots[0]:
                forms.update(written.get(one, {}))
        return Reason(kind, self._text(leaf), points, shares, tuple([one for one, _ in forms.most_common(_FORMS)]))

    def _text(self, leaf: Leaf) -> str:
        """Return what was typed that a leaf is for."""
        if leaf.fields == (ENTITY,):
            names = [self._snapshot.entities[EntityTerm.of(one).entity].name for one in leaf.slots[0]]
            return ", ".join(names)
        typed = _typed(self.tree, self._snapshot)
        if leaf in typed:
            return typed[leaf]
        slots = {known.slots[0]: text for known, text in typed.items() if len(known.slots) == 1}
        return " ".join(slots.get(slot, slot[0] if slot else "") for slot in leaf.slots)

    def _reordered(self, docs: Numbers, written: Sequence[Mapping[str, Counter[str]]]) -> list[list[Reason]]:
        """Return for each document what pairs, and words of the best ones, add to its score."""
        places = {doc: at for at, doc in enumerate(docs.tolist())}
        found: list[list[Reason]] = [[] for _ in places]
        scored, scorer = self._scored, self.ranking.full.scorer
        if sorted_by(self.order, scored) != "relevance":
            return found
        for selection in (self.ranking.full, *self.ranking.tiers):
            first, scores = best(selection, scored, depth_of(scorer))
            self._add_pairs(first, places, found)
            if scorer.is_fed_back:
                weights = learned(scorer, *with_pairs(scorer, first, scores))
                for doc in places.keys() & set(first.tolist()):
                    found[places[doc]] += self._learned(doc, weights, written[places[doc]])
        return found

    def _add_pairs(self, first: Numbers, places: Mapping[int, int], found: list[list[Reason]]) -> None:
        """Add pairs to the parts of those shown of the first documents."""
        ascending = np.sort(first)
        for pair, worths in pair_worths(self.ranking.full.scorer, ascending).items():
            shares = self._shares(pair, np.array(list(places), np.intp))
            for doc, points in zip(ascending.tolist(), worths.tolist(), strict=True):
                if points and doc in places:
                    at = places[doc]
                    found[at].append(Reason("pair", self._text(pair), points, shares(at, points)))

    def _learned(self, doc: int, weights: Mapping[Leaf, float], written: Mapping[str, Counter[str]]) -> list[Reason]:
        one = np.array([doc], np.intp)
        points = {
            leaf: float(gained(self.ranking.full.scorer, one, {leaf: weight})[0]) for leaf, weight in weights.items()
        }
        most = sorted((leaf for leaf, value in points.items() if value), key=lambda leaf: -points[leaf])[:_LEARNED]
        told = [_most_frequent(written.get(leaf.slots[0][0])) or leaf.slots[0][0] for leaf in most]
        total = float(gained(self.ranking.full.scorer, one, weights)[0])
        return [Reason("feedback", ", ".join(told), total)] if total else []

    def _aged(self, doc: int, reasons: Sequence[Reason]) -> list[Reason]:
        """Return what is taken off for the age of a document."""
        published = self._snapshot.published[doc]
        if sorted_by(self.order, self._scored) != "recent-relevant" or published == UNDATED:
            return []
        total = sum(one.points for one in reasons)
        age = float(age_of(np.array([published]), self.order)[0])
        return [Reason("age", f"{age * self.order.half_life:,.0f} days", total * 2.0**-age - total)]


@dataclass(frozen=True, slots=True)
class _Shares:
    """How often a leaf stands in each field of some documents, and by what weight that counts."""

    times: Mapping[str, Sequence[int]]
    weights: Mapping[str, Sequence[float]]

    def __call__(self, at: int, points: float) -> tuple[Share, ...]:
        """Return how the points of one document are shared among the fields."""
        total = sum(one[at] for one in self.weights.values())
        return tuple(
            [
                Share(field, times[at], points * self.weights[field][at] / total if total else 0.0)
                for field, times in self.times.items()
                if times[at]
            ]
        )


def _kind(leaf: Leaf) -> str:
    if leaf.fields == (ENTITY,):
        return "name"
    return "phrase" if len(leaf.slots) > 1 else "word"


def _typed(tree: Node, snapshot: Snapshot) -> dict[Leaf, str]:
    """Return what was typed for each leaf of a tree."""
    found: dict[Leaf, str] = {}
    for node in _atoms(tree):
        for leaf in leaves(compile_tree(node, snapshot).plan):
            found.setdefault(leaf, node.text)
    return found


def _atoms(node: Node) -> Iterator[Word | Phrase | Prefix]:
    match node:
        case Word() | Phrase() | Prefix():
            yield node
        case And(parts=parts) | Or(parts=parts):
            for part in parts:
                yield from _atoms(part)
        case Named(words=inner) | Field(part=inner):
            yield from _atoms(inner)
        case _:
            return


def _written(snapshot: Snapshot, doc: int) -> Mapping[str, Counter[str]]:
    """Return how the terms of an article are written in it, and how often so."""
    _, title, body, stored = snapshot.texts(doc)
    lang = language(Record(stored).head.get("lang"))
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for word in islice(words(f"{title}\n{body[:_READ]}"), _READ):
        found[term(word.surface, lang)][word.surface.lower()] += 1
    return found


def _most_frequent(forms: Counter[str] | None) -> str:
    return forms.most_common(1)[0][0] if forms else ""
