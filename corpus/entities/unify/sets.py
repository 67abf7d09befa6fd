"""Disjoint sets of numbers that some pairs may never share."""

from collections.abc import Iterable


class Sets:
    """Sets of the numbers below ``count``; the least number of each stands for it.

    ``apart`` are pairs that never come into one set.
    """

    def __init__(self, count: int, apart: Iterable[tuple[int, int]] = ()) -> None:
        self._above = list(range(count))
        self._apart: dict[int, set[int]] = {}
        for one, other in apart:
            self.part(one, other)

    def find(self, one: int) -> int:
        """Return what stands for the set of a number."""
        top = one
        while self._above[top] != top:
            top = self._above[top]
        while self._above[one] != top:
            self._above[one], one = top, self._above[one]
        return top

    def part(self, one: int, other: int) -> None:
        """Keep the sets of two numbers apart from now on; nothing happens where they are one already."""
        one, other = self.find(one), self.find(other)
        if one != other:
            self._apart.setdefault(one, set()).add(other)
            self._apart.setdefault(other, set()).add(one)

    def join(self, one: int, other: int) -> bool:
        """Make one set of those of two numbers, and tell whether that may be."""
        low, high = sorted((self.find(one), self.find(other)))
        if low == high:
            return True
        if high in self._apart.get(low, ()):
            return False
        self._above[high] = low
        for far in self._apart.pop(high, ()):
            self._apart[far].discard(high)
            self._apart[far].add(low)
            self._apart.setdefault(low, set()).add(far)
        return True

    def groups(self) -> list[list[int]]:
        """Return the sets, each ascending, by their least numbers."""
        found: dict[int, list[int]] = {}
        for one in range(len(self._above)):
            found.setdefault(self.find(one), []).append(one)
        return list(found.values())
