"""Comparing nodes across articles: which names are one by their words, which are nearly, which are two."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corpus.entities.spelling import Spelling
from corpus.entities.unify.archive.blocks import candidates
from corpus.entities.unify.archive.facts import Facts, Ints
from corpus.entities.unify.archive.keys import block_keys, is_native
from corpus.entities.unify.archive.nodes import Nodes
from corpus.entities.unify.archive.prepared import Pairs, Prepared, Relation, Relations, Words, pair_codes
from corpus.entities.unify.compare.names import may_be_one, same
from corpus.entities.unify.spelling.closeness import Closeness, of_words
from corpus.entities.unify.spelling.words import ARTICLES, NOBLE
from corpus.text import fold

_FAR = 0.35
"""How far apart the words of two names may sound to be one without company: among very many names some sound alike."""

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


def compared(facts: Facts, nodes: Nodes, before: Prepared) -> tuple[Compared, Prepared]:
    """Return what nodes that may be one are to each other, and what a later run need not find out again."""
    places = before.places(facts.spellings)
    spellings = [facts.spellings[at] for at in nodes.main.tolist()]
    has_native = any(is_native(one.text) for one in spellings)
    keys, counts = _blocks(spellings, before, places[nodes.main], has_native=has_native)
    pairs = candidates(keys, np.repeat(np.arange(len(spellings)), counts), nodes.weights)
    left, right = nodes.main[pairs[:, 0]], nodes.main[pairs[:, 1]]
    relations = before.related(places[left], places[right])
    found = _compared(facts, nodes, pairs, relations)
    return found, _prepared(facts, nodes, (keys, counts), (pair_codes(left, right), relations), has_native=has_native)


def _blocks(spellings: Sequence[Spelling], before: Prepared, places: Ints, *, has_native: bool) -> tuple[Words, Ints]:
    """Return the block keys of spellings, one behind the other, and how many each has."""
    counts = np.zeros(len(spellings), np.int64)
    if before.has_native == has_native:
        counts[places >= 0] = before.counts[places[places >= 0]]
    known, unknown = np.flatnonzero(counts), np.flatnonzero(counts == 0)
    fresh = array("I")
    for at in unknown.tolist():
        of_one = block_keys(spellings[at], has_native=has_native)
        counts[at] = len(of_one)
        fresh.extend(of_one)
    keys = np.zeros(int(counts.sum()), np.uint32)
    begins = np.cumsum(counts) - counts
    keys[_ranges(begins[unknown], counts[unknown])] = fresh
    old = (np.cumsum(before.counts) - before.counts)[places[known]] if known.size else known
    keys[_ranges(begins[known], counts[known])] = before.blocks[_ranges(old, counts[known])]
    return keys, counts


def _ranges(begins: Ints, counts: Ints) -> Ints:
    """Return the numbers of several ranges, one behind the other."""
    ends = np.cumsum(counts)
    found: Ints = np.arange(int(counts.sum())) + np.repeat(begins - (ends - counts), counts)
    return found


def _prepared(
    facts: Facts,
    nodes: Nodes,
    blocks: tuple[Words, Ints],
    related: tuple[Pairs, Relations],
    *,
    has_native: bool,
) -> Prepared:
    """Return what is known now, in the order of spellings; ``blocks`` come in that of the nodes."""
    keys, of_nodes = blocks
    counts = np.zeros(len(facts.spellings), np.int64)
    counts[nodes.main] = of_nodes
    order = np.argsort(nodes.main)
    keys = keys[_ranges((np.cumsum(of_nodes) - of_nodes)[order], of_nodes[order])]
    codes, relations = related
    sorting = np.argsort(codes)
    return Prepared(facts.spellings, nodes.keys, has_native, counts, keys, codes[sorting], relations[sorting])


def _compared(facts: Facts, nodes: Nodes, pairs: Ints, relations: Relations) -> Compared:
    """Return what pairs are; in ``relations`` what was unknown becomes known."""
    mains, spellings = nodes.main.tolist(), facts.spellings
    unknown = np.flatnonzero(relations == Relation.UNKNOWN)
    for begin in range(0, unknown.size, _CHUNK):
        some = unknown[begin : begin + _CHUNK]
        relations[some] = [_related(spellings[mains[one]], spellings[mains[two]]) for one, two in pairs[some].tolist()]
    is_told = _are_of_interest(facts, nodes, pairs[relations >= Relation.NEAR], pairs)
    for at in np.flatnonzero(is_told & (relations == Relation.OPEN)).tolist():
        one, other = (spellings[mains[node]] for node in pairs[at].tolist())
        relations[at] = Relation.TWO if _are_two(one, other) else Relation.UNSURE
    found = Compared(
        _with_reasons(facts, nodes, pairs[relations == Relation.SAME]),
        _with_reasons(facts, nodes, pairs[relations == Relation.NEAR]),
        frozenset((one, other) for one, other in pairs[is_told & (relations == Relation.TWO)].tolist()),
    )
    return _without_ambiguous(found, facts, nodes)


def _related(one: Spelling, other: Spelling) -> Relation:
    """Return what two spellings are; whether two persons are two is left open, for it is seldom asked."""
    if one.kind != other.kind:
        return Relation.UNSURE
    is_person = one.kind == "person"
    if not may_be_one(one.text, other.text, one.kind):
        return Relation.OPEN
    verdict = same(one.text, other.text, one.kind)
    if (verdict.is_same or verdict.near) and not _are_plainly_two(one, other):
        return Relation.SAME if verdict.is_same and verdict.far <= _FAR else Relation.NEAR
    return Relation.TWO if verdict.is_different else Relation.OPEN if is_person else Relation.UNSURE


def _are_two(one: Spelling, other: Spelling) -> bool:
    return _are_plainly_two(one, other) or same(one.text, other.text, one.kind).is_different


def _with_reasons(facts: Facts, nodes: Nodes, pairs: Ints) -> dict[tuple[int, int], str]:
    found = {}
    for left, right in pairs.tolist():
        one, other = facts.spellings[int(nodes.main[left])], facts.spellings[int(nodes.main[right])]
        found[left, right] = same(one.text, other.text, one.kind).reason
    return found


def _are_of_interest(facts: Facts, nodes: Nodes, merged: Ints, pairs: Ints) -> npt.NDArray[np.bool_]:
    """Tell of which pairs both may be merged with others: of all others it says nothing that they are two."""
    is_touched = np.zeros(nodes.count, np.bool_)
    linked = np.array([at for one in facts.evidence for at in (one.left, one.right)], np.int64)
    is_touched[merged.ravel()] = is_touched[nodes.of_spelling[linked]] = True
    return np.asarray(is_touched[pairs].all(axis=1), np.bool_)


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
