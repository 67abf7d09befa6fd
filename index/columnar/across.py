"""The postings of terms in all segments, decoded together: as many steps for many terms and segments as for one."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from index.columnar import escapes
from index.columnar.arrays import ranges, run_sums, starts_of
from index.columnar.escapes import Escaped, Ints

Words = npt.NDArray[np.uint32]

_DENSE = 4
"""With more than one in so many places wanted, all are read."""


class FrequenciesError(ValueError):
    """The frequencies of a term cannot be read, or are not as many as its documents need."""


class Part(NamedTuple):
    """The coded postings of a term in one segment, whose documents are those from ``base`` to ``end`` (exclusive)."""

    docs: Escaped
    freqs: Escaped
    base: int
    end: int


class Occurring(NamedTuple):
    """The documents that have a term, ascending, deleted ones too, and how often each has it."""

    docs: Words
    freqs: Words

    @property
    def nbytes(self) -> int:
        """The bytes of the arrays."""
        return self.docs.nbytes + self.freqs.nbytes


class Wanted(NamedTuple):
    """Some postings of a term, by their numbers ``at``, ascending; ``places`` are its coded places in each segment."""

    found: Occurring
    at: Ints
    places: Sequence[Escaped]


class Standing(NamedTuple):
    """Where a term stands in some ascending documents: in the ``i``-th at ``places[starts[i] : starts[i + 1]]``."""

    docs: Words
    starts: Ints
    places: Words


NO_INTS: Ints = np.zeros(0, np.int64)
NOWHERE = Occurring(np.zeros(0, np.uint32), np.zeros(0, np.uint32))


def read_each(several: Sequence[Sequence[Part]]) -> Iterator[Occurring]:
    """Yield the postings of some terms of fields with places, each with its parts; ValueError as by ``read``."""
    found = read([part for parts in several for part in parts], exact=False)
    begin = 0
    for parts in several:
        end = begin + sum(part.docs.ones.size for part in parts)
        yield Occurring(found.docs[begin:end], found.freqs[begin:end])
        begin = end


def read(parts: Sequence[Part], *, exact: bool) -> Occurring:
    """Return the postings of a term, of a field of exact values or not.

    ValueError where they cannot be such; FrequenciesError where it is the frequencies that cannot.
    """
    codes = escapes.decode(escapes.joined([part.docs for part in parts]))
    gaps = codes if exact else codes >> np.uint32(1)
    docs = gaps.cumsum(dtype=np.int64)
    begin, before = 0, 1
    for part in parts:
        end = begin + part.docs.ones.size
        if begin < end:
            above, last = part.base - before, int(docs[end - 1])
            docs[begin:end] += above
            if not part.base <= docs[begin] <= docs[end - 1] < part.end:
                raise ValueError("documents lie outside of their segment")
            begin, before = end, last + 1
    if exact:
        return Occurring(docs.astype(np.uint32), np.ones(codes.size, np.uint32))
    return Occurring(docs.astype(np.uint32), frequencies(codes, escapes.joined([part.freqs for part in parts])))


def frequencies(codes: Words, higher: Escaped) -> Words:
    """Return how often terms stand in documents, by the codes of these and of what is above 1; FrequenciesError."""
    freqs = np.ones(codes.size, np.uint32)
    more = ((codes & np.uint32(1)) == 0).nonzero()[0]
    try:
        extra = escapes.decode(higher)
    except ValueError as error:
        raise FrequenciesError(*error.args) from error
    if extra.size != more.size:
        raise FrequenciesError("frequencies are missing or too many")
    freqs[more] = extra + np.uint32(2)
    return freqs


def among(found: Occurring, docs: Words) -> Ints:
    """Return the numbers of the postings of some ascending documents, of those that have any."""
    if not found.docs.size:
        return np.zeros(0, np.int64)
    at = np.minimum(found.docs.searchsorted(docs), found.docs.size - 1)
    wanted: Ints = at[found.docs.take(at) == docs]
    return wanted


def standing(several: Sequence[Wanted]) -> Iterator[Standing]:
    """Yield where terms stand in the documents of some of their postings; ValueError where places do not fit."""
    counts, begins, base = [NO_INTS], [NO_INTS], 0
    for found, at, places in several:
        if at.size:
            ends = found.freqs.cumsum(dtype=np.int64)
            size = sum([coded.ones.size for coded in places])
            if size != ends[-1]:
                raise ValueError("places are missing or too many")
            counts.append(found.freqs.take(at).astype(np.int64))
            begins.append(ends.take(at) - counts[-1] + base)
            base += size
    coded = escapes.joined([one for wanted in several for one in wanted.places])
    starts, found_places = _places(coded, np.concatenate(begins), np.concatenate(counts))
    begin = 0
    for found, at, _ in several:
        mine = starts[begin : begin + at.size + 1]
        yield Standing(found.docs.take(at), mine - mine[0], found_places[mine[0] : mine[-1]])
        begin += at.size


def _places(coded: Escaped, begins: Ints, counts: Ints) -> tuple[Ints, Words]:
    """Return the places of some postings, given by the first of their coded places and how many there are."""
    starts, at = starts_of(counts), ranges(begins, counts)
    if at.size * _DENSE > coded.ones.size:
        gaps = escapes.decode(coded).take(at)
    else:
        gaps = escapes.decode(escapes.take(coded, at))
    return starts, run_sums(gaps, starts).astype(np.uint32)
