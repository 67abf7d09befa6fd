"""What readers see around the title of a page: bylines and dates, which the article's text often leaves out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from corpus.dating.dated import PUBLISHED, UPDATED, Candidate
from corpus.dating.finding import LONGEST_LINE
from corpus.dating.headlines import head_dates, label_kind
from corpus.text import fold, squeeze

Element = Any  # lxml has no types

_SKIPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "nav",
        "footer",
        "aside",
        "form",
        "button",
        "select",
        "svg",
        "iframe",
        "template",
        "head",
    ]
)
_INLINE = frozenset(["a", "abbr", "b", "em", "font", "i", "s", "small", "span", "strong", "sub", "sup", "time", "u"])
_BESIDE = re.compile(
    r"(?:^|[\s_-])(?:comments?|related|sidebar|recommend\w*|trending|popular|footer|nav|navbar|menu|latest|most|promo\w*"
    r"|teaser\w*|archives?|calendar|ticker|breaking)(?:$|[\s_-])",
    re.IGNORECASE,
)
_DEEPEST = 200
_BEFORE, _AFTER = 8, 24
_PARAGRAPHS = 4
_PARAGRAPH = 160  # code points: a longer line is of the story
_MOST_LINES = 4000


@dataclass(slots=True)
class _Line:
    text: str
    title: bool = False
    stamp: str = ""  # the datetime of a <time> in it
    kind: str = ""  # what its class says it is


def head_candidates(root: Element) -> Iterator[Candidate]:
    """Yield the dates around the title of a page, those after it first, labelled ones before bare ones."""
    body = root.find("body")
    if body is None:
        return
    title = _title(root, body)
    kept = frozenset(title.iterancestors()) if title is not None else frozenset()
    lines = _lines(body, title, kept)
    at = next((number for number, line in enumerate(lines) if line.title), None)
    before = lines[max(0, at - _BEFORE) : at] if at is not None else []
    after = _until_story(lines[at + 1 if at is not None else 0 :])
    found = [*_of_lines(after), *_of_lines(before)]
    yield from sorted(found, key=lambda one: one.where == "date line")


def _until_story(lines: list[_Line]) -> list[_Line]:
    """Return the lines up to where the story is well under way."""
    paragraphs = 0
    for number, line in enumerate(lines[:_AFTER]):
        paragraphs += len(line.text) > _PARAGRAPH
        if paragraphs == _PARAGRAPHS:
            return lines[:number]
    return lines[:_AFTER]


def _of_lines(lines: list[_Line]) -> Iterator[Candidate]:
    for line in lines:
        label = label_kind(fold(line.text[:LONGEST_LINE]))
        if line.stamp:
            yield Candidate(label or line.kind or PUBLISHED, "metadata", "time", line.stamp)
    yield from head_dates(line.text for line in lines)


def _title(root: Element, body: Element) -> Element | None:
    """Return the heading that is the page's title: the ``h1`` most like what the head says, else any first heading."""
    stated = [squeeze(str(text))[:LONGEST_LINE] for text in root.xpath("//meta[@property='og:title']/@content")[:1]]
    stated += [squeeze(str(text))[:LONGEST_LINE] for text in root.xpath("//title/text()")[:1]]
    headings = list(body.iter("h1"))[:20] or list(body.iter("h2"))[:20]
    texts = [squeeze(heading.text_content()[: 2 * LONGEST_LINE]) for heading in headings]
    for heading, text in zip(headings, texts, strict=True):
        if text and any(fold(text) in fold(one) or fold(one) in fold(text) for one in stated if one):
            return heading
    return next((heading for heading, text in zip(headings, texts, strict=True) if text), None)


def _lines(body: Element, title: Element | None, kept: frozenset[Element]) -> list[_Line]:
    """Return the visible lines of a page, without the parts beside the article."""
    lines = [_Line("")]

    def walk(node: Element, depth: int, *, titled: bool) -> None:
        if not isinstance(node.tag, str) or depth > _DEEPEST or len(lines) > _MOST_LINES:
            return
        if node not in kept and node is not title and _is_beside(node):
            return
        block = node.tag not in _INLINE or node.tag == "time"
        titled = titled or node is title
        if block:
            lines.append(_Line("", titled))
        if node.tag == "time":
            lines[-1].stamp, lines[-1].kind = _stamp(node)
        _add(lines, node.text)
        for child in node:
            walk(child, depth + 1, titled=titled)
            _add(lines, child.tail)
        if block:
            lines.append(_Line("", titled))

    walk(body, 0, titled=False)
    return [line for line in lines if line.text or line.stamp]


def _add(lines: list[_Line], text: str | None) -> None:
    words = squeeze((text or "")[: 4 * LONGEST_LINE])
    if words and len(lines[-1].text) < LONGEST_LINE:
        lines[-1].text = f"{lines[-1].text} {words}".lstrip()


def _is_beside(node: Element) -> bool:
    if node.tag in _SKIPPED or node.get("hidden") is not None:
        return True
    return _BESIDE.search(f"{node.get('class') or ''} {node.get('id') or ''}"[:500]) is not None


def _stamp(node: Element) -> tuple[str, str]:
    """Return the time that a ``<time>`` is for machines, and what its class says it is."""
    named = fold(f"{node.get('class') or ''} {node.get('itemprop') or ''} {node.get('id') or ''}"[:200])
    kind = PUBLISHED if re.search(r"publi|entry-date|posted", named) else UPDATED if label_kind(_apart(named)) else ""
    return squeeze(str(node.get("datetime") or "")[:100]), kind


def _apart(named: str) -> str:
    """Part the words of a class, so that what it means stands at the start of one: ``dateupdated``, ``dt-modified``."""
    return re.sub(r"(updat|modif)", r" \1", named)
