"""Comparing nodes across articles: which names are one by their words, which are nearly, which are two."""

from dataclasses import dataclass

import numpy as np

from corpus.entities.unify.archive.blocks import candidates
from corpus.entities.unify.archive.facts import Facts, Spelling
from corpus.entities.unify.archive.keys import block_keys, is_native
from corpus.entities.unify.archive.nodes import Nodes
from corpus.entities.unify.compare.names import same
from corpus.entities.unify.spelling.closeness import Closeness, of_words
from corpus.entities.unify.spelling.words import ARTICLES, NOBLE
from corpus.text import fold

_FAR = 0.35
"""How far apart the words of two names may sound to be one without company: among very many names some sound alike."""

_PLAIN = 2  # words of most names of persons

_BESIDE = 64
"""Of a name that more others may be, so many are compared with each other."""


@dataclass(frozen=True, slots=True)
class Compared:
    """Pairs of nodes, the lower first: ``same`` and ``near`` with the reason, ``different`` without."""

    same: dict[tuple[int, int], str]
    near: dict[tuple[int, int], str]
    different: frozenset[tuple[int, int]]


def compared(facts: Facts, nodes: Nodes) -> Compared:
    """Return what nodes that may be one are to each other."""
    spellings = [facts.spellings[at] for at in nodes.main.tolist()]
    has_native = any(is_native(one.text) for one in spellings)
    rows = [(key, at) for at, one in enumerate(spellings) for key in block_keys(one, has_native=has_native)]
    keys = np.fromiter((key for key, _ in rows), np.uint64, len(rows))
    owners = np.fromiter((at for _, at in rows), np.int64, len(rows))
    del rows
    found = Compared({}, {}, frozenset())
    different = set()
    for left, right in candidates(keys, owners, nodes.weights).tolist():
        one, other = spellings[left], spellings[right]
        if one.kind != other.kind:
            continue
        if _are_plainly_two(one, other):
            different.add((left, right))
            continue
        verdict = same(one.text, other.text, one.kind)
        if verdict.is_same and verdict.far <= _FAR:
            found.same[left, right] = verdict.reason
        elif verdict.is_same or verdict.near:
            found.near[left, right] = verdict.reason
        elif verdict.is_different:
            different.add((left, right))
    return _without_ambiguous(Compared(found.same, found.near, frozenset(different)), facts, nodes)


def _are_plainly_two(one: Spelling, other: Spelling) -> bool:
    """Tell whether two persons have a plain given name in common and not the surname, or the other way round.

    Most pairs are such, and this costs a fraction of what comparing them does.
    """
    if one.kind != "person":
        return False
    words, others = fold(one.text).split(), fold(other.text).split()
    if not len(words) == len(others) == _PLAIN:
        return False
    apart = [pair for pair in zip(words, others, strict=True) if pair[0] != pair[1]]
    if len(apart) != 1 or not all(
        word.isascii() and word.isalpha() and len(word) > 1 and word not in NOBLE | ARTICLES for word in apart[0]
    ):
        return False
    return of_words(*apart[0]) is Closeness.OTHER


def _without_ambiguous(found: Compared, facts: Facts, nodes: Nodes) -> Compared:
    """Leave out the pairs of a shorter name that may be either of two: George Bush is no one of two George W.s."""
    beside: dict[int, list[int]] = {}
    for left, right in found.same:
        beside.setdefault(left, []).append(right)
        beside.setdefault(right, []).append(left)
    lengths = {at: len(facts.spellings[int(nodes.main[at])].text.split()) for at in beside}
    torn = {at for at, several in beside.items() if _is_torn(at, several, lengths, found.different)}
    kept = {
        pair: reason
        for pair, reason in found.same.items()
        if not any(at in torn and lengths[at] <= lengths[other] for at, other in (pair, pair[::-1]))
    }
    return Compared(kept, found.near, found.different)


def _is_torn(at: int, several: list[int], lengths: dict[int, int], different: frozenset[tuple[int, int]]) -> bool:
    longer = sorted(other for other in several if lengths[other] >= lengths[at])[:_BESIDE]
    return any((one, other) in different for nth, one in enumerate(longer) for other in longer[nth + 1 :])
