"""Lines of an article as templates are learned from and applied to: its paragraphs, and what was removed, in order."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.article import Removed
from corpus.boilerplate.lines import ends_sentence, key, width
from corpus.datewords import date_words, is_weekday
from corpus.text import fold

_STATEMENT, _EXCLAMATION, _RUNNING = 50, 90, 200
"""The width from which on a line can be a part of a story, by how it ends; headlines ask and exclaim, too."""

_LONGEST = 600
"""The width of the longest line that may be one of a template."""

_ASKS = re.compile(r"[?!؟！？][\"'”’»)\]」』]*\Z")
_LONG_WORD = 2
"""Words that are longer than that may be months and weekdays: shorter ones are too often something else."""

_NUMBER = re.compile(r"\d+")
_FIGURE = re.compile(r"\b\d+(?:[.,:/-]\d+)*\b")
_OF_DATE = re.compile(r"\b(?:19|20)\d\d\b|\b\d?\d:\d\d\b")
_FIGURES, _OF_WORDS = 2, 0.25
"""Figures, and their share of the words, that make a row of a table, if none of them is a year or a time of day."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line: ``key`` is what it is compared by, ``""`` where it has no word or is too long to be compared.

    ``mask`` is its key with all numbers alike, ``""`` where it has none. ``is_prose`` and ``is_row``, as of a table,
    tell that it can be a part of a story, ``gone`` that it was removed before.
    """

    text: str
    key: str
    mask: str
    is_prose: bool
    is_row: bool = False
    gone: bool = False

    @property
    def is_told(self) -> bool:
        """Whether it can be a part of a story."""
        return self.is_prose or self.is_row


def line(text: str, *, gone: bool = False) -> Line:
    """Return a line of text."""
    wide = width(text) if len(text) <= _LONGEST else len(text)
    own = key(text) if wide <= _LONGEST else ""
    mask = _mask(own)
    is_prose = _is_prose(text, wide)
    return Line(text, own, mask if mask != own else "", is_prose, not is_prose and _is_row(text, wide), gone)


def _is_prose(text: str, wide: int) -> bool:
    if wide < _STATEMENT:
        return False
    if not ends_sentence(text):
        return wide >= _RUNNING
    return wide >= (_EXCLAMATION if _ASKS.search(text[-8:]) else _STATEMENT)


def _is_row(text: str, wide: int) -> bool:
    """Tell whether a line is one of a table: that is what some stories are made of."""
    if wide > _RUNNING:
        return False
    figures = len(_FIGURE.findall(text))
    return figures >= max(_FIGURES, _OF_WORDS * len(text.split())) and _OF_DATE.search(text) is None


def _mask(key: str) -> str:
    """Return a key with its numbers alike, and beside them the names of months and weekdays.

    >>> _mask("lundi 3 mars 2014"), _mask("in march")
    ('# # # #', 'in march')
    """
    if _NUMBER.search(key) is None:
        return key
    return " ".join("#" if _is_of_date(word) else masked(word) for word in key.split(" "))


@lru_cache(maxsize=1 << 14)
def _is_of_date(word: str) -> bool:
    folded = fold(word)
    return len(word) > _LONG_WORD and (bool(date_words().get(folded)) or is_weekday(folded))


def masked(key: str) -> str:
    """Return a key with its numbers alike.

    >>> masked("12 comments")
    '# comments'
    """
    return _NUMBER.sub("#", key)


def paragraphs(body: str) -> Sequence[str]:
    """Return the paragraphs of a body."""
    return body.split("\n\n") if body else []


def lines_of(body: str, removed: Sequence[Removed]) -> list[Line]:
    """Return the lines of an article: its paragraphs, and what was removed where it stood."""
    found: list[Line] = []
    for owner, text in parts_of(body, removed):
        found += [line(text)] if owner >= 0 else gone_lines(text)
    return found


def parts_of(body: str, removed: Sequence[Removed]) -> Iterator[tuple[int, str]]:
    """Yield the parts of an article in order: paragraphs with their numbers, what was removed with those below 0."""
    taken = at = 0
    for number, text in enumerate(paragraphs(body)):
        while taken < len(removed) and removed[taken].at <= at:
            taken += 1
            yield -taken, removed[taken - 1].text
        yield number, text
        at += len(text) + len("\n\n")
    for one in removed[taken:]:
        taken += 1
        yield -taken, one.text


def gone_lines(text: str) -> list[Line]:
    """Return the lines of a part that was removed."""
    return [line(one, gone=True) for one in text.split("\n") if one.strip()]
