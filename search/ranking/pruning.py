"""The best of a great many documents, exactly, without scoring all of them.

Of each document a bound of its score is known: the sum of what the leaves are worth in it, each rounded up to a few
binary digits. The documents of the highest bounds are scored first; what they reach a better document must reach too.
Of the others only those are scored whose bound does. Where one leaf alone counts, the most that it is worth in each
range of documents (block maxima) takes the place of the bounds.
"""

from collections.abc import Sequence

import numpy as np

from search.ranking.bm25 import Scorer
from search.ranking.listed import Listed
from search.ranking.matching import Selection
from search.ranking.plan import Leaf
from search.ranking.slices import Bounds
from search.ranking.top import top
from search.snapshots import bitmaps
from search.snapshots.bitmaps import Bitmap
from search.snapshots.columns import Floats, Numbers

_SCORED = 8_000
"""So few documents are scored without looking for bounds."""

_FIRST = 1_000
"""The documents that are scored first, at the most."""

_FILLED = 2
"""With more than one in so many ranges filled it is quicker to add up bounds in all of them."""

_ROUNDING = 1 - 1e-9
"""Scores are rounded where they are added, so that one may lie above its bound by less than this share."""


def best(
    selection: Selection, leaves: Sequence[Leaf], count: int, scored: int = _SCORED, first: int = _FIRST
) -> tuple[Numbers, Floats]:
    """Return the documents of the highest scores, at most ``count``, with them; ties go to the lower number.

    So few documents as ``scored`` are scored at once; of more, ``first`` are at the most before others are left out.
    """
    if isinstance(selection.found, Listed) or selection.count <= max(scored, count) or not leaves:
        return _best(selection.listed, leaves, count)
    if len(leaves) == 1 and selection.count == selection.scorer.group(leaves[0]).count:
        return _best_by_ranges(selection.scorer, selection.found, leaves[0], count)
    return _best_by_bounds(selection.scorer, selection.found, leaves, count, max(first, count))


def _best(listed: Listed, leaves: Sequence[Leaf], count: int) -> tuple[Numbers, Floats]:
    scores = listed.scores(leaves)
    places = top(scores, count)
    return listed.docs.take(places), scores.take(places)


def _best_by_ranges(scorer: Scorer, bitmap: Bitmap, leaf: Leaf, count: int) -> tuple[Numbers, Floats]:
    numbers, words = bitmaps.filled(bitmap)
    bounds = scorer.peaks(leaf).take(numbers).astype(np.float64) * scorer.weight(leaf)

    def within(places: Numbers) -> tuple[Numbers, Floats]:
        docs = bitmaps.listed_in(numbers.take(places), words.take(places))
        return _best(Listed(scorer, docs), [leaf], count)

    scores = within(np.sort(top(bounds, count)))[1]
    # A document of the same score but a lower number comes first, so that equal bounds are not passed over.
    return within((bounds >= scores[-1]).nonzero()[0])


def _best_by_bounds(
    scorer: Scorer, bitmap: Bitmap, leaves: Sequence[Leaf], count: int, first: int
) -> tuple[Numbers, Floats]:
    numbers, words = bitmaps.filled(bitmap)
    if len(numbers) * _FILLED > len(bitmap):
        numbers, words = np.arange(len(bitmap)), bitmap
    bounds = Bounds([(scorer.slices(leaf), scorer.weight(leaf)) for leaf in leaves], numbers)

    def within(words: Bitmap, at_most: int | None = None) -> tuple[Numbers, Floats]:
        docs = bitmaps.listed_in(numbers, words)[:at_most]
        return _best(Listed(scorer, docs), leaves, count)

    scores = within(bounds.sums.greatest(words, count, first), first)[1]
    least = float(scores[-1]) * _ROUNDING
    return within(words & bounds.reaching(least) if least else words)
