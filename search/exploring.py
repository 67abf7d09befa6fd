"""Exploring: what an archive tells of one entity, and which entities it has."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corpus.article import Article, Entity
from corpus.entities.names import name_words
from index.schema import UNDATED
from search.results import Hit
from search.snapshots.columns import Floats, Ints, Words
from search.snapshots.fieldterms import ENTITY
from search.snapshots.snapshot import Snapshot

PASSAGES = 10
"""Articles whose passages are shown."""

_SPELLINGS, _EVIDENCE, _COMPANY = 100, 50, 20
"""How many of each are told, at the most."""

_DAYS, _MONTHS = 92, 120
"""Mentions that span no more days are counted by day, and no more months by month; else by year."""

_TOGETHER = 2
"""Stories that two entities must share: once is by chance."""

_SIGNIFICANT = 6.63
"""The log-likelihood ratio below which company is chance, at one in a hundred (chi-squared, one degree of freedom)."""


@dataclass(frozen=True, slots=True)
class Listed:
    """An entity, and how many articles name it."""

    entity: Entity
    articles: int


@dataclass(frozen=True, slots=True)
class Spelled:
    """A spelling, and how many articles have it."""

    text: str
    articles: int


@dataclass(frozen=True, slots=True)
class Why:
    """Why two spellings are one entity: the reason, and the article and the sentence that show it, where one does."""

    left: str
    right: str
    reason: str
    article: str | None = None
    sentence: str | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """A day, month or year, in ISO 8601, and how many articles published in it name the entity."""

    when: str
    articles: int


@dataclass(frozen=True, slots=True)
class Companion:
    """An entity that stands in the same stories more often than chance has it.

    ``stories`` counts the stories with both, copies of one as one; ``score`` is the log-likelihood ratio.
    """

    entity: Entity
    stories: int
    score: float


@dataclass(frozen=True, slots=True)
class Explored:
    """What an archive tells of an entity.

    ``spellings`` come with the most frequent first, ``periods`` in order and only those with an article, ``company``
    with the most significant first, ``passages`` from the newest article on, copies left out. ``undated`` counts the
    articles that are in no period.
    """

    entity: Entity
    articles: int
    spellings: tuple[Spelled, ...]
    evidence: tuple[Why, ...]
    periods: tuple[Period, ...]
    undated: int
    company: tuple[Companion, ...]
    passages: tuple[Hit, ...] = ()


def explored(snapshot: Snapshot, number: int, passages: tuple[Hit, ...]) -> Explored:
    """Return what a snapshot tells of an entity, by its number."""
    entity = snapshot.names.entity(number)
    docs = snapshot.terms.postings(ENTITY, entity.id).docs
    dates = snapshot.published[docs]
    dates = dates[dates != UNDATED]
    return Explored(
        entity,
        len(docs),
        _spellings(snapshot, number),
        tuple(_evidence(snapshot, number)),
        _periods(dates),
        len(docs) - len(dates),
        tuple(_company(snapshot, number, docs)),
        passages,
    )


def _spellings(snapshot: Snapshot, number: int) -> tuple[Spelled, ...]:
    counted = [Spelled(text, docs.size) for text, docs in snapshot.names.spelled(number).items()]
    every = sorted(counted, key=lambda one: (-one.articles, one.text))
    return tuple(every[:_SPELLINGS])


def _evidence(snapshot: Snapshot, number: int) -> Iterator[Why]:
    for one in snapshot.entities.evidence(number)[:_EVIDENCE]:
        doc = snapshot.find(one.article) if one.article else None
        if doc is None:
            yield Why(one.left, one.right, one.reason)
        else:
            yield _shown(one.left, one.right, snapshot.article(doc))


def _shown(left: str, right: str, article: Article) -> Why:
    """Return why an article has two spellings for one."""
    for one in article.links:
        if {one.left[1], one.right[1]} == {left, right}:
            return Why(left, right, one.reason, article.id, one.sentence or None)
    return Why(left, right, "its file says so", article.id)


def _periods(dates: Ints) -> tuple[Period, ...]:
    """Return how many of some dates, in seconds since 1970, fall into each day, month or year."""
    if not dates.size:
        return ()
    seconds = dates.astype("datetime64[s]")
    unit = next((unit for unit, most in (("D", _DAYS), ("M", _MONTHS)) if _span(seconds, unit) <= most), "Y")
    periods, counts = np.unique(seconds.astype(f"datetime64[{unit}]"), return_counts=True)
    return tuple(Period(str(one), count) for one, count in zip(periods, counts.tolist(), strict=True))


def _span(seconds: npt.NDArray[np.datetime64], unit: str) -> int:
    first, last = (one.astype(f"datetime64[{unit}]").astype(np.int64) for one in (seconds.min(), seconds.max()))
    return int(last - first) + 1


def _company(snapshot: Snapshot, number: int, docs: Words) -> Iterator[Companion]:
    """Yield the entities that stand with one in more stories than chance has it, the most significant first."""
    stories = snapshot.stories(docs)
    values = snapshot.values(ENTITY)
    both = values.counts(stories)
    both[number - 1] = 0
    near = np.flatnonzero(both >= _TOGETHER)
    every = snapshot.story_counts()
    scores = log_likelihood(both[near], np.maximum(every[near], both[near]), stories.size, snapshot.story_count())
    order = np.lexsort((near, -both[near], -scores))[:_COMPANY]
    for at in order.tolist():
        if scores[at] >= _SIGNIFICANT:
            yield Companion(snapshot.names.entity(int(near[at]) + 1), int(both[near[at]]), round(float(scores[at]), 2))


def log_likelihood(both: Ints, theirs: Ints, mine: int, every: int) -> Floats:
    """Return how surely two things stand together more often than by chance; nought where they do so less often.

    ``both`` counts where the two stand together, ``theirs`` and ``mine`` where each does, of ``every`` place. It is
    the ratio of T. Dunning, “Accurate methods for the statistics of surprise and coincidence” (1993), equation 5.
    """
    every = max(every, mine, int(theirs.max(initial=0)))
    cells = (both, mine - both, theirs - both, every - mine - theirs + both)
    rows, columns = (mine, mine, every - mine, every - mine), (theirs, every - theirs, theirs, every - theirs)
    found = np.zeros(both.size)
    for cell, row, column in zip(cells, rows, columns, strict=True):
        count = np.maximum(np.asarray(cell, np.float64), 0)
        expected = np.maximum(np.asarray(row, np.float64) * column / max(every, 1), 1e-12)
        found += count * np.log(np.where(count > 0, count, expected) / expected)
    return np.where(both * every > theirs * mine, 2 * found, 0.0)


def listed(snapshot: Snapshot, words: str, kind: str | None, limit: int) -> tuple[Listed, ...]:
    """Return the entities that most articles name, of a kind, and with a spelling that has words that begin so."""
    entities = snapshot.entities
    counts = entities.counts()
    wanted = [word.key for word in name_words(words)]
    numbers: Sequence[int] = entities.with_words(wanted) if wanted else range(1, len(entities) + 1)
    of_kind = [one for one in numbers if kind is None or entities.kind(one) == kind]
    of_kind.sort(key=lambda one: (-int(counts[one - 1]), one))
    return tuple(Listed(snapshot.names.entity(one), int(counts[one - 1])) for one in of_kind[:limit])
