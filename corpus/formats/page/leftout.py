"""What is left out: the lines of a page that are not in the text that was made of it, and where they stood.

Lines of the page that are whole lines of the text are fixed points. What lies between two of them is compared word by
word, as the extraction puts some lines together and takes parts out of others.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from corpus.article import Removed
from corpus.boilerplate.keeping import BY_EXTRACTION
from corpus.copies.differences import Passage, ascending, passages
from corpus.copies.reading import Reading
from corpus.copies.words import pattern
from corpus.formats.page.lines import Line

_ROW = re.compile(r"[^\n]+")
_BULLET = "- "  # the extraction writes it before the items of lists


class _Row(NamedTuple):
    """A line of the text that was made of a page, and where it begins."""

    text: str
    start: int


class _Fate(NamedTuple):
    """What became of a line: the parts of it that are missing, each with its place, and the place after the line."""

    missing: tuple[tuple[str, int], ...]
    end: int


def left_out(
    lines: Sequence[Line], body: str, named: Mapping[str, str], *, with_pruned: bool = False
) -> tuple[Removed, ...]:
    """Return what a page shows that is not in the text made of it, in the order of the page.

    ``named`` are lines whose reason is known. Pruned lines can be in the text only where it was made ``with_pruned``.
    """
    fates = _fates([one.text for one in lines if with_pruned or not one.pruned], body)
    found: list[Removed] = []
    end = 0
    for line in lines:
        fate = _Fate(((line.text, end),), end) if line.pruned and not with_pruned else next(fates)
        reason = line.pruned or named.get(line.text) or _unnamed(line)
        found += [Removed(text, at, reason) for text, at in fate.missing]
        end = fate.end
    return tuple(_joined(found))


def _unnamed(line: Line) -> str:
    return f"{BY_EXTRACTION}: {line.part}" if line.part else BY_EXTRACTION


def _joined(removed: Sequence[Removed]) -> Iterator[Removed]:
    """Make one of what stood together and goes for the same reason."""
    for (at, reason), several in groupby(removed, key=lambda one: (one.at, one.reason)):
        yield Removed("\n".join(one.text for one in several), at, reason)


def _fates(lines: Sequence[str], body: str) -> Iterator[_Fate]:
    """Yield what became of each line."""
    rows = [_Row(one[0], one.start()) for one in _ROW.finditer(body)]
    starts = [*(one.start for one in rows), len(body)]
    line = row = 0
    for fixed, same in (*_fixed(lines, [one.text for one in rows]), (len(lines), len(rows))):
        yield from _compared(lines[line:fixed], rows[row:same], starts[same])
        if fixed < len(lines):
            yield _Fate((), starts[same + 1])
        line, row = fixed + 1, same + 1


def _fixed(lines: Sequence[str], rows: Sequence[str]) -> list[tuple[int, int]]:
    """Return the numbers of lines and rows of the same text, as many as stand in one order.

    Rows that repeat are left out: which line is which of them, nobody can tell.
    """
    squeezed = list(map(_squeezed, rows))
    counts = Counter(squeezed)
    once = {text: row for row, text in enumerate(squeezed) if counts[text] == 1}
    return ascending([(at, once[text]) for at, text in enumerate(lines) if text in once])


def _compared(lines: Sequence[str], rows: Sequence[_Row], end: int) -> Iterator[_Fate]:
    """Yield what became of lines that can be in no other rows than these; ``end`` is the place after the rows."""
    same = _beginning(lines, rows)
    starts = [*(one.start for one in rows[: same + 1]), end]
    yield from (_Fate((), place) for place in starts[1 : same + 1])
    lines, rows = lines[same:], rows[same:]
    if not rows:
        yield from (_Fate(((line, end),), end) for line in lines)
        return
    if not lines:
        return
    spans = [[one.span() for one in pattern(line).finditer(line)] for line in lines]
    ours = [line[start:stop] for line, several in zip(lines, spans, strict=True) for start, stop in several]
    places = _places(ours, rows, end)
    at, here = 0, rows[0].start
    for line, several in zip(lines, spans, strict=True):
        own = places[at : at + len(several)]
        at += len(several)
        here = own[-1][1] if own else here
        yield _Fate(tuple(_runs(line, several, own)) if own else ((line, here),), here)


def _beginning(lines: Sequence[str], rows: Sequence[_Row]) -> int:
    """Return how many lines and rows are the same before the first that are not."""
    pairs = enumerate(zip(lines, rows, strict=False))
    return next((at for at, (line, row) in pairs if line != _squeezed(row.text)), min(len(lines), len(rows)))


def _squeezed(row: str) -> str:
    return " ".join(row.removeprefix(_BULLET).split())


def _places(ours: list[str], rows: Sequence[_Row], end: int) -> list[tuple[bool, int]]:
    """Return for each word whether it is missing, and the place before which it stood or else the one after it."""
    theirs: list[str] = []
    starts: list[int] = []
    for row in rows:
        several = list(pattern(row.text).finditer(row.text))
        theirs += [one[0] for one in several]
        starts += [row.start + (one.start() if number else 0) for number, one in enumerate(several)]
    starts.append(end)
    found: list[tuple[bool, int]] = []
    after = 0
    last = Passage(len(ours), len(ours), len(theirs), len(theirs))
    for one in (*passages(Reading.of(ours), Reading.of(theirs)), last):
        found += [(False, place) for place in starts[after + 1 : one.right + 1]]
        found += [(True, starts[one.right])] * (one.left_end - one.left)
        after = one.right_end
    return found


def _runs(line: str, spans: Sequence[tuple[int, int]], places: Sequence[tuple[bool, int]]) -> Iterator[tuple[str, int]]:
    """Yield the parts of a line that are missing, the signs at its ends with the words beside them."""
    for (missing, place), run in groupby(range(len(spans)), key=lambda at: places[at] if places[at][0] else (False, 0)):
        if missing:
            several = list(run)
            start = spans[several[0]][0] if several[0] else 0
            stop = spans[several[-1]][1] if several[-1] < len(spans) - 1 else len(line)
            yield line[start:stop], place
