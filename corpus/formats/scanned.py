"""Scanned pages: the blocks that optical character recognition found on a page, made into articles.

A file that tells which blocks make an article gives these; of any other each page is one. The title is
what the file calls a heading, else the first line that is no running head, date, price or page number.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice

from corpus.article import Json, Record
from corpus.decode import tidy
from corpus.formats.context import Context
from corpus.formats.fields import Found
from corpus.hyphens import LineEnds, line_ends
from corpus.languages import normal_language
from corpus.layout import SENTENCE_END, layout_of
from corpus.runningheads import is_running_head
from corpus.text import squeeze

_TEXTS = frozenset({"title", "body", "lang"})
HEADING, FURNITURE = "heading", "furniture"
_LONGEST_TITLE = 200  # code points
_MOST_LINES = 4  # of a title
_MOST_LINES_JOINED = 4  # of a block whose lines are joined without looking whether it is a list
_PERCENT = 100.0


@dataclass(frozen=True, slots=True)
class Block:
    """A block of a page: its lines, what the file says it is, and which article it belongs to.

    ``certainty`` is the sum of the confidences, from 0 to 1, of so many ``words``. A line whose last
    hyphen the file marks as one that parts a word ends with U+00AD.
    """

    lines: tuple[str, ...]
    kind: str = ""
    article: str = ""
    lang: str = ""
    certainty: float = 0.0
    words: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its blocks in reading order, its number as the file has it, the name of its image."""

    blocks: tuple[Block, ...]
    number: str = ""
    image: str = ""


def confidence(text: str | None) -> float | None:
    """Return a confidence as a number from 0 to 1, None for what is none; one above 1 is in per cent.

    >>> confidence("0.87"), confidence("96"), confidence("nan"), confidence(None)
    (0.87, 0.96, None, None)
    """
    try:
        value = float(text or "")
    except ValueError:
        return None
    value = value / _PERCENT if value > 1 else value
    return value if 0 <= value <= 1 else None


def records(pages: Iterable[Page], context: Context) -> Iterator[Record]:
    """Yield the articles of pages; one that is all its file holds has the file's own place."""
    fields = chain.from_iterable(map(_articles, pages))
    first = list(islice(fields, 2))
    if len(first) == 1:
        texts = {name: str(value) for name, value in first[0].items() if name in _TEXTS}
        extra = {name: value for name, value in first[0].items() if name not in _TEXTS}
        if record := context.single(Found(texts, None, extra)):
            yield record
        return
    for one in chain(first, fields):
        if record := context.item(one):
            yield record


def _articles(page: Page) -> Iterator[dict[str, Json]]:
    """Yield the fields of each article on a page; blocks that belong to none are one together."""
    parts: dict[str, list[Block]] = {}
    furniture = [block for block in page.blocks if block.kind == FURNITURE]
    for block in page.blocks:
        if block.kind != FURNITURE and any(map(str.strip, block.lines)):
            parts.setdefault(block.article, []).append(block)
    for blocks in parts.values():
        yield _fields(blocks, furniture, page)


def _fields(blocks: Sequence[Block], furniture: Iterable[Block], page: Page) -> dict[str, Json]:
    ends = line_ends([block.lines for block in blocks])
    blocks = _whole(blocks, ends)
    title, rest = _title(blocks, ends)
    words = sum(block.words for block in blocks)
    found: dict[str, Json] = {
        "title": title,
        "body": "\n\n".join(filter(None, (_body(block, ends) for block in rest))),
        "lang": _language(blocks),
        "page": page.number,
        "image": page.image,
        "confidence": round(sum(block.certainty for block in blocks) / words, 3) if words else None,
        "running_head": " ".join(squeeze(" ".join(block.lines)) for block in furniture),
    }
    return {name: tidy(value) if isinstance(value, str) else value for name, value in found.items() if value}


def _language(blocks: Iterable[Block]) -> str:
    """Return the language that most of some blocks are said to be in."""
    counts: Counter[str] = Counter()
    for block in blocks:
        if lang := normal_language(block.lang):
            counts[lang] += sum(map(len, block.lines))
    return counts.most_common(1)[0][0] if counts else ""


def _whole(blocks: Iterable[Block], ends: LineEnds) -> list[Block]:
    """Return blocks of which those are one that a word parted at the end of a column holds together."""
    found: list[Block] = []
    for block in blocks:
        last = found[-1] if found else None
        if last and not (last.kind or block.kind) and ends.is_parted(last.lines[-1], block.lines[0]):
            found[-1] = replace(
                last,
                lines=last.lines + block.lines,
                certainty=last.certainty + block.certainty,
                words=last.words + block.words,
            )
        else:
            found.append(block)
    return found


def _title(blocks: Sequence[Block], ends: LineEnds) -> tuple[str, Sequence[Block]]:
    """Return the title and the blocks of the body, which keeps a title that is the beginning of its text."""
    for at, block in enumerate(blocks):
        text = squeeze(ends.join(block.lines))
        if block.kind == HEADING and text and not is_running_head(text):
            first = all(all(map(is_running_head, one.lines)) for one in blocks[:at])
            return text, [*blocks[:at], *blocks[at + 1 :]] if first else blocks
    for at, block in enumerate(blocks):
        for line, text in enumerate(block.lines):
            if not is_running_head(text):
                title, left = _first_lines(block.lines[line:], ends, last=at == len(blocks) - 1)
                kept = replace(block, lines=block.lines[:line] + left)
                return title, [*blocks[:at], *([kept] if kept.lines else []), *blocks[at + 1 :]]
    return "", blocks


def _first_lines(lines: tuple[str, ...], ends: LineEnds, *, last: bool) -> tuple[str, tuple[str, ...]]:
    """Return the title that lines begin with, and the lines that belong to the body.

    A few lines without a full stop are a title as a whole, and so are the first ones in capitals.
    """
    capitals = next((at for at, line in enumerate(lines) if not line.isupper()), len(lines))
    for count in (capitals, len(lines)):
        whole = squeeze(ends.join(lines[:count]))
        fits = 0 < count <= _MOST_LINES and len(whole) <= _LONGEST_TITLE
        if fits and (count < len(lines) or not (last or SENTENCE_END.search(whole[-_LONGEST_TITLE:]))):
            return whole, lines[count:]
    return squeeze(ends.join(lines[:1])) if len(lines[0]) <= _LONGEST_TITLE else "", lines


def _body(block: Block, ends: LineEnds) -> str:
    """Return the paragraphs of a block; a list keeps its lines."""
    lines = [line for line in block.lines if line.strip()]
    layout = layout_of([lines]) if lines else None
    if layout is not None:
        return "\n\n".join(layout.paragraphs(lines, ends))
    begun = sum(not line.lstrip()[:1].isalpha() or line.lstrip()[:1].isupper() for line in lines[1:])
    if len(lines) > _MOST_LINES_JOINED and 2 * begun > len(lines):
        return "\n".join(ends.put_together(lines))
    return squeeze(ends.join(lines))
