"""Where a phrase stands, from the places of its words."""

from bisect import bisect_right
from collections.abc import Sequence


def occurrences(places: Sequence[Sequence[int]], slop: int = 0) -> list[tuple[int, ...]]:
    """Return the places of a phrase's words, one tuple for each place it begins at.

    ``places`` are the ascending positions of each of its words; up to ``slop`` other words may
    stand among them, and the order is kept.

    >>> occurrences([[0, 5], [1, 7]]), occurrences([[0, 5], [1, 7]], slop=1)
    ([(0, 1)], [(0, 1), (5, 7)])
    """
    if slop == 0:
        return _adjacent(places)
    found = []
    for start in places[0]:
        run = [start]
        for following in places[1:]:
            at = bisect_right(following, run[-1])
            if at == len(following) or following[at] - start - len(run) > slop:
                break
            run.append(following[at])
        else:
            found.append(tuple(run))
    return found


def _adjacent(places: Sequence[Sequence[int]]) -> list[tuple[int, ...]]:
    starts = set(places[0])
    for offset, following in enumerate(places[1:], 1):
        starts &= {place - offset for place in following}
        if not starts:
            break
    return [tuple(range(start, start + len(places))) for start in sorted(starts)]
