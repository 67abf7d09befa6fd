"""Matching: which documents of a view a plan matches, and how to get at them by the fewest steps."""

from collections.abc import Sequence
from typing import assert_never

import numpy as np
import numpy.typing as npt

from search.columns import Flags, Numbers
from search.ranking.bm25 import Scorer
from search.ranking.plan import All, Any, AtLeast, Docs, Every, Leaf, Plan, Without
from search.ranking.views import Listed, View, Whole

_MANY = 4
"""With more than one in so many documents to look at, all of them are looked at: arrays without gaps are quicker."""


_FEW = 500
"""Among so few documents it takes longer to drop those that do not match than to look at them again."""


class Selection:
    """The places of a view whose flag is true; all of them where ``flags`` is None. ``count`` is their number."""

    __slots__ = ("count", "flags", "view")

    def __init__(self, view: View, flags: Flags | None = None) -> None:
        self.view = view
        self.flags = flags
        self.count = view.size if flags is None else int(np.count_nonzero(flags))

    @property
    def docs(self) -> Numbers:
        """The documents, ascending."""
        places = np.arange(self.view.size) if self.flags is None else self.flags.nonzero()[0]
        return self.view.documents(places)


def matching(scorer: Scorer, plan: Plan) -> Numbers:
    """Return the documents that match a plan, ascending, deleted ones never."""
    return select(scorer, plan).docs


def estimate(scorer: Scorer, plan: Plan) -> int:
    """Return how many documents match a plan at the most."""
    match plan:
        case Leaf():
            return scorer.group(plan).count
        case Docs(count=count):
            return count
        case All(parts=parts):
            return min((estimate(scorer, part) for part in parts), default=0)
        case Any(parts=parts):
            return min(sum(estimate(scorer, part) for part in parts), scorer.snapshot.count)
        case AtLeast(parts=parts, least=least):
            sizes = sorted(estimate(scorer, part) for part in parts)
            return min(sum(sizes[: max(len(parts) - least + 1, 0)]), scorer.snapshot.count)
        case _:
            return scorer.snapshot.count


def holds(view: View, plan: Plan) -> Flags:  # noqa: PLR0911 -- one for each kind of plan
    """Tell for each place of a view whether its document matches a plan; do not change the answer."""
    match plan:
        case Leaf():
            return view.worths(plan) > 0
        case Docs(flags=flags):
            return view.flags(flags)
        case Every():
            return view.flags(view.scorer.snapshot.live)
        case Without(part=part):
            return view.flags(view.scorer.snapshot.live) & ~holds(view, part)
        case AtLeast(parts=parts, least=least):
            return have(view, parts) >= least
        case All(parts=parts):
            return _joined(view, parts, np.logical_and)
        case Any(parts=parts):
            return _joined(view, parts, np.logical_or)
    assert_never(plan)


def have(view: View, parts: Sequence[Plan]) -> npt.NDArray[np.uint16]:
    """Return how many of the parts each document of a view matches."""
    counted = np.zeros(view.size, np.uint16)
    for part in parts:
        counted += holds(view, part)
    return counted


def _joined(view: View, parts: Sequence[Plan], join: np.ufunc) -> Flags:
    if not parts:
        return np.zeros(view.size, bool)
    found = holds(view, parts[0])
    for part in parts[1:]:
        found = join(found, holds(view, part))
    return found


def select(scorer: Scorer, plan: Plan) -> Selection:
    """Return the documents that match a plan, deleted ones never."""
    match plan:
        case Leaf() if scorer.group(plan).docs is not None:
            return Selection(Listed.of(scorer, plan))
        case All(parts=parts):
            return _all(scorer, parts)
        case Any(parts=parts):
            view = candidates(scorer, parts, 1)
            return Selection(view, holds(view, plan) if isinstance(view, Whole) else None)
        case AtLeast(parts=parts, least=least):
            view = candidates(scorer, parts, least)
            return Selection(view, have(view, parts) >= least)
        case _:
            view = Whole(scorer)
            return Selection(view, holds(view, plan))


def candidates(scorer: Scorer, parts: Sequence[Plan], least: int) -> View:
    """Return a view of the documents that can match so many of the parts.

    Whoever matches ``least`` of ``n`` parts matches one of any ``n - least + 1``, and so one of the rarest.
    """
    sizes = [estimate(scorer, part) for part in parts]
    rarest = sorted(range(len(parts)), key=sizes.__getitem__)[: max(len(parts) - least + 1, 0)]
    if sum(sizes[at] for at in rarest) * _MANY > scorer.snapshot.size:
        return Whole(scorer)
    return Listed(scorer, union([_docs(scorer, parts[at]) for at in rarest]))


def _docs(scorer: Scorer, plan: Plan) -> Numbers:
    found = select(scorer, plan)
    return found.view.docs if found.flags is None and isinstance(found.view, Listed) else found.docs


def union(found: Sequence[Numbers]) -> Numbers:
    """Return the documents of several ascending lists, ascending, each once."""
    if len(found) <= 1:
        return found[0] if found else np.zeros(0, np.intp)
    # Ascending runs are what this way to sort is quickest with.
    every = np.sort(np.concatenate(found), kind="stable")
    first = np.ones(len(every), bool)
    np.not_equal(every[1:], every[:-1], out=first[1:])
    return every.take(first.nonzero()[0])


def _all(scorer: Scorer, parts: Sequence[Plan]) -> Selection:
    """Begin with the part that fewest documents match, and look at the others only there."""
    sizes = [(isinstance(part, Without), estimate(scorer, part), at) for at, part in enumerate(parts)]
    if not sizes or min(size for _, size, _ in sizes) == 0:
        return Selection(Listed(scorer, np.zeros(0, np.intp)))
    sizes.sort()
    first, *others = [parts[at] for _, _, at in sizes]
    if sizes[0][1] * _MANY > scorer.snapshot.size:
        whole = Whole(scorer)
        found = Selection(whole, holds(whole, All((first, *others))))
        return Selection(_listed(found)) if found.count * _MANY < found.view.size else found
    found = select(scorer, first)
    listed = _listed(found)
    for at, part in enumerate(others):
        if listed.size <= _FEW:
            return Selection(listed, holds(listed, All(tuple(others[at:]))))
        listed = listed.kept(holds(listed, part))
    return Selection(listed)


def narrowed(listed: Listed, plan: Plan) -> Listed:
    """Return those of the listed documents that match a plan; of several parts the rarest is looked at first."""
    parts = plan.parts if isinstance(plan, All) else (plan,)
    for part in sorted(parts, key=lambda one: estimate(listed.scorer, one)):
        listed = listed.kept(holds(listed, part))
    return listed if parts else listed.kept(holds(listed, plan))


def _listed(found: Selection) -> Listed:
    if isinstance(found.view, Listed):
        return found.view if found.flags is None else found.view.kept(found.flags)
    return Listed(found.view.scorer, found.docs)
