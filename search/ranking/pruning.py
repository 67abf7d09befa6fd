"""The first of a great many matches, exactly, without looking at all of them.

For each range of documents the most is known that each leaf is worth there (block maxima). The sum of them bounds the
scores in the range. The ranges with the highest bounds are looked at first; what they hold says what a better document
must reach. Of the other ranges only the documents are looked at whose own bound reaches it: what one leaf that every
match needs is worth in the document itself, and the others in its range (MaxScore over block maxima). As bounds are
added in the order in which scores are, rounding never puts a score above its bound.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from search.columns import Flags, Floats, Numbers
from search.ranking.bm25 import Scorer
from search.ranking.groups import SPAN, padded
from search.ranking.matching import holds, narrowed, union
from search.ranking.plan import All, Any, AtLeast, Leaf, Plan
from search.ranking.top import top
from search.ranking.views import Listed, Ranges, View

_BATCH = 512
"""The ranges looked at first."""


@dataclass(frozen=True, slots=True)
class _Search:
    """What is sought: the best ``count`` matches of a plan, by the sum of some leaves."""

    scorer: Scorer
    plan: Plan
    leaves: Sequence[Leaf]
    count: int


def first_matches(
    scorer: Scorer, plan: Plan, leaves: Sequence[Leaf], count: int, batch: int = _BATCH
) -> list[tuple[int, float]]:
    """Return the documents of the highest scores, at most ``count``, with them; ties go to the lower number.

    Fewer are returned only where fewer match. ``batch`` is the number of ranges looked at first.
    """
    sought = _Search(scorer, plan, leaves, count)
    bounds = _bounds(scorer, plan, leaves)
    highest = np.sort(top(bounds, min(batch, int(np.count_nonzero(bounds >= 0)))))
    docs, scores = _best(sought, Ranges(scorer, highest))
    bounds[highest] = -1.0
    # A document of the same score but a lower number comes first, so that equal bounds are not passed over.
    least = float(scores[-1]) if len(docs) == count else 0.0
    left = (bounds >= least).nonzero()[0]
    if len(left):
        docs, scores = _better(sought, docs, scores, *_best(sought, _rest(sought, left, least)))
    return list(zip(docs.tolist(), scores.tolist(), strict=True))


def _best(sought: _Search, view: View) -> tuple[Numbers, Floats]:
    """Return the best matches of a view with their scores, the best first."""
    if isinstance(view, Listed):
        view = narrowed(view, sought.plan)
        places = np.arange(view.size)
    else:
        places = holds(view, sought.plan).nonzero()[0]
    scores = view.scores(sought.leaves).take(places)
    chosen = top(scores, sought.count)
    return view.documents(places.take(chosen)), scores.take(chosen)


def _better(sought: _Search, docs: Numbers, scores: Floats, more: Numbers, added: Floats) -> tuple[Numbers, Floats]:
    docs, scores = np.concatenate([docs, more]), np.concatenate([scores, added])
    order = np.lexsort((docs, -scores))[: sought.count]
    return docs.take(order), scores.take(order)


def _rest(sought: _Search, ranges: Numbers, least: float) -> View:
    """Return a view of the documents of some ranges that may match and reach a score."""
    needed = _needed(sought.scorer, sought.plan)
    if needed is None or not set(needed) <= set(sought.leaves):
        return Ranges(sought.scorer, ranges)
    found = [_reaching(sought, leaf, ranges, least) for leaf in dict.fromkeys(needed)]
    return Listed(sought.scorer, union(found))


def _reaching(sought: _Search, leaf: Leaf, ranges: Numbers, least: float) -> Numbers:
    """Return the documents of some ranges that have a leaf and may reach a score."""
    group = sought.scorer.group(leaf)
    if group.docs is None:
        worths = group.worths.reshape(-1, SPAN)[ranges]
        at, within = worths.nonzero()
        docs, own, where = ranges.take(at) * SPAN + within, worths[at, within], ranges.take(at)
    else:
        wanted = np.zeros(padded(sought.scorer.snapshot.size) // SPAN, bool)
        wanted[ranges] = True
        where = (group.docs // np.uint32(SPAN)).astype(np.intp)
        places = wanted.take(where).nonzero()[0]
        docs, own, where = group.docs.take(places).astype(np.intp), group.worths.take(places), where.take(places)
    bounds = np.zeros(len(docs))
    for one in sought.leaves:
        bounds += own if one == leaf else sought.scorer.peaks(one).take(where)
    return docs.compress(bounds >= least)


def _needed(scorer: Scorer, plan: Plan) -> list[Leaf] | None:
    """Return leaves of which every match has one, as rare as there are; None if there are none."""
    match plan:
        case Leaf():
            return [plan]
        case All(parts=parts):
            found = [one for part in parts if (one := _needed(scorer, part)) is not None]
            return min(found, key=lambda one: _size(scorer, one), default=None)
        case Any(parts=parts):
            return _rarest(scorer, parts, 1)
        case AtLeast(parts=parts, least=least):
            return _rarest(scorer, parts, least)
        case _:
            return None


def _rarest(scorer: Scorer, parts: Sequence[Plan], least: int) -> list[Leaf] | None:
    """Return what whoever matches ``least`` of the parts needs: something of any of all but ``least - 1``."""
    found = [one for part in parts if (one := _needed(scorer, part)) is not None]
    many = max(len(parts) - least + 1, 0)
    if len(found) < many:
        return None
    found.sort(key=lambda one: _size(scorer, one))
    return [leaf for one in found[:many] for leaf in one]


def _size(scorer: Scorer, leaves: Iterable[Leaf]) -> int:
    return sum(scorer.group(leaf).count for leaf in leaves)


def _bounds(scorer: Scorer, plan: Plan, leaves: Iterable[Leaf]) -> Floats:
    """Return for each range what no score in it exceeds; -1 where no document can match."""
    total = np.zeros(padded(scorer.snapshot.size) // SPAN)
    for leaf in leaves:
        total += scorer.peaks(leaf)
    return np.where(_possible(scorer, plan, len(total)), total, -1.0)


def _possible(scorer: Scorer, plan: Plan, ranges: int) -> Flags:
    """Tell for each range whether it can hold a match."""
    match plan:
        case Leaf():
            return scorer.peaks(plan) > 0
        case All(parts=parts):
            return _enough(scorer, parts, len(parts), ranges)
        case Any(parts=parts):
            return _enough(scorer, parts, 1, ranges)
        case AtLeast(parts=parts, least=least):
            return _enough(scorer, parts, least, ranges)
        case _:
            return np.ones(ranges, bool)


def _enough(scorer: Scorer, parts: Sequence[Plan], least: int, ranges: int) -> Flags:
    counted = np.zeros(ranges, np.uint16)
    for part in parts:
        counted += _possible(scorer, part, ranges)
    return counted >= max(least, 1)
