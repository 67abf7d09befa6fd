"""The terms of several segments in ranges that fit into memory, with the postings of the documents that stay."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from index.columnar import escapes
from index.columnar.arrays import Array, starts_of
from index.columnar.fields import Piece
from index.columnar.postings import Postings

WINDOW = 1 << 20
"""Occurrences, of all segments together, that are merged at a time, about."""

MOST_TERMS = 1 << 16


@dataclass(frozen=True, slots=True)
class Source:
    """A field of one segment. ``numbers`` are the new numbers of its documents, -1 for those that go."""

    postings: Postings
    numbers: Array


def windows(sources: Sequence[Source]) -> Iterator[list[Piece]]:
    """Yield the pieces of one range of terms after the other; every term stands in one range only."""
    at = [0] * len(sources)
    while True:
        left = [number for number, source in enumerate(sources) if at[number] < len(source.postings)]
        if not left:
            return
        limit = _limit([sources[number] for number in left], [at[number] for number in left])
        pieces = []
        for number in left:
            postings = sources[number].postings
            end = len(postings) if limit is None else postings.place_of(limit)
            if end > at[number]:
                pieces.append(_kept(postings.piece(at[number], end), sources[number].numbers))
                at[number] = end
        yield pieces


def _limit(sources: Sequence[Source], at: Sequence[int]) -> bytes | None:
    """Return the term before which a range ends, None where all that is left fits; at least one term is before it."""
    budget = WINDOW // len(sources)
    limits = []
    for source, begin in zip(sources, at, strict=True):
        end = min(source.postings.reaching(begin, budget), begin + MOST_TERMS // len(sources) + 1)
        if end < len(source.postings):
            limits.append(source.postings.text(end))
    return min(limits, default=None)


def _kept(piece: Piece, numbers: Array) -> Piece:
    """Return the postings of the documents that stay, under their new numbers."""
    docs = numbers[piece.docs]
    if not docs.size or docs.min() >= 0:
        return replace(piece, docs=docs)
    stays = docs >= 0
    counts = np.diff(starts_of(stays)[starts_of(piece.counts)])
    freqs = piece.freqs[stays]
    if piece.gaps is None or piece.forms is None:
        return replace(piece, counts=counts, docs=docs[stays], freqs=freqs)
    tokens = np.flatnonzero(np.repeat(stays, piece.freqs))
    gaps, forms = escapes.take(piece.gaps, tokens), piece.forms[tokens]
    return replace(piece, counts=counts, docs=docs[stays], freqs=freqs, gaps=gaps, forms=forms)
