"""Keeping: how much of what was removed from an article is stored with it.

What rules remove is hardly ever long. What the extraction leaves out of a page may be ten times its story: of that,
what stood nearest to the story is kept.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

from corpus.article import Removed

BY_EXTRACTION = "left out by the extraction"
"""The reason, or the beginning of it, of what no rule names."""

MOST_BY_RULES = 20_000
"""Code points that are kept of what rules, models and templates removed from an article."""

MOST_BY_EXTRACTION = 4_000
"""Code points that are kept of what the extraction left out."""

_GAP = "…"


def kept(removed: Sequence[Removed], length: int) -> tuple[Removed, ...]:
    """Return what is kept of what was removed from a body of so many code points, and where there was more.

    >>> [(one.text[:9], one.reason) for one in kept([Removed("Menu " * 1000, 0, BY_EXTRACTION)], 100)]
    [('…', '1,000 characters more, which are not kept'), ('Menu Menu', 'left out by the extraction')]
    """
    if sum(len(one.text) for one in removed) <= MOST_BY_EXTRACTION:
        return tuple(removed)
    rooms = {True: MOST_BY_EXTRACTION, False: MOST_BY_RULES}
    texts = [""] * len(removed)
    for at in sorted(range(len(removed)), key=_distances(removed, length).__getitem__):
        one = removed[at]
        kind = one.reason.startswith(BY_EXTRACTION)
        texts[at] = _cut(one.text, rooms[kind], end=one.at == 0)
        rooms[kind] = max(rooms[kind] - len(one.text), 0)
    return tuple(_marked(removed, texts))


def _distances(removed: Sequence[Removed], length: int) -> list[int]:
    """Return how many removed code points lie between each part and the story; those inside of it come first."""
    found = [0] * len(removed)
    for numbers, place in ((range(len(removed) - 1, -1, -1), 0), (range(len(removed)), length)):
        passed = 1
        for at in numbers:
            if removed[at].at == place:
                found[at] = passed
                passed += len(removed[at].text)
    return found


def _cut(text: str, room: int, *, end: bool) -> str:
    """Return what there is room for of a text, from its beginning or its ``end``, in whole words."""
    if len(text) <= room:
        return text
    if not room:
        return ""
    if end:
        return _without_first(text[-room:]) if not text[-room - 1].isspace() else text[-room:].lstrip()
    return _without_last(text[:room]) if not text[room].isspace() else text[:room].rstrip()


def _without_first(text: str) -> str:
    """Return a text without its first word, unless it has no other."""
    return text.split(maxsplit=1)[-1]


def _without_last(text: str) -> str:
    return text.rsplit(maxsplit=1)[0]


def _marked(removed: Sequence[Removed], texts: Sequence[str]) -> Iterator[Removed]:
    """Yield what is kept, and in the place of what is not how much that is."""
    for place, numbers in groupby(range(len(removed)), key=lambda at: removed[at].at):
        gone = 0
        for at in numbers:
            one, text = removed[at], texts[at]
            before = len(one.text) - len(text) if one.at == 0 else 0
            gone += before if text else len(one.text)
            if text:
                yield from _gap(gone, place)
                yield Removed(text, place, one.reason)
                gone = len(one.text) - len(text) - before
        yield from _gap(gone, place)


def _gap(gone: int, place: int) -> Iterator[Removed]:
    if gone:
        yield Removed(_GAP, place, f"{gone:,} characters more, which are not kept")
