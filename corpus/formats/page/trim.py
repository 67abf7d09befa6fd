"""Trimming: lines at both ends of an extracted text that the page shows to be none of it."""

import re
from collections.abc import Iterable, Sequence

from corpus.text import fold

_WORD = re.compile(r"\w+")
_HEAD = 5  # the headline is looked for among the first so many lines
_LONGEST_TITLE = 500
_LONGEST_HEADING = 100


def trimmed(paragraphs: Sequence[str], titles: Iterable[str], headings: Iterable[str]) -> list[str]:
    """Return paragraphs without the headline, said again before them, and without headings that nothing follows.

    >>> trimmed(["Vote held!", "It was.", "Comments"], ["Vote held"], ["Comments"])
    ['It was.']
    """
    known = _keys(titles)
    kept = [one for at, one in enumerate(paragraphs) if at >= _HEAD or not _is_among(one, known, _LONGEST_TITLE)]
    known = _keys(headings)
    while len(kept) > 1 and _is_among(kept[-1], known, _LONGEST_HEADING):
        kept.pop()
    return kept or list(paragraphs)


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
