"""Pruning: what stands in a page but is none of its article goes before the article is looked for.

Names and shapes only raise a suspicion. What holds the headline, or most of the prose, is kept whatever its name.
"""

import re
from collections.abc import Iterator

from lxml import etree

from corpus.formats.page.lines import Line, lines
from corpus.formats.page.names import Part, furniture_named, part_named
from corpus.formats.page.tree import Element, Size, said, sizes

_HIDDEN = re.compile(r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden", re.IGNORECASE)
_LABEL = re.compile(r"[^:：]{1,40}[:：]")
_BY_NAME = "by its class or id"
_NEVER = frozenset({"html", "head", "body", "main"})
_LINES = frozenset({"p", "div", "li", "h2", "h3", "h4", "h5", "h6", "blockquote", "section", "aside"})
_HEADLINES = 20  # pages of more have none
_LONGEST_STYLE = 300
_ENOUGH = 500  # code points of prose: an article
_FEWEST_LINKS = 3
_LINKED = 0.8
_HEADLINE = 30  # code points: a linked headline rather than a button
_LONGEST_LINE = 400
_SHORTEST_LINK = 20
_FEWEST_WORDS = 4
_LONGEST_LABEL = 4  # words


def prune(root: Element) -> list[Line]:
    """Take comments, links to other articles, what asks for something and what is hidden out of a page.

    Returns the lines that the page had before, those that went with the reason.
    """
    reasons = dict(_foreign(root))
    found = lines(root, reasons)
    for element in reasons:
        element.drop_tree()
    return found


def _foreign(root: Element) -> Iterator[tuple[Element, str]]:
    """Yield what is to go, nothing of it within another, each with the reason."""
    known = sizes(root)
    left = known[root].prose
    kept = _around_headlines(root)
    inside: Element | None = None
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "end":
            inside = None if element is inside else inside
        elif inside is None and element.tag not in _NEVER and element not in kept:
            size = known[element]
            if reason := _reason(element, size, left):
                left -= size.prose
                inside = element
                yield element, reason


def _around_headlines(root: Element) -> frozenset[Element]:
    headlines = list(root.iter("h1"))
    if len(headlines) > _HEADLINES:
        return frozenset()
    return frozenset(outer for one in headlines for outer in one.iterancestors())


def _reason(element: Element, size: Size, left: int) -> str:
    """Return why an element is to go, ``""`` where it is to stay."""
    part = _part(element)
    if part is Part.FURNITURE and _is_minor(size, left):
        return f"{_furniture(element)}, {_BY_NAME}"
    # Comments can be longer than the article, and so can what is hidden.
    apart = part is Part.COMMENTS and element.tag != "article"
    if (apart or _is_hidden(element)) and (_is_minor(size, left) or left - size.prose >= _ENOUGH):
        return f"comments, {_BY_NAME}" if apart else "hidden"
    if element.tag in {"ul", "ol"}:
        return "list of linked headlines" if _is_list_of_links(element, size) else ""
    return "link to another story" if element.tag in _LINES and _is_pointer(element, size) else ""


def _part(element: Element) -> Part:
    parts = {part_named(value) for name in ("class", "id") if (value := element.get(name))}
    return next((part for part in (Part.COMMENTS, Part.FURNITURE) if part in parts), Part.OTHER)


def _furniture(element: Element) -> str:
    return next(filter(None, map(furniture_named, (element.get("class") or "", element.get("id") or ""))), "")


def _is_minor(size: Size, left: int) -> bool:
    return size.prose * 2 <= left


def _is_hidden(element: Element) -> bool:
    style = element.get("style")
    return element.get("hidden") is not None or (style is not None and bool(_HIDDEN.search(style[:_LONGEST_STYLE])))


def _is_list_of_links(element: Element, size: Size) -> bool:
    """Tell whether a list is one of linked headlines, unlike one of sentences with links in them."""
    count = len(element)
    return count >= _FEWEST_LINKS and size.text >= _HEADLINE * count and size.linked >= _LINKED * size.text


def _is_pointer(element: Element, size: Size) -> bool:
    """Tell whether a line is a label, a colon and a linked headline: "Read more: …" in any language."""
    if not size.linked or size.text > _LONGEST_LINE or size.linked * 2 <= size.text:
        return False
    links = list(element.iter("a"))
    whole, link = said(element), said(links[0]) if len(links) == 1 else ""
    if len(link) < _SHORTEST_LINK or len(link.split()) < _FEWEST_WORDS or not whole.endswith(link):
        return False
    label = whole.removesuffix(link).strip()
    return _LABEL.fullmatch(label) is not None and len(label.split()) <= _LONGEST_LABEL
