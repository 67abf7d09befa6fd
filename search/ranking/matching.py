"""Matching: which documents a plan matches, as a list where they are few and as a bitmap where they are many."""

from collections.abc import Iterable, Sequence
from functools import cached_property, reduce
from typing import assert_never

import numpy as np
import numpy.typing as npt

from search.ranking.bm25 import Scorer
from search.ranking.listed import Listed
from search.ranking.plan import All, Any, AtLeast, Docs, Every, Leaf, Plan, Without
from search.snapshots import bitmaps
from search.snapshots.bitmaps import Bitmap
from search.snapshots.columns import Flags, Numbers
from search.snapshots.sums import Sums

_SHARE = 64
"""Where no more than one in so many documents can match, they are listed and looked at one by one."""

_FEW = 500
"""Among so few documents it takes longer to drop those that do not match than to look at them again."""


class Selection:
    """Documents, given by a list or by a bitmap; ``count`` is how many there are."""

    def __init__(self, scorer: Scorer, found: Listed | Bitmap) -> None:
        self.scorer = scorer
        self.found = found
        self.count = found.size if isinstance(found, Listed) else bitmaps.count(found)

    @cached_property
    def listed(self) -> Listed:
        """The documents as a list."""
        found = self.found
        return found if isinstance(found, Listed) else Listed(self.scorer, bitmaps.listed(found))

    @property
    def docs(self) -> Numbers:
        """The documents, ascending."""
        return self.listed.docs


def matching(scorer: Scorer, plan: Plan) -> Numbers:
    """Return the documents that match a plan, ascending, deleted ones never."""
    return select(scorer, plan).docs


def select(scorer: Scorer, plan: Plan) -> Selection:
    """Return the documents that match a plan, deleted ones never."""
    if isinstance(plan, All) and plan.parts:  # as nearly all are, whose parts are asked for their sizes once
        sizes = [estimate(scorer, part) for part in plan.parts]
        few = is_few(scorer, min(sizes))
        return Selection(scorer, _all(scorer, plan.parts, sizes) if few else _bitmap(scorer, plan))
    few = is_few(scorer, estimate(scorer, plan))
    return Selection(scorer, _listed(scorer, plan) if few else _bitmap(scorer, plan))


def tiers(scorer: Scorer, parts: Sequence[Plan], least: int, passing: Docs | None) -> list[Selection]:
    """Return the documents that pass a filter and match some of the parts but not all.

    First come those that match all but one of the parts, then all but two, down to those that match ``least``.
    """
    counts = range(len(parts) - 1, least - 1, -1)
    if is_few(scorer, estimate(scorer, AtLeast(tuple(parts), least))):
        listed = _candidates(scorer, parts, least)
        if passing is not None:
            listed = listed.kept(bitmaps.holds(passing.bitmap, listed.docs))
        have = _have(listed, parts)
        return [Selection(scorer, listed.kept(have == count)) for count in counts]
    counted = _counted(scorer, parts)
    found = (counted.exactly(count) for count in counts)
    return [Selection(scorer, one if passing is None else one & passing.bitmap) for one in found]


def is_few(scorer: Scorer, count: int) -> bool:
    """Tell whether so many documents are better listed."""
    return count * _SHARE <= scorer.snapshot.size


def estimate(scorer: Scorer, plan: Plan) -> int:
    """Return how many documents match a plan at the most."""
    match plan:
        case Leaf():
            return scorer.group(plan).count
        case Docs(count=count):
            return count
        case All(parts=parts):
            return min([estimate(scorer, part) for part in parts], default=0)
        case Any(parts=parts):
            return min(sum(estimate(scorer, part) for part in parts), scorer.snapshot.count)
        case AtLeast(parts=parts, least=least):
            sizes = sorted(estimate(scorer, part) for part in parts)
            return min(sum(sizes[: max(len(parts) - least + 1, 0)]), scorer.snapshot.count)
        case _:
            return scorer.snapshot.count


def _bitmap(scorer: Scorer, plan: Plan) -> Bitmap:  # noqa: PLR0911 -- one for each kind of plan
    match plan:
        case Leaf():
            return scorer.bitmap(plan)
        case Docs(bitmap=bitmap):
            return bitmap
        case Every():
            return scorer.snapshot.every
        case Without(part=part):
            return _without(scorer, part)
        case AtLeast(parts=parts, least=least) if least <= len(parts):
            return _counted(scorer, parts).at_least(least)
        case All(parts=parts) if parts:
            return reduce(np.bitwise_and, (_bitmap(scorer, part) for part in parts))
        case Any(parts=parts) if parts:
            return reduce(np.bitwise_or, (_bitmap(scorer, part) for part in parts))
        case All() | Any() | AtLeast():
            return np.zeros_like(scorer.snapshot.every)
    assert_never(plan)


