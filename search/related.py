"""Related articles: those that share the distinctive words of one, and the names in it, but are no copies of it.

Of an article's words those are taken that it has often and few others have (tf-idf), as in "more like this" of Lucene;
what a word is worth in another article is what it is worth there to a search.
"""

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import nlargest
from math import log, log1p
from typing import NamedTuple

import numpy as np

from corpus.article import Entity
from index.analysis import term
from index.schema import TEXT_FIELDS
from index.tokens import words
from search.highlight.record import Record
from search.ranking.bm25 import Scorer
from search.ranking.collapse import first_places
from search.ranking.plan import Leaf
from search.ranking.top import top
from search.snapshots.columns import Floats
from search.snapshots.fieldterms import ENTITY
from search.snapshots.snapshot import Snapshot

MOST_READ = 30_000
"""Code points of an article that are read."""

_LOOKED = 150
"""Words of an article whose frequency in the archive is looked up."""

_WORDS, _ENTITIES = 40, 10
"""Words and entities that an article is compared by."""

_COMMON, _FEW = 0.1, 10
"""Words and entities in a larger share of all articles tell nothing, unless they are in so few."""

_TITLE = 3
"""A word in the title counts as so many in the body."""

_NAMED = 0.25
"""What an entity counts beside a word that is as rare."""

_LEAST = 0.1
"""Whoever shares less than this with an article is not related to it."""

_TIME = 0.5
"""Seconds after which no more words are looked for."""

_SPARE = 20
_TOLD = 5
"""Shared words and entities that are told, of each."""


@dataclass(frozen=True, slots=True)
class Related:
    """An article related to another: ``score`` is the share of what tells the other that this has too, about.

    ``words`` are words that both have, as the other has them, and ``entities`` those in both, the most telling first.
    """

    id: str
    title: str
    url: str | None
    published: str | None
    source: str | None
    lang: str | None
    score: float
    words: tuple[str, ...]
    entities: tuple[Entity, ...]
    guessed: bool = False


class _Sign(NamedTuple):
    """What an article may be told by: a leaf, how much that counts, and the word or the number of the entity."""

    leaf: Leaf
    weight: float
    word: str = ""
    entity: int = 0


def related(snapshot: Snapshot, doc: int, scorer: Scorer, limit: int) -> tuple[Related, ...]:
    """Return the articles most related to a document, the most related first, each story once."""
    until = time.monotonic() + _TIME
    signs = [*_words(snapshot, doc), *_entities(snapshot, doc)]
    used, scores = _scores(signs, scorer, until)
    own = float(scores[doc])
    scores[doc] = 0.0
    if snapshot.groups.any:
        scores[snapshot.groups.members(doc)] = 0.0
    docs = top(scores, limit + _SPARE)
    docs = docs[scores.take(docs) > _LEAST * own]
    if snapshot.groups.any:
        docs = docs[first_places(docs, snapshot.groups.codes)]
    return tuple([_told(snapshot, one, float(scores[one]) / own, used, scorer) for one in docs[:limit].tolist()])


def _words(snapshot: Snapshot, doc: int) -> Iterator[_Sign]:
    """Yield the distinctive words of a document."""
    _, title, body, record = snapshot.texts(doc)
    lang = Record(record).head.get("lang")
    counts: Counter[str] = Counter()
    written: dict[str, str] = {}
    for text, times in ((title, _TITLE), (body[:MOST_READ], 1)):
        for word in words(text[:MOST_READ]):
            found = term(word.surface, lang)
            if len(found) > 1 or not found.isascii():
                counts[found] += times
                written.setdefault(found, word.surface)
    # Of words that are equally frequent the longer are the rarer.
    often = nlargest(_LOOKED, counts, key=lambda one: (counts[one], len(one), one))
    have = {one: max(snapshot.terms.frequency("body", one), snapshot.terms.frequency("title", one)) for one in often}
    weighed = ((_rarity(snapshot, doc, have[one]) * (1 + log(counts[one])), one) for one in often)
    for weight, one in nlargest(_WORDS, weighed):
        if weight > 0:
            yield _Sign(Leaf(TEXT_FIELDS, ((one,),)), 1 + log(counts[one]), written[one])


def _entities(snapshot: Snapshot, doc: int) -> Iterator[_Sign]:
    """Yield the distinctive entities of a document."""
    counts = Counter(number for number, _, _ in snapshot.names.mentions(doc))
    weighed = (
        (_rarity(snapshot, doc, snapshot.entities.articles(one)) * (1 + log(count)), one)
        for one, count in counts.items()
    )
    for weight, one in nlargest(_ENTITIES, weighed):
        if weight > 0:
            leaf = Leaf((ENTITY,), ((snapshot.entities.id(one),),))
            yield _Sign(leaf, _NAMED * (1 + log(counts[one])), entity=one)


def _rarity(snapshot: Snapshot, doc: int, have: int) -> float:
    """Return how much a sign tells that so many articles have; nought if only the copies have it, or very many."""
    copies = max(snapshot.groups.members(doc).size, 1) if snapshot.groups.any else 1
    common = max(_COMMON * snapshot.count, _FEW)
    return log1p(snapshot.count / have) if copies < have <= common else 0.0


def _scores(signs: Sequence[_Sign], scorer: Scorer, until: float) -> tuple[list[_Sign], Floats]:
    """Return the signs that there was time for, and for each document what it has of them."""
    scores = np.zeros(scorer.snapshot.size)
    used = []
    for sign in signs:
        group = scorer.group(sign.leaf)
        if group.docs is None:
            scores += sign.weight * group.worths[: len(scores)]
        else:
            scores[group.docs] += sign.weight * group.worths
        used.append(sign)
        if time.monotonic() > until:
            break
    return used, scores


def _told(snapshot: Snapshot, doc: int, score: float, signs: Sequence[_Sign], scorer: Scorer) -> Related:
    shared = [one for one in signs if scorer.has(one.leaf, doc)]
    key, title, _, record = snapshot.texts(doc)
    read = Record(record)
    value = read.head.get
    return Related(
        key,
        title,
        value("url"),
        value("published"),
        value("source"),
        value("lang"),
        round(score, 4),
        tuple([one.word for one in shared if one.word][:_TOLD]),
        tuple([snapshot.names.entity(one.entity) for one in shared if one.entity][:_TOLD]),
        read.guessed,
    )
