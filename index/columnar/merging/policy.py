"""Merge policy: which segments that lie side by side become one.

After the logarithmic method of Bentley and Saxe (1980): a segment goes with what follows it when that is not much
smaller, and what goes together is merged when it is many segments, as many documents as a segment may have, or small.
So an index has few segments, and each document is copied few times: an archive of some ten thousand articles that is
read at once is not merged at all, as that takes a quarter of the time. Only neighbours are merged, as document numbers
follow reading order.
"""

from collections.abc import Sequence
from typing import NamedTuple

MOST_DOCUMENTS = 1 << 17
"""Documents of the largest segment that is made by merging, by which the memory of merging is bounded too."""

_FACTOR = 4
_MANY, _MANY_OF_LARGE = 10, 5
"""So many segments that go together are merged, where all could be one and where the index has others anyway."""

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
    many = _MANY if sum(size.live for size in sizes) <= MOST_DOCUMENTS else _MANY_OF_LARGE
    while end:
        begin, is_full = _begin_of_run(sizes, end)
        if is_full or _is_merged(sizes[begin:end], many):
            runs.append(range(begin, end))
        else:
            runs += [range(at, at + 1) for at in range(end - 1, begin - 1, -1) if _is_due(sizes[at], purge=purge)]
        end = begin
    return runs[::-1]


def _is_merged(run: Sequence[Size], many: int) -> bool:
    return len(run) >= many or (len(run) > 1 and sum(size.live for size in run) <= _SMALL)


def _begin_of_run(sizes: Sequence[Size], end: int) -> tuple[int, bool]:
    """Return where the segments begin that go together up to an end, and whether several fill one."""
    begin, documents = end - 1, sizes[end - 1].live
    while begin and sizes[begin - 1].live <= _FACTOR * documents:
        documents += sizes[begin - 1].live
        if documents > MOST_DOCUMENTS:
            return begin, end - begin > 1
        begin -= 1
    return begin, False


def _is_due(size: Size, *, purge: bool) -> bool:
    return size.deleted > 0 if purge else size.deleted > _MANY_DELETED * size.documents
