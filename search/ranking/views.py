"""Views: what leaves are worth in all documents, in listed ones or in ranges of them.

A view is made for one query, by one thread. An array "of a view" has a value for each of its places. What was read
once for a leaf is kept, so that matching and scoring share it.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import Self

import numpy as np

from search.columns import Flags, Floats, Numbers, Words, spread
from search.ranking.bm25 import Scorer
from search.ranking.groups import SPAN, Group, Worths
from search.ranking.plan import Leaf

_SOUGHT = 10
"""Looking a document up takes about so many times longer than reading past one."""


class View(ABC):
    """Some documents by their places from 0 to ``size`` (exclusive), in ascending order."""

    size: int

    def __init__(self, scorer: Scorer) -> None:
        self.scorer = scorer
        self._worths: dict[Leaf, Worths] = {}

    def worths(self, leaf: Leaf) -> Worths:
        """Return what a leaf is worth at each place, 0 where it is not."""
        found = self._worths.get(leaf)
        if found is None:
            found = self._worths[leaf] = self._read(self.scorer.group(leaf))
        return found

    def scores(self, leaves: Iterable[Leaf]) -> Floats:
        """Return the sum of what the leaves are worth at each place, added in their order."""
        total: Floats | None = None
        for leaf in leaves:
            if total is None:
                total = self.worths(leaf).astype(np.float64)
            else:
                total += self.worths(leaf)
        return np.zeros(self.size) if total is None else total

    @abstractmethod
    def flags(self, flags: Flags) -> Flags:
        """Return the flags of all documents as those of the view; do not change them."""

    @abstractmethod
    def documents(self, places: Numbers) -> Numbers:
        """Return the documents at some places."""

    @abstractmethod
    def _read(self, group: Group) -> Worths: ...


class Whole(View):
    """All documents, the deleted ones too; a place is a document's number."""

    def __init__(self, scorer: Scorer) -> None:
        super().__init__(scorer)
        self.size = scorer.snapshot.size

    def flags(self, flags: Flags) -> Flags:
        """Return the flags as they are."""
        return flags

    def documents(self, places: Numbers) -> Numbers:
        """Return the places as they are."""
        return places

    def _read(self, group: Group) -> Worths:
        if group.docs is None:
            return group.worths[: self.size]
        found = np.zeros(self.size, np.float32)
        found[group.docs.astype(np.intp)] = group.worths
        return found


class Listed(View):
    """Some documents, ascending."""

    def __init__(self, scorer: Scorer, docs: Numbers) -> None:
        super().__init__(scorer)
        self.docs = docs
        self.size = len(docs)
        self._small: Words | None = None

    @classmethod
    def of(cls, scorer: Scorer, leaf: Leaf) -> Self:
        """Return the documents of a leaf."""
        group = scorer.group(leaf)
        if group.docs is None:
            return cls(scorer, np.flatnonzero(group.worths))
        view = cls(scorer, group.docs.astype(np.intp))
        view._small = group.docs
        view._worths[leaf] = group.worths
        return view

    def kept(self, flags: Flags) -> "Listed":
        """Return the documents whose flag is true."""
        places = flags.nonzero()[0]
        if len(places) == self.size:
            return self
        view = Listed(self.scorer, self.docs.take(places))
        view._worths = {leaf: worths.take(places) for leaf, worths in self._worths.items()}
        return view

    def flags(self, flags: Flags) -> Flags:
        """Return the flags of the listed documents."""
        return flags.take(self.docs)

    def documents(self, places: Numbers) -> Numbers:
        """Return the documents at some places."""
        return self.docs.take(places)

    def _read(self, group: Group) -> Worths:
        if group.docs is None:
            return group.worths.take(self.docs)
        if not group.count or not self.size:
            return np.zeros(self.size, np.float32)
        if self.size * _SOUGHT < group.count:
            return self._sought(group.docs, group.worths)
        scratch = self.scorer.scratch()
        docs = group.docs.astype(np.intp)
        try:
            scratch[docs] = group.worths
            return scratch.take(self.docs)
        finally:
            scratch[docs] = 0

    def _sought(self, docs: Words, worths: Worths) -> Worths:
        if self._small is None:
            self._small = self.docs.astype(np.uint32)
        at = docs.searchsorted(self._small)
        np.minimum(at, len(docs) - 1, out=at)
        found: Worths = worths.take(at) * (docs.take(at) == self._small)
        return found


class Ranges(View):
    """The documents of some ranges, given by their numbers, ascending."""

    def __init__(self, scorer: Scorer, ranges: Numbers) -> None:
        super().__init__(scorer)
        self._ranges = ranges
        self.size = len(ranges) * SPAN

    def flags(self, flags: Flags) -> Flags:
        """Return the flags of the ranges; behind the last document they are false."""
        docs = self.documents(np.arange(self.size))
        return flags.take(docs, mode="clip") & (docs < len(flags))

    def documents(self, places: Numbers) -> Numbers:
        """Return the documents at some places."""
        return self._ranges.take(places // SPAN) * SPAN + places % SPAN

    def _read(self, group: Group) -> Worths:
        if group.docs is None:
            return group.worths.reshape(-1, SPAN)[self._ranges].ravel()
        first = (self._ranges * SPAN).astype(np.uint32)
        starts = group.docs.searchsorted(first)
        counts = group.docs.searchsorted(first + np.uint32(SPAN - 1), side="right") - starts
        at = spread(starts, counts)
        shift = np.repeat((np.arange(len(first)) - self._ranges) * SPAN, counts)
        found = np.zeros(self.size, np.float32)
        found[group.docs.take(at) + shift] = group.worths.take(at)
        return found
