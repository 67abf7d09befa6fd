"""Features: what tells the lines of a story from a page's furniture, about each line and those around it."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from corpus.boilerplate.lines import OWN, groups, key, look, marks, width

Matrix = npt.NDArray[np.float64]
Vector = npt.NDArray[np.float64]

_NEIGHBOURS = (-2, -1, 1, 2)
_OF_NEIGHBOURS = ("width", "ends a sentence", "small", "repeated", "sentences")
_WINDOWS = (3, 6, 12)
_MARKED_WINDOWS = (6, 15)
_PROSE = 80
_MOST_PROSE = 400
_FRAGMENT = 40
_FAR, _FARTHEST = 30, 60
_ENDING = ("comments", "related", "subscription", "legal")


def features(lines: Sequence[str], title: str) -> Matrix:
    """Return a row of numbers for each line of a page, none of which is empty; ``title`` is the page's, if known."""
    widths = np.array([width(line) for line in lines], np.float64)
    keys = [key(line) for line in lines]
    counts = Counter(keys)
    titled = key(title)
    own = np.array(
        [look(line, int(wide), counts[one] - 1, titled) for line, wide, one in zip(lines, widths, keys, strict=True)],
        np.float64,
    )
    marked = np.array([marks(line, int(wide)) for line, wide in zip(lines, widths, strict=True)], np.float64)
    sentence, like_title = own[:, OWN.index("ends a sentence")], own[:, OWN.index("like the title")] > 0
    prose = (widths >= _PROSE) & (sentence > 0)
    mass = np.minimum(widths, _MOST_PROSE) * prose / 100
    around = own[:, [OWN.index(name) for name in _OF_NEIGHBOURS]]
    ending = marked[:, [groups().index(name) for name in _ENDING]].max(axis=1) >= 1
    return np.hstack(
        [
            own,
            *(_shifted(around, by) for by in _NEIGHBOURS),
            *(_within(np.stack([mass, widths < _FRAGMENT], axis=1), window) for window in _WINDOWS),
            _places(mass, prose),
            marked,
            *(_shifted(marked, by) for by in _NEIGHBOURS),
            *(_within(marked, window) for window in _MARKED_WINDOWS),
            _from_title(like_title, ending),
            _relative(own[:, 0]),
        ]
    )


def _shifted(values: Matrix, by: int) -> Matrix:
    """Return the values of the lines so many behind, 0 where there is none."""
    found = np.zeros_like(values)
    if abs(by) < len(values):
        if by < 0:
            found[-by:] = values[:by]
        else:
            found[:-by] = values[by:]
    return found


def _within(values: Matrix, window: int) -> Matrix:
    """Return the averages over so many lines before each line, and behind it."""
    sums = np.vstack([np.zeros(values.shape[1]), np.cumsum(values, axis=0)])
    at = np.arange(len(values))
    before = sums[at] - sums[np.maximum(at - window, 0)]
    behind = sums[np.minimum(at + 1 + window, len(values))] - sums[at + 1]
    return np.hstack([before, behind]) / window


def _places(mass: Vector, prose: npt.NDArray[np.bool_]) -> Matrix:
    """Return how much of the prose stands before and behind each line, how much there is, and how far it is."""
    total = mass.sum() + 1e-9
    before = (np.cumsum(mass) - mass) / total
    behind = 1 - np.cumsum(mass) / total
    nearest = [np.minimum(_since(prose, before=True), _FAR), np.minimum(_since(prose[::-1], before=True)[::-1], _FAR)]
    return np.stack(
        [
            before,
            behind,
            np.minimum(before, behind),
            np.full(len(mass), np.log1p(mass.sum())),
            np.log1p(nearest[0]),
            np.log1p(nearest[1]),
            np.log1p(np.minimum(*nearest)),
        ],
        axis=1,
    )


def _since(flags: npt.NDArray[np.bool_], *, before: bool = False) -> Vector:
    """Return how many lines ago there was a flag, 0 for a line with one unless only those before count."""
    at = np.arange(len(flags), dtype=np.float64)
    last = np.maximum.accumulate(np.where(flags, at, -np.inf))
    if before:
        last = np.concatenate([[-np.inf], last[:-1]])
    return np.minimum(at - last, _FARTHEST)


def _from_title(like_title: npt.NDArray[np.bool_], ending: npt.NDArray[np.bool_]) -> Matrix:
    """Return where each line stands to those like the title, and how much has ended since."""
    since = _since(like_title)
    until = _since(like_title[::-1], before=True)[::-1]
    seen = np.cumsum(like_title)
    endings = np.concatenate([[0], np.cumsum(ending)])
    at = np.arange(len(ending))
    begun = np.maximum.accumulate(np.where(like_title, at, 0))
    return np.stack(
        [
            seen > 0,
            (seen == like_title.sum()) & like_title.any(),
            np.log1p(since),
            since == 0,
            np.log1p(until),
            np.log1p(endings[at] - endings[begun]),
        ],
        axis=1,
    ).astype(np.float64)


def _relative(logarithms: Vector) -> Matrix:
    """Return how wide each line is beside the others, and where it stands."""
    usual, wide = np.median(logarithms), np.percentile(logarithms, 95)
    return np.stack(
        [logarithms - usual, logarithms / (wide + 1e-9), np.arange(len(logarithms)) / len(logarithms)], axis=1
    )
