"""Training: the weights of ``corpus.boilerplate.model`` from pages whose stories are known.

``python -m benchmarks.cleaning.training --data FOLDER`` writes them anew, and prints what pages are told by that had no
part in the training: each fifth of the pages by weights from the other four.
"""

import gzip
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
import numpy as np
import numpy.typing as npt

from benchmarks import corpora
from benchmarks.cleaning.tokens import Score, mean, score, shingles
from corpus.boilerplate.features import Matrix, Vector, features
from corpus.boilerplate.lines import of_text, width
from corpus.boilerplate.model import PARTS, Weights, decoded

_PENALTY = 0.1
_STEPS = 12
FOLDS = 5
_SHINGLE = 3
_PAGE = 100.0


@dataclass(frozen=True, slots=True)
class Page:
    """A page's lines with their features, which of them are its story, and the story as a person gave it."""

    lines: Sequence[str]
    rows: Matrix
    story: npt.NDArray[np.bool_]
    gold: str


def pages(file: Path) -> list[Page]:
    """Read pages without tags: JSON lines with ``raw_text`` and ``gold_text``."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        return [_page(one["raw_text"], one["gold_text"]) for one in map(json.loads, lines)]


def _page(text: str, gold: str) -> Page:
    lines = of_text(text)
    known = shingles(gold, _SHINGLE)
    return Page(lines, features(lines, lines[0]), np.array([_is_in(line, known) for line in lines]), gold)


def _is_in(line: str, known: Counter[tuple[str, ...]]) -> bool:
    own = shingles(line, _SHINGLE)
    return sum((own & known).values()) * 2 > sum(own.values())


def trained(some: Sequence[Page]) -> Weights:
    """Return the weights that tell the stories of some pages best."""
    rows = np.vstack([page.rows for page in some])
    story = np.concatenate([page.story for page in some])
    within = np.concatenate([_between(page.story) for page in some])
    each = np.concatenate([_line_weights(page) for page in some])
    ones = np.ones(len(rows))
    return Weights(
        _fitted(rows, within, each),
        _fitted(rows, np.concatenate([_at_end(page.story, 0) for page in some]), ones),
        _fitted(rows, np.concatenate([_at_end(page.story, -1) for page in some]), ones),
        _fitted(rows[within], story[within], each[within]),
    )


def _line_weights(page: Page) -> Vector:
    """Return how much each line counts: a page counts as much as another, and a long line more than a short one."""
    roots = np.sqrt([width(line) for line in page.lines])
    found: Vector = _PAGE * roots / roots.sum()
    return found


def _between(story: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    return np.logical_or.accumulate(story) & np.logical_or.accumulate(story[::-1])[::-1]


def _at_end(story: npt.NDArray[np.bool_], end: int) -> npt.NDArray[np.bool_]:
    found = np.zeros(len(story), bool)
    if story.any():
        found[story.nonzero()[0][end]] = True
    return found


def _fitted(rows: Matrix, flags: npt.NDArray[np.bool_], each: Vector) -> Vector:
    """Return the weights of a logistic regression with a penalty on their squares, by Newton's method."""
    mean, spread = rows.mean(axis=0), rows.std(axis=0)
    spread[spread == 0] = 1.0
    scaled = np.hstack([(rows - mean) / spread, np.ones((len(rows), 1))])
    penalty = np.full(scaled.shape[1], 1 / _PENALTY)
    penalty[-1] = 0.0
    found = np.zeros(scaled.shape[1])
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-np.clip(scaled @ found, -30, 30)))
        slope = scaled.T @ (each * (chance - flags)) + penalty * found
        curve = (scaled.T * (each * chance * (1 - chance))) @ scaled + np.diag(penalty + 1e-9)
        found -= np.linalg.solve(curve, slope)
    weights = found[:-1] / spread
    return np.append(weights, found[-1] - weights @ mean)


def crossed(some: Sequence[Page], seed: int = 0) -> Score:
    """Return how well pages are told by weights from other pages."""
    folds = np.random.default_rng(seed).permutation(len(some)) % FOLDS
    return mean(score(*one) for one in _told(some, folds))


def _told(some: Sequence[Page], folds: npt.NDArray[np.int64]) -> Iterator[tuple[str, str]]:
    for fold in range(FOLDS):
        weights = trained([page for page, own in zip(some, folds, strict=True) if own != fold])
        yield from texts((page for page, own in zip(some, folds, strict=True) if own == fold), weights)


def texts(some: Iterable[Page], weights: Weights) -> Iterator[tuple[str, str]]:
    """Yield the story of each page as a person gave it and as the weights tell it."""
    for page in some:
        kept = decoded(page.rows, weights)
        yield page.gold, "\n".join(line for line, is_kept in zip(page.lines, kept, strict=True) if is_kept)


@click.command()
@click.option("--data", type=click.Path(path_type=Path, exists=True), default=corpora.DATA.parent, help="The data.")
def main(data: Path) -> None:
    """Train the weights, and say how well they do on other pages."""
    some = pages(data / "extraction/zyte_aeb/rawtext.jsonl.gz")
    others = pages(data / "extraction/newspaper4k/rawtext.jsonl.gz")
    click.echo(f"{len(some)} pages, {some[0].rows.shape[1]} features, {len(PARTS)} models")
    for seed in range(3):
        click.echo(f"by weights from other pages: {_shown(crossed(some, seed))}")
    weights = trained(some)
    click.echo(f"pages in many scripts: {_shown(mean(score(*one) for one in texts(others, weights)))}")
    weights.save()


def _shown(found: Score) -> str:
    return f"F1 {found.f1:.4f}, precision {found.precision or 0:.4f}, recall {found.recall or 0:.4f}"


if __name__ == "__main__":
    main()
