"""Marking: where the leaves of a plan stand in a title and a body, read as one text."""

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple, Self

from search.highlight.finding import Span, Text, find, phrase, read
from search.highlight.patterns import Patterns, Search, is_plain
from search.highlight.snippets import Marking
from search.ranking.plan import Leaf


class Sought(NamedTuple):
    """A leaf with the patterns of each of its slots; of a leaf of entities there are none.

    ``searches`` are set where they find all there is to find, in the title and the body, and nothing else.
    """

    leaf: Leaf
    slots: Sequence[Patterns]
    searches: Sequence[Search] = ()

    @classmethod
    def of(cls, leaf: Leaf, slots: Sequence[Patterns]) -> Self:
        """Return a leaf with its patterns."""
        if len(slots) == 1 and slots[0].is_simple and {"title", "body"} <= set(leaf.fields):
            return cls(leaf, slots, slots[0].searches)
        return cls(leaf, slots)

    @property
    def nbytes(self) -> int:
        """The bytes that it takes beside its leaf, about."""
        return sum(one.nbytes for one in self.slots)

    def without(self) -> Self:
        """Return the leaf without patterns, so that it is not sought."""
        return self._replace(slots=(), searches=())


def marks_in(text: Text, sought: Sequence[Sought], begin: int, end: int) -> list[Marking]:
    """Return the marks between two places of a text, at which no word is cut; ascending, each leaf by its number.

    Raises UnpartedError.
    """
    found: list[Marking] = []
    image, origin = text.image, text.origin
    low, high = begin - origin, end - origin
    for number, (leaf, slots, searches) in enumerate(sought):
        if searches:
            unsure = []
            for regex, _, _, sure in searches:
                for match in regex.finditer(image, low, high):
                    start, stop = match.span()
                    if sure and is_plain(image, start, stop, high):
                        found.append((start + origin, stop + origin, number))
                    else:
                        unsure.append((start + origin, stop + origin))
            if unsure:
                unsure.sort()
                found += [(*span, number) for span in read(slots[0], text.text, unsure)]
        elif slots:
            found += [(*span, number) for span in _spans(text, leaf, slots, begin, end)]
    found.sort()
    return found


def _spans(text: Text, leaf: Leaf, slots: Sequence[Patterns], begin: int, end: int) -> list[Span]:
    """Return where a leaf stands."""
    found = [find(one, text, begin, end) for one in slots]
    spans: list[Span] = []
    if "title" in leaf.fields:
        titles = [[span for span in one if span[0] < text.floor] for one in found]
        spans += titles[0] if len(titles) == 1 else phrase(text.text, titles, leaf.slop)
    if "body" in leaf.fields:
        bodies = [[span for span in one if span[0] >= text.floor] for one in found]
        spans += bodies[0] if len(bodies) == 1 else phrase(text.text, bodies, leaf.slop)
    return spans


def mentions(places: Iterable[tuple[int, int, int]], entities: Collection[int], leaf: int, size: int) -> list[Marking]:
    """Return the marks of a leaf where some entities are named in a text of so many code points."""
    return [(start, end, leaf) for number, start, end in places if number in entities and 0 <= start < end <= size]
