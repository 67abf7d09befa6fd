"""Trees: a page parsed, and how much of its text is prose or links, element by element."""

import re
from dataclasses import dataclass
from itertools import islice
from typing import TypeAlias

from lxml import etree
from lxml import html as lxml_html

Element: TypeAlias = lxml_html.HtmlElement

MOST_ELEMENTS = 60_000
"""Pages of more are read without looking for the article: that takes up to 0.1 ms an element."""

_EMBEDDED = re.compile(r"data:[\w.+-]{1,40}/[\w.+-]{1,80};base64,[A-Za-z0-9+/=]+")  # pictures too long for the parser
_TAG = re.compile(r"<(/?)([A-Za-z!][A-Za-z0-9-]{0,20})[^<>]*>?")
_UNREAD = frozenset({"head", "noscript", "script", "style", "svg", "template"})
_PROSE = 40


@dataclass(slots=True)
class Size:
    """Code points within an element: all of them, those in links, and those in long runs of text outside of links."""

    text: int = 0
    linked: int = 0
    prose: int = 0

    def add(self, length: int, *, linked: bool) -> None:
        """Count one run of text."""
        self.text += length
        if linked:
            self.linked += length
        elif length >= _PROSE:
            self.prose += length

    def include(self, inner: "Size") -> None:
        """Count what a child holds."""
        self.text += inner.text
        self.linked += inner.linked
        self.prose += inner.prose


def parsed(text: str) -> Element | None:
    """Return a page as a tree, None where nothing can be made of it; nothing is ever fetched."""
    parser = lxml_html.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_pis=True, remove_comments=True
    )
    try:
        return lxml_html.document_fromstring(_EMBEDDED.sub("", text).encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return None


def first_elements(root: Element) -> list[Element]:
    """Return the elements of a page, at most MOST_ELEMENTS."""
    return list(islice(root.iter(), MOST_ELEMENTS))


def without_tags(text: str) -> str:
    """Return what is left of a page of which no tree can be made, such as one nested a thousand deep.

    >>> without_tags("<div><p>One <style>p { x }</style></p><b two")
    'One'
    """
    kept = []
    end, unread = 0, ""
    for tag in _TAG.finditer(text):
        name = tag[2].lower()
        if not unread:
            kept.append(text[end : tag.start()])
            unread = name if name in _UNREAD and not tag[1] else ""
        elif tag[1] and name == unread:
            unread = ""
        end = tag.end()
    if not unread:
        kept.append(text[end:])
    return " ".join(" ".join(kept).split())


def all_of(root: Element, path: str) -> list[Element]:
    """Return what an XPath selects."""
    found = root.xpath(path)
    return found if isinstance(found, list) else []


def said(element: Element) -> str:
    """Return the text in an element on one line.

    >>> said(lxml_html.fromstring("<p>One <b>two</b><br> three</p>"))
    'One two three'
    """
    return " ".join("".join(element.itertext()).split())


def sizes(root: Element) -> dict[Element, Size]:
    """Return the size of every element, in one pass."""
    found: dict[Element, Size] = {}
    open_: list[Size] = []
    unread = links = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        step = 1 if event == "start" else -1
        unread += step * (element.tag in _UNREAD)
        links += step * (element.tag == "a")
        if event == "start":
            found[element] = Size()
            open_.append(found[element])
            text = element.text
        else:
            size = open_.pop()
            if not open_:
                break
            open_[-1].include(size)
            text = element.tail
        if text and not unread and (length := len(text.strip())):
            open_[-1].add(length, linked=links > 0)
    return found
