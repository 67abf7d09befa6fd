"""Hyphens at line ends: which of them only part a word, told by the text they stand in.

A compound keeps its hyphen where the text writes it with one elsewhere (``al-Sudani``) or where its
second half begins with a capital or a digit; a word is put together where the text has it whole, where
the hyphen is marked as one that goes (U+00AD, ``¬``), or where the text is in the habit of parting words.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

SOFT = "\u00ad"
"""A hyphen that is marked as one which is there only because the line ends."""

_MARKED = frozenset({SOFT, "¬"})
_HYPHENS = frozenset({*_MARKED, "-", "\u2010", "⸗"})
_REACH = 80  # code points of the longest half that is looked at
_LEFT = re.compile(r"[^\W_]+(?:[-\u2010⸗][^\W_]+)*\Z")
_RIGHT = re.compile(r"\s*([^\W_]+)")
_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010⸗][^\W\d_]+)*")
_INNER = re.compile(r"[-\u2010⸗]")
# Behind a hyphen that stands for the rest of a compound: "Haupt- und Nebenfach", "pre- and post-war".
_CONJUNCTION_WORDS = (
    "and or to und oder bis sowie bzw et ou y e o u och eller og en of i oraz lub a nebo и или ve veya sau și"
)
_CONJUNCTIONS = frozenset(_CONJUNCTION_WORDS.split())
_HABIT = 0.03  # of the line ends of a text that parts words, at the least
_FEWEST = 3
_MARKS = 4  # of so many hyphens at line ends one is marked in a text that marks those that go


@dataclass(frozen=True, slots=True)
class LineEnds:
    """What a text says of the hyphens at its line ends.

    ``whole`` are its words, ``compound`` the pairs it writes with a hyphen, both in small letters;
    ``parts_words`` tells whether it is in the habit of parting words.
    """

    whole: frozenset[str] = frozenset()
    compound: frozenset[str] = frozenset()
    parts_words: bool = False

    def join(self, lines: Sequence[str]) -> str:
        """Return lines as one, with a space between, or a hyphen or nothing where a word goes on.

        >>> line_ends([["The govern-", "ment and the", "whole government"]]).join(["The govern-", "ment"])
        'The government'
        """
        found = list(lines[:1])
        for line, after in pairwise(lines):
            cut, between = self._joint(line, after)
            found[-1] = found[-1][: len(found[-1]) - cut]
            found += [between, after if between == " " else after.lstrip()]
        return "".join(found).removesuffix(SOFT)

    def put_together(self, lines: Sequence[str]) -> list[str]:
        """Return lines that stand for themselves, but for those of which the last word goes on in the next."""
        if not any(line[-1:] in _HYPHENS for line in lines):
            return list(lines)
        found: list[list[str]] = [list(lines[:1])]
        for line, after in pairwise(lines):
            if line[-1:] in _HYPHENS and self.is_parted(line, after):
                found[-1].append(after)
            else:
                found.append([after])
        return [self.join(several) if len(several) > 1 else several[0].rstrip(SOFT) for several in found]

    def is_parted(self, line: str, after: str) -> bool:
        """Tell whether a line ends with the first half of a word, and the next begins with the other."""
        halves = _halves(line, after)
        return halves is not None and self._is_one_word(*halves, marked=line[-1] in _MARKED)

    def _joint(self, line: str, after: str) -> tuple[int, str]:
        """Return how many code points of a line go, and what stands between it and the next one."""
        if line[-1:] not in _HYPHENS:
            return 0, " "
        halves = _halves(line, after)
        marked = line[-1] in _MARKED
        if halves is None or halves[1].lower() in _CONJUNCTIONS:
            return int(marked and halves is None), " "
        if self._is_one_word(*halves, marked=marked):
            return 1, ""
        return (1, "-") if marked else (0, "")

    def _is_one_word(self, left: str, right: str, *, marked: bool) -> bool:
        if right.lower() in _CONJUNCTIONS:
            return False
        last = _INNER.split(left)[-1]
        if f"{last}-{right}".lower() in self.compound:
            return False
        if (last + right).lower() in self.whole:
            return True
        if marked:
            return right.isalpha()
        return self.parts_words and last == left and _goes_on(left, right)


def line_ends(blocks: Iterable[Sequence[str]]) -> LineEnds:
    """Return what a text says of the hyphens at its line ends; ``blocks`` are the lines between its blank lines."""
    blocks = list(blocks)
    ends = [pair for block in blocks for pair in pairwise(block) if pair[0][-1:] in _HYPHENS]
    halves = [(found, pair[0]) for pair in ends if (found := _halves(*pair)) is not None]
    if not halves:
        return LineEnds()
    whole, compound = _words(line for block in blocks for line in block)
    open_ = [(left, right) for (left, right), _ in halves if _goes_on(left, right)]
    parted = sum((left + right).lower() in whole for left, right in open_)
    kept = sum(f"{left}-{right}".lower() in compound for left, right in open_)
    frequent = len(open_) >= max(_FEWEST, _HABIT * sum(map(len, blocks)))
    marked = sum(line[-1] in _MARKED for _, line in halves)
    habit = parted > kept or (parted == kept and frequent)
    return LineEnds(whole, compound, habit and _MARKS * marked <= len(halves))


def _halves(line: str, after: str) -> tuple[str, str] | None:
    """Return what stands on both sides of a hyphen at a line's end, None where it can part no word."""
    if line[-1:] not in _HYPHENS or not line[-2:-1].isalnum():
        return None
    left, right = _LEFT.search(line[-_REACH:-1]), _RIGHT.match(after[:_REACH])
    return (left[0], right[1]) if left and right else None


def _goes_on(left: str, right: str) -> bool:
    """Tell whether two halves can be one word by their letters."""
    if not (left.isalpha() and right.isalpha()) or right.lower() in _CONJUNCTIONS:
        return False
    capitals = len(left) > 1 and left.isupper()
    return right.isupper() if capitals else right.islower()


def _words(lines: Iterable[str]) -> tuple[frozenset[str], frozenset[str]]:
    whole: set[str] = set()
    compound: set[str] = set()
    for line in lines:
        for word in _WORD.findall(line.lower()):
            parts = _INNER.split(word)
            whole.update(parts)
            compound.update("-".join(pair) for pair in pairwise(parts))
    return frozenset(whole), frozenset(compound)
