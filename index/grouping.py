"""Grouping: brings the groups of copies of a generation (``index.copies``) in line with its segments, run by run.

Candidates are found anew in each run, by one sort of all signatures. Only pairs that were never compared are read and
compared, so that a run costs what is new in it. A pair is named by the digests of its texts, which hold whatever the
number of a document becomes, so that the groups depend on the articles alone and never on the order of the runs.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from corpus.copies.candidates import Pairs, candidates
from corpus.copies.comparing import VERSION, Verdict, compare
from corpus.copies.groups import Labels, grouped
from corpus.copies.reading import Reading
from corpus.copies.signature import DIGEST, SKETCH, compared
from index.columnar.arrays import Array
from index.columnar.errors import DamagedSegmentError
from index.columnar.together import Ints, Together, Words
from index.copies import NAME
from index.generations import Generation
from index.opening import open_segments, open_whoosh
from index.schema import SIGNATURE, UNDATED
from index.sidefiles import load, save

_HELD = 1 << 20
"""Words of the texts that are kept while their candidates are compared, about."""

_FEW = 2_000
"""New documents that wait to be compared, at the most."""

_MIXED = np.uint64(0x9E3779B97F4A7C15)
_HALF = np.uint64(32)

_Digests = npt.NDArray[np.uint64]


def update(folder: Path, together: Together) -> None:
    """Bring the side file of a folder in line with its segments."""
    signed = _Signed.of(together)
    digests, firsts, of_docs = np.unique(signed.digests, return_index=True, return_inverse=True)
    sketches, docs = signed.sketches[firsts], signed.docs[firsts]
    pairs = candidates(sketches)
    keys = digests[pairs[:, 0]] * _MIXED + digests[pairs[:, 1]]
    verdicts = _known(folder, keys)
    unknown = np.flatnonzero(verdicts < 0)
    verdicts[unknown] = list(_compared(together, docs, pairs[unknown]))
    labels = _labels(digests.size, pairs, verdicts)[of_docs]
    groups = _numbered(together.live.size, signed.docs, labels)
    order = np.argsort(keys)
    save(
        folder,
        NAME,
        {
            "version": np.array([VERSION], np.uint32),
            "groups": groups,
            "earliest": _earliest(together, groups),
            "pairs": keys[order],
            "verdicts": verdicts[order].astype(np.uint8),
        },
    )


def carry_over(folder: Path, together: Together, base: Generation) -> bool:
    """Keep the groups of a base in the side file of a folder, whose new documents then are copies of nothing.

    Returns False, and does nothing, where so many are new that it is no great part of the work to compare them.
    """
    before = open_segments(open_whoosh(base.path))
    known = load(base.path, NAME)
    groups = known.get("groups", np.zeros(0, np.uint32)).astype(np.uint32)
    if groups.size != before.size:
        return False
    parts = dict(zip([one.name for one in before.segments], np.split(groups, _ends(before)[:-1]), strict=True))
    if sum(one.doc_count for one in together.segments if one.name not in parts) > _FEW:
        return False
    kept = [parts.get(one.name, np.zeros(one.doc_count, np.uint32)) for one in together.segments]
    docs = np.flatnonzero((of_docs := np.concatenate([groups[:0], *kept])) * together.live)
    groups = _numbered(of_docs.size, docs, of_docs[docs].astype(np.int64))
    save(folder, NAME, {**known, "groups": groups, "earliest": _earliest(together, groups)})
    return True


def _ends(together: Together) -> Ints:
    return np.cumsum([one.doc_count for one in together.segments], dtype=np.int64)


@dataclass(frozen=True, slots=True)
class _Signed:
    """The documents that have signatures, ascending, the digest of each and a row of its sketch."""

    docs: Ints
    digests: _Digests
    sketches: Words

    @classmethod
    def of(cls, together: Together) -> "_Signed":
        """Return those of all live documents that are long enough to have copies."""
        docs, digests, sketches = [np.zeros(0, np.int64)], [np.zeros(0, np.uint64)], [np.zeros((0, SKETCH), np.uint32)]
        base = 0
        for segment in together.segments:
            rows = segment.signatures(SIGNATURE)
            if rows.shape[1] >= DIGEST:
                at = np.flatnonzero((rows[:, 0] > 0) & together.live[base : base + segment.doc_count])
                docs.append(at + base)
                digests.append(rows[at, 0].astype(np.uint64) << _HALF | rows[at, 1].astype(np.uint64))
                some = rows[at, DIGEST : DIGEST + SKETCH].astype(np.uint32)
                sketches.append(np.pad(some, ((0, 0), (0, SKETCH - some.shape[1]))))
            base += segment.doc_count
        return cls(np.concatenate(docs), np.concatenate(digests), np.concatenate(sketches))


def _known(folder: Path, keys: _Digests) -> npt.NDArray[np.int8]:
    """Return the verdicts on pairs that were compared before, -1 for the others."""
    found = np.full(keys.size, -1, np.int8)
    with suppress(DamagedSegmentError):  # what is lost is compared again
        before = load(folder, NAME)
        pairs, verdicts = before.get("pairs", np.zeros(0)), before.get("verdicts", np.zeros(0))
        is_ours = before.get("version", np.zeros(0)).tolist() == [VERSION]
        if is_ours and pairs.size == verdicts.size > 0 and verdicts.max() <= max(Verdict):
            at = np.minimum(np.searchsorted(pairs, keys), pairs.size - 1)
            found = np.where(pairs[at] == keys, verdicts[at], found).astype(np.int8)
    return found


def _compared(together: Together, docs: Ints, pairs: Pairs) -> Iterator[Verdict]:
    """Yield what pairs of texts are to each other, in their order; what belongs together is read together."""
    near = _labels(docs.size, pairs, np.full(len(pairs), Verdict.NEAR, np.int8))
    order = np.lexsort((pairs[:, 1], pairs[:, 0], near[pairs[:, 0]]))
    readings = _Readings(together, docs)
    verdicts = np.zeros(len(pairs), np.int8)
    for at in order.tolist():
        verdicts[at] = compare(*(readings.of(row) for row in pairs[at].tolist()))
    return map(Verdict, verdicts.tolist())


class _Readings:
    """The texts of articles as they are compared; some are kept."""

    def __init__(self, together: Together, docs: Ints) -> None:
        self._together = together
        self._docs = docs
        self._kept: dict[int, Reading] = {}
        self._held = 0

    def of(self, row: int) -> Reading:
        """Return that of an article, kept or read."""
        found = self._kept.get(row)
        if found is None:
            title, body = self._together.texts(int(self._docs[row]), ("title", "body"))
            found = self._kept[row] = Reading.of(compared(title, body))
            self._held += len(found.words)
            while self._held > _HELD and len(self._kept) > 1:
                self._held -= len(self._kept.pop(next(iter(self._kept))).words)
        return found


def _labels(count: int, pairs: Pairs, verdicts: npt.NDArray[np.int8]) -> Labels:
    near, left, right = (pairs[verdicts == one].tolist() for one in list(Verdict)[1:])
    return grouped(count, near, [*left, *((short, whole) for whole, short in right)])


def _numbered(doc_count: int, docs: Ints, labels: Labels) -> Words:
    """Return the group of each document, numbered in the order of the first document of each."""
    _, firsts, inverse, counts = np.unique(labels, return_index=True, return_inverse=True, return_counts=True)
    order = np.argsort(np.where(counts > 1, firsts, docs.size), kind="stable")
    numbers = np.zeros(counts.size, np.uint32)
    several = int((counts > 1).sum())
    numbers[order[:several]] = np.arange(1, several + 1, dtype=np.uint32)
    groups = np.zeros(doc_count, np.uint32)
    groups[docs] = numbers[inverse]
    return groups


def _earliest(together: Together, groups: Words) -> Array:
    """Return the document of each group that was published first."""
    docs = np.flatnonzero(groups)
    published = together.numbers("published")[docs] if docs.size else docs
    order = np.lexsort((docs, published, published == UNDATED, groups[docs]))
    _, firsts = np.unique(groups[docs][order], return_index=True)
    return docs[order][firsts].astype(np.uint32)
