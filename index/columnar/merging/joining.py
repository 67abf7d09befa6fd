"""Joining pieces of postings of the same terms from several segments, one behind the other."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from index.columnar import escapes
from index.columnar.arrays import Array, ranges, starts_of
from index.columnar.escapes import Ints
from index.columnar.fields import Piece
from index.columnar.strings import Strings

Flags = npt.NDArray[np.bool_]


def joined(pieces: Sequence[Piece]) -> Piece:
    """Return the postings of several segments as one piece.

    The documents of a later piece have higher numbers than those of an earlier one. Terms without postings
    are left out.
    """
    every = [text for piece in pieces for text in piece.texts]
    texts = list(dict.fromkeys(sorted(every)))
    numbers = {text: at for at, text in enumerate(texts)}
    ranks = np.fromiter(map(numbers.__getitem__, every), np.int64, len(every))
    order = np.argsort(ranks, kind="stable")
    counts = np.concatenate([piece.counts for piece in pieces])
    taken = ranges(starts_of(counts)[:-1][order], counts[order])
    docs = np.concatenate([piece.docs for piece in pieces]).take(taken)
    freqs = np.concatenate([piece.freqs for piece in pieces])
    of_term = np.bincount(ranks, counts, len(texts)).astype(np.int64)
    kept = of_term > 0
    found = Strings.of(_of(texts, kept))
    gaps = [piece.gaps for piece in pieces if piece.gaps is not None]
    if not gaps:
        return Piece(found, of_term[kept], docs, freqs.take(taken))
    sizes = np.diff(starts_of(freqs)[starts_of(counts)])
    tokens = ranges(starts_of(sizes)[:-1][order], sizes[order])
    codes, surfaces = _forms(pieces, ranks, texts, sizes)
    return Piece(
        found,
        of_term[kept],
        docs,
        freqs.take(taken),
        escapes.reordered(escapes.joined(gaps), sizes, order),
        codes.take(tokens),
        Strings.of(_of(surfaces, kept)),
    )


def _of(strings: Sequence[bytes], kept: Flags) -> Sequence[bytes]:
    if kept.all():
        return strings
    return [one for one, stays in zip(strings, kept.tolist(), strict=True) if stays]


def _forms(pieces: Sequence[Piece], ranks: Ints, texts: Sequence[bytes], sizes: Ints) -> tuple[Array, list[bytes]]:
    """Return the new number of the form at each occurrence, in the old order, and the forms of each term."""
    old = [one for piece in pieces for one in piece.surfaces]
    firsts = np.zeros(len(texts), np.int64)
    firsts[ranks[::-1]] = np.arange(ranks.size - 1, -1, -1)
    surfaces = [old[at] for at in firsts.tolist()]
    known: dict[int, dict[bytes, int]] = {}
    changed: list[tuple[int, Array]] = []
    for at in _others(pieces, firsts[ranks]).tolist():
        rank, forms = int(ranks[at]), old[at]
        if forms == surfaces[rank] and rank not in known:
            continue
        numbers = known.get(rank)
        if numbers is None:
            numbers = known[rank] = {one: n for n, one in enumerate(_split(surfaces[rank], texts[rank]))}
        fresh = [numbers.setdefault(one, len(numbers)) for one in _split(forms, texts[rank])]
        if fresh != list(range(len(fresh))):
            changed.append((at, np.array(fresh)))
    for rank, numbers in known.items():
        surfaces[rank] = b"" if list(numbers) == [texts[rank]] else b"\n".join(numbers)
    return _renumbered(pieces, changed, sizes), surfaces


def _others(pieces: Sequence[Piece], firsts: Ints) -> Ints:
    """Return the runs that are not the first of their term, unless both it and the first have only the term as form."""
    lengths = np.concatenate([piece.surfaces.lengths for piece in pieces])
    at = np.arange(firsts.size)
    return np.flatnonzero((at != firsts) & ((lengths > 0) | (lengths[firsts] > 0)))


def _split(forms: bytes, text: bytes) -> list[bytes]:
    return forms.split(b"\n") if forms else [text]


def _renumbered(pieces: Sequence[Piece], changed: Sequence[tuple[int, Array]], sizes: Ints) -> Array:
    codes = np.concatenate([piece.forms for piece in pieces if piece.forms is not None])
    if not changed:
        return codes
    which = np.array([at for at, _ in changed])
    table = np.concatenate([fresh for _, fresh in changed])
    begins = starts_of(np.array([fresh.size for _, fresh in changed]))[:-1]
    tokens = ranges(starts_of(sizes)[:-1][which], sizes[which])
    codes[tokens] = table[codes[tokens] + np.repeat(begins, sizes[which])]
    return codes
