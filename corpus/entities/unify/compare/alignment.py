"""Alignment: which words of two names stand for each other, in order, and what is left between them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from corpus.entities.unify.spelling.closeness import Closeness, closeness
from corpus.entities.unify.spelling.folding import Folded

_WORTH: Final = {
    Closeness.OTHER: 0.0,
    Closeness.FUZZY: 0.6,
    Closeness.INITIAL: 0.7,
    Closeness.SHORT_FORM: 0.8,
    Closeness.ALIKE: 0.9,
    Closeness.EQUAL: 1.0,
}


@dataclass(frozen=True, slots=True)
class Pair:
    """Two words that stand for each other."""

    left: int
    right: int
    closeness: Closeness


@dataclass(frozen=True, slots=True)
class Gap:
    """The words between two pairs, of each name; ``is_first`` and ``is_last`` say that no pair is before or behind."""

    left: tuple[Folded, ...]
    right: tuple[Folded, ...]
    is_first: bool = False
    is_last: bool = False


@dataclass(frozen=True, slots=True)
class Alignment:
    """The pairs of two names, and the gaps in which a word is left."""

    pairs: tuple[Pair, ...]
    gaps: tuple[Gap, ...]

    def count(self, least: Closeness) -> int:
        """Return how many pairs are so close or closer."""
        return sum(one.closeness >= least for one in self.pairs)


def aligned(left: Sequence[Folded], right: Sequence[Folded], *, is_western_name: bool = False) -> Alignment:
    """Return the best alignment of two names of a few words each (global alignment; Needleman and Wunsch, 1970)."""
    if len(left) == len(right):
        beside = [closeness(*pair, is_western_name=is_western_name) for pair in zip(left, right, strict=True)]
        if all(beside):
            return Alignment(tuple([Pair(at, at, one) for at, one in enumerate(beside)]), ())
    close = [[closeness(one, other, is_western_name=is_western_name) for other in right] for one in left]
    best = [[0.0] * (len(right) + 1) for _ in range(len(left) + 1)]
    for at in range(len(left) - 1, -1, -1):
        for to in range(len(right) - 1, -1, -1):
            met = _WORTH[close[at][to]]
            best[at][to] = max(best[at + 1][to], best[at][to + 1], best[at + 1][to + 1] + met if met else 0.0)
    pairs: list[Pair] = []
    at = to = 0
    while at < len(left) and to < len(right):
        met = _WORTH[close[at][to]]
        if met and best[at][to] == best[at + 1][to + 1] + met:
            pairs.append(Pair(at, to, close[at][to]))
            at, to = at + 1, to + 1
        elif best[at][to] == best[at + 1][to]:
            at += 1
        else:
            to += 1
    return Alignment(tuple(pairs), _gaps(left, right, pairs))


def _gaps(left: Sequence[Folded], right: Sequence[Folded], pairs: Sequence[Pair]) -> tuple[Gap, ...]:
    ends = [(-1, -1), *((one.left, one.right) for one in pairs), (len(left), len(right))]
    found = []
    for nth, (before, after) in enumerate(pairwise(ends)):
        one, other = tuple(left[before[0] + 1 : after[0]]), tuple(right[before[1] + 1 : after[1]])
        if one or other:
            found.append(Gap(one, other, nth == 0, nth == len(pairs)))
    return tuple(found)
