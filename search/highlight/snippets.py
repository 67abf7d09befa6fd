"""Snippets: the passages of a body that show best why an article matched."""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Sequence
from itertools import islice

from search.results import Snippet

Span = tuple[int, int]
Marking = tuple[int, int, int]
"""Where a word stands that matched, from ``start`` to ``end``, and the number of the leaf that it matched."""

MAX_PASSAGES = 3
_CHARACTERS = 220
"""The characters of a passage that ends with no sentence, about: some 35 words."""

_FEWEST_CHARACTERS, _MOST_CHARACTERS = 150, 320
_SENTENCE_CHARACTERS = 270
"""The characters of a passage that ends with a sentence, at the most."""

CORE = 130
"""The characters from the first to the last mark that a passage is built around, at the most."""

_BEFORE = 80
"""The characters before the first mark, at the most."""

_SEEN_AGAIN = 0.1
"""What a word counts that an earlier passage shows already."""

_ROUNDING = 1e-9
"""Sums that differ by less are the same. Of passages that tell as much the first is taken: news begins with news."""

_UNPARTED = r"\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_IS_UNPARTED = re.compile(f"[{_UNPARTED}]")
# Each way to end begins with one set of characters, as that is quick to look for.
_SENTENCE_END = re.compile(
    r"[.!?…؟।。！？\n](?:(?<=\w\w\w[.!?…؟।])[.!?…؟।]*[\"'”’»)\]]*(?=\s)|(?<=[。！？])[。！？]*[」』”]*|(?<=\n)\s*\n)"
)
_INK = re.compile(r"\S")
_SPACE = re.compile(r"\s")


def snippets(text: str, marks: Sequence[Marking], weights: Sequence[float]) -> tuple[Snippet, ...]:
    """Return up to three passages of a body, of about 35 words, apart and in the order of the text.

    ``marks`` are ascending; ``weights`` tell how much each leaf counts, by its number. A passage is
    ``text[offset : offset + len(passage)]``. Without marks it is the opening, without a text there is none. Time is
    linear in the marks.
    """
    return tuple([cut(text, place, marks) for place in passages(text, marks, weights)])


def sentence_ends(text: str, begin: int, end: int) -> list[int]:
    """Return where sentences, headings and paragraphs end between two places of a text, ascending."""
    return [match.end() for match in _SENTENCE_END.finditer(text, begin, end)]


def passages(
    text: str, marks: Sequence[Marking], weights: Sequence[float], floor: int = 0, ends: Sequence[int] | None = None
) -> list[Span]:
    """Return the places of the passages in a text whose body begins at ``floor``, ascending.

    ``ends`` are where all sentences of the body end, where that is known.
    """
    if not marks:
        return _opening(text, floor)
    taken: list[Span] = []
    values = list(weights)
    leaves = {mark[2] for mark in marks}
    left = marks
    while left:
        start, end = low, high = _core(left, values, leaves) if len(leaves) > 1 else left[0][:2]
        near = sentence_ends(text, max(start - _BEFORE, floor), end + _MOST_CHARACTERS) if ends is None else ends
        begin = _begin(text, start, floor, near)
        stop = _end(text, begin, min(end, begin + _MOST_CHARACTERS), near)
        place = _apart(text, (begin, stop), (start, end), taken) if taken else (begin, stop)
        if place is not None:
            taken.append(place)
            if len(taken) == MAX_PASSAGES:
                break
            low, high = min(low, place[0]), max(high, place[1])
        first, last = bisect_left(left, (low,)), bisect_left(left, (high,))
        for _, _, leaf in left[first:last]:
            values[leaf] = _SEEN_AGAIN * weights[leaf]
        left = [*left[:first], *left[last:]] if first else left[last:]
    taken.sort()
    return taken


def _opening(text: str, floor: int) -> list[Span]:
    first = _INK.search(text, floor)
    if first is None:
        return []
    begin = first.start()
    return [(begin, _end(text, begin, begin, sentence_ends(text, begin, begin + _MOST_CHARACTERS)))]


def _core(marks: Sequence[Marking], values: Sequence[float], leaves: Collection[int]) -> Span:
    """Return where the first marks begin and end that stand close together and tell the most.

    ``values`` tell what each leaf counts, ``leaves`` are those that the marks may have.
    """
    if len(marks) == 1:
        return marks[0][:2]
    first, last = _best(marks, values, sum([values[leaf] for leaf in leaves]) - _ROUNDING)
    return marks[first][0], max([mark[1] for mark in marks[first : last + 1]])


