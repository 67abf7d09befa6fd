"""XML parts: what the formats written in XML have in common: a parser that trusts nothing, and its source."""

import codecs
import re
from html.entities import html5

from lxml import etree

from corpus.decode import MAX_RECORD_BYTES, declared_encoding, detect
from corpus.formats.streams import BUFFER, Stream
from corpus.text import squeeze

# After any fault the parser loses named references, and what follows a stray ampersand (AT&T); not numbered ones.
_REFERENCE = re.compile(r"&(?!#\d{1,7};|#[xX][0-9a-fA-F]{1,6};)(?:([A-Za-z][A-Za-z0-9]{1,31});)?")
_LONGEST_REFERENCE = 40
AMPERSAND = "&#38;"
"""What the source makes of an ampersand; in CDATA it must be undone."""

_CONTROLS = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF))
# Faults that cost no text worth a warning: unknown entities and characters, undeclared prefixes.
_HARMLESS = re.compile(r"ENTITY|INVALID_CHAR|INVALID_ENCODING|RESERVED_XML_NAME|NS_ERR|UNSUPPORTED_ENCODING|CHARREF")


class Source:
    """What the parser reads: clean UTF-8 with all references numbered, an end put to an endless item."""

    def __init__(self, stream: Stream, limit: int = MAX_RECORD_BYTES) -> None:
        """Take a stream in UTF-8; ``limit`` is the bytes of the longest item, about."""
        self._stream = stream
        self._limit = limit
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self._held = ""
        self._since_item = 0
        self.endless = False
        self.ended = False

    def item_ended(self) -> None:
        """Take note that the next item begins about here."""
        self._since_item = 0

    def read(self, _size: int = -1) -> bytes:
        """Return the next bytes, none at the end."""
        while not self.endless:
            data = self._stream.read1(BUFFER)
            self.ended = not data
            text = self._held + self._decode(data, final=self.ended)
            at = text.rfind("&", -_LONGEST_REFERENCE) if data else -1
            cut = at if at >= 0 and ";" not in text[at:] else len(text)
            text, self._held = text[:cut], text[cut:]
            self._since_item += len(data)
            self.endless = self._since_item > self._limit + 2 * BUFFER
            if text or not data:
                return _REFERENCE.sub(_numbered, text.translate(_CONTROLS)).encode("utf-8")
        return b""


def _numbered(match: re.Match[str]) -> str:
    character = html5.get(f"{match[1]};") if match[1] else "&"
    if character is None:
        return f"{AMPERSAND}{match[1]};"
    return "".join(f"&#{ord(one)};" for one in character)


def events_of(source: Source) -> "etree.iterparse":
    """Return the starts and ends of elements; entities are not expanded and nothing is fetched."""
    return etree.iterparse(
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


def encoding_of(start: bytes) -> str | None:
    """Return the encoding that the first bytes of a file are in, None where it is UTF-8 or has a mark."""
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


def fault_of(events: "etree.iterparse") -> str:
    """Return what is wrong with the XML that was parsed, ``""`` where nothing is that costs text."""
    for entry in events.error_log:
        if entry.level >= etree.ErrorLevels.ERROR and not _HARMLESS.search(entry.type_name):
            return f"is broken XML in line {entry.line} ({squeeze(entry.message)})"
    return ""


def local(element: "etree._Element") -> str:
    """Return the name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]
