"""Gluing: paragraphs that lines of a template were joined with, as in text whose lines were broken to a width."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, pairwise

from corpus.boilerplate.lines import ends_sentence
from corpus.templates.lines import masked

_WORD = re.compile(r"\w+")
_MOST_WORDS = 120
"""Words of a paragraph at each end that are compared."""

_ENOUGH_WORDS = 4
"""Words of a line that is taken off a paragraph by itself; of shorter ones two must stand in a row."""

_ENOUGH_BEHIND = 2
"""Words of one that stands behind the end of a sentence."""

_MOST_SIGNS = 4
"""Signs beside a word that belong to it, as brackets do; a row of them is something else."""

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

    def parted(self, text: str) -> list[str]:
        """Return a paragraph as lines: those that it begins with, the rest, those that it ends with."""
        words = list(islice(_WORD.finditer(text, 0, _LONGEST), _MOST_WORDS))
        ends = _spaced(text, [_end(text, words[at - 1].end()) for at in _taken(_rows(words, self._first))])
        floor = ends[-1] if ends else 0
        words = list(_WORD.finditer(text, max(floor, len(text) - _LONGEST)))[-_MOST_WORDS:][::-1]
        rows = _rows(words, self._last)
        least = _ENOUGH_BEHIND if rows and ends_sentence(text[: words[rows[0] - 1].start()].rstrip()) else _ENOUGH_WORDS
        starts = _spaced(text, [_start(text, words[at - 1].start(), floor) for at in _taken(rows, least)])[::-1]
        bounds = [0, *ends, *starts, len(text)]
        return [part for one, other in pairwise(bounds) if (part := text[one:other].strip())]


def _rows(found: Sequence[re.Match[str]], lines: Index) -> list[int]:
    """Return behind how many words each of the lines ends that some words are."""
    return list(_matched([masked(one[0].lower()) for one in found], lines))


def _taken(rows: list[int], least: int = _ENOUGH_WORDS) -> list[int]:
    """Return the rows, none where it is one of too few words."""
    return rows if len(rows) > 1 or (rows and rows[0] >= least) else []


def _spaced(text: str, places: Sequence[int]) -> Sequence[int]:
    """Return some places of a text if there is white space at all of them, lest a word is parted."""
    is_spaced = all(at in {0, len(text)} or text[at - 1].isspace() or text[at].isspace() for at in places)
    return places if is_spaced else []


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
    most = min(end + _MOST_SIGNS, len(text))
    while end < most and not text[end].isspace() and not text[end].isalnum():
        end += 1
    return end


def _start(text: str, start: int, floor: int) -> int:
    """Return where the punctuation begins that belongs to the word behind, be it parted from it as a bullet is."""
    least = max(start - _MOST_SIGNS, floor)
    at = start
    while at > least and not text[at - 1].isalnum() and text[at - 1] not in _CLOSING:
        at -= 1
    return at if at == floor or at > least or text[at].isspace() else start


def _index(lines: Iterable[Words]) -> Index:
    found: dict[str, list[Words]] = {}
    for words in lines:
        if words:
            found.setdefault(words[0], []).append(words)
    return {first: sorted(several, key=lambda words: (-len(words), words)) for first, several in found.items()}
