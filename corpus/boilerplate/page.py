"""Pages: texts that hold a whole page, menus and all, and not an article alone."""

import re
from collections.abc import Iterator, Sequence

import numpy as np

from corpus.boilerplate.lines import ends_sentence, groups, marks, width
from corpus.boilerplate.model import Weights, story

_FRAGMENT = 40
_MARKED = 60
_FEWEST = 12
_SHARE = 0.25
_EDGE, _AT_EDGE = 10, 3
_KINDS = 3
_MARK = re.compile(r"[-*>|] |#{1,6} |```|>")
_MARKUP = 0.08
_NO_FURNITURE = "byline"

BEFORE, BEHIND, INSIDE = "page furniture before the story", "page furniture behind the story", "furniture in the story"


def furniture(lines: Sequence[str], title: str, weights: Weights | None = None) -> dict[int, str]:
    """Return the lines of a page that are none of its story, by their numbers, each with what it is; none may be empty.

    Of a text that is no page, or in which no story is found, there are none.
    """
    if not is_page(lines):
        return {}
    kept = story(lines, title or lines[0], weights).nonzero()[0]
    if not len(kept):
        return {}
    first, last = int(kept[0]), int(kept[-1])
    left = np.ones(len(lines), bool)
    left[kept] = False
    return {at: BEFORE if at < first else BEHIND if at > last else INSIDE for at in left.nonzero()[0].tolist()}


def is_page(lines: Sequence[str]) -> bool:
    """Tell whether lines hold a whole page: fragments at head and foot, with words of several kinds of furniture.

    Tables, lists and verse have fragments too, but none that speak of sharing, privacy, comments and newsletters; and
    no page has marks of Markdown or of quotation before its lines.
    """
    fragments = [width(line) < _FRAGMENT and not ends_sentence(line) for line in lines]
    many = sum(fragments)
    if many < max(_FEWEST, _SHARE * len(lines)) or sum(map(_is_markup, lines)) > _MARKUP * len(lines):
        return False
    if min(sum(fragments[:_EDGE]), sum(fragments[-_EDGE:])) < _AT_EDGE:
        return False
    found: set[str] = set()
    for kind in _kinds(lines):
        found.add(kind)
        if len(found) >= _KINDS:
            return True
    return False


def _is_markup(line: str) -> bool:
    return _MARK.match(line) is not None


def _kinds(lines: Sequence[str]) -> Iterator[str]:
    for line in lines:
        wide = width(line)
        if wide <= _MARKED:
            for kind, mark in zip(groups(), marks(line, wide), strict=True):
                if mark and kind != _NO_FURNITURE:
                    yield kind
