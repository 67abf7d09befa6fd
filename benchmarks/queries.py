"""Queries as a user would type them, drawn from the titles of the articles."""

import random
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.article import Article

SEED = 3
_WORD = re.compile(r"[a-z]{2,}")
_SYNTAX = frozenset({"and", "or", "not", "in", "to"})
"""Words that some engine takes for an operator; left out for all engines alike."""

_FREQUENT = 60
_SAMPLE = 4_000
"""How many articles tell which words are frequent."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked: the text, the words in it, and filters; ``since`` is a year."""

    text: str
    words: tuple[str, ...]
    is_phrase: bool = False
    source: str | None = None
    since: str | None = None


@dataclass(frozen=True, slots=True)
class QuerySets:
    """The queries by kind."""

    words: tuple[Query, ...]
    phrases: tuple[Query, ...]
    filtered: tuple[Query, ...]
    frequent: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class _Title:
    words: tuple[str, ...]
    source: str | None
    published: str | None


def draw(articles: Iterable[Article], counts: tuple[int, int, int, int] = (300, 200, 150, 100)) -> QuerySets:
    """Draw so many queries of each kind (words, phrases, filtered, frequent); always the same ones."""
    chance = random.Random(SEED)  # noqa: S311 -- has to be repeatable, not secret
    titles: list[_Title] = []
    frequency: Counter[str] = Counter()
    for number, one in enumerate(articles):
        titles.append(_Title(words_of(one.title), one.source, one.published))
        if number % 13 == 0 and number < 13 * _SAMPLE:
            frequency.update(set(words_of(one.body)))
    common = [word for word, _ in frequency.most_common(_FREQUENT)]
    some, phrases, filtered, frequent = counts
    return QuerySets(
        _words(titles, some, chance),
        _phrases(titles, phrases, chance),
        _filtered(titles, filtered, chance),
        tuple(_query(chance.sample(common, chance.randint(2, 4))) for _ in range(frequent)),
    )


def words_of(text: str) -> tuple[str, ...]:
    """Return the words that a query may have.

    >>> words_of("Trade talks in U.S. and Japan")
    ('trade', 'talks', 'japan')
    """
    return tuple(word for word in _WORD.findall(text.lower()) if word not in _SYNTAX)


def _query(words: Sequence[str], source: str | None = None, since: str | None = None) -> Query:
    return Query(" ".join(words), tuple(words), source=source, since=since)


def _title(titles: Sequence[_Title], least: int, chance: random.Random) -> _Title:
    for _ in range(100_000):
        found = titles[chance.randrange(len(titles))]
        if len(found.words) >= least:
            return found
    raise ValueError(f"hardly a title has {least} words")


def _words(titles: Sequence[_Title], count: int, chance: random.Random) -> tuple[Query, ...]:
    found = []
    for number in range(count):
        wanted = number % 5 + 1
        words = _title(titles, wanted, chance).words
        kept = sorted(chance.sample(range(len(words)), wanted))
        found.append(_query([words[at] for at in kept]))
    return tuple(found)


def _phrases(titles: Sequence[_Title], count: int, chance: random.Random) -> tuple[Query, ...]:
    found = []
    for number in range(count):
        wanted = number % 2 + 2
        words = _title(titles, wanted, chance).words
        start = chance.randrange(len(words) - wanted + 1)
        phrase = words[start : start + wanted]
        found.append(Query(f'"{" ".join(phrase)}"', phrase, is_phrase=True))
    return tuple(found)


def _filtered(titles: Sequence[_Title], count: int, chance: random.Random) -> tuple[Query, ...]:
    found = []
    for number in range(count):
        wanted = number % 3 + 1
        title = _title(titles, wanted, chance)
        since = title.published[:4] if title.published and number % 2 else None
        source = None if since and number % 4 == 1 else title.source
        found.append(_query(chance.sample(title.words, wanted), source, since))
    return tuple(found)
