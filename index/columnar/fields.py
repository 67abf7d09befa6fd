"""A field of a segment as it is written: the postings of its terms, in pieces, term after term.

Three streams grow side by side (``index.columnar.streams``):

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

from index.columnar import escapes, formcodes
from index.columnar.arrays import Array, ArrayWriter, narrow, ranges, run_gaps, starts_of
from index.columnar.escapes import Escaped, Ints
from index.columnar.streams import StreamWriter
from index.columnar.strings import LINE_FEED, NOTHING, Strings

BLOCK = 128
"""Postings a block. A term of more postings has a table of its blocks."""


@dataclass(frozen=True, slots=True)
class Piece:
    """The postings of some terms, ascending by term (as bytes), then by document, then by place.

    ``counts`` has the number of postings of each term; ``docs`` and ``freqs`` have a number a posting.
    ``gaps`` (of places, as above) and ``forms`` have a number an occurrence, and are None in a field of exact
    values, whose ``freqs`` are all one. ``surfaces`` are the forms of each term in the order of their numbers,
    parted by line feeds; empty where the one form is the term itself.
    """

    texts: Strings
    counts: Array
    docs: Array
    freqs: Array
    gaps: Escaped | None = None
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
        self._docs, self._freqs, self._places = (
            StreamWriter(getattr(streams, label), name, label) for label in ("docs", "freqs", "places")
        )

    def add(self, piece: Piece) -> None:
        """Add terms, all of them behind those added before."""
        if not len(piece.texts):
            return
        starts = starts_of(piece.counts)
        self._docs.add(escapes.encode(_doc_codes(piece, starts)), piece.counts)
        self._texts.append(piece.texts)
        self._surfaces.append(piece.surfaces)
        if piece.gaps is None or piece.forms is None:
            return
        many = np.flatnonzero(piece.freqs > 1)
        self._freqs.add(escapes.encode(piece.freqs[many] - 2), np.diff(many.searchsorted(starts)))
        occurrences = np.add.reduceat(piece.freqs, starts[:-1], dtype=np.int64)
        self._places.add(piece.gaps, occurrences)
        packed, sizes = formcodes.pack(piece.forms, occurrences, 1 + piece.surfaces.counts_of(LINE_FEED))
        self._forms.append(packed)
        self._keep(exceptions=sizes)
        self._keep_bounds(piece, starts[:-1])

    def close(self) -> None:
        """Write what there is of each term."""
        terms, name = self._streams.terms, self._name
        for stream in (self._docs, self._freqs, self._places):
            stream.close(terms)
        if self._forms:
            self._streams.freqs.begin(f"{name}/forms", np.uint8)
            for packed in self._forms:
                self._streams.freqs.append(packed)
        self._write_strings("text", "text-starts", self._texts)
        if any(map(len, self._surfaces)):
            self._write_strings("forms", "form-starts", self._surfaces)
        for column, pieces in self._columns.items():
            values = np.concatenate(pieces)
            if column == "exceptions":
                terms.write(f"{name}/{column}-starts", narrow(starts_of(values)))
            else:
                terms.write(f"{name}/{column}", narrow(values))

    def _write_strings(self, texts: str, starts: str, several: Sequence[Strings]) -> None:
        data = [one.data for one in several]
        lengths = [one.lengths for one in several]
        none = np.zeros(0, np.uint8)
        self._streams.terms.write(f"{self._name}/{texts}", np.concatenate([none, *data]))
        self._streams.terms.write(f"{self._name}/{starts}", narrow(starts_of(np.concatenate([none, *lengths]))))

    def _keep_bounds(self, piece: Piece, firsts: Ints) -> None:
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


def _doc_codes(piece: Piece, starts: Ints) -> Ints:
    docs = piece.docs.astype(np.int64, copy=False)
    gaps: Ints = run_gaps(docs + 1, starts)
    if piece.gaps is None:
        return gaps
    gaps <<= 1
    gaps |= piece.freqs == 1
    return gaps


def place_gaps(places: Array, freqs: Array) -> Escaped:
    """Return the gaps between the places of postings, of which each has so many, coded."""
    return escapes.encode(run_gaps(places, starts_of(freqs)))
