"""``python -m benchmarks.cleaning.copies``: how well near-duplicates are found, and what that costs.

Gold are all pairs of articles of at least 30 words whose five-word shingles have a Jaccard resemblance of 0.5 or more
or a containment of 0.8 or more, found here by comparing every two articles that share a shingle. The silver file that
comes with the data lists such pairs too, but not all of them. Templates with other facts meet this definition, and
are no copies: so pairs are told by what they have in common alone, and then without those of other facts.
"""

import gzip
import json
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import click
import numpy as np

from benchmarks.corpora import DATA
from corpus.copies.candidates import Array, candidates
from corpus.copies.comparing import CONTAINMENT, RESEMBLANCE, compare, overlap, overlapping
from corpus.copies.reading import Reading
from corpus.copies.signature import DIGEST, SHORTEST, SKETCH, signature
from corpus.copies.words import Hashes, words

CORPUS = "corpora/reuters21578_en.jsonl.gz"
SILVER = "neardup/reuters21578_en_pairs_silver.tsv.gz"
TARGET = 0.97
ARTICLE = 620
"""Words of the article in which the cost of a signature is told."""

_MOST = 1_000
"""A shingle that more articles have is not looked at: no two have that one alone in common."""

Pairs = frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Story:
    """An article of the corpus."""

    id: str
    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Score:
    """How pairs that were found agree with those that were wanted."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return 2 * self.precision * self.recall / max(self.precision + self.recall, 1e-9)


def score(found: Pairs, wanted: Pairs) -> Score:
    """Return how pairs agree with those wanted.

    >>> score(frozenset({("a", "b")}), frozenset({("a", "b"), ("c", "d")}))
    Score(precision=1.0, recall=0.5)
    """
    common = len(found & wanted)
    return Score(common / max(len(found), 1), common / max(len(wanted), 1))


@click.command()
@click.option("--data", type=click.Path(path_type=Path), default=DATA.parent, help="The folder of the shared data.")
@click.option("--scale", type=click.IntRange(min=1_000), help="Also find candidates among so many made-up sketches.")
def main(data: Path, scale: int | None) -> None:
    """Measure how well near-duplicates are found."""
    stories = list(_stories(data / CORPUS))
    readings = {one.id: Reading.of(words(one.body)) for one in stories}
    wanted, silver = exact(readings), frozenset(_silver(data / SILVER))
    began = time.process_time()
    rows = signed(stories)
    each = (time.process_time() - began) / max(sum(len(one.words) for one in readings.values()), 1) * ARTICLE
    began = time.process_time()
    pairs = frozenset(_named(stories, rows, readings))
    finding = time.process_time() - began
    began = time.process_time()
    alike = frozenset(one for one in pairs if overlapping(*(readings[name] for name in one)))
    copies = frozenset(one for one in alike if compare(*(readings[name] for name in one)))
    verifying = (time.process_time() - began) / max(len(pairs), 1)
    _tell("pairs that overlap enough, of all there are", score(alike, wanted), TARGET)
    _tell("  against the silver file, which lacks some", score(alike, silver))
    _tell("  recall of the silver file, precision by its definition", _mixed(alike, wanted, silver))
    _tell("copies, without those of other facts, of all that overlap", score(copies, wanted))
    rejected = alike - copies
    for line in (
        f"{len(wanted):,} pairs overlap, {len(silver):,} stand in the silver file, {len(silver - wanted)} only there",
        f"{len(rejected)} pairs have other facts, {len(rejected & silver)} of them stand in the silver file",
        f"{len(pairs):,} candidates of {len(stories):,} articles",
        f"{each * 1e3:.3f} ms a signature of {ARTICLE} words, {verifying * 1e3:.2f} ms a pair compared",
        f"{finding:.2f} s to find the candidates",
    ):
        click.echo(line)
    if scale:
        _scaled(scale)


def _tell(what: str, found: Score, target: float | None = None) -> None:
    wanted = "" if target is None else f"  must reach {target}: {'yes' if found.f1 >= target else 'NO'}"
    click.echo(f"{what:<62} P {found.precision:.3f}  R {found.recall:.3f}  F1 {found.f1:.4f}{wanted}")


def _mixed(found: Pairs, wanted: Pairs, silver: Pairs) -> Score:
    return Score(score(found, wanted).precision, score(found, silver).recall)


def _stories(path: Path) -> Iterator[Story]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for found in map(json.loads, file):
            yield Story(found["id"], found["title"], found["body"])


def _silver(path: Path) -> Iterator[tuple[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in islice(file, 1, None):
            one, other = sorted(line.split()[2:])
            yield one, other


def exact(readings: dict[str, Reading]) -> Pairs:
    """Return all pairs that overlap enough, by comparing those that share shingles."""
    long = [name for name, one in readings.items() if len(one.words) >= SHORTEST]
    sets = [np.unique(readings[name].shingles) for name in long]
    met: dict[int, list[int]] = {}
    for at, hashes in enumerate(sets):
        for one in hashes.tolist():
            met.setdefault(one, []).append(at)
    shared: Counter[int] = Counter()
    for several in met.values():
        if 1 < len(several) <= _MOST:
            shared.update(low * len(long) + high for at, high in enumerate(several) for low in several[:at])
    return frozenset(_enough(long, sets, shared, readings))


def _enough(
    names: list[str], sets: list[Hashes], shared: Counter[int], readings: dict[str, Reading]
) -> Iterator[tuple[str, str]]:
    for code, count in shared.items():
        low, high = divmod(code, len(names))
        if 4 * count < min(sets[low].size, sets[high].size):
            continue  # even with shingles that were not looked at this is far from enough
        resemblance, containment = overlap(readings[names[low]], readings[names[high]])
        if resemblance >= RESEMBLANCE or containment >= CONTAINMENT:
            one, other = sorted((names[low], names[high]))
            yield one, other


def signed(stories: Iterable[Story]) -> Array:
    """Return the sketch of each article, a row each."""
    several = [signature(one.title, one.body)[DIGEST:] for one in stories]
    rows = np.zeros((len(several), SKETCH), np.uint32)
    for row, one in zip(rows, several, strict=True):
        row[: len(one)] = one
    return rows


def _named(stories: list[Story], rows: Array, readings: dict[str, Reading]) -> Iterator[tuple[str, str]]:
    """Yield the candidates of at least 30 words, by name."""
    for low, high in candidates(rows).tolist():
        one, other = sorted((stories[low].id, stories[high].id))
        if min(len(readings[name].words) for name in (one, other)) >= SHORTEST:
            yield one, other


def _scaled(count: int) -> None:
    """Tell what finding candidates costs among made-up articles, a tenth of them copies, with footers in common."""
    chance = np.random.default_rng(1)
    rows = chance.integers(25, (1 << 32) * SKETCH // ARTICLE, (count, SKETCH), np.uint32)
    copied = np.arange(1, count, 10)
    rows[copied] = np.where(chance.random((copied.size, SKETCH)) < 0.8, rows[copied - 1], rows[copied])  # noqa: PLR2004
    rows[:, 0] = chance.integers(5, 25, count, np.uint32)
    rows.sort(axis=1)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.process_time()
    found = candidates(rows)
    took, grown = time.process_time() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    click.echo(
        f"{count:,} made-up articles: {len(found):,} candidates in {took:.1f} s of processor time; signatures of "
        f"{(DIGEST + SKETCH) * 4} bytes; {grown * (1 if sys.platform == 'darwin' else 1024) / 1e6:,.0f} MB more at most"
    )


if __name__ == "__main__":
    main()
