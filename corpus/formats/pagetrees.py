"""Page trees: the pages of ALTO and PAGE files, each as a small tree, so that a file of any length fits in memory."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from lxml import etree

from corpus.decode import MAX_RECORD_BYTES
from corpus.errors import Kind
from corpus.formats.context import Context
from corpus.formats.streams import Stream, as_utf8
from corpus.formats.whole import data_damage
from corpus.formats.xmlparts import Source, encoding_of, events_of, fault_of, local

_T = TypeVar("_T")
_LARGEST = 4 * MAX_RECORD_BYTES  # bytes of a page, which may describe every letter
_MOST_ELEMENTS = 300_000  # of a page, letters and outlines left out


def page_trees(stream: Stream, context: Context, dropped: frozenset[str]) -> Iterator["etree._Element"]:
    """Yield each ``Page`` element, which is emptied afterwards; what was ``dropped`` is empty already.

    What stands before a page is still there. Problems are reported at the end.
    """
    source = Source(as_utf8(stream, encoding_of(stream.peek())), _LARGEST)
    events = events_of(source)
    fault = ""
    try:
        yield from _trees(events, source, dropped)
    except etree.LxmlError:
        fault = "is no XML"
    fault = fault or fault_of(events)
    if source.endless:
        context.problem(Kind.TOO_LARGE, "holds a page that is too large; the rest of the file was left unread")
    elif stream.damage is not None:
        data_damage(stream, context)
    elif fault:
        context.problem(Kind.BROKEN, f"{fault}; what could be read was kept", skipped=False)


def _trees(events: "etree.iterparse", source: Source, dropped: frozenset[str]) -> Iterator["etree._Element"]:
    elements = 0
    for event, element in events:
        name = local(element)
        if event == "start":
            elements += name not in dropped
            if elements > _MOST_ELEMENTS:
                source.endless = True
                return
        elif name in dropped:
            element.clear()
        elif name == "Page":
            yield element
            for line in within(element, "TextLine"):
                line.clear()  # emptying all of a page at once takes lxml far longer
            element.clear()
            source.item_ended()
            elements = 0


def parts(element: "etree._Element", *names: str) -> Iterator["etree._Element"]:
    """Yield the children with one of some names, whatever version of a format they are in."""
    return (child for child in element if local(child) in names)


def within(element: "etree._Element", *names: str) -> Iterator["etree._Element"]:
    """Yield everything below an element that has one of some names, in order."""
    yield from element.iter(*(f"{{*}}{name}" for name in names))


def in_order(items: Iterable[tuple[Iterable[str], _T]], order: Sequence[str]) -> list[_T]:
    """Return items, of which each has names, in an order of names; one not named there follows the one before it.

    >>> in_order([(["a"], 1), (["b"], 2), (["c"], 3)], ["b", "a"])
    [2, 3, 1]
    """
    ranks: Mapping[str, int] = {name: rank for rank, name in reversed(list(enumerate(order)))}
    rank = -1
    ranked: list[tuple[int, int, _T]] = []
    for names, item in items:
        rank = next((ranks[name] for name in names if name in ranks), rank)
        ranked.append((rank, len(ranked), item))
    return [item for _, _, item in sorted(ranked, key=lambda one: one[:2])]
