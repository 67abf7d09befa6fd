"""Nodes: the spellings that are one by their words alone, and what stands for each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from corpus.distinct import distinct
from corpus.entities.names import is_clean, plain_words
from corpus.entities.spelling import Spelling
from corpus.entities.unify.archive.facts import Facts, Ints
from corpus.entities.unify.archive.keys import node_key, words_key
from corpus.entities.unify.archive.prepared import Prepared
from corpus.entities.unify.spelling.words import KINS, TITLES

_NOTHING = Prepared()
_LEAST = (0.05, 0.005)
"""The share of the articles with the commonest spelling in which another one must stand; of persons the second."""
_DIRTY = 0


@dataclass(frozen=True, slots=True)
class Nodes:
    """Which node each spelling is of, which spelling stands for each node, and in how many articles it is.

    ``keys`` are those of the spellings, by their words alone. Nodes are numbered by their keys, so that their order is
    that of their words.
    """

    of_spelling: Ints
    main: Ints
    weights: Ints
    keys: Sequence[str]

    @classmethod
    def of(cls, facts: Facts, alone: Iterable[Spelling] = (), before: Prepared = _NOTHING) -> "Nodes":
        """Return the nodes of some facts; spellings that are ``alone`` are nodes of their own."""
        own = _own_keys(facts.spellings, before)
        keys = _keys(facts.spellings, own, frozenset(alone))
        numbers = {key: at for at, key in enumerate(sorted(dict.fromkeys(keys)))}
        of_spelling = np.fromiter(map(numbers.__getitem__, keys), np.int64, len(keys))
        count = len(numbers)
        articles = np.repeat(np.arange(facts.begins.size - 1), np.diff(facts.begins))
        met = distinct(articles * max(count, 1) + of_spelling[facts.codes])
        weights = np.bincount(met % max(count, 1), minlength=count).astype(np.int64)
        return cls(of_spelling, mains(facts, of_spelling, count), weights, own)

    @property
    def count(self) -> int:
        """How many nodes there are."""
        return self.main.size


def _own_keys(spellings: Sequence[Spelling], before: Prepared) -> list[str]:
    places = before.places(spellings).tolist()
    return [before.node_keys[at] if at >= 0 else node_key(one) for one, at in zip(spellings, places, strict=True)]


def _keys(spellings: Sequence[Spelling], own: Sequence[str], alone: frozenset[Spelling]) -> list[str]:
    keys = [f"alone {one.kind} {one.text}" if one in alone else key for one, key in zip(spellings, own, strict=True)]
    of_words: dict[str, set[str]] = {}
    unknown = {words_key(one.text) for one in spellings if not one.kind}
    if unknown:
        for one, key in zip(spellings, keys, strict=True):
            if one.kind and (words := words_key(one.text)) in unknown:
                of_words.setdefault(words, set()).add(key)
    for at, one in enumerate(spellings):
        if not one.kind and one not in alone:
            kinds = of_words.get(words_key(one.text), ())
            keys[at] = next(iter(kinds)) if len(kinds) == 1 else keys[at]
    return keys


def mains(facts: Facts, labels: Ints, count: int) -> Ints:
    """Return for each of ``count`` groups of spellings the most telling one, by ``labels`` the group of each spelling.

    A full name goes before a short one, one without a title before one with it, then what most articles write. What
    few articles write, of all that have the group, stands for it only where it tells who a person is.
    """
    told = np.fromiter((_telling(one) for one in facts.spellings), np.int64, len(facts.spellings))
    counts = facts.counts.astype(np.int64)
    most = np.zeros(max(count, 1), np.int64)
    np.maximum.at(most, labels, counts)
    least = np.fromiter((_LEAST[one.kind == "person"] for one in facts.spellings), np.float64, len(facts.spellings))
    told[counts < least * most[labels]] = _DIRTY
    order = np.lexsort((np.arange(told.size), -counts, -told, labels))
    _, firsts = np.unique(labels[order], return_index=True)
    found: Ints = order[firsts].astype(np.int64)
    return found if found.size == count else np.zeros(count, np.int64)


def _telling(one: Spelling) -> int:
    """Return how well a spelling names what it means, from 0 to 4."""
    if not is_clean(one.text):
        return _DIRTY
    if one.text.isupper() or one.text.islower():
        return 1
    if plain_words(one.text) == 1:
        return 2
    if one.kind == "person":
        first = one.text.split()[0].lower().rstrip(".")
        return 2 if first in KINS else 3 if first in TITLES else 4
    return 4
