"""Cleaning: a record's title and body as a reader wants them, with the headings inside the body.

White space is squeezed, control characters go, paragraphs are parted by one blank line, lines that
were broken to a fixed width are joined again, and a title is not repeated as the body's first line.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.article import Record, Removed, Section
from corpus.boilerplate.removal import Cut, in_order, letter_count, placed, story_of
from corpus.boilerplate.rules import Rules, built_in
from corpus.hyphens import SOFT, LineEnds, line_ends
from corpus.layout import SENTENCE_END, layout_of
from corpus.text import fold, squeeze

MAX_FALLBACK = 120
"""Code points of a title that is made from the first line of a body."""

_BREAK = re.compile(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
# Controls but tab and line feed, byte order marks, halves of surrogate pairs, non-characters.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\ufeff\ud800-\udfff\ufffe\uffff]")
_SOFT = re.compile(rf"{SOFT}+(?![ \t]*\n)")  # at the end of a line it says that the word goes on in the next
_HEADING = 90  # code points of the longest heading
_HEADING_WORDS = 14
_LONG = 15  # words that make a paragraph without a full stop a paragraph
_MARK = re.compile(r"[-*•–—>`|=+<]")  # of lists, quotations and rules
_ALIKE = 4  # a text more than so many times as long as another is not another spelling of it
_NO_HEADING = re.compile(r"[.!…。！।:;,][\"'”’»)\]]*$")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What cleaning makes of a record; spans and places are in code points of ``body``."""

    title: str
    body: str
    sections: tuple[Section, ...] = ()
    notes: tuple[str, ...] = ()
    removed: tuple[Removed, ...] = ()


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """A paragraph; ``alone`` tells that it was one line with nothing but blank lines around it."""

    text: str
    alone: bool


def clean(record: Record, rules: Rules | None = None) -> Cleaned:
    """Return the cleaned title, body and sections of a record, and what was removed, by our rules if by no others."""
    notes: list[str] = []
    title = squeeze(LineEnds().join(_without_controls(record.title, notes).split("\n")))
    page = story_of(_without_controls(record.body, notes), title)
    title = title or page.title
    paragraphs = _paragraphs(page.text, title)
    texts = [one.text for one in paragraphs]
    reasons = (built_in() if rules is None else rules).found(texts)
    first = next((at for at in range(len(texts)) if at not in reasons), None)
    if first is not None:
        title = title or shortened(texts[first])
        if len(texts) - len(reasons) > 1 and is_repeated(title, texts[first]):
            reasons[first] = "the title, repeated"
    kept = [one for at, one in enumerate(paragraphs) if at not in reasons]
    body = "\n\n".join(one.text for one in kept)
    cuts = in_order(_earlier(record), page.removed)
    return Cleaned(title, body, _sections(kept), tuple(dict.fromkeys(notes)), placed(texts, reasons, cuts))


def _earlier(record: Record) -> Iterator[Cut]:
    """Yield what was left out of a body when it was read."""
    at = letters = 0
    for one in record.removed:
        place = max(one.at, at)
        letters += letter_count(_without_controls(record.body[at:place], []))
        at = place
        yield Cut(one.text, letters, one.reason)


def is_repeated(title: str, text: str) -> bool:
    """Tell whether a paragraph is the title, however it is spelled; only one about as long is folded."""
    return len(text) <= _ALIKE * len(title) and len(title) <= _ALIKE * len(text) and fold(text) == fold(title)


def _without_controls(text: str, notes: list[str]) -> str:
    text = _BREAK.sub("\n", text)
    for pattern in (_CONTROL, _SOFT):
        if pattern.search(text):
            notes.append("control characters")
            text = pattern.sub("", text)
    return text


def shortened(text: str) -> str:
    """Cut a text at a word, as a title."""
    if len(text) <= MAX_FALLBACK:
        return text
    return text[:MAX_FALLBACK].rsplit(" ", 1)[0].rstrip(" ,;:-–—") + "…"


def _paragraphs(text: str, title: str) -> list[_Paragraph]:
    blocks = _blocks(text)
    # Without any blank line, every line is a paragraph that stands alone.
    one_block = len(blocks) == 1
    if blocks and len(blocks[0]) > 1 and is_repeated(title, squeeze(blocks[0][0])):
        blocks[:1] = [blocks[0][:1], blocks[0][1:]]  # lest it is joined with what follows
    layout, ends = layout_of(blocks), line_ends(blocks)
    parted = [
        [squeeze(line) for line in ends.put_together(block)] if layout is None else layout.paragraphs(block, ends)
        for block in blocks
    ]
    return [_Paragraph(text, one_block or len(block) == 1) for block in parted for text in block if text]


def _blocks(text: str) -> list[list[str]]:
    """Return the lines between blank lines, as they are but for white space at their ends."""
    blocks: list[list[str]] = [[]]
    for line in text.split("\n"):
        if stripped := line.rstrip():
            blocks[-1].append(stripped)
        elif blocks[-1]:
            blocks.append([])
    return [block for block in blocks if block]


def _sections(paragraphs: list[_Paragraph]) -> tuple[Section, ...]:
    """Return the headings: short lines alone, without a full stop, between two paragraphs."""
    found: list[Section] = []
    start = 0
    for at, one in enumerate(paragraphs):
        end = start + len(one.text)
        inside = 0 < at < len(paragraphs) - 1
        if inside and _is_heading(one) and _is_prose(paragraphs[at - 1].text) and _is_prose(paragraphs[at + 1].text):
            found.append(Section(start, end, one.text))
        start = end + len("\n\n")
    return tuple(found)


def _is_heading(one: _Paragraph) -> bool:
    text = one.text
    if (
        not one.alone
        or len(text) > _HEADING
        or len(text.split()) > _HEADING_WORDS
        or _MARK.match(text)
        or text[0].islower()
    ):
        return False
    return any(c.isalpha() for c in text) and not _NO_HEADING.search(text)


def _is_prose(text: str) -> bool:
    return len(text) > _HEADING or len(text.split()) > _LONG or SENTENCE_END.search(text) is not None
