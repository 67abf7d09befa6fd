"""Removal: a text without a page's furniture, and where what was removed stood in what is left."""

from bisect import bisect_left
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from corpus.article import Removed
from corpus.boilerplate.lines import key
from corpus.boilerplate.page import furniture

_LEAST_TITLE = 12
_NEAR = 6


@dataclass(frozen=True, slots=True)
class Cut:
    """Lines that were removed from a text; ``letters`` is how many code points but white space stand before them."""

    text: str
    letters: int
    reason: str


@dataclass(frozen=True, slots=True)
class Story:
    """A text without its furniture; ``title`` is the headline of a page, ``""`` of a text that is no page."""

    text: str
    title: str = ""
    removed: tuple[Cut, ...] = ()


def story_of(text: str, title: str) -> Story:
    """Return the story of a text: all of it, unless it is that of a whole page."""
    lines = text.split("\n")
    numbers = [at for at, line in enumerate(lines) if line.strip()]
    filled = [lines[at].strip() for at in numbers]
    found = furniture(filled, title)
    if not found:
        return Story(text)
    reasons = {numbers[at]: reason for at, reason in found.items()}
    kept = "\n".join("" if at in reasons else line for at, line in enumerate(lines))
    return Story(kept, _headline(filled, min(set(range(len(filled))) - found.keys())), tuple(_cuts(filled, found)))


def _cuts(lines: Sequence[str], reasons: Mapping[int, str]) -> Iterator[Cut]:
    letters = 0
    for reason, run in groupby(enumerate(lines), key=lambda one: reasons.get(one[0])):
        texts = [line for _, line in run]
        if reason is None:
            letters += sum(map(letter_count, texts))
        else:
            yield Cut("\n".join(texts), letters, reason)


def letter_count(text: str) -> int:
    """Return how many code points of a text are not white space."""
    return len("".join(text.split()))


def _headline(lines: Sequence[str], first: int) -> str:
    """Return the line before a story that the page's own title begins or ends with, else that title, its first line.

    The title of a page has the name of its site before or behind the headline.
    """
    title = key(lines[0])
    for line in (*reversed(lines[1:first]), *lines[first : first + _NEAR]):
        own = key(line)
        if len(own) >= _LEAST_TITLE and (title.startswith(own) or title.endswith(own)):
            return line
    return lines[0]


def in_order(earlier: Iterable[Cut], cuts: Sequence[Cut]) -> tuple[Cut, ...]:
    """Return cuts of a text together with those that were made ``earlier``, before it had lost its furniture."""
    found: list[Cut] = []
    rest = deque(cuts)
    lost = 0  # letters of the furniture so far
    for one in earlier:
        while rest and rest[0].letters + lost < one.letters:
            lost += letter_count(rest[0].text)
            found.append(rest.popleft())
        letters = max(one.letters - lost, found[-1].letters if found else 0)
        found.append(Cut(one.text, letters, one.reason))
    return (*found, *rest)


def placed(paragraphs: Sequence[str], reasons: Mapping[int, str], cuts: Sequence[Cut]) -> tuple[Removed, ...]:
    """Return what was removed, in the order of the text: lines before paragraphs were made, and whole paragraphs.

    ``reasons`` are those of the paragraphs that are removed, by their numbers; the others make the body, with a blank
    line between them. Lines are removed between paragraphs, and so stand at the one that their letters are nearest.
    """
    before = [0]
    for text in paragraphs:
        before.append(before[-1] + letter_count(text))
    starts, at = [], 0
    for number, text in enumerate(paragraphs):
        starts.append(at)
        at += 0 if number in reasons else len(text) + len("\n\n")
    end = max(at - len("\n\n"), 0)
    starts.append(end)
    found = [(_nearest(before, cut.letters), 0, cut.text, cut.reason) for cut in cuts]
    found += [(number, 1, paragraphs[number], reason) for number, reason in sorted(reasons.items())]
    found.sort(key=lambda one: one[:2])
    return tuple(Removed(text, min(starts[number], end), reason) for number, _, text, reason in found)


def _nearest(ascending: Sequence[int], wanted: int) -> int:
    at = min(bisect_left(ascending, wanted), len(ascending) - 1)
    return at - 1 if at and wanted - ascending[at - 1] < ascending[at] - wanted else at
