"""Where a phrase stands, from the places of its words: in one text, and in all documents at once."""

from bisect import bisect_right
from collections.abc import Sequence

import numpy as np

from search.snapshots.columns import NO_POSTINGS, Ints, Postings, Words, shared

_SHIFT = 32
"""A place in the whole index is one number: the document's above these bits, the place in its field below."""


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


def place_keys(docs: Words, counts: Ints, places: Words) -> Ints:
    """Return places as ascending numbers of the whole index; document ``docs[i]`` has ``counts[i]`` of them."""
    keys = np.repeat(docs.astype(np.int64) << _SHIFT, counts)
    keys += places
    return keys


def beginnings(slots: Sequence[Ints], slop: int = 0) -> Postings:
    """Return the documents that have a phrase, and at how many places it begins in each.

    ``slots`` are the ascending place keys of each of its words. It begins where ``occurrences`` lets it begin.
    """
    starts = _beside(slots) if slop == 0 else _near(slots, slop)
    if not len(starts):
        return NO_POSTINGS
    docs = starts >> _SHIFT
    first = np.append(np.flatnonzero(docs[1:] != docs[:-1]) + 1, len(docs))
    freqs = np.diff(first, prepend=0)
    return Postings(docs[first - 1].astype(np.uint32), freqs.astype(np.uint32))


def _beside(slots: Sequence[Ints]) -> Ints:
    """Return where the words stand side by side; the rarest word is looked at first."""
    order = sorted(range(len(slots)), key=lambda at: len(slots[at]))
    starts = slots[order[0]] - order[0]
    for at in order[1:]:
        starts = shared(slots[at] - at, starts)
    return starts


def _near(slots: Sequence[Ints], slop: int) -> Ints:
    """Return where the words begin that stand in order with at most so many others among them.

    Each word is taken at the first place behind the word before it, as no later one leaves less between them.
    """
    starts = last = slots[0]
    for taken, keys in enumerate(slots[1:], 1):
        at = keys.searchsorted(last, side="right")
        kept = np.flatnonzero(at < len(keys))
        starts, following = starts[kept], keys[at[kept]]
        fits = (following >> _SHIFT == starts >> _SHIFT) & (following - starts - taken <= slop)
        starts, last = starts[fits], following[fits]
    return starts
