"""Merge policy: which segments that lie side by side become one.

The logarithmic method of Bentley and Saxe (1980): a segment is merged with what follows it when that is
not much smaller, so that an index has few segments and each document is copied few times. Only
neighbours are merged, as document numbers follow reading order.
"""

from collections.abc import Sequence
from typing import NamedTuple

MOST_DOCUMENTS = 1 << 17
"""Documents of the largest segment that is made by merging, by which the memory of merging is bounded too."""

_FACTOR = 4
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

    >>> plan([Size(50_000, 0), Size(300, 0), Size(200, 0), Size(90, 0), Size(1, 0)])
    [range(1, 4)]
    """
    runs: list[range] = []
    end = len(sizes)
    while end:
        begin = _begin_of_run(sizes, end)
        if end - begin > 1 or _is_due(sizes[begin], purge=purge):
            runs.append(range(begin, end))
        end = begin
    return runs[::-1]


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
