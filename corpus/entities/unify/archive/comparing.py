"""Comparing nodes across articles: which names are one by their words, which are nearly, which are two."""

from array import array
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corpus.entities.unify.archive.blocks import candidates
from corpus.entities.unify.archive.facts import Facts, Ints, Spelling
from corpus.entities.unify.archive.keys import block_keys, is_native
from corpus.entities.unify.archive.nodes import Nodes
from corpus.entities.unify.compare.names import may_be_one, same
from corpus.entities.unify.compare.verdicts import unsure
from corpus.entities.unify.spelling.closeness import Closeness, of_words
from corpus.entities.unify.spelling.words import ARTICLES, NOBLE
from corpus.text import fold

_FAR = 0.35
"""How far apart the words of two names may sound to be one without company: among very many names some sound alike."""

_NONE = np.zeros(0, np.int64)
_OPEN = unsure("they may be two or not be comparable")
_CHUNK = 1 << 16  # pairs

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
    keys, counts = array("I"), array("q")
    for one in spellings:
        of_one = block_keys(one, has_native=has_native)
        keys.extend(of_one)
        counts.append(len(of_one))
    owners = np.repeat(np.arange(len(spellings)), np.frombuffer(counts, np.int64)) if spellings else _NONE
    return _compared(facts, nodes, spellings, candidates(np.frombuffer(keys, np.uint32), owners, nodes.weights))


def _compared(facts: Facts, nodes: Nodes, spellings: list[Spelling], pairs: Ints) -> Compared:
    found = Compared({}, {}, frozenset())
    is_two, is_open = np.zeros(len(pairs), np.bool_), np.zeros(len(pairs), np.bool_)
    for begin in range(0, len(pairs), _CHUNK):
        for at, (left, right) in enumerate(pairs[begin : begin + _CHUNK].tolist(), begin):
            one, other = spellings[left], spellings[right]
            if one.kind != other.kind:
                continue
            verdict = same(one.text, other.text, one.kind) if may_be_one(one.text, other.text, one.kind) else _OPEN
            is_one = (verdict.is_same or verdict.near) and not _are_plainly_two(one, other)
            if is_one:
                (found.same if verdict.is_same and verdict.far <= _FAR else found.near)[left, right] = verdict.reason
            is_two[at] = verdict.is_different
            is_open[at] = one.kind == "person" and not is_one
    is_told = _are_of_interest(facts, nodes, [*found.same, *found.near], pairs)
    for at in np.flatnonzero(is_open & is_told & ~is_two).tolist():
        one, other = (spellings[node] for node in pairs[at].tolist())
        is_two[at] = _are_plainly_two(one, other) or same(one.text, other.text, one.kind).is_different
    two = frozenset((left, right) for left, right in pairs[is_two & is_told].tolist())
    return _without_ambiguous(Compared(found.same, found.near, two), facts, nodes)


def _are_of_interest(facts: Facts, nodes: Nodes, found: list[tuple[int, int]], pairs: Ints) -> npt.NDArray[np.bool_]:
    """Tell of which pairs both may be merged with others: of all others it says nothing that they are two."""
    is_touched = np.zeros(nodes.count, np.bool_)
    merged = np.array([at for pair in found for at in pair], np.int64)
    linked = np.array([at for one in facts.evidence for at in (one.left, one.right)], np.int64)
    is_touched[merged] = is_touched[nodes.of_spelling[linked]] = True
    both: npt.NDArray[np.bool_] = is_touched[pairs].all(axis=1)
    return both


def _are_plainly_two(one: Spelling, other: Spelling) -> bool:
    """Tell whether two persons have a plain given name or title in common and not the surname, or the other way round.

    Admiral Cooper and Deputy Cooper are two, though their words alone do not say so.
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
