"""Merge policy: which segments that lie side by side become one.

After the logarithmic method of Bentley and Saxe (1980): a segment goes with what follows it when that is not much
smaller, and what goes together is merged when it is many segments, or small. So an index has few segments, and each
document is copied few times. Only neighbours are merged, as document numbers follow reading order.
"""

from collections.abc import Sequence
from typing import NamedTuple

MOST_DOCUMENTS = 1 << 17
"""Documents of the largest segment that is made by merging, by which the memory of merging is bounded too."""

_FACTOR = 4
_MANY = 8
"""So many segments that go together are merged."""

_SMALL = 1_000
"""Documents that are merged however few segments they are, as that takes no time."""

_MANY_DELETED = 0.25


class Size(NamedTuple):
    """How many documents a segment has, and how many of them are deleted."""

    documents: int
    deleted: int

    @property
    def live(self) -> int:
        """How many documents are not deleted."""
        return self.documents - self.deleted


def plan(sizes: Sequence[Size], *, purge: bool = False) -> list[range]:
    """Return the runs of segments to merge, in order: each is written anew as one, also a run of one.

    With ``purge`` every segment with deletions is written anew.

    >>> plan([Size(50_000, 0), Size(9_000, 0), Size(7_000, 0), Size(300, 0), Size(200, 0), Size(90, 0)])
    [range(3, 6)]
    """
    runs: list[range] = []
    end = len(sizes)
    while end:
        begin = _begin_of_run(sizes, end)
        if _is_merged(sizes[begin:end]):
            runs.append(range(begin, end))
        else:
            runs += [range(at, at + 1) for at in range(end - 1, begin - 1, -1) if _is_due(sizes[at], purge=purge)]
        end = begin
    return runs[::-1]


def _is_merged(run: Sequence[Size]) -> bool:
    return len(run) >= _MANY or (len(run) > 1 and sum(size.live for size in run) <= _SMALL)


def _begin_of_run(sizes: Sequence[Size], end: int) -> int:
    begin, documents = end - 1, sizes[end - 1].live
    while begin and sizes[begin - 1].live <= _FACTOR * documents:
        documents += sizes[begin - 1].live
        if documents > MOST_DOCUMENTS:
            break
        begin -= 1
    return begin


def _is_due(size: Size, *, purge: bool) -> bool:
    return size.deleted > 0 if purge else size.deleted > _MANY_DELETED * size.documents
