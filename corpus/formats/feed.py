"""Feeds: the items of RSS and the entries of Atom."""

from collections.abc import Generator, Iterator

from lxml import etree

from corpus.article import Json, Record
from corpus.errors import Kind
from corpus.formats.context import Context, language_code
from corpus.formats.streams import Stream, as_utf8
from corpus.formats.whole import data_damage
from corpus.formats.xmlparts import AMPERSAND, Source, encoding_of, events_of, fault_of, local
from corpus.text import squeeze

_PLAIN_SPACES = frozenset(
    {
        "",
        "http://www.w3.org/2005/Atom",
        "http://purl.org/atom/ns#",
        "http://purl.org/rss/1.0/",
        "http://my.netscape.com/rdf/simple/0.9/",
        "http://purl.org/rss/1.0/modules/content/",
        "http://purl.org/dc/elements/1.1/",
        "http://purl.org/dc/terms/",
    }
)
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_ROOTS = frozenset({"rss", "feed", "rdf"})
_ITEMS = frozenset({"item", "entry"})
_NAMED = frozenset({"author", "creator", "contributor", "source"})
_MARKED_UP = frozenset({"content", "encoded", "description", "summary"})
_ADDRESSES = ("href", "url", "term", "resource")
_MOST_ELEMENTS = 100_000


def read(stream: Stream, context: Context) -> Iterator[Record]:
    """Yield the articles of a feed, item by item; entities are not expanded and nothing is fetched."""
    start = stream.peek()
    source = Source(as_utf8(stream, encoding_of(start)))
    events = events_of(source)
    fault = ""
    try:
        if not (yield from _articles(events, source, context)):
            return
    except etree.LxmlError:
        fault = "is no XML"
    fault = fault or fault_of(events)
    if source.endless:
        context.too_large(what="holds an item")
    elif stream.damage is not None:
        data_damage(stream, context)
    elif not start.strip() and fault:
        context.problem(Kind.EMPTY, "is empty")
    elif fault:
        context.problem(Kind.BROKEN, f"{fault}; what could be read was kept")


def _articles(events: "etree.iterparse", source: Source, context: Context) -> Generator[Record, None, bool]:
    """Yield the articles; return whether it is a feed at all, which is reported where it is none."""
    usual: dict[str, str] = {}
    root = None
    elements = 0
    for event, element in events:
        name = local(element)
        elements += event == "start"
        if elements > _MOST_ELEMENTS:
            source.endless = True
            return True
        if root is None:
            root = element
            if name.lower() not in _ROOTS:
                context.problem(Kind.BROKEN, f"is no feed (its root is <{name[:40]}>); left unread")
                return False
        if event == "start" or name not in _ITEMS:
            continue
        usual = usual or _of_channel(root)
        fields = _fields(element)
        # An item that only the end of the data closed may be a stump; the fault is told of anyway.
        if source.ended and not (context.fields.title(fields) or context.fields.has_body(fields)):
            continue
        if record := context.item(fields, element.sourceline, usual):
            yield record
        _forget(element)
        source.item_ended()
        elements = 0
    return True


def _forget(element: "etree._Element") -> None:
    """Free an item and all before it, so that a feed of any length fits in memory."""
    parent = element.getparent()
    element.clear()
    if parent is None or any(local(one) in _ITEMS for one in (parent, *parent.iterancestors())):
        return  # within an item that was never closed, whose own text is still to be read
    while element.getprevious() is not None:
        del parent[0]


def _of_channel(root: "etree._Element") -> dict[str, str]:
    """Return what the feed says of all its items: their source and language."""
    found = {"source": "", "lang": language_code(root.get(_XML_LANG))}
    channel = next((child for child in root if local(child) == "channel"), root)
    for child in channel:
        name, text = local(child), squeeze("".join(child.itertext()))
        if name == "title":
            found["source"] = found["source"] or text
        elif name == "language":
            found["lang"] = language_code(text) or found["lang"]
    return found


def _fields(item: "etree._Element") -> dict[str, Json]:
    """Return an item's elements by name, as lists where a name stands more than once."""
    found: dict[str, list[Json]] = {}
    for child in item:
        value = _value(child)
        if value and (local(child) != "link" or child.get("rel", "alternate") == "alternate"):
            found.setdefault(_name(child), []).append(value)
    if lang := language_code(item.get(_XML_LANG)):
        found.setdefault("lang", [lang])
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}


def _name(element: "etree._Element") -> str:
    if str(element.tag).rpartition("}")[0].removeprefix("{") in _PLAIN_SPACES or not element.prefix:
        return local(element)
    return f"{element.prefix}:{local(element)}"


def _value(element: "etree._Element") -> str:
    if len(element) and local(element) in _NAMED:
        named = (child for child in element if local(child) in {"name", "title"})
        return squeeze("".join(next(named, element).itertext()))
    if len(element) and local(element) in _MARKED_UP:
        return str(etree.tostring(element, method="html", encoding="unicode", with_tail=False))
    # In CDATA a reference is no reference; the one that was made there is undone.
    text = "".join(element.itertext()).strip().replace(AMPERSAND, "&")
    return text or next((element.get(name, "") for name in _ADDRESSES if element.get(name)), "")
