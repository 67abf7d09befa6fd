"""PAGE XML: pages as Transkribus, OCR-D and eScriptorium write them (https://github.com/PRImA-Research-Lab/PAGE-XML)."""

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from corpus.article import Record
from corpus.formats.context import Context
from corpus.formats.pagetrees import in_order, page_trees, parts, within
from corpus.formats.scanned import FURNITURE, HEADING, Block, Page, confidence, records
from corpus.formats.streams import Stream
from corpus.formats.xmlparts import AMPERSAND
from corpus.text import squeeze

_DROPPED = frozenset({"Glyph", "Coords", "Baseline", "TextStyle", "GraphemeGroup", "Grapheme", "GraphicRegion"})
_KINDS: Mapping[str, str] = {
    **dict.fromkeys(("heading", "headline", "title"), HEADING),
    **dict.fromkeys(("header", "footer", "page-number", "catch-word", "signature-mark"), FURNITURE),
}
_DROP_CAPITAL = "drop-capital"
_GROUPS = ("OrderedGroup", "OrderedGroupIndexed", "UnorderedGroup", "UnorderedGroupIndexed")
_REFS = ("RegionRef", "RegionRefIndexed")
_CUSTOM = re.compile(r"(\w{1,40})\s{0,9}\{([^{}]{0,2000})\}")
_LAST = 1 << 30


def read(stream: Stream, context: Context) -> Iterator[Record]:
    """Yield the articles of a file."""
    yield from records(map(_page, page_trees(stream, context, _DROPPED)), context)


def _page(page: "etree._Element") -> Page:
    regions = list(within(page, "TextRegion"))
    order = [ref for group in parts(page, "ReadingOrder") for ref in _refs(group)]
    if not order:
        customs = [(_index(_custom(one, "readingOrder").get("index")), one.get("id", "")) for one in regions]
        order = [name for index, name in sorted(customs) if name and index < _LAST]
    lang = page.get("primaryLanguage", "")
    blocks = in_order([(_names(one), (_type(one), _block(one, lang))) for one in regions], order)
    numbers = [block.lines for kind, block in blocks if kind == "page-number"]
    return Page(
        blocks=tuple(_with_capitals(blocks)),
        number=squeeze(" ".join(numbers[0])) if numbers else "",
        image=squeeze(page.get("imageFilename", "")),
    )


def _names(region: "etree._Element") -> list[str]:
    """Return the ids of a region and of those around it."""
    return [name for one in (region, *region.iterancestors()) if (name := one.get("id"))]


def _refs(group: "etree._Element") -> Iterator[str]:
    """Yield the regions of a group and of the groups in it, in order."""
    children = sorted(parts(group, *_GROUPS, *_REFS), key=lambda one: _index(one.get("index"), 0))
    for child in children:
        if ref := child.get("regionRef"):
            yield ref
        yield from _refs(child)


def _index(text: str | None, default: int = _LAST) -> int:
    return int(text) if text and text.isdecimal() and len(text) < len(str(_LAST)) else default


def _custom(element: "etree._Element", name: str) -> Mapping[str, str]:
    """Return what Transkribus writes into an attribute as ``name {key:value; key:value;}``."""
    for match in _CUSTOM.finditer(element.get("custom", "")):
        if match[1] == name:
            pairs = (pair.partition(":") for pair in match[2].split(";"))
            return {key.strip(): value.strip() for key, _, value in pairs}
    return {}


def _type(region: "etree._Element") -> str:
    return (region.get("type") or _custom(region, "structure").get("type") or "").lower()


def _block(region: "etree._Element", lang: str) -> Block:
    lines = [_line(one) for one in parts(region, "TextLine")] or [_line(region)]
    structures = [_custom(one, "structure") for one in (region, *parts(region, "TextLine"))]
    articles = [one.get("id") or "" for one in structures if one.get("type") == "article"]
    return Block(
        lines=tuple(line for text, _, _ in lines for line in text.split("\n") if line.strip()),
        kind=_KINDS.get(_type(region), ""),
        article=next(filter(None, articles), ""),
        lang=region.get("primaryLanguage") or lang,
        certainty=sum(certainty for _, certainty, _ in lines),
        words=sum(words for _, _, words in lines),
    )


def _line(element: "etree._Element") -> tuple[str, float, int]:
    """Return the text of a line or region, the sum of its words' confidences, and of how many."""
    words = list(parts(element, "Word"))
    text, sure = _text(element)
    if not text:
        text = " ".join(one for one, _ in map(_text, words) if one)
    known = [one for _, one in map(_text, words) if one is not None]
    if not known and sure is not None:
        known = [sure] * max(1, len(text.split()))
    return text, sum(known), len(known)


def _text(element: "etree._Element") -> tuple[str, float | None]:
    """Return the first of the readings of an element, and how sure it is."""
    readings = sorted(parts(element, "TextEquiv"), key=lambda one: _index(one.get("index"), 0))
    for reading in readings:
        for name in ("Unicode", "PlainText"):
            if text := "".join("".join(one.itertext()) for one in parts(reading, name)).strip():
                return text.replace(AMPERSAND, "&"), confidence(reading.get("conf"))
    return "", None


def _with_capitals(blocks: list[tuple[str, Block]]) -> Iterator[Block]:
    """Yield blocks, a large first letter that stands in a region of its own with the text behind it."""
    letter = ""
    for kind, block in blocks:
        if kind == _DROP_CAPITAL:
            letter += "".join(block.lines).strip()
        elif block.lines and not block.kind:
            yield Block(
                (letter + block.lines[0], *block.lines[1:]),
                block.kind,
                block.article,
                block.lang,
                block.certainty,
                block.words,
            )
            letter = ""
        else:
            yield block
    if letter:
        yield Block((letter,))
