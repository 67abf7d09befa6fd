"""What differs between two copies, passage by passage, in time that grows with their lengths.

Shingles that each text has once are anchors, as in a patience diff; only the few words between two anchors are
compared one by one.
"""

from bisect import bisect_left
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

import numpy as np

from corpus.copies.reading import Reading
from corpus.copies.words import SHINGLE, Hashes, words

_MOST = 128
"""Words between two anchors that are still compared one by one; more are one passage."""

_MOST_TOGETHER = 1 << 14
"""Words of two texts that are compared one by one; of what comes then each gap is one passage."""


class Difference(NamedTuple):
    """A passage of one text, and what stands in its place in the other; one of them may be empty."""

    before: str
    after: str


class Passage(NamedTuple):
    """Places of words in two texts: ``left:left_end`` of one stands for ``right:right_end`` of the other."""

    left: int
    left_end: int
    right: int
    right_end: int


def differences(before: str, after: str) -> tuple[Difference, ...]:
    """Return what differs between two texts, in reading order; words alone count, not their case or punctuation.

    >>> differences("The Fed added $1.5 bln today.", "The FED added $2.0 bln, dealers said today.")
    (Difference(before='1 5', after='2 0'), Difference(before='', after='dealers said'))
    """
    left, right = Reading.of(words(before)), Reading.of(words(after))
    return tuple(
        Difference(" ".join(left.words[one.left : one.left_end]), " ".join(right.words[one.right : one.right_end]))
        for one in passages(left, right)
    )


def passages(left: Reading, right: Reading) -> Iterator[Passage]:
    """Yield the places that differ between two texts, in reading order."""
    room = _MOST_TOGETHER
    for gap in _gaps(left, right):
        mine, other = left.lower[gap.left : gap.left_end], right.lower[gap.right : gap.right_end]
        longer = max(len(mine), len(other))
        if longer > min(_MOST, room) or not mine or not other:
            if longer:
                yield gap
            continue
        room -= longer
        for tag, begin, end, right_begin, right_end in SequenceMatcher(None, mine, other, autojunk=False).get_opcodes():
            if tag != "equal":
                yield Passage(gap.left + begin, gap.left + end, gap.right + right_begin, gap.right + right_end)


def _gaps(left: Reading, right: Reading) -> Iterator[Passage]:
    """Yield what lies between the anchors, before the first and after the last."""
    at, right_at = 0, 0
    for begin, right_begin in ascending(_shared(left.shingles, right.shingles)):
        known = max(at - begin, right_at - right_begin, 0)  # words of it that belong to the anchor before
        if known < SHINGLE:
            yield Passage(at, begin + known, right_at, right_begin + known)
            at, right_at = begin + SHINGLE, right_begin + SHINGLE
    yield Passage(at, len(left.words), right_at, len(right.words))


def _shared(left: Hashes, right: Hashes) -> list[tuple[int, int]]:
    """Return the places of the shingles that stand once in each text, ascending in the left one."""
    (mine, at), (other, right_at) = _once(left), _once(right)
    _, begins, right_begins = np.intersect1d(mine, other, assume_unique=True, return_indices=True)
    return sorted(zip(at[begins].tolist(), right_at[right_begins].tolist(), strict=True))


def _once(hashes: Hashes) -> tuple[Hashes, Hashes]:
    found, at, counts = np.unique(hashes, return_index=True, return_counts=True)
    return found[counts == 1], at[counts == 1]


def ascending(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest run of pairs that ascend in both places."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for at, (_, place) in enumerate(pairs):
        length = bisect_left(ends, place)
        before.append(last[length - 1] if length else -1)
        ends[length : length + 1] = [place]
        last[length : length + 1] = [at]
    found = []
    at = last[-1] if last else -1
    while at >= 0:
        found.append(pairs[at])
        at = before[at]
    return found[::-1]
