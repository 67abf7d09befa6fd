"""The text of an article as HTML: paragraphs, headings, links on names and marks on words."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from corpus.article import Article, Mention, Section
from search.web.markup import Span, marked, tidy_spans

_HARD_WRAPPED = 100
"""A body whose longest line is shorter was wrapped by hand: its line breaks part no paragraphs."""

_EVERY_LINE = re.compile(r"[^\n]+")
_BLANK_LINES = re.compile(r"[^\n]+(?:\n(?!\s*\n|[ \t]{2})[^\n]*)*")

_LINK = Markup('<a class="name" href="{}">{}</a>')


@dataclass(frozen=True, slots=True)
class Block:
    """A heading or a paragraph, as HTML."""

    kind: Literal["heading", "paragraph"]
    html: Markup


def blocks(article: Article, marks: Sequence[Span], link: Callable[[str], str]) -> Iterator[Block]:
    """Yield a body's headings and paragraphs; ``link`` gives the address for an entity's id.

    ``marks`` and the article's mentions are spans of the body, in code points.
    """
    body = article.body
    mentions = _apart(article.mentions)
    tidy = tidy_spans(marks, len(body))
    for start, end, heading in _pieces(body, article.sections):
        if heading:
            yield Block("heading", marked(body[start:end], _within(tidy, start, end)))
        else:
            inside = [one for one in mentions if start <= one.start and one.end <= end]
            yield Block("paragraph", _linked(body, (start, end), inside, tidy, link))


def _pieces(body: str, sections: Iterable[Section]) -> Iterator[tuple[int, int, bool]]:
    at = 0
    for section in sorted(sections, key=lambda one: one.start):
        if at <= section.start < section.end <= len(body):
            yield from _paragraphs(body, at, section.start)
            yield section.start, section.end, True
            at = section.end
    yield from _paragraphs(body, at, len(body))


def _paragraphs(body: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    wrapped = max(map(len, body.split("\n"))) <= _HARD_WRAPPED
    for match in (_BLANK_LINES if wrapped else _EVERY_LINE).finditer(body, start, end):
        if match[0].strip():
            yield match.start(), match.end(), False


def _apart(mentions: Iterable[Mention]) -> list[Mention]:
    """Return the body's mentions in order, without those that overlap an earlier one."""
    kept: list[Mention] = []
    for one in sorted(mentions, key=lambda mention: (mention.start, -mention.end)):
        if one.field == "body" and one.start < one.end and (not kept or kept[-1].end <= one.start):
            kept.append(one)
    return kept


def _linked(
    body: str, span: Span, mentions: Iterable[Mention], marks: Sequence[Span], link: Callable[[str], str]
) -> Markup:
    html = Markup()
    at, end = span
    for one in mentions:
        html += marked(body[at : one.start], _within(marks, at, one.start))
        name = marked(body[one.start : one.end], _within(marks, one.start, one.end))
        html += _LINK.format(link(one.entity), name)
        at = one.end
    return html + marked(body[at:end], _within(marks, at, end))


def _within(marks: Sequence[Span], start: int, end: int) -> list[Span]:
    return [(first - start, last - start) for first, last in marks if first < end and last > start]
