"""Facts: what all articles say of their names, gathered for unifying across articles.

Facts are the same in whatever order articles are gathered: spellings are numbered by kind and text, articles by id, and
of all the evidence for a link the first in a fixed order is kept. So whatever is computed from facts alone is the same
after any sequence of runs.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corpus.entities.names import MAX_NAME, tidy
from corpus.entities.recognition.name import Name
from corpus.entities.spelling import Spelling
from corpus.entities.unify.article.inside import How, Link, Links

Ints = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Linked:
    """Two spellings that an article links: how, why, and the sentence that shows it."""

    left: Spelling
    right: Spelling
    how: How
    reason: str
    sentence: str


@dataclass(frozen=True, slots=True)
class ArticleFacts:
    """What one article says: its spellings, and what it links."""

    id: str
    spellings: tuple[Spelling, ...]
    links: tuple[Linked, ...] = ()

    @classmethod
    def of(cls, key: str, names: Sequence[Name], links: Links) -> "ArticleFacts":
        """Return the facts of an article that was unified inside."""
        spellings = [Spelling(one.kind, _tidy(one.text)) for one in names]
        linked = (_linked(spellings, one) for one in links.links)
        kept = sorted({one for one in spellings if one.text})
        return cls(key, tuple(kept), tuple(one for one in linked if one.left != one.right))


def _tidy(text: str) -> str:
    text = tidy(text)
    return text.removesuffix("'s").removesuffix("’s") if len(text) <= MAX_NAME else text


def _linked(spellings: Sequence[Spelling], one: Link) -> Linked:
    return Linked(spellings[one.left], spellings[one.right], one.how, one.reason, one.sentence)


@dataclass(frozen=True, slots=True)
class Evidence:
    """How many articles link two spellings in one way, and what the first of them says."""

    left: int
    right: int
    how: How
    articles: int
    reason: str
    article: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Spellings by number, and where they stand.

    ``codes[begins[a]:begins[a + 1]]`` are the spellings of article ``a``, ascending; ``counts[s]`` says in how many
    articles a spelling stands. The short form, or the later name, is ``left`` or ``right`` of an evidence as the
    article had it.
    """

    spellings: tuple[Spelling, ...]
    begins: Ints
    codes: Numbers
    counts: Numbers
    evidence: tuple[Evidence, ...] = ()

    @classmethod
    def of(cls, articles: Iterable[ArticleFacts]) -> "Facts":
        """Return the facts of some articles, in whatever order they come; of one id the last one counts."""
        by_id = {one.id: one for one in articles}
        in_order = [by_id[key] for key in sorted(by_id)]
        spellings = sorted({one for article in in_order for one in article.spellings})
        numbers = {one: at for at, one in enumerate(spellings)}
        rows = [sorted(numbers[one] for one in set(article.spellings)) for article in in_order]
        begins = np.zeros(len(rows) + 1, np.int64)
        np.cumsum([len(row) for row in rows], out=begins[1:])
        codes = np.fromiter((code for row in rows for code in row), np.int32, int(begins[-1]))
        counts = np.bincount(codes, minlength=len(spellings)).astype(np.int32)
        return cls(tuple(spellings), begins, codes, counts, _evidence(in_order, numbers))


def _evidence(articles: Iterable[ArticleFacts], numbers: dict[Spelling, int]) -> tuple[Evidence, ...]:
    """Return what links each two spellings in each way; the articles come by id, so the first is one and the same."""
    first: dict[tuple[int, int, How], tuple[str, str, str]] = {}
    counts: dict[tuple[int, int, How], int] = {}
    for article in articles:
        keys: dict[tuple[int, int, How], Linked] = {}
        for one in sorted(article.links, key=lambda one: (one.sentence, one.reason)):
            if one.left in numbers and one.right in numbers and one.left != one.right:
                keys.setdefault((numbers[one.left], numbers[one.right], one.how), one)
        for key, one in keys.items():
            counts[key] = counts.get(key, 0) + 1
            first.setdefault(key, (one.reason, article.id, one.sentence))
    return tuple(Evidence(*key, counts[key], *first[key]) for key in sorted(first))
