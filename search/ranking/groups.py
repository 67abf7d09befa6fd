"""Synonym groups: the merged postings of a leaf's terms or phrases, and what each document's share of them is worth."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np
import numpy.typing as npt

from index.columnar.across import Standing
from search.ranking.phrases import beginnings, place_keys
from search.ranking.plan import Leaf
from search.snapshots.columns import NO_POSTINGS, Floats, Ints, Postings, Words, shared
from search.snapshots.snapshot import Snapshot

Worths = npt.NDArray[np.float32]

NO_KEYS: Ints = np.zeros(0, np.int64)

_LOPSIDED = 16
"""A list that is so many times longer than all others is not merged with them: they are inserted."""

_SPARSE = 8
"""With fewer than one in so many documents, a group is merged by sorting and not by an array of all documents."""


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """A leaf's documents with what it is worth in each, above 0; ``count`` is how many there are.

    Either sparse, ``worths[i]`` being that of ``docs[i]``, ascending; or dense: ``docs`` is None and ``worths`` has
    a value for each document, 0 for one without, and zeros up to a whole number of ranges of ``SPAN``.
    """

    docs: Words | None
    worths: Worths
    count: int

    @property
    def nbytes(self) -> int:
        """The bytes of the arrays."""
        return self.worths.nbytes + (0 if self.docs is None else self.docs.nbytes)


def frequencies(snapshot: Snapshot, leaf: Leaf, field: str) -> Postings:
    """Return the documents in whose field a leaf occurs, each with how often."""
    if len(leaf.slots) == 1:
        return _synonyms(snapshot, leaf.slots[0], field)
    return _phrase(snapshot, leaf, field)


def summed(docs: Sequence[Words], values: Sequence[npt.NDArray[Any]], size: int) -> tuple[Words, Floats]:
    """Return the documents of several lists, ascending as these are, and the sum of each one's values in their order.

    A list has each document once.
    """
    if len(docs) == 1:
        return docs[0], values[0].astype(np.float64)
    largest = max(range(len(docs)), key=lambda at: len(docs[at]))
    others = [at for at in range(len(docs)) if at != largest]
    if largest <= 1 and sum(len(docs[at]) for at in others) * _LOPSIDED <= len(docs[largest]):
        joined, sums = docs[largest], values[largest].astype(np.float64)
        for at in others:
            joined, sums = _joined(joined, sums, docs[at], values[at])
        return joined, sums
    if sum(map(len, docs)) * _SPARSE > size:
        sums, flags = np.zeros(size), np.zeros(size, bool)
        for several, each in zip(docs, values, strict=True):
            places = several.astype(np.intp)
            sums[places] += each
            flags[places] = True
        found = flags.nonzero()[0]
        return found.astype(np.uint32), sums.take(found)
    every = np.concatenate(docs)
    order = np.argsort(every, kind="stable")
    every = every[order]
    first = np.ones(len(every), bool)
    np.not_equal(every[1:], every[:-1], out=first[1:])
    return every[first], np.bincount(first.cumsum() - 1, weights=np.concatenate(values)[order]).astype(
        np.float64, copy=False
    )


def _joined(docs: Words, sums: Floats, more: Words, values: npt.NDArray[Any]) -> tuple[Words, Floats]:
    """Return some documents and their sums with a few more; the sums given are changed."""
    if not len(more):
        return docs, sums
    at = docs.searchsorted(more)
    nearest = np.minimum(at, len(docs) - 1)
    there = docs.take(nearest) == more
    sums[nearest[there]] += values[there]
    if there.all():
        return docs, sums
    at, new = at[~there], ~there
    return np.insert(docs, at, more[new]), np.insert(sums, at, values[new])


def _synonyms(snapshot: Snapshot, terms: Sequence[str], field: str) -> Postings:
    found = [postings for term in terms if len((postings := snapshot.terms.postings(field, term)).docs)]
    if len(found) <= 1:
        return found[0] if found else NO_POSTINGS
    docs, freqs = summed([one.docs for one in found], [one.freqs for one in found], snapshot.size)
    return Postings(docs, freqs.astype(np.uint32))


def _phrase(snapshot: Snapshot, leaf: Leaf, field: str) -> Postings:
    """Return where a phrase stands: positions are read only in the documents that have all of its words."""
    slots = dict.fromkeys(leaf.slots)
    having = sorted((_synonyms(snapshot, terms, field).docs for terms in slots), key=len)
    docs = reduce(shared, having)
    if not len(docs):
        return NO_POSTINGS
    keys = keys_of(snapshot, [(field, terms) for terms in slots], docs)
    return beginnings([keys[field, terms] for terms in leaf.slots], leaf.slop)


def keys_of(
    snapshot: Snapshot, asked: Sequence[tuple[str, tuple[str, ...]]], docs: Words
) -> dict[tuple[str, tuple[str, ...]], Ints]:
    """Return for some slots, each in a field, the place keys of its terms in some ascending documents, ascending."""
    terms = [(field, term) for field, slot in asked for term in slot]
    standing = iter(snapshot.terms.positions(terms, docs))
    return {(field, slot): _keys([next(standing) for _ in slot]) for field, slot in asked}


def _keys(standing: Iterable[Standing]) -> Ints:
    found = [place_keys(one.docs, one.starts[1:] - one.starts[:-1], one.places) for one in standing if one.docs.size]
    # Only one term stands at a place. Ascending runs are what this way to sort is quickest with.
    return found[0] if len(found) == 1 else np.sort(np.concatenate([NO_KEYS, *found]), kind="stable")
