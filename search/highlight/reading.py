"""Reading: the marks that an article needs for its passages, by as little of a long text as that takes."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from search.highlight.finding import SEPARATOR, Span, Text
from search.highlight.marking import Sought, marks_in
from search.highlight.patterns import LONGEST, image
from search.highlight.snippets import CORE, MAX_PASSAGES, Marking, passages

_FIRST = 2_000
"""Code points of a text that are read at first; then four times as many, and so on."""

_MORE = 4
_FEW = 4
"""The words that were missing of which it is looked up what stands beside them, in each part that is read."""

_ENOUGH = 8_000
"""Having read so many, it is enough that words of all leaves were met, be they apart: news begins with the news."""


class Reading(NamedTuple):
    """Marks of a text, ascending, and its passages, where they are known; behind ``sure`` marks may be missing."""

    marks: list[Marking]
    places: list[Span] | None
    sure: int


def read_on(joint: str, floor: int, sought: Sequence[Sought], weights: Sequence[float]) -> Reading:
    """Read such a text, where every leaf is a word, until passages behind would hardly show more.

    That is when there are as many passages as may be, and words of all leaves stand together, or were met in the title
    and the first few pages. Behind words of some leaves for which that holds only the others are sought.
    Raises UnpartedError.
    """
    marks: list[Marking] = []
    places: list[Span] = []
    missing = sought
    sure, end, size = 0, 0, len(joint)
    wanted = sum(1 for one in sought if one.slots)
    while end < size:
        begin, end = end, _parting(joint, max(_FIRST, _MORE * end))
        text = _part(joint, floor, begin, end)
        if missing is sought:
            marks += marks_in(text, sought, begin, end)
            sure = end
        elif found := marks_in(text, missing, begin, end)[:_FEW]:
            marks = sorted({*marks, *(mark for one in found for mark in _beside(joint, floor, sought, one))})
        else:
            continue
        first = bisect_left(marks, (floor,))
        standing = {mark[2] for mark in (marks if end >= _ENOUGH else marks[first:])}
        if end < size and end < _ENOUGH and not _are_together(marks[first:], len(standing)):
            continue
        places = passages(joint, marks[first:], weights, floor)
        if len(places) == MAX_PASSAGES:
            if len(standing) == wanted:
                break
            missing = [one.without() if number in standing else one for number, one in enumerate(sought)]
    return Reading(marks, places, sure)


def read_about(joint: str, floor: int, sought: Sequence[Sought], place: Span) -> list[Marking]:
    """Return the marks that touch a place in the body, where every leaf is a word. Raises UnpartedError."""
    # What a cut makes of a word is too far away to touch the place.
    begin, end = max(place[0] - LONGEST - 1, floor), min(place[1] + LONGEST + 1, len(joint))
    return marks_in(_part(joint, floor, begin, end), sought, begin, end)


def _beside(joint: str, floor: int, sought: Sequence[Sought], mark: Marking) -> Iterable[Marking]:
    """Yield the marks that may stand together with one in the body, and it."""
    place = max(mark[0] - CORE, floor), mark[1] + CORE
    return (one for one in read_about(joint, floor, sought, place) if one[0] < place[1] and one[1] > place[0])


def _part(joint: str, floor: int, begin: int, end: int) -> Text:
    """Return a text of which only a part is to be read."""
    return Text(joint, floor, image(joint[begin:end]), begin)


def _parting(joint: str, wanted: int) -> int:
    """Return the first place from one on at which no word is cut."""
    found = SEPARATOR.search(joint, wanted)
    return found.start() if found else len(joint)


def _are_together(marks: Iterable[Marking], leaves: int) -> bool:
    last: dict[int, int] = {}
    for start, end, leaf in marks:
        last[leaf] = start
        if len(last) == leaves and end - min(last.values()) <= CORE:
            return True
    return False
