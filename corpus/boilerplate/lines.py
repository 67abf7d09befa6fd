"""Lines: what each line of a page looks like, by itself."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from math import log1p
from pathlib import Path

from corpus.configyaml import parse_yaml, read_text
from corpus.text import fold

MARKERS = Path(__file__).parent / "markers.yaml"

OWN = (
    "width", "is 60 wide", "is 100 wide", "is 200 wide", "ends a sentence", "ends a saying", "sentences", "commas",
    "capitalised", "small", "digits", "all capitals", "repeated", "date", "address", "separators", "like the title",
    "words", "begins small", "ends with a colon", "begins with a mark",
)  # fmt: skip
"""The names of what ``look`` tells, in its order."""

_LONGEST = 2_000
"""Code points that are looked at of a line: what is longer is prose."""

_END = 12
"""Code points at the end of a line that tell how it ends."""

_MARKED = 140
"""The width of the longest line that is looked through for markers."""

_DENSE = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_HANGUL = re.compile(r"[\uac00-\ud7af]")
_SENTENCE = re.compile(r"[.!?…。！？؟।။][\"'”’»)\]」』]*\Z")
_SAYING = re.compile(r"[.!?…。！？؟।။\"”’»」』)]\Z")
_INNER = re.compile(r"[.!?…。！？؟।။][\"'”’»)\]」』]?(?=\s|\Z)|[。！？။]")
_COMMA = re.compile(r"[,،、，;；:：]")
_WORD = re.compile(r"\w+")
_DATE = re.compile(r"\b(?:19|20)\d\d\b|\d{1,2}[:.]\d\d|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|年|月")
_ADDRESS = re.compile(r"https?://|www\.|@\w|\.com\b|#\w")
_SEPARATOR = re.compile(r"[|»›•·→▶►<>©®™]")
_BETWEEN = re.compile(r"[\W_]+")
_BULLETS = '-–—*•“"«„'
_LIKE_TITLE = 8
_WHOLE_MARK, _HALF_MARK = 1.0, 0.5
_SHORT_MARKED = 60


def width(line: str) -> int:
    """Return how wide a line is in letters of Latin script: a sign of Chinese says as much as three.

    >>> width("two"), width("二つ")
    (3, 6)
    """
    if line.isascii():
        return len(line)
    return len(line) + 2 * len(_DENSE.findall(line)) + len(_HANGUL.findall(line))


def ends_sentence(line: str) -> bool:
    """Tell whether a line ends as a sentence does."""
    return _SENTENCE.search(line[-_END:]) is not None


def key(line: str) -> str:
    """Return the words of a line, as lines are compared.

    >>> key("  Read more… »")
    'read more'
    """
    return _BETWEEN.sub(" ", line.lower()).strip()


def look(line: str, line_width: int, repeats: int, title: str) -> list[float]:
    """Return what a line looks like, in the order of ``OWN``; ``title`` is the key of the title."""
    line = line[:_LONGEST]
    words = _WORD.findall(line)
    cased = [word for word in words if word[0].lower() != word[0].upper()]
    letters = sum(map(str.isalpha, line))
    own = key(line)
    return [
        log1p(line_width),
        line_width >= 60,  # noqa: PLR2004 -- as its name says
        line_width >= 100,  # noqa: PLR2004
        line_width >= 200,  # noqa: PLR2004
        ends_sentence(line),
        _SAYING.search(line[-1:]) is not None,
        min(len(_INNER.findall(line)), 6) / 3,
        min(len(_COMMA.findall(line)), 6) / 3,
        sum(word[0].isupper() for word in cased) / len(cased) if cased else 0.3,
        sum(word.islower() for word in cased) / len(cased) if cased else 0.6,
        sum(map(str.isdigit, line)) / len(line),
        letters > 2 and sum(map(str.isupper, line)) > 0.8 * letters,  # noqa: PLR2004
        min(repeats, 3),
        _DATE.search(line) is not None,
        _ADDRESS.search(line) is not None,
        min(len(_SEPARATOR.findall(line)), 3),
        len(own) > _LIKE_TITLE and bool(title) and (own in title or title in own),
        min(len(words), 8) / 8,
        line[0].islower(),
        line[-1] in ":：",
        line[0] in _BULLETS,
    ]


def marks(line: str, line_width: int) -> list[float]:
    """Return for each group of markers whether a short line has one, and half as much for a longer one."""
    markers = _markers()
    found = [0.0] * len(markers)
    if line_width > _MARKED:
        return found
    folded = fold(line)
    words = frozenset(_WORD.findall(folded))
    weight = _WHOLE_MARK if line_width <= _SHORT_MARKED else _HALF_MARK
    for at, (single, phrases) in enumerate(markers.values()):
        if not single.isdisjoint(words) or any(phrase in folded for phrase in phrases):
            found[at] = weight
    return found


def groups() -> tuple[str, ...]:
    """Return the names of the groups of markers."""
    return tuple(_markers())


@cache
def _markers() -> Mapping[str, tuple[frozenset[str], tuple[str, ...]]]:
    """Return the markers of each group: words, and phrases, which are found anywhere."""
    root = parse_yaml(read_text(MARKERS), MARKERS)
    return {name: _parted(fold(str(one.data)) for one in value.data) for name, value in root.data.items()}  # type: ignore[union-attr]  # ours


def _parted(texts: Iterable[str]) -> tuple[frozenset[str], tuple[str, ...]]:
    texts = list(texts)
    words = frozenset(text for text in texts if _WORD.fullmatch(text) and not _DENSE.search(text))
    return words, tuple(text for text in texts if text not in words)


def of_text(text: str) -> Sequence[str]:
    """Return the lines of a text that are not empty, without white space around them."""
    return [stripped for line in text.split("\n") if (stripped := line.strip())]
