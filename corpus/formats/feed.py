"""Feeds: the items of RSS and the entries of Atom."""

import codecs
import re
from collections.abc import Iterator
from html.entities import html5

from lxml import etree

from corpus.article import Json, Record
from corpus.decode import MAX_RECORD_BYTES, declared_encoding, detect
from corpus.errors import Kind
from corpus.formats.context import Context, language_code
from corpus.formats.streams import BUFFER, Stream, as_utf8
from corpus.formats.whole import data_damage
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
# After any fault the parser loses named references, and what follows a stray ampersand (AT&T); not numbered ones.
_REFERENCE = re.compile(r"&(?!#\d{1,7};|#[xX][0-9a-fA-F]{1,6};)(?:([A-Za-z][A-Za-z0-9]{1,31});)?")
_LONGEST_REFERENCE = 40
_AMPERSAND = "&#38;"
_CONTROLS = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF))
_MOST_ELEMENTS = 100_000
# Faults that cost no text worth a warning: unknown entities and characters, undeclared prefixes.
_HARMLESS = re.compile(r"ENTITY|INVALID_CHAR|INVALID_ENCODING|RESERVED_XML_NAME|NS_ERR|UNSUPPORTED_ENCODING|CHARREF")


class _Source:
    """What the parser reads: clean UTF-8 with all references numbered, an end put to an endless item."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self._held = ""
        self._since_item = 0
        self.endless = False
        self.ended = False

    def item_ended(self) -> None:
        self._since_item = 0

    def read(self, _size: int = -1) -> bytes:
        while not self.endless:
            data = self._stream.read1(BUFFER)
            self.ended = not data
            text = self._held + self._decode(data, final=self.ended)
            at = text.rfind("&", -_LONGEST_REFERENCE) if data else -1
            cut = at if at >= 0 and ";" not in text[at:] else len(text)
            text, self._held = text[:cut], text[cut:]
            self._since_item += len(data)
            self.endless = self._since_item > MAX_RECORD_BYTES + 2 * BUFFER
            if text or not data:
                return _REFERENCE.sub(_numbered, text.translate(_CONTROLS)).encode("utf-8")
        return b""


def _numbered(match: re.Match[str]) -> str:
    character = html5.get(f"{match[1]};") if match[1] else "&"
    if character is None:
        return f"{_AMPERSAND}{match[1]};"
    return "".join(f"&#{ord(one)};" for one in character)


def read(stream: Stream, context: Context) -> Iterator[Record]:
    """Yield the articles of a feed, item by item; entities are not expanded and nothing is fetched."""
    start = stream.peek()
    source = _Source(as_utf8(stream, _encoding(start)))
    events = etree.iterparse(
        source,
        events=("start", "end"),
        encoding="utf-8",
        recover=True,
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    fault = ""
    try:
        yield from _articles(events, source, context)
    except etree.LxmlError:
        fault = "is no XML"
    fault = fault or _fault(events)
    if source.endless:
        context.too_large(what="holds an item")
    elif stream.damage is not None:
        data_damage(stream, context)
    elif not start.strip() and fault:
        context.problem(Kind.EMPTY, "is empty")
    elif fault:
        context.problem(Kind.BROKEN, f"{fault}; what could be read was kept")


def _encoding(start: bytes) -> str | None:
    whole = start[: start.rfind(b">") + 1]
    try:
        whole.decode("utf-8")
    except UnicodeDecodeError:
        declared = declared_encoding(start)
        return _known(declared) or detect(whole)
    declared = declared_encoding(start)
    return _known(declared) if whole.isascii() else None


def _known(name: str | None) -> str | None:
    if name is None or name.lower().startswith(("utf", "us-ascii")):
        return None
    try:
        "".encode(name)
    except LookupError:
        return None
    return name


def _articles(events: "etree.iterparse", source: _Source, context: Context) -> Iterator[Record]:
    usual: dict[str, str] = {}
    root = None
    elements = 0
    for event, element in events:
        name = _local(element)
        elements += event == "start"
        if elements > _MOST_ELEMENTS:
            source.endless = True
            return
        if root is None:
            root = element
            if name.lower() not in _ROOTS:
                context.problem(Kind.BROKEN, f"is no feed (its root is <{name[:40]}>); left unread")
                return
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


def _fault(events: "etree.iterparse") -> str:
    for entry in events.error_log:
        if entry.level >= etree.ErrorLevels.ERROR and not _HARMLESS.search(entry.type_name):
            return f"is broken XML in line {entry.line} ({squeeze(entry.message)})"
    return ""


def _forget(element: "etree._Element") -> None:
    """Free an item and all before it, so that a feed of any length fits in memory."""
    parent = element.getparent()
    element.clear()
    if parent is None or any(_local(one) in _ITEMS for one in (parent, *parent.iterancestors())):
        return  # within an item that was never closed, whose own text is still to be read
    while element.getprevious() is not None:
        del parent[0]


def _local(element: "etree._Element") -> str:
    return str(element.tag).rpartition("}")[2]


def _of_channel(root: "etree._Element") -> dict[str, str]:
    """Return what the feed says of all its items: their source and language."""
    found = {"source": "", "lang": language_code(root.get(_XML_LANG))}
    channel = next((child for child in root if _local(child) == "channel"), root)
    for child in channel:
        name, text = _local(child), squeeze("".join(child.itertext()))
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
        if value and (_local(child) != "link" or child.get("rel", "alternate") == "alternate"):
            found.setdefault(_name(child), []).append(value)
    if lang := language_code(item.get(_XML_LANG)):
        found.setdefault("lang", [lang])
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}


def _name(element: "etree._Element") -> str:
    if str(element.tag).rpartition("}")[0].removeprefix("{") in _PLAIN_SPACES or not element.prefix:
        return _local(element)
    return f"{element.prefix}:{_local(element)}"


def _value(element: "etree._Element") -> str:
    if len(element) and _local(element) in _NAMED:
        named = (child for child in element if _local(child) in {"name", "title"})
        return squeeze("".join(next(named, element).itertext()))
    if len(element) and _local(element) in _MARKED_UP:
        return str(etree.tostring(element, method="html", encoding="unicode", with_tail=False))
    # In CDATA a reference is no reference; the one that was made there is undone.
    text = "".join(element.itertext()).strip().replace(_AMPERSAND, "&")
    return text or next((element.get(name, "") for name in _ADDRESSES if element.get(name)), "")
