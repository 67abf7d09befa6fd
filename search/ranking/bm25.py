"""Scoring by BM25F: the frequencies of a word in all fields are weighed and added before they saturate.

After Robertson, Zaragoza and Taylor, "Simple BM25 extension to multiple weighted fields" (2004). What a group is
worth in a document is one float32, worked out once; a score is the sum of them in float64, in the order of the leaves.
"""

from collections.abc import Collection, Iterable, Mapping
from math import log

import numpy as np

from corpus.relevance import Relevance
from corpus.settings import DEFAULT_BOOSTS
from index.schema import TEXT_FIELDS
from search.deadline import Deadline
from search.ranking.evidence import NO_EVIDENCE, Evidence
from search.ranking.groups import Group, Worths, frequencies, summed
from search.ranking.plan import Leaf
from search.ranking.slices import Slices, sliced
from search.snapshots.bitmaps import SPAN, Bitmap, of_docs, of_flags, ranges, ranks
from search.snapshots.columns import NONE, Floats, Words
from search.snapshots.fieldterms import ENTITY
from search.snapshots.snapshot import Snapshot

_DEFAULT = Relevance()

_LEAST = np.finfo(np.float32).tiny
"""What a match is worth at the least, where its field counts nothing: it still is one."""

_DENSE = 4
"""A group that more than one in so many documents have is kept dense, which is quicker and at most twice as large."""

_SMALL = 1 << 16
"""In an index of so few documents dense arrays are small, so that half as many documents suffice for one."""


_READ_AHEAD = 100
"""The terms that are read at once, at the most."""

_MISSED = Group(NONE, np.zeros(0, np.float32), 0)
"""A leaf for which there was no time."""


