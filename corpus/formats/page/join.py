"""Joining: an article that stands in several boxes of one class, parted by advertisements, becomes one box."""

from collections.abc import Iterator

from lxml import etree

from corpus.formats.page.names import Part, part_named
from corpus.formats.page.tree import Element

_WHOLES = frozenset({"article", "main"})
_BOXES = frozenset({"div", "section"})


def join(root: Element) -> None:
    """Move what the later boxes of an article hold into its first, as extraction looks into one of them only."""
    for first, *others in list(_boxes(root)):
        for other in others:
            first.extend(list(other))


def _boxes(root: Element) -> Iterator[list[Element]]:
    """Yield the boxes of one class in the same ``article``, in their order, none within another."""
    groups: dict[tuple[Element, str], list[Element]] = {}
    wholes: list[Element] = []
    inside: Element | None = None
    for event, element in etree.iterwalk(root, events=("start", "end"), tag=(*_WHOLES, *_BOXES)):
        if event == "end":
            inside = None if element is inside else inside
            if wholes and element is wholes[-1]:
                wholes.pop()
        elif element.tag in _WHOLES:
            wholes.append(element)
        elif wholes and inside is None and _is_box(element):
            groups.setdefault((wholes[-1], element.get("class")), []).append(element)
            inside = element
    return (boxes for boxes in groups.values() if len(boxes) > 1)


def _is_box(element: Element) -> bool:
    """Tell whether an element is named for text and holds paragraphs."""
    names = element.get("class")
    return bool(names) and part_named(names) is Part.STORY and any(child.tag == "p" for child in element)
