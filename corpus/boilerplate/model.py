"""The model: which lines of a page are its story, by linear models of their features and the best run of lines.

A story is one run of lines, from its first to its last; inside it single lines can be furniture. Four linear models
tell of each line whether it is within the run, its first, its last, and, within it, a part of the story. The run is
that of the highest sum (Bentley's maximum subarray, with a gain at both ends), in time linear in the lines.
``python -m benchmarks.cleaning.training`` makes the weights; how well they do on pages they have not seen stands in
docs/cleaning.md.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from corpus.boilerplate.features import Matrix, Vector, features

WEIGHTS = Path(__file__).parent / "weights.json"
PARTS = ("within", "first", "last", "kept")

_WITHIN, _ENDS = 0.1, 2.0
"""How much a line within the run counts, and each of its ends: ends are told more surely than any one line."""

_LEAST, _MOST = (-6.0, 6.0), (-12.0, 6.0)
"""Beyond these a model tells nothing more."""

_KEPT = -0.5
_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Weights:
    """A linear model for each of ``PARTS``: a weight for each feature, and the intercept behind them."""

    within: Vector
    first: Vector
    last: Vector
    kept: Vector

    def of(self, part: str, rows: Matrix) -> Vector:
        """Return the log-odds that one of the models gives each row."""
        weights: Vector = getattr(self, part)
        found: Vector = rows @ weights[:-1] + weights[-1]
        return found

    def save(self, path: Path = WEIGHTS) -> None:
        """Write the weights, a line for each model."""
        lines = [f"{json.dumps(part)}: {[round(float(one), _DIGITS) for one in getattr(self, part)]}" for part in PARTS]
        path.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")


@cache
def load() -> Weights:
    """Return the weights that are shipped."""
    found = json.loads(WEIGHTS.read_text("utf-8"))
    return Weights(*(np.array(found[part]) for part in PARTS))


def story(lines: Sequence[str], title: str, weights: Weights | None = None) -> npt.NDArray[np.bool_]:
    """Tell for each line of a page whether it is a part of the story; none may be empty."""
    if not lines:
        return np.zeros(0, bool)
    rows = features(lines, title)
    return decoded(rows, load() if weights is None else weights)


def decoded(rows: Matrix, weights: Weights) -> npt.NDArray[np.bool_]:
    """Return the flags of the lines whose features are given."""
    first, last = _run(
        _WITHIN * np.clip(weights.of("within", rows), *_LEAST),
        _ENDS * np.clip(weights.of("first", rows), *_MOST),
        _ENDS * np.clip(weights.of("last", rows), *_MOST),
    )
    found = np.zeros(len(rows), bool)
    found[first : last + 1] = weights.of("kept", rows[first : last + 1]) > _KEPT
    return found


def _run(within: Vector, first: Vector, last: Vector) -> tuple[int, int]:
    """Return the first and the last line of the best run."""
    best = current = -np.inf
    begun, found = 0, (0, 0)
    for at, (inside, begin, end) in enumerate(zip(within.tolist(), first.tolist(), last.tolist(), strict=True)):
        if begin > current:
            current, begun = begin, at
        current += inside
        if current + end > best:
            best, found = current + end, (begun, at)
    return found
