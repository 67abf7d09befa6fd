"""Trimming: lines at both ends of an extracted text that the page shows to be none of it."""

import re
from collections.abc import Iterable, Sequence

from corpus.text import fold

ECHO = "the title, repeated"
LEFT_OVER = "a heading without text"

_WORD = re.compile(r"\w+")
_HEAD = 5  # the headline is looked for among the first so many lines
_LONGEST_TITLE = 500
_LONGEST_HEADING = 100


def trimming(paragraphs: Sequence[str], titles: Iterable[str], headings: Iterable[str]) -> dict[int, str]:
    """Return which paragraphs are to go, with the reason; never all of them.

    They are the headline, said again before the story, and headings that nothing follows.

    >>> trimming(["Vote held!", "It was.", "Comments"], ["Vote held"], ["Comments"])
    {0: 'the title, repeated', 2: 'a heading without text'}
    """
    known = _keys(titles)
    found = {at: ECHO for at, one in enumerate(paragraphs[:_HEAD]) if _is_among(one, known, _LONGEST_TITLE)}
    known = _keys(headings)
    last = len(paragraphs) - 1
    while len(found) < len(paragraphs) - 1 and (last in found or _is_among(paragraphs[last], known, _LONGEST_HEADING)):
        found.setdefault(last, LEFT_OVER)
        last -= 1
    return found if len(found) < len(paragraphs) else {}


def key(text: str) -> str:
    """Return the words of a text, folded: what stays the same when it is set in other type."""
    return " ".join(_WORD.findall(fold(text)))


def _keys(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(filter(None, map(key, texts)))


def _is_among(text: str, known: frozenset[str], longest: int) -> bool:
    return len(text) <= longest and key(text) in known


def covers(text: str, other: str) -> bool:
    """Tell whether a text has half of the distinct words of another, or more.

    >>> covers("The vote was held on Friday", "The vote held"), covers("Sign in", "The vote was held")
    (True, False)
    """
    wanted = frozenset(_WORD.findall(other))
    return len(wanted.intersection(_WORD.findall(text))) * 2 >= len(wanted)