def _best(marks: Sequence[Marking], values: Sequence[float], enough: float) -> tuple[int, int]:
    """Return the first and the last of the first marks close together that count the most, or ``enough``."""
    inside = [0] * len(values)
    best, worth, found = -1.0, 0.0, (0, 0)
    first, begin = 0, marks[0][0]
    for last, (_, end, leaf) in enumerate(marks):
        if not inside[leaf]:
            worth += values[leaf]
        inside[leaf] += 1
        while end - begin > CORE and first < last:
            gone = marks[first][2]
            inside[gone] -= 1
            if not inside[gone]:
                worth -= values[gone]
            first += 1
            begin = marks[first][0]
        if worth > best:
            best, found = worth + _ROUNDING, (first, last)
            if worth >= enough:
                break
    return found


def _begin(text: str, start: int, floor: int, ends: Sequence[int]) -> int:
    """Return where a passage begins: with a sentence if one begins shortly before, else with a word."""
    low = max(start - _BEFORE, floor)
    at = bisect_right(ends, start)
    if at and ends[at - 1] > low:
        begin = ends[at - 1]
    else:
        space = None if low == floor else _SPACE.search(text, low, start)
        begin = space.end() if space else _whole(text, low, floor)
    while begin < start and text[begin].isspace():
        begin += 1
    return begin


def _end(text: str, begin: int, core_end: int, ends: Sequence[int]) -> int:
    """Return where a passage ends: with a sentence if one ends soon enough, else with a word."""
    least, usual, most = _FEWEST_CHARACTERS, _CHARACTERS, _SENTENCE_CHARACTERS
    if not text.isascii() and _IS_UNPARTED.search(text, begin, begin + _FEWEST_CHARACTERS):
        least, usual, most = least // 3, usual // 3, most // 3  # a character says as much as three letters
    wanted = max(core_end, begin + least)
    at = bisect_left(ends, wanted)
    if at < len(ends) and ends[at] <= begin + most:
        stop = ends[at]
    elif len(text) <= begin + most:
        stop = len(text)
    else:
        stop = _at_space(text, wanted, max(core_end, begin + usual), begin + _MOST_CHARACTERS)
    while stop > begin and text[stop - 1].isspace():
        stop -= 1
    return stop


def _at_space(text: str, least: int, usual: int, most: int) -> int:
    """Return where there is a space before a place, or else the next one behind it."""
    space = max(text.rfind(" ", least, usual + 1), text.rfind("\n", least, usual + 1))
    if space >= 0:
        return space
    following = _SPACE.search(text, usual, most)
    return following.start() if following else _whole(text, usual, least)


def _whole(text: str, at: int, floor: int = 0) -> int:
    """Move a cut back before combining characters, so that no letter loses its marks."""
    for _ in islice(range(at), 32):
        if at <= floor or at >= len(text) or text[at].isascii() or not unicodedata.category(text[at]).startswith("M"):
            break
        at -= 1
    return at


def _apart(text: str, place: Span, core: Span, taken: Sequence[Span]) -> Span | None:
    """Cut a passage where it would run into another one; None where nothing of its core is left."""
    start, end = place
    for other_start, other_end in taken:
        if start < other_end and other_start < end:
            if core[0] >= other_end:
                start = max(start, other_end)
            else:
                end = min(end, other_start)
    if not start <= core[0] < end or min(core[1], place[1]) > end:
        return None
    while text[start].isspace():
        start += 1
    while text[end - 1].isspace():
        end -= 1
    return start, end


def cut(text: str, place: Span, marks: Iterable[Marking], floor: int = 0) -> Snippet:
    """Return the snippet at a place of a text whose body begins at ``floor``.

    ``marks`` are ascending; overlapping ones become one (as bigrams of one word do).
    """
    start, end = place
    spans: list[Span] = []
    last = start
    for first, stop, _ in marks:
        if first >= end:
            break
        if stop > last:
            low = first - start if first >= last else spans.pop()[0] if spans else 0
            spans.append((low, stop - start))
            last = stop
    if last > end:
        spans[-1] = spans[-1][0], end - start
    return Snippet(text[start:end], tuple(spans), start - floor)


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return ascending spans, overlapping ones joined (as bigrams of one word are).

    >>> joined([(0, 2), (1, 3), (3, 5)])
    ((0, 3), (3, 5))
    """
    found: list[Span] = []
    last = -1
    for start, end in spans:
        if start < last:
            last = max(end, last)
            found[-1] = found[-1][0], last
        else:
            found.append((start, end))
            last = end
    return tuple(found)
