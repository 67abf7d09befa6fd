"""Trimming: an article's text without the lines of its source's template."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from corpus.article import Removed, Section, Text
from corpus.boilerplate.lines import key, width
from corpus.clean import is_repeated, shortened
from corpus.templates.edges import named
from corpus.templates.gluing import Glue
from corpus.templates.lines import Line, gone_lines, line, paragraphs, parts_of
from corpus.templates.template import Template
from corpus.templates.zones import Gap, zones

LINE, BETWEEN = "template of its source", "among the template of its source"
REPEATED = "the title, repeated"

_ENDS = 12
"""Paragraphs at each end of a text that may be joined with lines of the template."""

_FEWEST_LETTERS = 60

_FEWEST_HEADLINES, _HEADLINE = 3, 100
"""Lines of a list of headlines, and the width of a headline that runs like a sentence."""

_GAP = len("\n\n")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A line of a text: of a paragraph, by its number, or of a part that was removed before, by its number below 0."""

    line: Line
    owner: int


class Trimmer:
    """Takes the lines of one template out of texts; safe for threads."""

    def __init__(self, template: Template) -> None:
        self.template = template
        self._glue = Glue(template.edge)

    def trimmed(self, text: Text) -> Text:
        """Return a text without the lines of the template; as it is where it has none, or no story would be left."""
        pieces = self._pieces(text)
        reasons = self._found([one.line for one in pieces], key(text.title))
        left = [one.line for at, one in enumerate(pieces) if at not in reasons and not one.line.gone]
        if not reasons or not _is_story(left):
            return text
        if reasons.keys() >= {at for at, one in enumerate(pieces) if one.owner == 0} and _is_its_beginning(text):
            text = replace(text, title=shortened(left[0].text))
        elif len(left) > 1 and is_repeated(text.title, left[0].text):
            reasons[next(at for at, one in enumerate(pieces) if one.line is left[0])] = REPEATED
        return _rebuilt(text, pieces, reasons)

    def _pieces(self, text: Text) -> list[_Piece]:
        found: list[_Piece] = []
        count = len(paragraphs(text.body))
        for owner, part in parts_of(text.body, text.removed):
            lines = gone_lines(part) if owner < 0 else self._lines(part, min(owner, count - 1 - owner))
            found += [_Piece(one, owner) for one in lines]
        return found

    def _lines(self, paragraph: str, from_end: int) -> list[Line]:
        """Return the lines of a paragraph, that is, itself and lines of the template joined with it."""
        whole = line(paragraph)
        if from_end >= _ENDS or whole.key in self.template.edge:
            return [whole]
        parts = self._glue.parted(paragraph)
        return [line(part) for part in parts] if len(parts) > 1 else [whole]

    def _found(self, lines: Sequence[Line], title: str) -> dict[int, str]:
        """Return the numbers of the lines that are of the template, with reasons."""
        edge, inner = self.template.edge, self.template.inner
        at_edge = zones(lines, named(lines, edge))
        found = dict.fromkeys((*at_edge.head, *at_edge.tail), LINE)
        for gap in at_edge.gaps:
            if gap.pair in self.template.gaps:
                found.update(dict.fromkeys(_furniture(lines, gap, title), BETWEEN))
        found.update({at: LINE for at, one in enumerate(lines) if one.key in inner})
        return {at: reason for at, reason in found.items() if not lines[at].gone and lines[at].key != title}


def _furniture(lines: Sequence[Line], gap: Gap, title: str) -> Sequence[int]:
    """Return the lines between two of a template that are furniture: all, none, or all headlines but one.

    Prose makes the others a part of the story, unless it is one of several headlines behind the story, of which one
    may well run like a sentence.
    """
    told = [at for at in gap.lines if lines[at].is_prose or lines[at].key == title]
    if not told:
        return gap.lines
    is_list = len(told) == 1 and len(gap.lines) >= _FEWEST_HEADLINES and width(lines[told[0]].text) <= _HEADLINE
    return [at for at in gap.lines if at != told[0]] if is_list and not gap.is_head else []


def _is_story(lines: Sequence[Line]) -> bool:
    """Tell whether what is left can be a story, however short."""
    return any(one.is_told for one in lines) or sum(len(one.text) for one in lines) >= _FEWEST_LETTERS


def _is_its_beginning(text: Text) -> bool:
    """Tell whether a title was made from the first paragraph."""
    return text.title == shortened(paragraphs(text.body)[0])


def _rebuilt(text: Text, pieces: Sequence[_Piece], reasons: Mapping[int, str]) -> Text:
    """Return a text without the pieces for which there are reasons."""
    told: list[str] = []
    removed: list[Removed] = []
    begins: dict[int, int] = {}
    start = 0
    for owner, several in groupby(enumerate(pieces), key=lambda one: one[1].owner):
        if owner < 0:
            before = text.removed[-owner - 1]
            removed.append(replace(before, at=start))
            continue
        here = list(several)
        kept = [piece.line.text for at, piece in here if at not in reasons]
        end = start + len(" ".join(kept)) + _GAP if kept else start
        first = next((at for at, _ in here if at not in reasons), len(pieces))
        removed += [
            Removed(piece.line.text, start if at < first else end, reasons[at]) for at, piece in here if at in reasons
        ]
        if kept:
            told.append(" ".join(kept))
            begins[owner] = start
            start = end
    body = "\n\n".join(told)
    placed = tuple(replace(one, at=min(one.at, len(body))) for one in removed)
    return Text(text.title, body, tuple(_sections(text, body, begins)), placed)


def _sections(text: Text, body: str, begins: Mapping[int, int]) -> Iterator[Section]:
    """Yield the headings that are left; ``begins`` is where each paragraph that is left begins."""
    numbers, at = {}, 0
    for number, paragraph in enumerate(paragraphs(text.body)):
        numbers[at] = number
        at += len(paragraph) + _GAP
    for one in text.sections:
        start = begins.get(numbers.get(one.start, -1))
        if start is not None and body.startswith(one.title, start):
            yield Section(start, start + one.end - one.start, one.title)
