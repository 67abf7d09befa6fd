"""A field of a segment as it is written: the postings of its terms, in pieces, term after term.

Three array files grow side by side and hold variable-byte codes, those of one term behind those of
the one before:

- ``docs``: a number a posting, the gap to the document before (to -1 for the first), times two, plus
  one where the term stands once in it; without the factor in a field of exact values.
- ``freqs``: how often the term stands in it, less two, for those postings where it is more than once.
- ``places``: a number an occurrence, the gap to the place before in the same document (the place
  itself for the first).

Behind ``freqs`` follows which surface form stands at each occurrence (``index.columnar.formcodes``).
What there is of each term goes to the file ``terms`` at the end of the field.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.columnar import formcodes, vbyte
from index.columnar.arrays import Array, ArrayWriter, narrow, ranges, starts_of
from index.columnar.strings import LINE_FEED, NOTHING, Strings

BLOCK = 128
"""Postings a block. A term of more postings has a table of its blocks."""

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Piece:
    """The postings of some terms, ascending by term (as bytes), then by document, then by place.

    ``counts`` has the number of postings of each term; ``docs`` and ``freqs`` have a number a posting.
    ``places`` and ``forms`` have a number an occurrence, and are None in a field of exact values, whose
    ``freqs`` are all one. ``surfaces`` are the forms of each term in the order of their numbers,
    parted by line feeds; empty where the one form is the term itself.
    """

    texts: Strings
    counts: Array
    docs: Array
    freqs: Array
    places: Array | None = None
    forms: Array | None = None
    surfaces: Strings = NOTHING


class FieldWriter:
    """Writes the terms of one field; ``lengths`` are the field lengths of all documents of the segment."""

    def __init__(self, name: str, streams: "Streams", lengths: Array) -> None:
        self._name = name
        self._streams = streams
        self._lengths = lengths
        self._texts: list[Strings] = []
        self._surfaces: list[Strings] = []
        self._forms: list[Array] = []
        self._columns: dict[str, list[Array]] = {}
        for stream in (streams.docs, streams.freqs, streams.places):
            stream.begin(name, np.uint8)

    def add(self, piece: Piece) -> None:
        """Add terms, all of them behind those added before."""
        if not len(piece.texts):
            return
        firsts = starts_of(piece.counts)[:-1]
        exact = piece.places is None
        codes = _doc_codes(piece, firsts, exact=exact)
        doc_sizes = vbyte.sizes(codes)
        self._streams.docs.append(vbyte.encode(codes, doc_sizes))
        many = np.flatnonzero(piece.freqs > 1)
        freq_sizes = np.zeros(piece.freqs.size, np.uint8)
        if many.size:
            extra = piece.freqs[many] - 2
            freq_sizes[many] = vbyte.sizes(extra)
            self._streams.freqs.append(vbyte.encode(extra, freq_sizes[many]))
        self._texts.append(piece.texts)
        self._surfaces.append(piece.surfaces)
        ends = {"docs": _per_term(doc_sizes, firsts), "freqs": _per_term(freq_sizes, firsts)}
        sizes: tuple[Array, ...] = (doc_sizes, freq_sizes)
        if piece.places is not None and piece.forms is not None:
            place_sizes = self._add_places(piece)
            ends["places"] = _per_term(place_sizes, firsts)
            sizes = (*sizes, place_sizes)
        self._keep(df=piece.counts, cf=np.add.reduceat(piece.freqs, firsts, dtype=np.int64), **ends)
        if not exact:
            self._keep_bounds(piece, firsts, sizes)

    def close(self) -> None:
        """Write what there is of each term."""
        terms, name = self._streams.terms, self._name
        if self._forms:
            self._streams.freqs.begin(f"{name}/forms", np.uint8)
            for packed in self._forms:
                self._streams.freqs.append(packed)
        self._write_strings("text", "text-starts", self._texts)
        if any(map(len, self._surfaces)):
            self._write_strings("forms", "form-starts", self._surfaces)
        for column, pieces in self._columns.items():
            values = np.concatenate(pieces)
            if column in {"docs", "freqs", "places", "exceptions"}:
                terms.write(f"{name}/{column}-starts", narrow(starts_of(values)))
            else:
                terms.write(f"{name}/{column}", narrow(values))

    def _write_strings(self, texts: str, starts: str, several: Sequence[Strings]) -> None:
        data = [one.data for one in several]
        lengths = [one.lengths for one in several]
        none = np.zeros(0, np.uint8)
        self._streams.terms.write(f"{self._name}/{texts}", np.concatenate([none, *data]))
        self._streams.terms.write(f"{self._name}/{starts}", narrow(starts_of(np.concatenate([none, *lengths]))))

    def _add_places(self, piece: Piece) -> Array:
        """Write the places; return how many bytes those of each posting take."""
        assert piece.places is not None and piece.forms is not None  # noqa: PT018, S101 -- for the type checker
        firsts = starts_of(piece.freqs)[:-1]
        places = piece.places.astype(np.int32, copy=False)
        gaps = np.diff(places, prepend=places[:1])
        gaps[firsts] = places[firsts]
        sizes = vbyte.sizes(gaps)
        self._streams.places.append(vbyte.encode(gaps, sizes))
        forms = 1 + piece.surfaces.counts_of(LINE_FEED)
        occurrences = np.diff(starts_of(piece.freqs)[starts_of(piece.counts)])
        packed, packed_sizes = formcodes.pack(piece.forms, occurrences, forms)
        self._forms.append(packed)
        self._keep(exceptions=packed_sizes)
        return np.add.reduceat(sizes, firsts, dtype=np.int64)

    def _keep_bounds(self, piece: Piece, firsts: Ints, sizes: Sequence[Array]) -> None:
        """Keep the highest frequency and the shortest and longest field of each term and of each block."""
        lengths = self._lengths[piece.docs]
        self._keep(
            most=np.maximum.reduceat(piece.freqs, firsts),
            shortest=np.minimum.reduceat(lengths, firsts),
            longest=np.maximum.reduceat(lengths, firsts),
        )
        blocks = np.where(piece.counts > BLOCK, -(-piece.counts // BLOCK), 0)
        self._keep(blocks=blocks)
        if not blocks.any():
            return
        begins = np.repeat(firsts, blocks) + BLOCK * ranges(np.zeros(blocks.size, np.int64), blocks)
        bounds = np.stack((begins, np.minimum(begins + BLOCK, np.repeat(firsts + piece.counts, blocks))), 1).ravel()
        # reduceat takes every second run: from a block's begin to its end.
        inner = bounds if bounds[-1] < piece.docs.size else bounds[:-1]
        self._keep(
            **{"block-most": np.maximum.reduceat(piece.freqs, inner)[::2]},
            **{"block-shortest": np.minimum.reduceat(lengths, inner)[::2]},
            **{"block-last": piece.docs[bounds[1::2] - 1]},
        )
        for stream, of_posting in zip(("docs", "freqs", "places"), sizes, strict=False):
            ahead = starts_of(of_posting)
            self._keep(**{f"block-{stream}": ahead[begins] - ahead[np.repeat(firsts, blocks)]})

    def _keep(self, **columns: Array) -> None:
        for name, values in columns.items():
            self._columns.setdefault(name, []).append(values.astype(np.int64, copy=False))


@dataclass(frozen=True, slots=True)
class Streams:
    """The array files that hold the fields of a segment."""

    terms: ArrayWriter
    docs: ArrayWriter
    freqs: ArrayWriter
    places: ArrayWriter


def _doc_codes(piece: Piece, firsts: Ints, *, exact: bool) -> Ints:
    gaps = np.empty(piece.docs.size, np.int64)
    gaps[1:] = piece.docs[1:]
    gaps[1:] -= piece.docs[:-1]
    gaps[firsts] = piece.docs[firsts].astype(np.int64) + 1
    if exact:
        return gaps
    gaps <<= 1
    gaps |= piece.freqs == 1
    return gaps


def _per_term(sizes: Array, firsts: Ints) -> Ints:
    return np.add.reduceat(sizes, firsts, dtype=np.int64)
