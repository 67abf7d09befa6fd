"""Layout: text whose lines were broken to a width, or to a newspaper's column, and its paragraphs.

In text from a typewriter or a mail program every line is filled as far as its next word allows. In
text from a scanner the lines of a column are about as wide as each other, and run on in the next:
the next one begins with a small letter, or this one ends with a hyphen.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import quantiles

from corpus.hyphens import LineEnds
from corpus.text import squeeze

SENTENCE_END = re.compile(r"[.!?…。！？؟।:;,][\"'”’»)\]]*$")

_NARROWEST, _WIDEST = 50, 100  # code points of the longest line of a text broken to a width
_NARROWEST_COLUMN = 18
_FEWEST = 2  # line ends that must look broken before any are joined
_FEWEST_OF_COLUMN = 4
_SHARE = 0.6  # of the line ends
_RUNNING_ON = 0.35  # of the line ends of a column
_RAGGED = 0.85  # of a column's width, which a line reaches that goes on
_SHORT = 0.6  # of the width, which any line reaches that goes on
_TAIL = 20  # code points at the end of a line in which the end of a sentence is sought
_FEWEST_WORDS = 2.5  # in a line of a column, as half of all lines have


@dataclass(frozen=True, slots=True)
class Layout:
    """Of text whose lines were broken to a width: that width, and the indent of an ordinary line."""

    width: int
    indent: int

    def begins(self, line: str) -> bool:
        """Tell whether a line is indented more than the others: it begins a paragraph."""
        return _indent(line) > self.indent

    def is_broken(self, line: str, after: str) -> bool:
        """Tell whether a line ends where the next word had no room."""
        return len(line) + 1 + len(after.split(None, 1)[0]) > self.width

    def has_ended(self, line: str, after: str) -> bool:
        """Tell whether a line ends a paragraph: the next word had room, and a sentence ends or far more had room."""
        if self.is_broken(line, after):
            return False
        return len(line) < _SHORT * self.width or SENTENCE_END.search(line[-_TAIL:]) is not None

    def paragraphs(self, block: Sequence[str], ends: LineEnds) -> list[str]:
        """Join the lines of a block."""
        found: list[list[str]] = [[block[0]]]
        for line, after in pairwise(block):
            if self.begins(after) or self.has_ended(line, after):
                found.append([])
            found[-1].append(after)
        return [squeeze(ends.join(lines)) for lines in found]


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def layout_of(blocks: Sequence[Sequence[str]]) -> Layout | None:
    """Return the layout of text that was broken to a width, None if it was not.

    It was if most lines that do not end a paragraph end where the next word had no room.
    """
    lines = [line for block in blocks for line in block]
    width = max(map(len, lines), default=0)
    if _NARROWEST <= width <= _WIDEST:
        layout = Layout(width, min(map(_indent, lines)))
        if _fits(layout, blocks, _FEWEST):
            return layout
    return _column(blocks, lines)


def _fits(layout: Layout, blocks: Sequence[Sequence[str]], fewest: int) -> bool:
    ends = [pair for block in blocks for pair in pairwise(block) if not layout.begins(pair[1])]
    broken = [line for line, after in ends if layout.is_broken(line, after)]
    if len(broken) < max(fewest, _SHARE * len(ends)):
        return False
    # Paragraphs of one sentence each may be equally long by chance.
    return 2 * sum(SENTENCE_END.search(line[-_TAIL:]) is None for line in broken) >= len(broken)


def _column(blocks: Sequence[Sequence[str]], lines: Sequence[str]) -> Layout | None:
    """Return the layout of a column, in which the letters are not equally wide, nor all read well."""
    ends = [pair for block in blocks for pair in pairwise(block)]
    if len(ends) < _FEWEST_OF_COLUMN or sum(map(_runs_on, ends)) < _RUNNING_ON * len(ends):
        return None
    usual = quantiles(map(len, lines), n=10)[-1]
    words = quantiles((len(line.split(None, 8)) for line in lines), n=2)[0]
    if not _NARROWEST_COLUMN <= usual <= _WIDEST or words < _FEWEST_WORDS:
        return None
    layout = Layout(round(_RAGGED * usual), min(map(_indent, lines)))
    return layout if _fits(layout, blocks, _FEWEST_OF_COLUMN) else None


def _runs_on(pair: tuple[str, str]) -> bool:
    """Tell whether a sentence or word goes on from one line to the next."""
    line, after = pair
    return after.lstrip()[:1].islower() and (line[-1:].isalnum() or line[-1:] in "-¬\u00ad,;⸗")
