"""Groups of copies, made of what articles are to each other two by two; the same in whatever order pairs come.

A group is a star: an article and its near copies, those with most of them first. A near copy of a near copy alone does
not belong to it, as a chain of such leads from one story to any other. (J. Aslam and others, "Static and dynamic
information organization with star clusters", 1998.)

A shortened copy belongs to the group of what it was cut from, unless that
is a *collection*: a summary of the day holds short reports of stories that have nothing to do with each other, and
would make one group of all of them. Nor does a *form* join: one with hardly any words
of its own, so that it is inside several other texts that are no copies of each other.
"""

from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt

Pair = tuple[int, int]
Labels = npt.NDArray[np.int64]

_MOST = 64
"""Of more groups of copies nobody asks whether they are one: that many are a collection, or have a form in common."""


class _Sets:
    """Disjoint sets of numbers; the least of each stands for it."""

    def __init__(self) -> None:
        self._above: dict[int, int] = {}

    def find(self, one: int) -> int:
        """Return what stands for the set of a number."""
        top = one
        while (above := self._above.get(top, top)) != top:
            top = above
        while (above := self._above.get(one, one)) != top:
            self._above[one] = top
            one = above
        return top

    def join(self, one: int, other: int) -> None:
        """Make one set of two."""
        low, high = sorted((self.find(one), self.find(other)))
        self._above[high] = low


def grouped(count: int, near: Iterable[Pair], inside: Iterable[Pair]) -> Labels:
    """Return for each of ``count`` articles the least one of its group, its own number where it has no copy.

    ``near`` are pairs of near copies, ``inside`` pairs of a shortened copy and what it was cut from.

    >>> grouped(4, [(1, 2)], [(3, 2)]).tolist()
    [0, 1, 1, 1]
    >>> grouped(3, [], [(0, 2), (1, 2)]).tolist(), grouped(3, [], [(0, 1), (0, 2)]).tolist()
    ([0, 1, 2], [0, 1, 2])
    """
    sets = _Sets()
    for hub, other in _stars(near):
        sets.join(hub, other)
    found = ((sets.find(short), sets.find(whole)) for short, whole in inside)
    cuts = {(short, whole) for short, whole in found if short != whole}
    shorts = _beside((whole, short) for short, whole in cuts)
    collections = {one for one, several in shorts.items() if not _are_one(several, cuts)}
    wholes = _beside(pair for pair in cuts if pair[1] not in collections)
    for short, several in wholes.items():
        if _are_one(several, cuts):
            for whole in several:
                sets.join(short, whole)
    return np.array([sets.find(one) for one in range(count)], np.int64)


def _stars(near: Iterable[Pair]) -> Iterator[Pair]:
    """Yield the middle of each star with each of its others."""
    beside = _beside(pair for one, other in near for pair in ((one, other), (other, one)))
    taken: set[int] = set()
    for hub in sorted(beside, key=lambda one: (-len(beside[one]), one)):
        if hub not in taken:
            taken.add(hub)
            yield from ((hub, other) for other in beside[hub] - taken)
            taken |= beside[hub]


def _beside(pairs: Iterable[Pair]) -> dict[int, set[int]]:
    """Return what stands beside each first number of some pairs."""
    found: dict[int, set[int]] = {}
    for one, other in pairs:
        found.setdefault(one, set()).add(other)
    return found


def _are_one(several: set[int], cuts: set[Pair]) -> bool:
    """Tell whether articles are linked with each other, one being inside another."""
    if len(several) == 1:
        return True
    if len(several) > _MOST:
        return False
    sets = _Sets()
    for one in several:
        for other in several:
            if (one, other) in cuts:
                sets.join(one, other)
    return len({sets.find(one) for one in several}) == 1
