"""The text of an article as HTML: paragraphs, headings, links on names and marks on words."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from operator import attrgetter, itemgetter
from typing import Literal

from markupsafe import Markup

from corpus.article import Article, Mention, Section
from search.web.markup import Span, marked, tidy_spans

_HARD_WRAPPED = 100
"""A body whose longest line is shorter was wrapped by hand: its line breaks part no paragraphs."""

_EVERY_LINE = re.compile(r"[^\n]+")
_BLANK_LINES = re.compile(r"[^\n]+(?:\n(?![^\S\n]*\n|[ \t]{2})[^\n]*)*")
_START, _END = attrgetter("start"), attrgetter("end")
_FIRST, _LAST = itemgetter(0), itemgetter(1)

_LINK = Markup('<a class="name" href="{}">')
_LINK_END = Markup("</a>")
_HERE = Markup('<span id="here"></span>')


@dataclass(frozen=True, slots=True)
class Block:
    """A heading or a paragraph, as HTML."""

    kind: Literal["heading", "paragraph"]
    html: Markup


def blocks(
    article: Article, marks: Sequence[Span], link: Callable[[str], str], here: int | None = None
) -> Iterator[Block]:
    """Yield a body's headings and paragraphs; ``link`` gives the address for an entity's id.

    ``marks`` and the article's mentions are spans of the body, in code points; ``here`` is a place in it that an
    address can lead to.
    """
    body = article.body
    mentions = _apart(article.mentions)
    tidy = tidy_spans(marks, len(body))
    opening = cache(lambda entity: _LINK.format(link(entity)))
    for start, end, heading in _pieces(body, article.sections):
        inside = mentions[bisect_left(mentions, start, key=_START) : bisect_right(mentions, end, key=_END)]
        inside = [] if heading else inside
        if here is not None and start <= here < end:
            inside = _landing(inside, here)
        yield Block("heading" if heading else "paragraph", _linked(body, (start, end), inside, tidy, opening))


def _pieces(body: str, sections: Iterable[Section]) -> Iterator[tuple[int, int, bool]]:
    wrapped = max(map(len, body.split("\n"))) <= _HARD_WRAPPED
    paragraph = _BLANK_LINES if wrapped else _EVERY_LINE
    at = 0
    for section in sorted(sections, key=_START):
        if at <= section.start < section.end <= len(body):
            yield from _paragraphs(body, at, section.start, paragraph)
            yield section.start, section.end, True
            at = section.end
    yield from _paragraphs(body, at, len(body), paragraph)


def _paragraphs(body: str, start: int, end: int, paragraph: re.Pattern[str]) -> Iterator[tuple[int, int, bool]]:
    for match in paragraph.finditer(body, start, end):
        if match[0].strip():
            yield match.start(), match.end(), False


def _apart(mentions: Iterable[Mention]) -> list[Mention]:
    """Return the body's mentions in order, without those that overlap an earlier one."""
    kept: list[Mention] = []
    for one in sorted(mentions, key=lambda mention: (mention.start, -mention.end)):
        if one.field == "body" and one.start < one.end and (not kept or kept[-1].end <= one.start):
            kept.append(one)
    return kept


def _landing(mentions: Sequence[Mention], here: int) -> list[Mention]:
    """Return mentions in order with an empty one of nothing at a place, or before the name in which that lies."""
    before = bisect_right(mentions, here, key=_END)
    if before < len(mentions):
        here = min(here, mentions[before].start)
    return [*mentions[:before], Mention("", here, here, ""), *mentions[before:]]


def _linked(
    body: str, span: Span, mentions: Iterable[Mention], marks: Sequence[Span], opening: Callable[[str], Markup]
) -> Markup:
    html: list[Markup] = []
    at, end = span
    for one in mentions:
        html.append(marked(body[at : one.start], _within(marks, at, one.start)))
        at = one.end
        if not one.entity:
            html.append(_HERE)
            continue
        name = marked(body[one.start : one.end], _within(marks, one.start, one.end))
        html += (opening(one.entity), name, _LINK_END)
    html.append(marked(body[at:end], _within(marks, at, end)))
    return Markup("".join(html))  # noqa: S704 -- every piece is HTML


def _within(marks: Sequence[Span], start: int, end: int) -> list[Span]:
    """Return the marks that touch a span, counted from its start; ``marks`` are in order and apart."""
    touched = marks[bisect_right(marks, start, key=_LAST) : bisect_left(marks, end, key=_FIRST)]
    return [(first - start, last - start) for first, last in touched]