class Scorer:
    """What leaves are worth in the documents of a snapshot; made for one query.

    It depends on the boosts of the text fields, on the parameters, and on what the query says beside its words. Leaves
    that are not known when the time of the query is over have no documents.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        boosts: Mapping[str, float] = DEFAULT_BOOSTS,
        relevance: Relevance = _DEFAULT,
        evidence: Evidence = NO_EVIDENCE,
        deadline: Deadline | None = None,
    ) -> None:
        self.snapshot = snapshot
        self.deadline = deadline or Deadline()
        # What an article names counts the same, whether it is found by the words of a name or as what they mean.
        self.boosts = {**boosts, ENTITY: boosts.get("entities", 1.0)}
        self.relevance = relevance
        self.evidence = evidence
        self._length_matters = {"title": relevance.title_length, "body": relevance.body_length}
        self._groups: dict[Leaf, Group] = {}
        self.key = (*[boosts.get(field, 1.0) for field in TEXT_FIELDS], relevance)
        """What the worth of a leaf depends on beside the snapshot."""

    def group(self, leaf: Leaf) -> Group:
        """Return a leaf's group, made once and kept as long as there is room."""
        found = self._groups.get(leaf)
        if found is None:
            found = self._groups[leaf] = self._known(leaf)
        return found

    def read_ahead(self, leaves: Iterable[Leaf]) -> None:
        """Read what is not known of some leaves together, where that is not too much to read at once."""
        unknown = [leaf for leaf in leaves if leaf not in self._groups and not self._find(leaf)]
        asked = [(field, term) for leaf in unknown for slot in leaf.slots for term in slot for field in leaf.fields]
        if 0 < len(asked) <= _READ_AHEAD:
            self.snapshot.terms.read_ahead(asked)

    def _find(self, leaf: Leaf) -> bool:
        known: Group | None = self.snapshot.memory.find((leaf, self.key))
        if known is not None:
            self._groups[leaf] = known
        return known is not None

    def _known(self, leaf: Leaf) -> Group:
        known: Group | None = self.snapshot.memory.find((leaf, self.key))
        if known is not None:
            return known
        if self.deadline.is_over:
            return _MISSED
        return self.snapshot.memory.get((leaf, self.key), lambda: self._made(leaf))

    def idf(self, leaf: Leaf) -> float:
        """Return how much a leaf tells, above 0: the fewer of all articles have it the more."""
        return self.idf_of(self.group(leaf).count)

    def idf_of(self, have: int) -> float:
        """Return how much it tells that so many articles have something."""
        return log(1 + (self.snapshot.count - have + 0.5) / (have + 0.5))

    def scoring(self, leaves: Iterable[Leaf]) -> tuple[Leaf, ...]:
        """Return those leaves of a query that tell something."""
        return tuple([leaf for leaf in leaves if self.evidence.counts(leaf)])

    @property
    def pairs(self) -> Collection[Leaf]:
        """The pairs of words that count."""
        return self.evidence.pairs if self.relevance.pairs else ()

    @property
    def is_fed_back(self) -> bool:
        """Whether the first by relevance are put in order by feedback."""
        return self.evidence.is_question and self.relevance.feedback > 0

    def pair_idf(self, pair: Leaf) -> float:
        """Return how much a pair tells: as much as both of its words, as if each stood wherever it liked."""
        return sum(self.idf(Leaf(TEXT_FIELDS, (slot,))) for slot in pair.slots)

    def weight(self, leaf: Leaf) -> float:
        """Return how many times the worth of a leaf is scored."""
        return float(self.evidence.asked.get(leaf, 1))

    def has(self, leaf: Leaf, doc: int) -> bool:
        """Tell whether a document has a leaf, in any of its fields."""
        group = self.group(leaf)
        if group.docs is None:
            return bool(group.worths[doc] > 0)
        at = int(group.docs.searchsorted(np.uint32(doc)))
        return at < len(group.docs) and int(group.docs[at]) == doc

    def peaks(self, leaf: Leaf) -> Worths:
        """Return the most that a leaf is worth in each range of documents, 0 in a range without."""
        group = self.group(leaf)
        if group is _MISSED:
            return _peaks(group, self.snapshot)
        return self.snapshot.memory.get(("peaks", leaf, self.key), lambda: _peaks(group, self.snapshot))

    def slices(self, leaf: Leaf) -> Slices:
        """Return a leaf's worths rounded up to few binary digits."""
        group = self.group(leaf)
        if group is _MISSED:
            return sliced(group, self.snapshot.size)
        return self.snapshot.memory.get(("slices", leaf, self.key), lambda: sliced(group, self.snapshot.size))

    def bitmap(self, leaf: Leaf) -> Bitmap:
        """Return the documents that have a leaf, in any of its fields."""
        group = self.group(leaf)
        if group is _MISSED:
            return self._bits(group)
        return self.snapshot.memory.get(("bitmap", leaf), lambda: self._bits(group))

    def ranks(self, leaf: Leaf) -> Words:
        """Return for each range of documents how many documents that have a leaf stand before it."""
        if self.group(leaf) is _MISSED:
            return ranks(self.bitmap(leaf))
        return self.snapshot.memory.get(("ranks", leaf), lambda: ranks(self.bitmap(leaf)))

    def _bits(self, group: Group) -> Bitmap:
        size = self.snapshot.size
        return of_flags(group.worths[:size] > 0) if group.docs is None else of_docs(group.docs, size)

    def scratch(self) -> Worths:
        """Return this thread's array of a zero for each document; who writes to it puts the zeros back."""
        local = self.snapshot.local
        found: Worths | None = getattr(local, "scratch", None)
        if found is None:
            found = local.scratch = np.zeros(self.snapshot.size, np.float32)
        return found

    def _made(self, leaf: Leaf) -> Group:
        docs, found = self._weighed(leaf)
        weight = self.idf_of(len(docs)) ** self.relevance.rarity * (self.relevance.k1 + 1)
        worths = np.maximum((weight * found / (found + self.relevance.k1)).astype(np.float32), _LEAST)
        if len(docs) * (_DENSE if self.snapshot.size > _SMALL else 2 * _DENSE) <= self.snapshot.size:
            return Group(docs, worths, len(docs))
        dense = np.zeros(ranges(self.snapshot.size) * SPAN, np.float32)
        dense[docs] = worths
        return Group(None, dense, len(docs))

    def _weighed(self, leaf: Leaf) -> tuple[Words, Floats]:
        """Return how often a leaf occurs in each document that has it, by the weight and the length of each field."""
        docs, values = [], []
        for field in leaf.fields:
            counts = frequencies(self.snapshot, leaf, field)
            if len(counts.docs):
                docs.append(counts.docs)
                values.append(self.boosts.get(field, 1.0) * counts.freqs / self.norms(field, counts.docs))
        return summed(docs, values, self.snapshot.size) if docs else (NONE, np.zeros(0))

    def norms(self, field: str, docs: Words) -> Floats | float:
        """Return BM25's length norm of some documents."""
        if field not in self._length_matters:
            return 1.0
        base, slope = self._line(field)
        return base + slope * self.snapshot.lengths(field)[docs].astype(np.float64)

    def norm(self, field: str, doc: int) -> float:
        """Return BM25's length norm of one document."""
        if field not in self._length_matters:
            return 1.0
        base, slope = self._line(field)
        return base + slope * int(self.snapshot.lengths(field)[doc])

    def _line(self, field: str) -> tuple[float, float]:
        """Return the norm of a field without words, and what each word adds to it."""
        b = self._length_matters[field]
        average = self.snapshot.average_length(field)
        return 1.0 - b, b / average if average else 0.0


def _peaks(group: Group, snapshot: Snapshot) -> Worths:
    if group.docs is None:
        highest: Worths = group.worths.reshape(-1, SPAN).max(axis=1)
        return highest
    peaks = np.zeros(ranges(snapshot.size), np.float32)
    np.maximum.at(peaks, group.docs // SPAN, group.worths)
    return peaks
