"""Snippets: the passages of a body that show best why an article matched."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from itertools import islice

from search.marks import Mark, merged
from search.results import Snippet

MAX_PASSAGES = 3
_WORDS = 35
_MOST_WORDS = 40
_FEWEST_WORDS = 25
_MOST_CHARACTERS = 320
_CORE = 130
"""The characters from the first to the last mark that a passage is built around, at the most."""

_BEFORE = 80
"""The characters before the first mark, at the most."""

_CONSIDERED = 2_000
_SEEN_AGAIN = 0.1
"""What a word counts that an earlier passage shows already."""

# A character of a script that does not part words counts as half a word.
_UNIT = re.compile(
    r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[^\s\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+"
)
_SENTENCE_END = re.compile(r"(?<=\w\w\w)[.!?…؟।]+[\"'”’»)\]]*(?=\s)|[。！？]+[」』”]*|\n\s*\n")


def snippets(body: str, marks: Sequence[Mark], weights: Sequence[float]) -> tuple[Snippet, ...]:
    """Return up to three passages of a body, of about 35 words, apart and in the order of the text.

    ``marks`` are ascending; ``weights`` tell how much each leaf counts, by its number. A passage is
    ``body[offset : offset + len(text)]``. Without marks it is the opening, without a body there is
    none. Time is linear in the marks.
    """
    if not marks:
        return _opening(body)
    taken: list[tuple[int, int]] = []
    shown: set[int] = set()
    left = _considered(marks)
    while left and len(taken) < MAX_PASSAGES:
        first, last = _best(left, weights, shown)
        shown.update(mark.leaf for mark in left[first : last + 1])
        core = left[first].start, max(mark.end for mark in left[first : last + 1])
        place = _apart(_passage(body, *core), core, taken)
        if place is not None:
            taken.append(place)
            shown.update(mark.leaf for mark in left if place[0] <= mark.start < place[1])
        gone = (*core, *(place or core))
        left = [mark for mark in left if mark.end <= min(gone) or mark.start >= max(gone)]
    return tuple(_cut(body, place, marks) for place in sorted(taken))


def _considered(marks: Sequence[Mark]) -> list[Mark]:
    """Return the marks among which the best are sought: the first ones of each leaf, more than anybody reads."""
    seen: Counter[int] = Counter()
    kept = []
    for mark in marks:
        seen[mark.leaf] += 1
        if seen[mark.leaf] <= _CONSIDERED:
            kept.append(mark)
    return kept


def _opening(body: str) -> tuple[Snippet, ...]:
    start = len(body) - len(body.lstrip())
    end = _end(body, start, start)
    return (Snippet(body[start:end], (), start),) if end > start else ()


def _best(marks: Sequence[Mark], weights: Sequence[float], shown: set[int]) -> tuple[int, int]:
    """Return the first and last of the marks that stand close together and tell the most."""
    best, found = -1.0, (0, 0)
    inside: dict[int, int] = {}
    first = 0
    for last, mark in enumerate(marks):
        inside[mark.leaf] = inside.get(mark.leaf, 0) + 1
        while first < last and mark.end - marks[first].start > _CORE:
            inside[marks[first].leaf] -= 1
            if not inside[marks[first].leaf]:
                del inside[marks[first].leaf]
            first += 1
        worth = sum(weights[leaf] * (_SEEN_AGAIN if leaf in shown else 1.0) for leaf in inside)
        worth += 0.01 * min(last - first, 9)
        if worth > best:
            best, found = worth, (first, last)
    return found


def _passage(body: str, start: int, end: int) -> tuple[int, int]:
    """Return a passage around a core: from the beginning of its sentence where that is near."""
    begin = _begin(body, start)
    return begin, _end(body, begin, min(end, begin + _MOST_CHARACTERS))


def _begin(body: str, start: int) -> int:
    floor = max(start - _BEFORE, 0)
    before = body[floor:start]
    ends = [match.end() for match in _SENTENCE_END.finditer(before)]
    if ends:
        begin = floor + ends[-1]
    elif floor == 0:
        begin = 0
    else:
        space = re.search(r"\s", before)
        begin = floor + space.end() if space else _whole(body, floor)
    while begin < start and body[begin].isspace():
        begin += 1
    return begin


def _end(body: str, begin: int, core_end: int) -> int:
    """Return where a passage ends: with a sentence if one ends near 35 words, else with a word."""
    region = body[begin : begin + _MOST_CHARACTERS + 1]
    count, end, at_words = 0.0, 0, 0
    few: int | None = None
    for unit in _UNIT.finditer(region):
        count += 1.0 if unit.end() - unit.start() > 1 or unit[0].isascii() else 0.5
        if count > _MOST_WORDS or unit.end() > _MOST_CHARACTERS:
            break
        end = unit.end()
        at_words = end if count <= _WORDS else at_words
        few = end if few is None and count >= _FEWEST_WORDS else few
    end = end or _MOST_CHARACTERS
    wanted = core_end - begin
    sentences = [match.end() for match in _SENTENCE_END.finditer(region, few or end)]
    fitting = [one for one in sentences if wanted <= one <= end]
    if fitting:
        stop = fitting[0]
    elif len(region) <= _MOST_CHARACTERS and count <= _MOST_WORDS:
        stop = len(region)
    else:
        stop = max(at_words or end, min(wanted, _MOST_CHARACTERS))
    stop = _whole(body, begin + stop, begin) - begin
    return begin + len(region[:stop].rstrip())


def _whole(body: str, at: int, floor: int = 0) -> int:
    """Move a cut back before combining characters, so that no letter loses its marks."""
    for _ in islice(range(at), 32):
        if at <= floor or at >= len(body) or not unicodedata.category(body[at]).startswith("M"):
            break
        at -= 1
    return at


def _apart(place: tuple[int, int], core: tuple[int, int], taken: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """Cut a passage where it would run into another one; None where nothing of its core is left."""
    start, end = place
    for other_start, other_end in taken:
        if start < other_end and other_start < end:
            if core[0] >= other_end:
                start = max(start, other_end)
            else:
                end = min(end, other_start)
    return (start, end) if start <= core[0] < end and min(core[1], place[1]) <= end else None


def _cut(body: str, place: tuple[int, int], marks: Sequence[Mark]) -> Snippet:
    start, end = place
    text = body[start:end]
    lead = len(text) - len(text.lstrip())
    start, text = start + lead, text.strip()
    end = start + len(text)
    inside = [
        Mark(max(mark.start, start) - start, min(mark.end, end) - start, mark.leaf)
        for mark in marks
        if mark.start < end and mark.end > start
    ]
    return Snippet(text, merged(inside), start)
