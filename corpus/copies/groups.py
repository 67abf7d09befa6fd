"""Groups of copies, made of what articles are to each other two by two; the same in whatever order pairs come.

Near copies of near copies are one group. A shortened copy belongs to the group of what it was cut from, unless that
is a *collection*: a summary of the day holds short reports of stories that have nothing to do with each other, and
would make one group of all of them.
"""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

Pair = tuple[int, int]
Labels = npt.NDArray[np.int64]


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

    >>> grouped(4, [(1, 2)], [(3, 2)]).tolist(), grouped(3, [], [(0, 2), (1, 2)]).tolist()
    ([0, 1, 1, 1], [0, 1, 2])
    """
    sets = _Sets()
    for one, other in near:
        sets.join(one, other)
    short_of: dict[int, set[int]] = {}
    for short, whole in inside:
        if sets.find(short) != sets.find(whole):
            short_of.setdefault(sets.find(whole), set()).add(sets.find(short))
    for whole, shorts in short_of.items():
        if _are_one(shorts, short_of):
            for short in shorts:
                sets.join(whole, short)
    return np.array([sets.find(one) for one in range(count)], np.int64)


def _are_one(shorts: set[int], short_of: dict[int, set[int]]) -> bool:
    """Tell whether short articles are linked with each other, one of them being inside another."""
    sets = _Sets()
    for one in shorts:
        for other in short_of.get(one, ()):
            if other in shorts:
                sets.join(one, other)
    return len({sets.find(one) for one in shorts}) == 1
