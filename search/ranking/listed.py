"""Listed documents, and what leaves are worth in each of them."""

from collections.abc import Iterable
from typing import Self

import numpy as np

from search.ranking.bm25 import Scorer
from search.ranking.groups import Worths
from search.ranking.plan import Leaf
from search.snapshots.bitmaps import Bitmap, split
from search.snapshots.columns import Flags, Floats, Numbers, Words

_PAST = 3
"""Looking a document up takes about so many times longer than reading past one."""

_FEW = 100
"""So few documents are looked up by halving; to count those before them takes more steps, but the same for each."""

_BIT = np.uint64(1)


def weighed(worths: Worths, weight: float) -> Worths | Floats:
    """Return worths times a weight, in float64 but for a weight of 1."""
    return worths if weight == 1.0 else worths.astype(np.float64) * weight


class Listed:
    """Some documents, ascending; ``size`` is how many there are.

    Made for one query, by one thread. What was read once for a leaf is kept, so that matching and scoring share it.
    """

    def __init__(self, scorer: Scorer, docs: Numbers) -> None:
        self.scorer = scorer
        self.docs = docs
        self.size = len(docs)
        self._worths: dict[Leaf, Worths] = {}
        self._small: Words | None = None
        self._split: tuple[Numbers, Bitmap, Bitmap] | None = None

    @classmethod
    def of(cls, scorer: Scorer, leaf: Leaf) -> Self:
        """Return the documents of a leaf."""
        group = scorer.group(leaf)
        if group.docs is None:
            return cls(scorer, group.worths.nonzero()[0])
        listed = cls(scorer, group.docs.astype(np.intp))
        listed._small = group.docs
        listed._worths[leaf] = group.worths
        return listed

    def kept(self, flags: Flags) -> "Listed":
        """Return the documents whose flag is true, of a flag for each."""
        places = flags.nonzero()[0]
        if len(places) == self.size:
            return self
        kept = Listed(self.scorer, self.docs.take(places))
        kept._worths = {leaf: worths.take(places) for leaf, worths in self._worths.items()}
        return kept

    def worths(self, leaf: Leaf) -> Worths:
        """Return what a leaf is worth in each document, 0 where it is not."""
        found = self._worths.get(leaf)
        if found is None:
            found = self._worths[leaf] = self._read(leaf)
        return found

    def scores(self, leaves: Iterable[Leaf]) -> Floats:
        """Return the sum of what the leaves are worth in each document by their weights, added in their order."""
        total: Floats | None = None
        for leaf in leaves:
            found = weighed(self.worths(leaf), self.scorer.weight(leaf))
            if total is None:
                total = found.astype(np.float64)
            else:
                total += found
        return np.zeros(self.size) if total is None else total

    def _read(self, leaf: Leaf) -> Worths:
        group = self.scorer.group(leaf)
        if group.docs is None:
            return group.worths.take(self.docs)
        if not group.count or not self.size:
            return np.zeros(self.size, np.float32)
        if group.count <= _PAST * self.size:
            return self._merged(group.docs, group.worths)
        return self._sought(group.docs, group.worths) if self.size <= _FEW else self._ranked(leaf, group.worths)

    def _merged(self, docs: Words, worths: Worths) -> Worths:
        scratch = self.scorer.scratch()
        having = docs.astype(np.intp)
        try:
            scratch[having] = worths
            return scratch.take(self.docs)
        finally:
            scratch[having] = 0

    def _sought(self, docs: Words, worths: Worths) -> Worths:
        if self._small is None:
            self._small = self.docs.astype(np.uint32)
        at = docs.searchsorted(self._small)
        np.minimum(at, len(docs) - 1, out=at)
        found: Worths = worths.take(at) * (docs.take(at) == self._small)
        return found

    def _ranked(self, leaf: Leaf, worths: Worths) -> Worths:
        """Find a document's place by how many stand before it."""
        if self._split is None:
            numbers, bits = split(self.docs)
            self._split = numbers, bits, bits - _BIT
        numbers, bits, before = self._split
        words = self.scorer.bitmap(leaf).take(numbers)
        at = self.scorer.ranks(leaf).take(numbers) + np.bitwise_count(words & before)
        found: Worths = worths.take(at, mode="clip") * ((words & bits) > 0)
        return found
