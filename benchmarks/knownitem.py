"""``python -m benchmarks.knownitem``: how often the first page has an article whose title was typed with a slip.

Of each sampled article the five rarest words of its title are asked for, in the order of the title, one letter of one
of them inserted, left out, changed, or swapped with the next. It is found where it is among the first twenty hits.
"""

import random
import string
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

import click

from benchmarks import articlefile, corpora
from benchmarks.engines import home, peer
from benchmarks.errors import BenchmarkError
from corpus.article import Article
from index.tokens import words
from search import Engine

SEED = 11
WORDS = 5
FIRST_PAGE = 20
_EDITS = ("insertion", "deletion", "substitution", "transposition")


@dataclass(frozen=True, slots=True)
class Asked:
    """A query for an article: the words as they are, and with a slip of a kind."""

    article: str
    right: str
    typed: str
    edit: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """Whether the article was on the first page, whether the right words were suggested, and the CPU seconds."""

    asked: Asked
    is_found: bool
    is_suggested: bool
    took: float


def slip(word: str, edit: str, chance: random.Random) -> str:
    """Return a word with one edit, never the word itself.

    >>> slip("talks", "deletion", random.Random(1))
    'tlks'
    """
    at = chance.randrange(len(word))
    other = chance.choice(string.ascii_lowercase.replace(word[at].lower(), ""))
    if edit == "insertion":
        return word[:at] + other + word[at:]
    if edit == "deletion":
        return word[:at] + word[at + 1 :]
    pairs = [one for one in range(len(word) - 1) if word[one] != word[one + 1]]
    if edit == "transposition" and pairs:
        at = chance.choice(pairs)
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[:at] + other + word[at + 1 :]


def draw(articles: Callable[[], Iterator[Article]], count: int, least: int = WORDS) -> list[Asked]:
    """Draw articles whose titles have so many words, and what is asked for each; always the same."""
    chance = random.Random(SEED)  # noqa: S311 -- has to be repeatable, not secret
    frequency: Counter[str] = Counter()
    titles = []
    for one in articles():
        frequency.update({word.surface.casefold() for word in words(f"{one.title}\n{one.body}")})
        found = list(dict.fromkeys(word.surface for word in words(one.title)))
        if len(found) >= least:
            titles.append((one.id, found))
    return [_asked(*one, frequency, chance) for one in chance.sample(titles, min(count, len(titles)))]


def _asked(key: str, title: Sequence[str], frequency: Counter[str], chance: random.Random) -> Asked:
    rarest = set(sorted(title, key=lambda word: (frequency[word.casefold()], word))[:WORDS])
    right = [word for word in title if word in rarest]
    at = chance.randrange(len(right))
    edit = chance.choice(_EDITS)
    typed = [*right[:at], slip(right[at], edit, chance), *right[at + 1 :]]
    return Asked(key, " ".join(right), " ".join(typed), edit)


def measure(engine: Engine, asked: Sequence[Asked]) -> list[Outcome]:
    """Ask for each article."""
    found = []
    for one in asked:
        began = time.process_time()
        results = engine.search(one.typed)
        took = time.process_time() - began
        suggestion = results.suggestion
        is_right = suggestion is not None and suggestion.text.casefold() == one.right.casefold()
        found.append(Outcome(one, one.article in {hit.id for hit in results.hits[:FIRST_PAGE]}, is_right, took))
    return found


def table(outcomes: Sequence[Outcome]) -> str:
    """Return what was measured, a line for each kind of slip."""
    lines = ["| slip | articles | on the first page | right words suggested |", "|---|--:|--:|--:|"]
    for edit in (*_EDITS, "all"):
        some = [one for one in outcomes if edit in {"all", one.asked.edit}]
        counts = sum(one.is_found for one in some), sum(one.is_suggested for one in some)
        shares = [count / max(len(some), 1) for count in counts]
        lines.append(f"| {edit} | {len(some)} | " + " | ".join(f"{share:.3f}" for share in shares) + " |")
    took = sorted(one.took * 1000 for one in outcomes)
    last = quantiles(took, n=20)[-1] if len(took) > 1 else took[0]
    return "\n".join([*lines, f"\nCPU time of a query: median {median(took):.1f} ms, p95 {last:.1f} ms."])


def built(data: Path, cache: Path, tell: Callable[[str], None]) -> tuple[Path, Path]:
    """Return the index of all corpora and the file of their articles, made once; raises MissingCorpusError."""
    corpus = corpora.prepare(data, cache, tell)
    folder = cache / "indexes" / home("ours")
    if not (folder / "CURRENT").exists():
        tell("Indexing …")
        folder.mkdir(parents=True, exist_ok=True)
        peer("ours").build(folder, articlefile.read(corpus), 2)
    return folder, corpus


@click.command()
@click.option("--data", type=click.Path(path_type=Path), default=corpora.DATA, help="The folder of the corpora.")
@click.option("--cache", type=click.Path(path_type=Path), help="The folder for what is made once, and for the index.")
@click.option("--count", type=click.IntRange(min=1), default=2000, show_default=True)
@click.option("--show", is_flag=True, help="Print the queries whose article was not found.")
def main(data: Path, cache: Path | None, count: int, show: bool) -> None:  # noqa: FBT001 -- an option
    """Measure how often the first page has an article whose title was typed with a slip."""
    cache = cache or corpora.default_cache()
    try:
        folder, corpus = built(data, cache, _tell)
        asked = draw(lambda: articlefile.read(corpus), count)
    except BenchmarkError as error:
        raise click.ClickException(str(error)) from error
    with Engine.open(folder) as engine:
        outcomes = measure(engine, asked)
    click.echo(table(outcomes))
    for one in outcomes if show else ():
        if not one.is_found:
            click.echo(f"{one.asked.article}\t{one.asked.typed}\t({one.asked.right})")


def _tell(text: str) -> None:
    click.echo(text, file=sys.stderr)


if __name__ == "__main__":
    main()
