"""Many articles from few: paragraphs recombined, with a heavy tail of rare names."""

import random
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from corpus.article import Article, Entity, Mention, Origin

VERSION = 1
"""Goes up when the same seed makes other articles."""

SEED = 20_240_601

_TAIL = 0.4
"""Exponent of the Pareto law that ranks of names are drawn by: the smaller, the more names occur once."""

_HEAD = 50
"""About how many names are met all the time."""

_RANKS = 1 << 32
_MOST_PARAGRAPHS = 4
"""How many paragraphs in a row come from one article, at most."""

_CONSONANTS = "bdfghjklmnprstvz"
_VOWELS = "aeiou"
_SAYINGS = ("{} declined to comment.", "“We had expected this,” said {}.", "The decision was first reported by {}.")


@dataclass(frozen=True, slots=True)
class _Pool:
    """What is drawn from: articles without their bodies, and all paragraphs in reading order."""

    heads: list[Article]
    paragraphs: list[str]
    starts: "array[int]"
    """Of each article the place of its first paragraph, and one more for the end."""


def recombined(articles: Iterable[Article], count: int, seed: int = SEED) -> Iterator[Article]:
    """Yield ``count`` articles; the same ones for the same input, count and seed.

    Each keeps title, date and source of one article and begins with its first paragraph; the others
    are runs of paragraphs from anywhere. Only the given articles are held in memory, never those
    yielded.
    """
    chance = random.Random(seed)  # noqa: S311 -- has to be repeatable, not secret
    pool = _pool(articles)
    for number in range(count):
        yield _article(pool, number, chance)


def _pool(articles: Iterable[Article]) -> _Pool:
    pool = _Pool([], [], array("q", [0]))
    for one in articles:
        pool.heads.append(replace(one, body="", mentions=(), sections=(), extra={}, cleaning=(), removed=()))
        pool.paragraphs.extend(one.body.split("\n\n"))
        pool.starts.append(len(pool.paragraphs))
    return pool


def _article(pool: _Pool, number: int, chance: random.Random) -> Article:
    at = int(chance.random() * len(pool.heads))
    head, wanted = pool.heads[at], pool.starts[at + 1] - pool.starts[at]
    paragraphs = [pool.paragraphs[pool.starts[at]]]
    while len(paragraphs) < wanted:
        start = int(chance.random() * len(pool.paragraphs))
        length = min(1 + int(chance.random() * _MOST_PARAGRAPHS), wanted - len(paragraphs))
        paragraphs += pool.paragraphs[start : start + length]
    body = "\n\n".join(paragraphs)
    entities, mentions = [], []
    for _ in range(1 + int(chance.random() * 3)):
        rank = _rank(chance)
        name = name_of(rank)
        start = len(body) + 2 + (saying := _SAYINGS[int(chance.random() * len(_SAYINGS))]).index("{}")
        body += "\n\n" + saying.format(name)
        entities.append(Entity(f"name-{rank}", name, "person"))
        mentions.append(Mention(f"name-{rank}", start, start + len(name), name))
    return replace(
        head,
        id=f"s-{number:07d}",
        body=body,
        url=None,
        entities=tuple({one.id: one for one in (*head.entities, *entities)}.values()),
        mentions=tuple(mentions),
        origin=Origin("scale", "articles.jsonl", f"#{number}"),
    )


def _rank(chance: random.Random) -> int:
    """Draw the rank of a name: low ones again and again, most of the others once."""
    while (found := int(_HEAD * (chance.paretovariate(_TAIL) - 1))) >= _RANKS:
        pass
    return found


def name_of(rank: int) -> str:
    """Return the two words of a name, different for every rank.

    >>> name_of(1), name_of(123_456)
    ('Ilobeda Dijuha', 'Ataga Botuka')
    """
    mixed = (rank * 2_654_435_761) & 0xFFFF_FFFF  # Knuth's multiplier is odd: no two ranks meet
    first, last = divmod(mixed, 1 << 16)
    vowel, first = divmod(first, 1 << 14)
    return f"{_VOWELS[vowel].upper()}{_syllables(first)} {_syllables(last).capitalize()}"


def _syllables(number: int) -> str:
    """Return a number as syllables: the least is two of them, and no two numbers have the same."""
    found = ""
    while number or len(found) < len("baba"):
        number, rest = divmod(number, len(_CONSONANTS) * len(_VOWELS))
        vowel, consonant = divmod(rest, len(_CONSONANTS))
        found += _CONSONANTS[consonant] + _VOWELS[vowel]
    return found
