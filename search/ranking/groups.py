"""Synonym groups: the merged postings of a leaf's terms or phrases, and what each document's share of them is worth."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np
import numpy.typing as npt

from search.ranking.phrases import beginnings, place_keys
from search.ranking.plan import Leaf
from search.snapshots.columns import NO_POSTINGS, Floats, Ints, Postings, Words, shared
from search.snapshots.snapshot import Snapshot

Worths = npt.NDArray[np.float32]

NO_KEYS: Ints = np.zeros(0, np.int64)

_SPARSE = 16
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
    """Return the documents of several ascending lists, ascending, and the sum of each one's values in their order."""
    if len(docs) == 1:
        return docs[0], values[0].astype(np.float64)
    every = np.concatenate(docs)
    if len(every) * _SPARSE > size:
        weights = _sums(every, np.concatenate(values), size)
        flags = np.zeros(size, bool)
        flags[every] = True
        found = np.flatnonzero(flags)
        return found.astype(np.uint32), weights[found]
    order = np.argsort(every, kind="stable")
    every = every[order]
    first = np.ones(len(every), bool)
    np.not_equal(every[1:], every[:-1], out=first[1:])
    return every[first], _sums(np.cumsum(first) - 1, np.concatenate(values)[order], 0)


def _sums(at: npt.NDArray[Any], values: npt.NDArray[Any], size: int) -> Floats:
    """Return the sums of the values at each place, added in their order."""
    return np.bincount(at, weights=values, minlength=size).astype(np.float64, copy=False)


def _synonyms(snapshot: Snapshot, terms: Sequence[str], field: str) -> Postings:
    found = [postings for term in terms if len((postings := snapshot.postings(field, term)).docs)]
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
    keys = {terms: keys_of(snapshot, field, terms, docs) for terms in slots}
    return beginnings([keys[terms] for terms in leaf.slots], leaf.slop)


def keys_of(snapshot: Snapshot, field: str, terms: Sequence[str], docs: Words) -> Ints:
    """Return the place keys of some terms in a field of some ascending documents, ascending."""
    found = []
    for term in terms:
        having, positions = snapshot.positions(field, term, docs)
        if len(having):
            found.append(place_keys(having, np.diff(positions.starts), positions.places))
    # Only one term stands at a place. Ascending runs are what this way to sort is quickest with.
    return found[0] if len(found) == 1 else np.sort(np.concatenate([NO_KEYS, *found]), kind="stable")