def _without(scorer: Scorer, part: Plan) -> Bitmap:
    """Return the documents that do not match a part: none, where it is not known of all whether they do."""
    found = _bitmap(scorer, part)
    return np.zeros_like(found) if scorer.deadline.missed else scorer.snapshot.every & ~found


def _counted(scorer: Scorer, parts: Iterable[Plan]) -> Sums:
    counted = Sums()
    for part in parts:
        counted.add([_bitmap(scorer, part)])
    return counted


def _listed(scorer: Scorer, plan: Plan) -> Listed:
    """Return the few documents that match a plan."""
    match plan:
        case Leaf():
            return Listed.of(scorer, plan)
        case All(parts=parts) if parts:
            return _all(scorer, parts, [estimate(scorer, part) for part in parts])
        case Any(parts=parts):
            return _union(scorer, parts)
        case AtLeast(parts=parts, least=least):
            listed = _candidates(scorer, parts, least)
            return listed.kept(_have(listed, parts) >= least)
        case _:
            return Listed(scorer, bitmaps.listed(_bitmap(scorer, plan)))


def _all(scorer: Scorer, parts: Sequence[Plan], sizes: Sequence[int]) -> Listed:
    """Begin with the part that fewest documents match, and look at the others only there; ``sizes`` are estimates."""
    order = sorted(range(len(parts)), key=lambda at: (isinstance(parts[at], Without), sizes[at]))
    listed = _listed(scorer, parts[order[0]])
    others = [parts[at] for at in order[1:]]
    for at, part in enumerate(others):
        if listed.size <= _FEW:
            return listed.kept(_holds(listed, All(tuple(others[at:]))))
        listed = listed.kept(_holds(listed, part))
    return listed


def _candidates(scorer: Scorer, parts: Sequence[Plan], least: int) -> Listed:
    """Return the documents that can match so many of the parts.

    Whoever matches ``least`` of ``n`` parts matches one of any ``n - least + 1``, and so one of the rarest.
    """
    rarest = sorted(parts, key=lambda part: estimate(scorer, part))
    return _union(scorer, rarest[: max(len(parts) - least + 1, 0)])


def _union(scorer: Scorer, parts: Sequence[Plan]) -> Listed:
    """Return the documents that match any of the parts."""
    if len(parts) == 1:
        return _listed(scorer, parts[0])
    found = [_listed(scorer, part).docs for part in parts]
    if not found:
        return Listed(scorer, np.zeros(0, np.intp))
    # Ascending runs are what this way to sort is quickest with.
    every = np.sort(np.concatenate(found), kind="stable")
    first = np.ones(len(every), bool)
    np.not_equal(every[1:], every[:-1], out=first[1:])
    return Listed(scorer, every.take(first.nonzero()[0]))


def _holds(listed: Listed, plan: Plan) -> Flags:  # noqa: PLR0911 -- one for each kind of plan
    """Tell for each listed document whether it matches a plan; do not change the answer."""
    match plan:
        case Leaf():
            return listed.worths(plan) > 0
        case Docs(bitmap=bitmap):
            return bitmaps.holds(bitmap, listed.docs)
        case Every():
            return np.ones(listed.size, bool)
        case Without(part=part):
            held = _holds(listed, part)
            return np.zeros(listed.size, bool) if listed.scorer.deadline.missed else ~held
        case AtLeast(parts=parts, least=least):
            return _have(listed, parts) >= least
        case All(parts=parts) if parts:
            return reduce(np.logical_and, (_holds(listed, part) for part in parts))
        case Any(parts=parts) if parts:
            return reduce(np.logical_or, (_holds(listed, part) for part in parts))
        case All() | Any():
            return np.zeros(listed.size, bool)
    assert_never(plan)


def _have(listed: Listed, parts: Iterable[Plan]) -> npt.NDArray[np.uint16]:
    """Return how many of the parts each listed document matches."""
    counted = np.zeros(listed.size, np.uint16)
    for part in parts:
        counted += _holds(listed, part)
    return counted
