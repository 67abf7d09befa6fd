"""Zones: which lines that recur stand before the story of an article, which behind it, and what between them."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from corpus.templates.lines import Line

START, END = "^", "$"
"""What stands in place of a line where a gap begins the article or ends it; no key of a line has such a sign."""

MOST = 15
"""Lines that stand between two lines of a template at the most: a list of headlines."""

_PROSE = 1
"""Of them so many may be prose: a teaser, or what is known of an author."""


class Gap(NamedTuple):
    """Lines between two that recur in a zone, by their numbers; ``pair`` are the names of the two."""

    pair: tuple[str, str]
    lines: Sequence[int]
    is_head: bool


class Zones(NamedTuple):
    """The numbers of lines that recur at the head and the tail of an article, ascending, and the gaps between them."""

    head: Sequence[int]
    tail: Sequence[int]
    gaps: Sequence[Gap]


def zones(lines: Sequence[Line], names: Sequence[str]) -> Zones:
    """Return the zones of an article's lines; ``names`` are what each is called that recurs, ``""`` for the others.

    The story is taken to be in the gap between them that holds most prose. From both ends of the article a zone goes
    towards it, as far as little stands between the lines.
    """
    bounds = [-1, *[at for at, name in enumerate(names) if name], len(lines)]
    story = max(range(len(bounds) - 1), key=lambda gap: (*_weight(lines[bounds[gap] + 1 : bounds[gap + 1]]), -gap))
    head = _reached(lines, bounds[: story + 1])
    tail = _reached(lines, bounds[:story:-1])[::-1]
    return Zones(head, tail, [*_gaps(lines, names, head, is_head=True), *_gaps(lines, names, tail, is_head=False)])


def _weight(lines: Sequence[Line]) -> tuple[int, int]:
    """Return how many letters of prose and of tables there are, and of other text."""
    prose = sum(len(one.text) for one in lines if one.is_told and not one.gone)
    return prose, sum(len(one.text) for one in lines if not one.gone) - prose


def _reached(lines: Sequence[Line], bounds: Sequence[int]) -> list[int]:
    """Return how far a zone goes from the first of some bounds, which stands outside of the article."""
    found = []
    for one, other in pairwise(bounds):
        gap = _left(lines, min(one, other), max(one, other))
        if len(gap) > MOST or sum(lines[at].is_told for at in gap) > _PROSE:
            break
        found.append(other)
    return found


def _gaps(lines: Sequence[Line], names: Sequence[str], zone: Sequence[int], *, is_head: bool) -> list[Gap]:
    """Return the gaps in a zone in which any lines are left."""
    if not zone:
        return []
    bounds = [-1, *zone] if is_head else [*zone, len(lines)]
    return [
        Gap((names[one] if one >= 0 else START, names[other] if other < len(lines) else END), left, is_head)
        for one, other in pairwise(bounds)
        if (left := _left(lines, one, other))
    ]


def _left(lines: Sequence[Line], one: int, other: int) -> list[int]:
    """Return the lines between two that were not removed before."""
    return [at for at in range(one + 1, other) if not lines[at].gone]
