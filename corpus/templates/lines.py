"""Lines of an article as templates are learned from and applied to: its paragraphs, and what was removed, in order."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.article import Removed
from corpus.boilerplate.lines import ends_sentence, key, width

_STATEMENT, _EXCLAMATION, _RUNNING = 50, 90, 200
"""The width from which on a line can be a part of a story, by how it ends; headlines ask and exclaim, too."""

_LONGEST = 600
"""The width of the longest line that may be one of a template."""

_ASKS = re.compile(r"[?!؟！？][\"'”’»)\]」』]*\Z")
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Line:
    """A line: ``key`` is what it is compared by, ``""`` where it has no word or is too long to be compared.

    ``mask`` is its key with all numbers alike, ``""`` where it has none. ``is_prose`` tells that it can be a part of a
    story, ``gone`` that it was removed before.
    """

    text: str
    key: str
    mask: str
    is_prose: bool
    gone: bool = False


def line(text: str, *, gone: bool = False) -> Line:
    """Return a line of text."""
    wide = width(text) if len(text) <= _LONGEST else len(text)
    own = key(text) if wide <= _LONGEST else ""
    mask = masked(own)
    return Line(text, own, mask if mask != own else "", _is_prose(text, wide), gone)


def _is_prose(text: str, wide: int) -> bool:
    if wide < _STATEMENT:
        return False
    if not ends_sentence(text):
        return wide >= _RUNNING
    return wide >= (_EXCLAMATION if _ASKS.search(text[-8:]) else _STATEMENT)


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
