"""The best of a great many documents, exactly, without scoring all of them.

Of each range of documents the most is known that each leaf is worth there (block maxima). The sum of them bounds the
scores in the range. The ranges with the highest bounds are looked at first; what they hold says what a better document
must reach. Of the other ranges only those are looked at whose bound reaches it, and in the end only the documents whose
own bound does: what some leaves are worth in the document itself, and the others in its range (MaxScore over block
maxima). As the bounds of ranges are added in the order in which scores are, rounding never puts a score above them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from search.ranking.bm25 import Scorer
from search.ranking.listed import Listed, weighed
from search.ranking.matching import Selection
from search.ranking.plan import Leaf
from search.ranking.top import top
from search.snapshots import bitmaps
from search.snapshots.bitmaps import SPAN, Bitmap
from search.snapshots.columns import Flags, Floats, Numbers

_BATCHES = (64, 512)
"""The ranges looked at first, and those that are looked at next."""

_SCORED = 8_000
"""So few documents are scored without looking for bounds."""

_LOOKED = 1_000
"""Of more documents than this, those are dropped first whose own bound shows that they are none of the best."""

_ROUNDING = 1 - 1e-9
"""What is added in another order than scores are may come out lower by less than this share."""


@dataclass(frozen=True, slots=True)
class _Ranges:
    """Ranges by their numbers, ascending, each with the word of its documents and the bound of their scores."""

    numbers: Numbers
    words: Bitmap
    bounds: Floats

    def kept(self, flags: Flags) -> "_Ranges":
        places = flags.nonzero()[0]
        return _Ranges(self.numbers.take(places), self.words.take(places), self.bounds.take(places))


@dataclass(frozen=True, slots=True)
class _Best:
    """The best documents of those looked at, the best first, with their scores."""

    docs: Numbers
    scores: Floats

    def and_of(self, listed: Listed, leaves: Sequence[Leaf], count: int) -> "_Best":
        scores = listed.scores(leaves)
        places = top(scores, count)
        docs, scores = listed.docs.take(places), scores.take(places)
        if not len(self.docs):
            return _Best(docs, scores)
        docs, scores = np.concatenate([self.docs, docs]), np.concatenate([self.scores, scores])
        order = np.lexsort((docs, -scores))[:count]
        return _Best(docs.take(order), scores.take(order))

    def least(self, count: int) -> float:
        """Return what the score of a document must reach to be among the best."""
        return float(self.scores[-1]) if len(self.scores) == count else 0.0


_NONE = _Best(np.zeros(0, np.intp), np.zeros(0))


def best(
    selection: Selection, leaves: Sequence[Leaf], count: int, batches: Sequence[int] = _BATCHES, scored: int = _SCORED
) -> tuple[Numbers, Floats]:
    """Return the documents of the highest scores, at most ``count``, with them; ties go to the lower number.

    ``batches`` are how many ranges are looked at first, and next; so few documents as ``scored`` are looked at at once.
    """
    if isinstance(selection.found, Listed) or selection.count <= max(scored, count):
        found = _NONE.and_of(selection.listed, leaves, count)
    else:
        found = _pruned(selection.scorer, selection.found, leaves, count, batches)
    return found.docs, found.scores


def _pruned(scorer: Scorer, bitmap: Bitmap, leaves: Sequence[Leaf], count: int, batches: Sequence[int]) -> _Best:
    found = _NONE
    left = _bounded(scorer, bitmap, leaves)
    for size in batches:
        if len(left.numbers) <= size:
            break
        chosen = np.zeros(len(left.numbers), bool)
        chosen[top(left.bounds, size)] = True
        found = _looked(scorer, left.kept(chosen), leaves, count, found)
        # A document of the same score but a lower number comes first, so that equal bounds are not passed over.
        left = left.kept(~chosen & (left.bounds >= found.least(count)))
    return _looked(scorer, left, leaves, count, found)


def _looked(scorer: Scorer, ranges: _Ranges, leaves: Sequence[Leaf], count: int, found: _Best) -> _Best:
    """Return the best documents of those found before and of some ranges."""
    listed = Listed(scorer, bitmaps.listed_in(ranges.numbers, ranges.words))
    if listed.size > _LOOKED and found.least(count) > 0:
        listed = _reaching(listed, ranges, leaves, found.least(count))
    return found.and_of(listed, leaves, count)


def _bounded(scorer: Scorer, bitmap: Bitmap, leaves: Sequence[Leaf]) -> _Ranges:
    numbers, words = bitmaps.filled(bitmap)
    bounds = np.zeros(len(numbers))
    for leaf in leaves:
        bounds += weighed(scorer.peaks(leaf).take(numbers), scorer.weight(leaf))
    return _Ranges(numbers, words, bounds)


def _reaching(listed: Listed, ranges: _Ranges, leaves: Sequence[Leaf], least: float) -> Listed:
    """Return those of the documents of some ranges that may reach a score."""
    scorer = listed.scorer
    bounds = np.repeat(ranges.bounds, np.bitwise_count(ranges.words))
    by_peak = sorted(leaves, key=lambda leaf: -float(scorer.peaks(leaf).max(initial=0)) * scorer.weight(leaf))
    for leaf in by_peak:
        bounds += weighed(listed.worths(leaf), scorer.weight(leaf))
        bounds -= weighed(scorer.peaks(leaf).take(listed.docs // SPAN), scorer.weight(leaf))
        flags = bounds >= least * _ROUNDING
        listed = listed.kept(flags)
        bounds = bounds.compress(flags)
    return listed
