"""hOCR: pages as Tesseract and others write them, as HTML with classes (https://kba.github.io/hocr-spec/1.2/)."""

import re
from collections.abc import Iterator
from itertools import groupby

from lxml import etree
from lxml import html as lxml_html

from corpus.article import Record
from corpus.errors import Kind
from corpus.formats.context import Context
from corpus.formats.scanned import FURNITURE, HEADING, Block, Page, confidence, records
from corpus.formats.streams import Stream
from corpus.formats.whole import read_text
from corpus.text import squeeze

_SIGN = re.compile(
    rb"""<[a-z]{1,10}\s[^<>]{0,300}?(?:class\s?=\s?["'][^"'<>]{0,99}\bocr_page\b|name\s?=\s?["']ocr-(?:system|capabilities)\b)"""
)
_LINES = frozenset({"ocr_line", "ocrx_line", "ocr_header", "ocr_footer", "ocr_caption", "ocr_textfloat", "ocr_pageno"})
_BLOCKS = frozenset({"ocr_par", "ocr_carea", "ocrx_block", "ocr_title", "ocr_page"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_IMAGE = re.compile(r"image\s{1,9}[\"']?([^\"';]{1,500})")
_NUMBER = re.compile(r"\b(lpageno|ppageno)\s{1,9}[\"']?([^\"';\s]{1,40})")
_CONFIDENCE = re.compile(r"\bx_w?confs?\s{1,9}(\d{1,3}(?:\.\d{1,9})?)")
_LONGEST_TITLE = 5000  # code points of a title attribute that are looked at


def is_hocr(start: bytes) -> bool:
    """Tell whether a page is hOCR, by its first bytes."""
    return _SIGN.search(start) is not None


def read(stream: Stream, context: Context) -> Iterator[Record]:
    """Yield the articles of a file, a page at a time."""
    text = read_text(stream, context, declares=True)
    if text is None:
        return
    parser = lxml_html.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_pis=True, remove_comments=True
    )
    try:
        root = lxml_html.document_fromstring(text.encode("utf-8"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        context.problem(Kind.BROKEN, "is no HTML; skipped")
        return
    yield from records(_pages(root), context)


def _pages(root: "etree._Element") -> Iterator[Page]:
    system = " ".join(root.xpath("//meta[@name='ocr-system']/@content")).lower()
    for element in _outermost(root, frozenset({"ocr_page"})):
        title = _title(element)
        image, numbers = _IMAGE.search(title), dict(_NUMBER.findall(title))
        yield Page(
            # Tesseract calls the lines of a heading by the name that the specification has for running heads.
            blocks=tuple(_blocks(element, HEADING if "tesseract" in system else FURNITURE)),
            number=numbers.get("lpageno") or _from_one(numbers.get("ppageno", "")),
            image=squeeze(image[1]) if image else "",
        )


def _from_one(number: str) -> str:
    """Return a physical page number, which hOCR counts from 0, counted from 1."""
    return str(int(number) + 1) if number.isdecimal() and number.isascii() else number


def _title(element: "etree._Element") -> str:
    return str(element.get("title") or "")[:_LONGEST_TITLE]


def _classes(element: "etree._Element") -> set[str]:
    return set(str(element.get("class") or "").split())


def _outermost(root: "etree._Element", wanted: frozenset[str]) -> Iterator["etree._Element"]:
    """Yield the elements of some classes in order, but none within another."""
    left = [root]
    while left:
        element = left.pop()
        if wanted.isdisjoint(_classes(element)):
            left.extend(reversed(element))
        else:
            yield element


def _blocks(page: "etree._Element", of_header: str) -> Iterator[Block]:
    lines = list(_outermost(page, _LINES)) or list(_outermost(page, frozenset({"ocr_par"}))) or [page]
    for (block, kind), several in groupby(lines, lambda one: (_block_of(one), _kind(one, of_header))):
        found = list(several)
        sure = [value for line in found for value in _certainties(line)]
        yield Block(
            lines=tuple(text for line in found if (text := squeeze(line.text_content()))),
            kind=kind,
            lang=_lang(block),
            certainty=sum(sure),
            words=len(sure),
        )


def _block_of(line: "etree._Element") -> "etree._Element":
    around = (one for one in line.iterancestors() if not _BLOCKS.isdisjoint(_classes(one)))
    return next(around, line)


def _kind(line: "etree._Element", of_header: str) -> str:
    classes = _classes(line)
    if classes & {"ocr_footer", "ocr_pageno"}:
        return FURNITURE
    if "ocr_header" in classes:
        return of_header
    heading = any(one.tag in _HEADINGS or "ocr_title" in _classes(one) for one in (line, *line.iterancestors()))
    return HEADING if heading else ""


def _certainties(line: "etree._Element") -> Iterator[float]:
    for word in line.iter():
        match = _CONFIDENCE.search(_title(word)) if "ocrx_word" in _classes(word) else None
        # In per cent here, so that 1 is not certainty.
        if match and (value := confidence(f"{match[1]}e-2")) is not None:
            yield value


def _lang(block: "etree._Element") -> str:
    around = (block, *block.iterancestors())
    return str(next(filter(None, (one.get("lang") for one in around)), ""))
