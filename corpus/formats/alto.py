"""ALTO: pages of scanned newspapers and books, versions 2 to 4 (https://www.loc.gov/standards/alto/)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from corpus.article import Record
from corpus.formats.context import Context
from corpus.formats.pagetrees import in_order, page_trees, parts, within
from corpus.formats.scanned import FURNITURE, HEADING, Block, Page, confidence, records
from corpus.formats.streams import Stream
from corpus.formats.xmlparts import local
from corpus.hyphens import SOFT
from corpus.text import fold, squeeze

_DROPPED = frozenset({"Glyph", "Variant", "Shape", "Polygon", "GraphicalElement", "Illustration", "ALTERNATIVE"})
_MARGINS = frozenset({"TopMargin", "BottomMargin", "LeftMargin", "RightMargin"})
_FURNITURE = re.compile(r"running|header|footer|page.?num|numbering|catch.?word|signature|quire|folio|imprint")
_HEADING = re.compile(r"^(?:sub)?(?:head|heading|headline|title|titel|titre|title.?line|heading.?line)$|:head")
_ARTICLE = re.compile(r"^(?:newspaper.?)?article$")
_HYPHENS = "-\u2010\u00ad¬⸗="


def read(stream: Stream, context: Context) -> Iterator[Record]:
    """Yield the articles of a file, a page at a time."""
    yield from records(map(_page, page_trees(stream, context, _DROPPED)), context)


def kind_of(text: str) -> str:
    """Return what a block is by a label that somebody gave it, ``""`` for text as any other.

    >>> kind_of("RunningTitleZone"), kind_of("headline"), kind_of("paragraph")
    ('furniture', 'heading', '')
    """
    folded = fold(text.strip())
    return FURNITURE if _FURNITURE.search(folded) else HEADING if _HEADING.search(folded) else ""


@dataclass(slots=True)
class _Lines:
    """The words of the line at hand, and those of the line that ended with the first half of a word, and that word."""

    words: list[str] = field(default_factory=list)
    open: tuple[list[str], str] | None = None
    certainty: float = 0.0
    count: int = 0

    def string(self, element: "etree._Element") -> None:
        """Add a word, or none for the second half of one that stands in the line before."""
        if (sure := confidence(element.get("WC"))) is not None:
            self.certainty += sure
            self.count += 1
        text, whole = element.get("CONTENT", "").strip(), element.get("SUBS_CONTENT", "").strip()
        part = element.get("SUBS_TYPE") if whole else None
        if part == "HypPart2" and self.open is not None and self.open[1] == whole:
            words, self.open = self.open[0], None
            words[-1] += _following(text, words[-1])
        elif part == "HypPart1":
            self.words.append(_leading(text, whole) + whole)
            self.open = self.words, whole
        elif text:
            self.words.append(text)

    def hyphen(self) -> None:
        """Mark the last word as the first half of one."""
        if self.words and not (self.open and self.open[0] is self.words):
            self.words[-1] = self.words[-1].rstrip(_HYPHENS) + SOFT


def _leading(text: str, whole: str) -> str:
    """Return the quotation mark or bracket before a half word that the whole one leaves out."""
    mark = text[: len(text) - len(text.lstrip("\"'“„«‚‘([—"))]
    return "" if whole.startswith(mark) else mark


def _following(text: str, whole: str) -> str:
    """Return the punctuation behind a half word that the whole one leaves out."""
    mark = text[len(text.rstrip(".,;:!?\"'”“»’)]—")) :]
    return "" if whole.endswith(mark) else mark


def _page(page: "etree._Element") -> Page:
    root = page.getroottree().getroot()
    kinds, articles = _tags(root)
    lines = _Lines()
    found = []
    for element in within(page, "TextBlock"):
        around = [element, *(one for one in element.iterancestors() if one is not root)]
        names = [name for one in around if (name := one.get("ID"))]
        found.append((names, _block(element, around, lines, (kinds, articles))))
    name = next(within(root, "fileName"), None)
    return Page(
        blocks=tuple(in_order(found, _order(root, page))),
        number=squeeze(page.get("PRINTED_IMG_NR") or page.get("PHYSICAL_IMG_NR") or ""),
        image=squeeze(name.text or "") if name is not None else "",
    )


def _tags(root: "etree._Element") -> tuple[Mapping[str, str], frozenset[str]]:
    """Return the kinds of block that tags stand for, and the tags that stand for articles."""
    kinds, articles = {}, set()
    for tag in (one for tags in parts(root, "Tags") for one in tags):
        name, labels = tag.get("ID", ""), (tag.get("LABEL", ""), tag.get("TYPE", ""))
        kinds[name] = next(filter(None, map(kind_of, labels)), "")
        if any(_ARTICLE.search(fold(label)) for label in labels):
            articles.add(name)
    return kinds, frozenset(articles)


def _order(root: "etree._Element", page: "etree._Element") -> list[str]:
    """Return the names of blocks in reading order, as far as the file tells it."""
    if refs := [ref for one in within(root, "ElementRef") if (ref := one.get("REF"))]:
        return refs
    following = {one.get("ID"): one.get("IDNEXT") for one in within(page, "TextBlock", "ComposedBlock")}
    if not any(following.values()):
        return []
    order: dict[str, None] = {}
    for name in following:
        at = name
        while at and at in following and at not in order:
            order[at] = None
            at = following[at]
    return list(order)


def _block(
    element: "etree._Element",
    around: list["etree._Element"],
    lines: _Lines,
    tags: tuple[Mapping[str, str], frozenset[str]],
) -> Block:
    kinds, articles = tags
    refs = [ref for one in around for ref in one.get("TAGREFS", "").split()]
    labels = [kinds.get(ref, "") for ref in element.get("TAGREFS", "").split()]
    kind = next(filter(None, (*labels, *(kind_of(one.get("TYPE", "")) for one in around[:2]))), "")
    if any(local(one) in _MARGINS for one in around):
        kind = FURNITURE
    parted = [one.get("ID", "") for one in around if _ARTICLE.search(fold(one.get("TYPE", "")))]
    lines.certainty, lines.count = 0.0, 0
    # A word may still get the punctuation behind its second half in the next line, so that these are joined at the end.
    texts = [_line(one, lines) for one in parts(element, "TextLine")]
    return Block(
        lines=tuple(" ".join(words) for words in texts if words),
        kind=kind,
        article=next((ref for ref in refs if ref in articles), next(iter(parted), "")),
        lang=element.get("LANG") or element.get("language") or "",
        certainty=lines.certainty,
        words=lines.count,
    )


def _line(element: "etree._Element", lines: _Lines) -> list[str]:
    """Return the words of a line."""
    lines.words = []
    for child in parts(element, "String", "HYP"):
        if local(child) == "String":
            lines.string(child)
        else:
            lines.hyphen()
    return lines.words
