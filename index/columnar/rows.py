"""Columns that have more than one number a document: offsets in texts, names with their places, signatures.

``F/offsets`` has where every 64th word of a text begins.

``F/codes`` and ``F/code-starts`` have the names of a document as those of exact values, but one for each place;
``F/span-begins`` the gap to the place before in the document, and ``F/span-sizes`` how long the name is there, in code
points. ``F/signature`` has the numbers of all signatures, one document behind the other, the same count of each.
"""

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from index.columnar.arrays import Array, ArrayFile, ArrayWriter, narrow, ranges, run_gaps, run_sums, starts_of
from index.columnar.errors import DamagedSegmentError

Ints = npt.NDArray[np.int64]


SAMPLED = 64
"""Every so many words of a text the place is kept where one begins, in code points."""


def sampled(counts: Array) -> Array:
    """Return of how many words the offset is kept in texts of so many words."""
    return -(-counts // SAMPLED)


Placed: TypeAlias = tuple[str, int, int]
"""A span as a plain value."""


class Span(NamedTuple):
    """A name that stands in a document: ``text[start:end]``, in code points."""

    name: str
    start: int
    end: int


class Spans(NamedTuple):
    """The spans of some documents: ``i`` has those from ``starts[i]`` to ``starts[i + 1]``, ascending.

    ``codes`` are the numbers of the names, from 1 on; ``begins`` and ``ends`` are code points.
    """

    starts: Ints
    codes: Ints
    begins: Ints
    ends: Ints

    def of(self, docs: Ints) -> "Spans":
        """Return the spans of some of the documents."""
        counts = np.diff(self.starts)[docs]
        at = ranges(self.starts[docs], counts)
        return Spans(starts_of(counts), self.codes[at], self.begins[at], self.ends[at])


NO_SPANS = Spans(*(np.zeros(0, np.int64) for _ in Spans._fields))


def write_spans(columns: ArrayWriter, name: str, spans: Spans) -> None:
    """Write the places of the spans of all documents; their codes are written as those of exact values."""
    columns.write(f"{name}/span-begins", narrow(run_gaps(spans.begins, spans.starts)))
    columns.write(f"{name}/span-sizes", narrow(spans.ends - spans.begins))


def read_spans(columns: ArrayFile, name: str, codes: Array, starts: Ints) -> Spans:
    """Return the spans of all documents; raises DamagedSegmentError."""
    gaps, sizes = (columns.get(f"{name}/span-{what}").astype(np.int64) for what in ("begins", "sizes"))
    if not gaps.size == sizes.size == codes.size:
        raise DamagedSegmentError(columns.name, f"“{name}” has not as many places as names")
    begins = run_sums(gaps, starts)
    return Spans(starts, codes.astype(np.int64), begins, begins + sizes)


def read_spans_of(columns: ArrayFile, name: str, doc: int) -> Spans:
    """Return the spans of one document, without a look at the others; raises DamagedSegmentError."""
    codes, starts = columns.get(f"{name}/codes"), columns.get(f"{name}/code-starts")
    gaps, sizes = columns.get(f"{name}/span-begins"), columns.get(f"{name}/span-sizes")
    if starts.size:
        begin, end = int(starts[doc]), int(starts[doc + 1])
        own = codes[begin:end]
    else:  # no document has more than one
        own = codes[doc : doc + 1]
        own = own[own > 0]
        begin = int(np.count_nonzero(codes[:doc]))
        end = begin + own.size
    if not 0 <= begin <= end <= gaps.size == sizes.size:
        raise DamagedSegmentError(columns.name, f"“{name}” has not as many places as names")
    begins = np.cumsum(gaps[begin:end], dtype=np.int64)
    return Spans(np.array([0, end - begin]), own.astype(np.int64), begins, begins + sizes[begin:end])


def signatures_of(several: Sequence[Sequence[int]]) -> Array:
    """Return signatures as rows of one array; one that is missing is all zeros."""
    found = np.zeros((len(several), max(map(len, several), default=0)), np.uint64)
    for row, one in enumerate(several):
        found[row, : len(one)] = one
    return found


def joined_signatures(several: Sequence[Array]) -> Array:
    """Return the rows of several arrays as one array; those that are shorter end in zeros."""
    width = max((one.shape[1] for one in several), default=0)
    padded = [np.pad(one.astype(np.uint64), ((0, 0), (0, width - one.shape[1]))) for one in several]
    return np.concatenate(padded) if padded else np.zeros((0, 0), np.uint64)


def write_signatures(columns: ArrayWriter, name: str, signatures: Array) -> None:
    """Write a row for each document."""
    columns.write(f"{name}/signature", narrow(signatures.ravel()))


def read_signatures(columns: ArrayFile, name: str, doc_count: int) -> Array:
    """Return a row for each document; raises DamagedSegmentError."""
    found = columns.get(f"{name}/signature")
    if not doc_count:
        return found.reshape(0, 0)
    if found.size % doc_count:
        raise DamagedSegmentError(columns.name, f"the signatures of “{name}” are not as many as they should be")
    return found.reshape(doc_count, -1)
