"""Words that the last word typed may become, those that occur most often first."""

from collections.abc import Sequence
from math import log
from typing import NamedTuple

import numpy as np

from index.analysis import bare, query_terms
from index.tokens import is_unparted
from index.words.wordlist import key_of
from search.query.compile import compile_tree
from search.query.filters import masks
from search.query.parser import parse
from search.ranking.bm25 import Scorer
from search.ranking.matching import select
from search.ranking.plan import All
from search.results import Completion
from search.snapshots.columns import Flags
from search.snapshots.snapshot import Snapshot
from search.suggest.spelling import as_typed

_TRIED = 16
"""Words that are looked at, at the most: of many forms of one word the most frequent is offered."""

_TELLING = 0.5
"""How much less it tells that a word stands with the others, the more articles have it anyway; of its logarithm."""

_FIELDS = ("body", "title", "entities")
"""Where a word is looked for: in the first of these that has it."""


class Stem(NamedTuple):
    """The term that stands for most of the articles with a word: where it is, and how many have it at the least."""

    field: str
    term: str
    articles: int

    @property
    def nbytes(self) -> int:
        """What it takes in a memory, about."""
        return 200


def completed(snapshot: Snapshot, text: str, typed: Sequence[tuple[int, str]], limit: int) -> list[Completion]:
    """Return a text with its last word completed; ``typed`` are its words with their places.

    It is told in how many articles a completion is at the least.
    """
    start, last = typed[-1]
    head, rest = text[:start], text[start + len(last) :]
    if is_unparted(last) or rest.strip():
        return []
    words: dict[Stem, str] = {}
    for word in _frequent(snapshot, last, _TRIED):
        words.setdefault(_stem(snapshot, word), word)
    if not head.strip():
        return [
            Completion("word", word, word, one.articles) for one, word in list(words.items())[:limit] if one.articles
        ]
    beside = _beside(snapshot, head)
    counts = {one: int(np.count_nonzero(beside[snapshot.terms.docs_of(one.field, one.term)])) for one in words}
    best = sorted(
        (one for one in words if counts[one]), key=lambda one: _TELLING * log(one.articles) - log(counts[one])
    )
    wholes = [(head + (words[one] if last.islower() else as_typed(words[one], last)), counts[one]) for one in best]
    return [Completion("word", whole, whole, count) for whole, count in wholes[:limit]]


def _stem(snapshot: Snapshot, word: str) -> Stem:
    return snapshot.memory.get(("stem", word), lambda: _found(snapshot, query_terms(word, snapshot.languages)))


def _found(snapshot: Snapshot, terms: Sequence[str]) -> Stem:
    for field in _FIELDS:
        count, term = max((snapshot.terms.least(field, term), term) for term in terms)
        if count:
            return Stem(field, term, count)
    return Stem("body", terms[0], 0)


def _beside(snapshot: Snapshot, head: str) -> Flags:
    """Return which articles what stands before the last word finds."""
    query = parse(head, snapshot.extra)
    plan = compile_tree(query.tree, snapshot).plan
    passing = masks(snapshot, query.filters, query.dates, undated=False)[0].passing
    flags = np.zeros(snapshot.size, np.bool_)
    flags[select(Scorer(snapshot), plan if passing is None else All((passing, plan))).docs] = True
    return flags


def _frequent(snapshot: Snapshot, last: str, most: int) -> list[str]:
    """Return the words that begin as the last one does, in Latin letters, the most frequent first."""
    listed = snapshot.words
    found = listed.beginning(key) if (key := key_of(bare(last))) else range(0)
    counts = listed.counts[found.start : found.stop].astype(np.int64)
    if counts.size > most:
        firsts = np.argpartition(-counts, most - 1)[:most]
        firsts = firsts[np.argsort(-counts[firsts], kind="stable")]
    else:
        firsts = np.argsort(-counts, kind="stable")
    return [listed[found.start + at].text for at in firsts.tolist()]
