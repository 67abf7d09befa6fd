"""Lines: what a page shows, line by line and in its order, and in which part of the page each stands."""

from collections.abc import Mapping
from dataclasses import dataclass

from corpus.formats.markup import BLOCKS
from corpus.formats.page.tree import Element

_UNSEEN_NAMES = (
    "head title script style noscript template svg iframe object embed select datalist textarea audio video canvas"
)
_UNSEEN = frozenset(_UNSEEN_NAMES.split())
_PARTS = {
    "nav": "navigation",
    "aside": "aside",
    "header": "header",
    "footer": "footer",
    "form": "form",
    "button": "button",
    "figcaption": "caption",
}
_BREAKS = BLOCKS | {"br", "button"}


@dataclass(frozen=True, slots=True)
class Line:
    """A line that a page shows; ``part`` is the innermost part of the page that it is in, by the name of its tag.

    ``pruned`` is the reason why it is none of the article, ``""`` where none is known.
    """

    text: str
    pruned: str = ""
    part: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class _Spot:
    """Where text stands that makes one line, unless something breaks it."""

    seen: bool = True
    pruned: str = ""
    part: str = ""


class _Lines:
    """Puts the lines of a page together."""

    def __init__(self) -> None:
        self.found: list[Line] = []
        self._pieces: list[str] = []
        self._spot = _Spot()

    def add(self, text: str | None, spot: _Spot) -> None:
        """Add a run of text."""
        if not text or not spot.seen or (spot is not self._spot and text.isspace()):
            return
        if spot is not self._spot:
            self.end()
            self._spot = spot
        self._pieces.append(text)

    def end(self) -> None:
        """End the line at hand."""
        if text := " ".join("".join(self._pieces).split()):
            self.found.append(Line(text, self._spot.pruned, self._spot.part))
        self._pieces.clear()


def lines(root: Element, pruned: Mapping[Element, str]) -> list[Line]:
    """Return the lines of a page; ``pruned`` are elements that are to go, each with the reason."""
    found = _Lines()
    outer: list[tuple[Element, _Spot]] = []
    for element in root.iter():
        _close(outer, element.getparent(), found)
        if element.tag in _BREAKS:
            found.end()
        spot = _inner(element, outer[-1][1] if outer else _Spot(), pruned)
        outer.append((element, spot))
        found.add(element.text, spot)
    _close(outer, None, found)
    found.end()
    return found.found


def _close(outer: list[tuple[Element, _Spot]], parent: Element | None, found: _Lines) -> None:
    """Leave the innermost elements up to the parent of what follows, and add the text behind each."""
    while outer and outer[-1][0] is not parent:
        closed, _ = outer.pop()
        if outer:
            found.add(closed.tail, outer[-1][1])


def _inner(element: Element, outer: _Spot, pruned: Mapping[Element, str]) -> _Spot:
    """Return where the text of an element stands, given where the element itself does."""
    tag = element.tag
    if not outer.seen:
        return outer
    if tag in _UNSEEN:
        return _Spot(seen=False)
    if element in pruned:
        return _Spot(pruned=pruned[element], part=outer.part)
    return _Spot(pruned=outer.pruned, part=_PARTS.get(tag, outer.part)) if tag in _BREAKS else outer
