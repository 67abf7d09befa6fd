"""``python -m benchmarks.entities.many --names 1000000``: unifying very many names, most of them rare, and once more.

The names are made up: given names that are listed and surnames of syllables, frequent ones and a long tail of rare
ones, organisations and places of such words, and some of them in a second transliteration.
"""

import time
from collections.abc import Iterator, Sequence
from random import Random

import click
import numpy as np

from benchmarks.memory import resident
from corpus.entities.spelling import Spelling
from corpus.entities.unify.archive.across import unify
from corpus.entities.unify.archive.facts import Evidence, Facts
from corpus.entities.unify.archive.prepared import Prepared
from corpus.entities.unify.article.inside import How
from corpus.entities.unify.spelling.listed import given_names
from corpus.entities.unify.spelling.words import GENERIC, words

_SYLLABLES = words(
    "al an ar ba bel ber da den dor el en er fa fel ga gar ha han hoff il in ja ka kov la lan lin lo ma man mar mi mo "
    "na nes no ou pa per qu ra ram ri ro sa sen sh ski so sta ta ten ti to ul va ver vi wa wel ya yev za"
)
_TRANSLITERATED = (("q", "k"), ("ou", "u"), ("sh", "ch"), ("y", "i"), ("ll", "l"), ("v", "w"))
_MENTIONS, _PER_ARTICLE = 4, 15
_LINKED = 0.1


def _word(chance: Random, syllables: Sequence[str]) -> str:
    return "".join(chance.choices(syllables, k=chance.choice((2, 2, 3, 3, 4)))).title()


def _names(count: int, chance: Random) -> Iterator[Spelling]:
    """Yield names without end, some more than once."""
    given = [one.title() for one in given_names()]
    syllables = sorted(_SYLLABLES)
    surnames = [_word(chance, syllables) for _ in range(max(count // 6, 100))]
    tails = [one.title() for one in sorted(GENERIC)]

    def frequent(some: list[str]) -> str:
        return some[int(len(some) * chance.random() ** 3)]

    while True:
        draw, word = chance.random(), frequent(surnames)
        if draw < 0.4:  # noqa: PLR2004 -- shares of kinds, as in fifty thousand articles
            middle = f"{frequent(given)} " if chance.random() < 0.2 else ""  # noqa: PLR2004
            one = Spelling("person", f"{frequent(given)} {middle}{word}")
        elif draw < 0.85:  # noqa: PLR2004
            one = Spelling("organisation", f"{word} {frequent(surnames)} {frequent(tails)}")
        else:
            one = Spelling("place", word if chance.random() < 0.5 else f"{frequent(tails)} {word}")  # noqa: PLR2004
        yield one
        written, other = chance.choice(_TRANSLITERATED)
        if written in one.text and chance.random() < 0.1:  # noqa: PLR2004
            yield Spelling(one.kind, one.text.replace(written, other))


def facts(count: int, seed: int = 1) -> Facts:
    """Return the facts of an archive with so many distinct names."""
    chance, lots = Random(seed), np.random.default_rng(seed)  # noqa: S311 -- made-up names are no secret
    found: set[Spelling] = set()
    for one in _names(count, chance):
        found.add(one)
        if len(found) == count:
            break
    spellings = tuple(sorted(found))
    found.clear()
    often = (count * lots.random(count * (_MENTIONS - 1)) ** 4).astype(np.int64)
    rank = lots.permutation(count)
    codes = lots.permutation(np.concatenate([np.arange(count), rank[often]]))
    articles = np.arange(codes.size) // _PER_ARTICLE
    met = np.unique(articles * count + codes)
    begins = np.searchsorted(met, np.arange(int(articles[-1]) + 2) * count)
    codes = (met % count).astype(np.int32)
    counts = np.bincount(codes, minlength=count).astype(np.int32)
    evidence = tuple(
        Evidence(left, left + 1, How.SPELLED if left % 3 else How.SHORT, 1, "it says so", "0", "")
        for left in sorted(chance.sample(range(count - 1), int(count * _LINKED)))
        if spellings[left].kind == spellings[left + 1].kind
    )
    return Facts(spellings, begins, codes, counts, evidence)


def _measured(what: str, some: Facts, before: Prepared | None) -> Prepared:
    began = time.process_time()
    found = unify(some, before=before)
    took = time.process_time() - began
    click.echo(
        f"{what}: {len(some.spellings):,} names, {len(found.names):,} entities, {found.prepared.pairs.size:,} pairs "
        f"compared, {took:.1f} s of processor time, {resident():,.0f} MiB afterwards"
    )
    return found.prepared


@click.command()
@click.option("--names", default=100_000, show_default=True, help="How many distinct names there are.")
def main(names: int) -> None:
    """Measure unifying so many names, anew and with what that prepared."""
    some = facts(names)
    click.echo(f"{resident():,.0f} MiB before")
    prepared = _measured("anew", some, None)
    _measured("once more", some, prepared)


if __name__ == "__main__":
    main()
