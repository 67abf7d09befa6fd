"""``python -m benchmarks.suggest``: how long suggestions take, and three ways to find words nearly spelled so.

What is typed are the beginnings, letter by letter, of words in titles and of names; what is corrected are words of
which one letter was changed. Times are CPU time of this process.
"""

import random
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import combinations
from pathlib import Path

import click
import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from benchmarks import corpora
from benchmarks.errors import BenchmarkError
from benchmarks.knownitem import SEED, built, slip
from benchmarks.timing import percentile
from corpus.text import fold
from index.generations import current
from index.words.wordlist import FILE, WordList, opened
from search import Engine
from search.snapshots.snapshot import Snapshot
from search.suggest.spelling import Near, near

_TITLES, _NAMES = 150, 100
_MISTYPED = 200
_AUTOMATON = 10
"""Words for which the automaton is asked, as it takes long."""

_PREFIX = 7
"""Letters of a word whose deletions are indexed, as SymSpell does."""

Row = tuple[str, float, float]


class Deletions:
    """An index of words by what is left of them without up to some letters (Garbe's SymSpell), as sorted arrays."""

    def __init__(self, texts: Sequence[str], distance: int) -> None:
        self._texts = texts
        self._distance = distance
        pairs = np.array([(hash(one), at) for at, text in enumerate(texts) for one in left(text, distance)], np.int64)
        order = np.argsort(pairs[:, 0], kind="stable")
        self._hashes = pairs[order, 0].astype(np.int32)
        self._numbers = pairs[order, 1].astype(np.uint32)
        order = np.argsort(self._hashes, kind="stable")
        self._hashes, self._numbers = self._hashes[order], self._numbers[order]

    @property
    def nbytes(self) -> int:
        """The bytes of the arrays."""
        return int(self._hashes.nbytes + self._numbers.nbytes)

    def near(self, typed: str) -> list[str]:
        """Return the words near one."""
        hashes = np.array([hash(one) for one in left(typed, self._distance)], np.int64).astype(np.int32)
        begins, ends = self._hashes.searchsorted(hashes), self._hashes.searchsorted(hashes, "right")
        found = {at for pair in zip(begins, ends, strict=True) for at in self._numbers[slice(*pair)].tolist()}
        texts = [self._texts[at] for at in found if abs(len(self._texts[at]) - len(typed)) <= self._distance]
        close = process.extract(typed, texts, scorer=OSA.distance, score_cutoff=self._distance, limit=None)
        return [text for text, _, _ in close]


def left(text: str, distance: int) -> set[str]:
    """Return what is left of the beginning of a word without up to so many letters.

    >>> sorted(left("cat", 1))
    ['at', 'ca', 'cat', 'ct']
    """
    text = text[:_PREFIX]
    counts = range(len(text), max(len(text) - distance, 0) - 1, -1)
    return {"".join(text[at] for at in kept) for count in counts for kept in combinations(range(len(text)), count)}


def prefixes(snapshot: Snapshot) -> list[str]:
    """Return what a reader would have in the box while typing; always the same."""
    chance = random.Random(SEED)  # noqa: S311 -- has to be repeatable, not secret
    docs = chance.sample(np.flatnonzero(snapshot.live).tolist(), min(_TITLES, snapshot.count))
    names = chance.sample(range(1, len(snapshot.entities) + 1), min(_NAMES, len(snapshot.entities)))
    found = []
    for text in (*(snapshot.texts(doc)[1] for doc in docs), *map(snapshot.entities.name, names)):
        words = text.split() or ["a"]
        at = chance.randrange(len(words))
        part = " ".join(words[at : at + chance.choice((1, 1, 2, 3))])
        found += [part[:size] for size in range(1, len(part) + 1, 2)]
    chance.shuffle(found)
    return found


def mistyped(words: WordList) -> list[str]:
    """Return words with a letter changed; always the same."""
    chance = random.Random(SEED)  # noqa: S311
    known = [at for at in range(len(words)) if words.counts[at] > 1 and words.lengths[at] > 6]  # noqa: PLR2004
    drawn = chance.sample(known, min(_MISTYPED, len(known)))
    return [slip(fold(words[at].text), "substitution", chance) for at in drawn]


def timed(ask: Callable[[str], object], asked: Iterable[str]) -> Iterator[float]:
    """Yield the milliseconds that each question takes."""
    for one in asked:
        began = time.process_time()
        ask(one)
        yield (time.process_time() - began) * 1000


def measure(folder: Path) -> Iterator[Row]:
    """Yield what was measured with its median and 95th percentile: milliseconds, or for sizes MiB."""
    with Engine.open(folder) as engine:
        typed = engine._newest.ask(prefixes)  # noqa: SLF001 -- what is typed depends on what is there
        yield _row("type-ahead, first time", timed(engine.suggest, typed))
        yield _row("type-ahead, again", timed(engine.suggest, typed))
    words = WordList(opened(current(folder).path, FILE))
    wrong = mistyped(words)
    texts = [fold(words[at].text) for at in range(len(words))]
    size = (words.marks.nbytes + words.lengths.nbytes) / 2**20
    yield "MiB of the marks of letters", size, size
    for distance in (1, 2):
        yield _row(f"{distance} wrong, marks", timed(partial(_by_marks, words, distance), wrong))
        deletions = Deletions(texts, distance)
        yield _row(f"{distance} wrong, deletion index", timed(deletions.near, wrong))
        yield f"MiB of the deletion index of {distance}", deletions.nbytes / 2**20, deletions.nbytes / 2**20
        yield _row(f"{distance} wrong, automaton", _automaton(folder, wrong[:_AUTOMATON], distance))


def _by_marks(words: WordList, distance: int, typed: str) -> list[Near]:
    return near(words, typed, distance)


def _automaton(folder: Path, wrong: Sequence[str], distance: int) -> list[float]:
    with Engine.open(folder) as engine:
        return engine._newest.ask(  # noqa: SLF001 -- no other way to Whoosh's automaton
            lambda snapshot: list(timed(lambda one: snapshot.terms.near("body", one, distance), wrong))
        )


def _row(what: str, taken: Iterable[float]) -> Row:
    found = sorted(taken)
    return what, percentile(found, 0.5), percentile(found, 0.95)


@click.command()
@click.option("--data", type=click.Path(path_type=Path), default=corpora.DATA, help="The folder of the corpora.")
@click.option("--cache", type=click.Path(path_type=Path), help="The folder for what is made once, and for the index.")
@click.option(
    "--index", "folder", type=click.Path(path_type=Path), help="An index to measure instead; it is only read."
)
def main(data: Path, cache: Path | None, folder: Path | None) -> None:
    """Measure how long suggestions take."""
    try:
        rows = list(measure(folder or built(data, cache or corpora.default_cache(), _tell)[0]))
    except BenchmarkError as error:
        raise click.ClickException(str(error)) from error
    click.echo("| what | p50 | p95 |\n|---|--:|--:|")
    for what, middle, last in rows:
        click.echo(f"| {what} | {middle:.2f} | {last:.2f} |")


def _tell(text: str) -> None:
    click.echo(text, file=sys.stderr)


if __name__ == "__main__":
    main()
