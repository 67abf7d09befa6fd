"""Gluing: paragraphs that lines of a template were joined with, as in text whose lines were broken to a width."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from corpus.templates.lines import masked

_WORD = re.compile(r"\w+")
_MOST_WORDS = 120
"""Words of a paragraph at each end that are compared."""

_ENOUGH_WORDS = 4
"""Words of a line that is taken off a paragraph by itself; of shorter ones two must stand in a row."""

_LONGEST = 4_000
"""Code points at each end of a paragraph that are looked at."""

_CLOSING = '.!?…،؟。"”’»)]'

Words = tuple[str, ...]
Index = Mapping[str, Sequence[Words]]


class Glue:
    """Takes lines of a template off the ends of paragraphs; ``names`` are the keys and masks of the lines."""

    def __init__(self, names: Iterable[str]) -> None:
        lines = [tuple(masked(name).replace("_", " ").split()) for name in names]
        self._first = _index(lines)
        self._last = _index(words[::-1] for words in lines)

    def parted(self, text: str, *, is_prose: bool) -> list[str]:
        """Return a paragraph as lines: those that it begins with, the rest, those that it ends with.

        Off ``is_prose`` only lines of some words are taken, unless there are several in a row.
        """
        least = _ENOUGH_WORDS if is_prose else 1
        words = list(_WORD.finditer(text, 0, _LONGEST))[:_MOST_WORDS]
        ends = [_end(text, words[at - 1].end()) for at in _rows(words, self._first, least)]
        floor = ends[-1] if ends else 0
        words = list(_WORD.finditer(text, max(floor, len(text) - _LONGEST)))[-_MOST_WORDS:][::-1]
        starts = [_start(text, words[at - 1].start(), floor) for at in _rows(words, self._last, least)][::-1]
        bounds = [0, *ends, *starts, len(text)]
        return [part for one, other in pairwise(bounds) if (part := text[one:other].strip())]


def _rows(found: Sequence[re.Match[str]], lines: Index, least: int) -> list[int]:
    """Return behind how many words each of the lines ends that some words are, none where they are too few."""
    rows = list(_matched([masked(one[0].lower()) for one in found], lines))
    return rows if len(rows) > 1 or (rows and rows[0] >= least) else []


def _matched(words: Sequence[str], lines: Index) -> Iterator[int]:
    at = 0
    while at < len(words):
        line = next((one for one in lines.get(words[at], ()) if tuple(words[at : at + len(one)]) == one), None)
        if line is None:
            return
        at += len(line)
        yield at


def _end(text: str, end: int) -> int:
    """Return where the punctuation ends that belongs to the word before."""
    while end < len(text) and not text[end].isspace() and not text[end].isalnum():
        end += 1
    return end


def _start(text: str, start: int, floor: int) -> int:
    """Return where the punctuation begins that belongs to the word behind."""
    while start > floor and not text[start - 1].isalnum() and text[start - 1] not in _CLOSING:
        start -= 1
    return start


def _index(lines: Iterable[Words]) -> Index:
    found: dict[str, list[Words]] = {}
    for words in lines:
        if words:
            found.setdefault(words[0], []).append(words)
    return {first: sorted(several, key=lambda words: (-len(words), words)) for first, several in found.items()}
