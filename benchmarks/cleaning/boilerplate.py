"""Boilerplate: how much of the story is left of pages without tags, and what else, each page alone.

``python -m benchmarks.cleaning.boilerplate --data FOLDER``. The weights that are shipped come from the first set of
pages; so each fifth of it is measured by weights from the other four, as ``benchmarks.cleaning.training`` makes them.
"""

from collections.abc import Iterator
from pathlib import Path

import click
import numpy as np

from benchmarks import corpora
from benchmarks.cleaning.tokens import Score, mean, score
from benchmarks.cleaning.training import FOLDS, Page, pages, trained
from corpus.boilerplate.model import Weights, load
from corpus.boilerplate.page import furniture

SETS = {"extraction/zyte_aeb": 0.91, "extraction/newspaper4k": 0.80}
"""The folders of pages, and the F1 that is wanted."""


def found(page: Page, weights: Weights) -> Score:
    """Return how well the story of one page is told."""
    gone = furniture(page.lines, "", weights)
    return score(page.gold, "\n".join(line for at, line in enumerate(page.lines) if at not in gone))


def crossed(some: list[Page], seed: int = 0) -> Iterator[Score]:
    """Yield how well pages are told by weights from other pages."""
    folds = np.random.default_rng(seed).permutation(len(some)) % FOLDS
    for fold in range(FOLDS):
        weights = trained([page for page, own in zip(some, folds, strict=True) if own != fold])
        yield from (found(page, weights) for page, own in zip(some, folds, strict=True) if own == fold)


@click.command()
@click.option("--data", type=click.Path(path_type=Path, exists=True), default=corpora.DATA.parent, help="The data.")
def main(data: Path) -> None:
    """Print the F1 of each set of pages."""
    for at, (name, wanted) in enumerate(SETS.items()):
        some = pages(data / name / "rawtext.jsonl.gz")
        told = mean(crossed(some) if at == 0 else (found(page, load()) for page in some))
        shares = f"precision {told.precision or 0:.3f}, recall {told.recall or 0:.3f}"
        click.echo(f"{name}: F1 {told.f1:.3f} (must reach {wanted:.2f}), {shares}, {len(some)} pages")


if __name__ == "__main__":
    main()
