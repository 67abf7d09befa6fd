"""A field of a segment as it is read: its terms and their postings. What it is made of: ``index.columnar.fields``."""

from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from index.columnar import formcodes, vbyte
from index.columnar.arrays import Array, ArrayFile, ranges, starts_of
from index.columnar.errors import DamagedSegmentError
from index.columnar.fields import BLOCK, Ints, Piece
from index.columnar.strings import Strings

_REMEMBERED = 64
"""Terms of which it is remembered where the places of each document begin."""

_NOTHING: Array = np.zeros(0, np.uint32)


class Files(NamedTuple):
    """The array files that hold the fields of a segment, open."""

    terms: ArrayFile
    docs: ArrayFile
    freqs: ArrayFile
    places: ArrayFile


class Blocks(NamedTuple):
    """The blocks of a term, one number each: the last document, the highest frequency, the shortest field length,
    and where the codes of each stream begin, in bytes from those of the term."""  # noqa: D205, D209

    last: Array
    most: Array
    shortest: Array
    docs: Array
    freqs: Array
    places: Array


class Postings:
    """The terms of a field by number, ascending as bytes, and their postings.

    Raises DamagedSegmentError where the files do not say what they should.
    """

    def __init__(self, name: str, files: Files, doc_count: int) -> None:
        self._name = name
        self._files = files
        self._doc_count = doc_count
        terms = files.terms
        self._text = terms.get(f"{name}/text")
        self._starts = terms[f"{name}/text-starts"]
        self._df = terms.get(f"{name}/df")
        self._bytes = {
            stream: (files_of.get(name), terms.get(f"{name}/{stream}-starts"))
            for stream, files_of in (("docs", files.docs), ("freqs", files.freqs), ("places", files.places))
        }
        self._begins: dict[int, Array] = {}
        self.is_exact = not self._bytes["places"][1].size
        """Whether this is a field of exact values, without places."""

    def __len__(self) -> int:
        return int(self._starts.size) - 1

    def text(self, term: int) -> bytes:
        """Return a term."""
        starts = self._starts
        return self._text[int(starts[term]) : int(starts[term + 1])].tobytes()

    def texts(self, begin: int = 0, end: int | None = None) -> Iterator[bytes]:
        """Yield terms from one number to another, ascending."""
        end = len(self) if end is None else end
        starts = self._starts[begin : end + 1].tolist()
        data = self._text[starts[0] : starts[-1]].tobytes() if starts else b""
        for left, right in pairwise(starts):
            yield data[left - starts[0] : right - starts[0]]

    def place_of(self, text: bytes) -> int:
        """Return the number of the first term that is not before a text: how many are before it."""
        low, high = 0, len(self)
        starts, data = self._starts, self._text.data
        while low < high:
            middle = (low + high) // 2
            if bytes(data[starts[middle] : starts[middle + 1]]) < text:
                low = middle + 1
            else:
                high = middle
        return low

    def find(self, text: bytes) -> int | None:
        """Return the number of a term, None where there is no such term."""
        at = self.place_of(text)
        return at if at < len(self) and self.text(at) == text else None

    def df(self, term: int) -> int:
        """Return how many documents have a term, deleted ones too."""
        return int(self._df[term])

    def total(self, term: int) -> int:
        """Return how often a term stands in all documents, deleted ones too."""
        return int(self._files.terms[f"{self._name}/cf"][term])

    def bounds(self, term: int) -> tuple[int, int, int]:
        """Return the highest frequency of a term, and the shortest and longest field it stands in."""
        if self.is_exact:
            return 1, 1, 1
        terms = self._files.terms
        most, shortest, longest = (int(terms[f"{self._name}/{one}"][term]) for one in ("most", "shortest", "longest"))
        return most, shortest, longest

    def docs(self, term: int) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint32]]:
        """Return the documents that have a term, ascending, and how often each has it."""
        codes = self._decode("docs", term)
        if self.is_exact:
            gaps, freqs = codes, np.ones(codes.size, np.uint32)
        else:
            gaps, freqs = codes >> 1, self._freqs(codes, term)
        docs = np.cumsum(gaps, dtype=np.int64) - 1
        if docs.size != self.df(term) or (docs.size and not 0 <= docs[0] <= docs[-1] < self._doc_count):
            raise self.damaged("docs", term)
        return docs.astype(np.uint32), freqs

    def _freqs(self, codes: Array, term: int, end: int | None = None) -> npt.NDArray[np.uint32]:
        freqs = np.ones(codes.size, np.uint32)
        more = np.flatnonzero((codes & 1) == 0)
        if more.size:
            extra = self._decode("freqs", term, end)
            if extra.size != more.size:
                raise self.damaged("freqs", term)
            freqs[more] = extra + 2
        return freqs

    def places(self, term: int, freqs: Array) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint32]]:
        """Return where a term stands in all its documents, and the number of the form there, an occurrence each.

        ``freqs`` are those of its postings. Places ascend within each document.
        """
        gaps = self._decode("places", term).astype(np.int64)
        starts = starts_of(freqs)
        if starts[-1] != gaps.size:
            raise self.damaged("places", term)
        return _absolute(gaps, starts), self._form_codes(term, term + 1, starts[-1:]).astype(np.uint32)

    def _form_codes(self, begin: int, end: int, occurrences: Array) -> Ints:
        """Return the number of the form at each occurrence of some terms, which occur so often each."""
        starts = self._files.terms[f"{self._name}/exceptions-starts"][begin : end + 1].astype(np.int64)
        data = self._files.freqs.get(f"{self._name}/forms")[starts[0] : starts[-1]]
        forms = np.array([1 + one.count(b"\n") for one in self._surfaces(begin, end)], np.int64)
        try:
            return formcodes.unpack(data, np.diff(starts), occurrences, forms)
        except ValueError as error:
            raise self.damaged("freqs", begin) from error

    def places_of(self, term: int, docs: Array) -> tuple[Ints, npt.NDArray[np.uint32]]:
        """Return where a term stands in some of its documents, the places of one behind those of the other.

        ``docs`` ascend, and all of them have the term. The first array tells where those of each begin.
        """
        having, freqs = self.docs(term)
        wanted = np.searchsorted(having, docs)
        counts = freqs[wanted].astype(np.int64)
        if docs.size == having.size:
            return starts_of(counts), self.places(term, freqs)[0]
        data, starts = self._bytes["places"]
        codes = data[int(starts[term]) : int(starts[term + 1])]
        begins = self._place_begins(term, codes, freqs)
        chosen = codes[ranges(begins[wanted], begins[wanted + 1] - begins[wanted])]
        try:
            gaps = vbyte.decode(chosen).astype(np.int64)
        except ValueError as error:
            raise self.damaged("places", term) from error
        runs = starts_of(counts)
        if runs[-1] != gaps.size:
            raise self.damaged("places", term)
        return runs, _absolute(gaps, runs)

    def _place_begins(self, term: int, codes: Array, freqs: Array) -> Ints:
        """Return where the codes of each posting's places begin; remembered for long lists, as finding it reads all."""
        known = self._begins.get(term)
        if known is not None:
            return known
        ends = np.flatnonzero(codes >= vbyte.LAST)
        last = starts_of(freqs)[1:] - 1
        if last.size and last[-1] + 1 != ends.size:
            raise self.damaged("places", term)
        begins = np.zeros(freqs.size + 1, np.int64)
        begins[1:] = ends[last] + 1
        if freqs.size > BLOCK:
            if len(self._begins) >= _REMEMBERED:
                self._begins.clear()
            self._begins[term] = begins.astype(np.uint32)
        return begins

    def forms(self, term: int) -> list[bytes]:
        """Return the surface forms of a term in the order of their numbers."""
        starts = self._form_starts
        if not starts.size:
            return [self.text(term)]
        found = self._forms[int(starts[term]) : int(starts[term + 1])].tobytes()
        return found.split(b"\n") if found else [self.text(term)]

    @cached_property
    def _forms(self) -> Array:
        return self._files.terms.get(f"{self._name}/forms")

    @cached_property
    def _form_starts(self) -> Array:
        return self._files.terms.get(f"{self._name}/form-starts")

    def blocks(self, term: int) -> Blocks | None:
        """Return the blocks of a term, None where it has too few postings for that."""
        if self.is_exact or self.df(term) <= BLOCK:
            return None
        begin, end = (int(one) for one in self._block_starts[term : term + 2])
        terms, name = self._files.terms, self._name
        names = ("last", "most", "shortest", "docs", "freqs", "places")
        return Blocks(*(terms[f"{name}/block-{one}"][begin:end] for one in names))

    @cached_property
    def _block_starts(self) -> Ints:
        return starts_of(self._files.terms[f"{self._name}/blocks"])

    def reaching(self, begin: int, size: int) -> int:
        """Return the number of the term behind those that from ``begin`` on take so many bytes; at least one does."""
        streams = [starts for _, starts in self._bytes.values() if starts.size]
        ends = [int(np.searchsorted(starts, int(starts[begin]) + size)) for starts in streams]
        return max(min(ends), begin + 1)

    def piece(self, begin: int, end: int) -> Piece:
        """Return the postings of the terms from one number to another."""
        counts = self._df[begin:end].astype(np.int64)
        firsts = starts_of(counts)
        codes = self._decode("docs", begin, end).astype(np.int64)
        if codes.size != firsts[-1]:
            raise self.damaged("docs", begin)
        gaps = codes if self.is_exact else codes >> 1
        docs = _absolute(gaps, firsts).astype(np.int64) - 1
        if docs.size and not 0 <= docs.min() <= docs.max() < self._doc_count:
            raise self.damaged("docs", begin)
        texts = Strings.of(list(self.texts(begin, end)))
        if self.is_exact:
            return Piece(texts, counts, docs, np.ones(docs.size, np.int64))
        freqs = self._freqs(codes, begin, end).astype(np.int64)
        surfaces = Strings.of(self._surfaces(begin, end))
        gaps = self._decode("places", begin, end).astype(np.int64)
        runs = starts_of(freqs)
        if runs[-1] != gaps.size:
            raise self.damaged("places", begin)
        forms = self._form_codes(begin, end, np.diff(runs[firsts]))
        return Piece(texts, counts, docs, freqs, _absolute(gaps, runs), forms, surfaces)

    def _surfaces(self, begin: int, end: int) -> list[bytes]:
        starts = self._form_starts[begin : end + 1].tolist()
        if not starts:
            return [b""] * (end - begin)
        data = self._forms[starts[0] : starts[-1]].tobytes()
        return [data[left - starts[0] : right - starts[0]] for left, right in pairwise(starts)]

    def _decode(self, stream: str, term: int, end: int | None = None) -> Array:
        data, starts = self._bytes[stream]
        if not starts.size:
            return _NOTHING
        begin, end = int(starts[term]), int(starts[term + 1 if end is None else end])
        if not begin <= end <= data.size:
            raise self.damaged(stream, term)
        try:
            return vbyte.decode(data[begin:end])
        except ValueError as error:
            raise self.damaged(stream, term) from error

    def damaged(self, stream: str, term: int) -> DamagedSegmentError:
        """Return the error that a term cannot be read from one of the files."""
        file: ArrayFile = getattr(self._files, stream)
        return DamagedSegmentError(file.name, f"the postings of {self.text(term)!r} in “{self._name}” cannot be read")


def _absolute(gaps: Ints, starts: Ints) -> npt.NDArray[np.uint32]:
    """Add up gaps anew from each start on."""
    sums = np.cumsum(gaps)
    firsts = starts[:-1]
    before = sums[firsts] - gaps[firsts] if firsts.size else sums
    return (sums - np.repeat(before, np.diff(starts))).astype(np.uint32)
