"""Joining pieces of postings of the same terms from several segments, one behind the other."""

from collections.abc import Sequence

import numpy as np

from index.columnar.arrays import Array, ranges, starts_of
from index.columnar.fields import Piece
from index.columnar.strings import Strings


def joined(pieces: Sequence[Piece]) -> Piece:
    """Return the postings of several segments as one piece.

    The documents of a later piece have higher numbers than those of an earlier one. Terms without postings
    are left out.
    """
    texts = sorted(set().union(*(piece.texts for piece in pieces)))
    places = {text: at for at, text in enumerate(texts)}
    ranks = np.array([places[text] for piece in pieces for text in piece.texts], np.int64)
    counts = np.concatenate([piece.counts for piece in pieces]).astype(np.int64)
    order = np.argsort(ranks, kind="stable")
    taken = ranges(starts_of(counts)[:-1][order], counts[order])
    docs = np.concatenate([piece.docs for piece in pieces])[taken]
    freqs = np.concatenate([piece.freqs for piece in pieces])
    of_term = np.bincount(ranks, counts, len(texts)).astype(np.int64)
    kept = of_term > 0
    found = [text for text, stays in zip(texts, kept.tolist(), strict=True) if stays]
    if pieces[0].places is None:
        return Piece(Strings.of(found), of_term[kept], docs, freqs[taken])
    runs = starts_of(freqs)[:-1]
    tokens = ranges(runs[taken], freqs[taken])
    places_of = np.concatenate([piece.places for piece in pieces if piece.places is not None])[tokens]
    codes, surfaces = _forms(pieces, ranks, texts)
    kept_surfaces = [forms for forms, stays in zip(surfaces, kept.tolist(), strict=True) if stays]
    return Piece(
        Strings.of(found), of_term[kept], docs, freqs[taken], places_of, codes[tokens], Strings.of(kept_surfaces)
    )


def _forms(pieces: Sequence[Piece], ranks: Array, texts: Sequence[bytes]) -> tuple[Array, list[bytes]]:
    """Return the new number of the form at each occurrence, in the old order, and the forms of each term."""
    surfaces: list[bytes] = [b""] * len(texts)
    numbers: dict[int, dict[bytes, int]] = {}
    changed: list[tuple[int, Array]] = []
    old = [one for piece in pieces for one in piece.surfaces]
    seen: set[int] = set()
    for at, (rank, forms) in enumerate(zip(ranks.tolist(), old, strict=True)):
        if rank not in seen:
            seen.add(rank)
            surfaces[rank] = forms
            continue
        if forms == surfaces[rank] and rank not in numbers:
            continue
        text = texts[rank]
        known = numbers.get(rank)
        if known is None:
            known = numbers[rank] = {one: n for n, one in enumerate(_split(surfaces[rank], text))}
        fresh = [known.setdefault(one, len(known)) for one in _split(forms, text)]
        if fresh != list(range(len(fresh))):
            changed.append((at, np.array(fresh)))
    for rank, known in numbers.items():
        surfaces[rank] = b"" if list(known) == [texts[rank]] else b"\n".join(known)
    return _renumbered(pieces, changed), surfaces


def _split(forms: bytes, text: bytes) -> list[bytes]:
    return forms.split(b"\n") if forms else [text]


def _renumbered(pieces: Sequence[Piece], changed: Sequence[tuple[int, Array]]) -> Array:
    codes = np.concatenate([piece.forms for piece in pieces if piece.forms is not None]).astype(np.int64)
    if not changed:
        return codes
    per_term = np.concatenate([np.diff(starts_of(piece.freqs)[starts_of(piece.counts)]) for piece in pieces])
    firsts = starts_of(per_term)[:-1]
    which = np.array([at for at, _ in changed])
    table = np.concatenate([fresh for _, fresh in changed])
    begins = starts_of(np.array([fresh.size for _, fresh in changed]))[:-1]
    tokens = ranges(firsts[which], per_term[which])
    codes[tokens] = table[codes[tokens] + np.repeat(begins, per_term[which])]
    return codes
