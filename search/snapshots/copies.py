"""Copies: the groups of a snapshot's documents that are copies of one story, and what a hit shows of one."""

from functools import cached_property
from pathlib import Path

import numpy as np

from index.columnar.together import Together
from index.copies import Copies, outlets
from search.results import Group
from search.snapshots.columns import Numbers, Words


class Groups:
    """The groups of copies of a generation, by the number of a document. Raises DamagedSegmentError when made."""

    def __init__(self, folder: Path, doc_count: int) -> None:
        self._copies = Copies.load(folder, doc_count)
        self.any = bool(self._copies.earliest.size)

    @property
    def codes(self) -> Words:
        """The group of each document, 0 for one without copies."""
        return self._copies.groups

    @cached_property
    def _members(self) -> tuple[Numbers, Numbers]:
        """The documents in the order of their groups, and where each group begins among them."""
        order = np.argsort(self._copies.groups, kind="stable")
        return order, np.searchsorted(self._copies.groups.take(order), np.arange(self._copies.earliest.size + 2))

    def members(self, doc: int) -> Numbers:
        """Return the documents of the group of a document, ascending; none for one without copies."""
        code = int(self.codes[doc])
        order, starts = self._members
        return order[starts[code] : starts[code + 1]] if code else order[:0]

    def of(self, doc: int, together: Together) -> Group | None:
        """Return the group of a document, None for one without copies."""
        code = int(self.codes[doc])
        if not code:
            return None
        members = self.members(doc).tolist()
        (earliest,) = together.terms_of("id", [int(self._copies.earliest[code - 1])])
        return Group(earliest, len(members), outlets(together, members))
