"""A field of a segment as it is read: its terms and their postings. What it is made of: ``index.columnar.fields``."""

from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from index.columnar import across, formcodes
from index.columnar.across import FrequenciesError, Occurring, Part
from index.columnar.arrays import Array, run_sums, starts_of
from index.columnar.escapes import Escaped, Ints
from index.columnar.fields import BLOCK, Piece
from index.columnar.streams import Stream
from index.columnar.strings import LINE_FEED, NOTHING, Strings, parted
from index.columnar.termlist import Files, TermList

Words = npt.NDArray[np.uint32]


class Blocks(NamedTuple):
    """The blocks of a term, a number each: the last document, the highest frequency, the shortest field length."""

    last: Array
    most: Array
    shortest: Array


class Postings(TermList):
    """The terms of a field by number, ascending as bytes, and their postings.

    Raises DamagedSegmentError where the files do not say what they should.
    """

    def __init__(self, name: str, files: Files, doc_count: int) -> None:
        super().__init__(name, files)
        self._doc_count = doc_count
        self._docs, self._more, self._places = (
            Stream.open(file, files.terms, name, label)
            for label, file in (("docs", files.docs), ("freqs", files.freqs), ("places", files.places))
        )
        self.is_exact = not self._places
        """Whether this is a field of exact values, without places."""

    def df(self, term: int) -> int:
        """Return how many documents have a term, deleted ones too."""
        return self._docs.count(term)

    def total(self, term: int) -> int:
        """Return how often a term stands in all documents, deleted ones too."""
        return self.df(term) if self.is_exact else self._places.count(term)

    def bounds(self, term: int) -> tuple[int, int, int]:
        """Return the highest frequency of a term, and the shortest and longest field it stands in."""
        if self.is_exact:
            return 1, 1, 1
        most, shortest, longest = (int(self._column(one)[term]) for one in ("most", "shortest", "longest"))
        return most, shortest, longest

    def part(self, term: int, base: int = 0) -> Part:
        """Return the coded postings of a term, where the first document of the segment has the number ``base``."""
        try:
            docs, freqs = self._docs.coded(term, term + 1), self._more.coded(term, term + 1)
            return Part(docs, freqs, base, base + self._doc_count)
        except ValueError as error:
            raise self.damaged("docs", term) from error

    def docs(self, term: int) -> Occurring:
        """Return the documents that have a term, ascending, and how often each has it."""
        part = self.part(term)
        try:
            return across.read([part], exact=self.is_exact)
        except FrequenciesError as error:
            raise self.damaged("freqs", term) from error
        except ValueError as error:
            raise self.damaged("docs", term) from error

    def docs_of(self, begin: int, end: int) -> Words:
        """Return the documents that have any of the terms from one number to another, some several times."""
        codes = self._read(self._docs, begin, end)
        gaps = codes if self.is_exact else codes >> np.uint32(1)
        try:
            docs = run_sums(gaps, starts_of(self._docs.counts(begin, end))) - 1
        except ValueError as error:
            raise self.damaged("docs", begin) from error
        if docs.size and not 0 <= docs.min() <= docs.max() < self._doc_count:
            raise self.damaged("docs", begin)
        return docs.astype(np.uint32)

    def places(self, term: int, freqs: Array) -> tuple[Words, Words]:
        """Return where a term stands in all its documents, and the number of the form there, an occurrence each.

        ``freqs`` are those of its postings. Places ascend within each document.
        """
        starts = starts_of(freqs)
        gaps = self._read(self._places, term)
        if starts[-1] != gaps.size:
            raise self.damaged("places", term)
        return run_sums(gaps, starts).astype(np.uint32), self._form_codes(term, term + 1, starts[-1:]).astype(np.uint32)

    def _form_codes(self, begin: int, end: int, occurrences: Array) -> Ints:
        """Return the number of the form at each occurrence of some terms, which occur so often each."""
        starts = self._column("exceptions-starts")[begin : end + 1].astype(np.int64)
        data = self._files.freqs.get(f"{self.name}/forms")[starts[0] : starts[-1]]
        forms = 1 + self._surfaces(begin, end).counts_of(LINE_FEED)
        try:
            return formcodes.unpack(data, np.diff(starts), occurrences, forms)
        except ValueError as error:
            raise self.damaged("freqs", begin) from error

    def coded_places(self, term: int) -> Escaped:
        """Return the coded places of a term."""
        try:
            return self._places.coded(term, term + 1)
        except ValueError as error:
            raise self.damaged("places", term) from error

    def forms(self, term: int) -> list[bytes]:
        """Return the surface forms of a term in the order of their numbers."""
        starts = self._form_starts
        if not starts.size:
            return [self.text(term)]
        found = self._forms[int(starts[term]) : int(starts[term + 1])].tobytes()
        return found.split(b"\n") if found else [self.text(term)]

    def form_counts(self, begin: int, end: int) -> tuple[Strings, Ints]:
        """Return the forms of the terms from one number to another, and how often each occurs, one after the other.

        Deleted documents count too.
        """
        surfaces = self._surfaces(begin, end)
        firsts = starts_of(1 + surfaces.counts_of(LINE_FEED))
        terms, others = self._exceptions(begin, end, np.diff(firsts))
        found = np.bincount(firsts[terms] + others, minlength=int(firsts[-1])).astype(np.int64)
        if found.size != firsts[-1]:
            raise self.damaged("freqs", begin)
        try:
            found[firsts[:-1]] = self._places.counts(begin, end) - np.bincount(terms, minlength=end - begin)
        except ValueError as error:
            raise self.damaged("places", begin) from error
        return parted(surfaces, self.strings(begin, end)), found

    def _exceptions(self, begin: int, end: int, forms: Ints) -> tuple[Ints, Ints]:
        """Return the term of each occurrence that is not in its usual form, and the number of the form there."""
        starts = self._column("exceptions-starts")[begin : end + 1].astype(np.int64)
        data = self._files.freqs.get(f"{self.name}/forms")[starts[0] : starts[-1]]
        return formcodes.others(data, starts - starts[0], forms)

    @cached_property
    def _forms(self) -> Array:
        return self._terms.get(f"{self.name}/forms")

    @cached_property
    def _form_starts(self) -> Array:
        return self._terms.get(f"{self.name}/form-starts")

    def blocks(self, term: int) -> Blocks | None:
        """Return the blocks of a term, None where it has too few postings for that."""
        if self.is_exact or self.df(term) <= BLOCK:
            return None
        begin, end = (int(one) for one in self._block_starts[term : term + 2])
        return Blocks(*(self._column(f"block-{one}")[begin:end] for one in ("last", "most", "shortest")))

    @cached_property
    def _block_starts(self) -> Ints:
        return starts_of(self._column("blocks"))

    def reaching(self, begin: int, size: int) -> int:
        """Return the number of the term behind those that from ``begin`` on have so many occurrences; at least one."""
        starts = (self._docs if self.is_exact else self._places).starts[0]
        return max(int(np.searchsorted(starts, int(starts[begin]) + size)), begin + 1)

    def piece(self, begin: int, end: int) -> Piece:
        """Return the postings of the terms from one number to another."""
        try:
            counts = self._docs.counts(begin, end)
            codes = self._read(self._docs, begin, end)
            texts = self.strings(begin, end)
            docs = run_sums(codes if self.is_exact else codes >> 1, starts_of(counts)) - 1
            if docs.size and not 0 <= docs.min() <= docs.max() < self._doc_count:
                raise self.damaged("docs", begin)
            if self.is_exact:
                return Piece(texts, counts, docs, np.ones(docs.size, np.int64))
            freqs = across.frequencies(codes, self._more.coded(begin, end)).astype(np.int64)
            gaps = self._places.coded(begin, end)
            occurrences = np.diff(starts_of(freqs)[starts_of(counts)])
            if (occurrences != self._places.counts(begin, end)).any():
                raise self.damaged("places", begin)
        except FrequenciesError as error:
            raise self.damaged("freqs", begin) from error
        except ValueError as error:
            raise self.damaged("docs", begin) from error
        forms = self._form_codes(begin, end, occurrences)
        return Piece(texts, counts, docs, freqs, gaps, forms, self._surfaces(begin, end))

    def _surfaces(self, begin: int, end: int) -> Strings:
        if not self._form_starts.size:
            return Strings(NOTHING.data, np.zeros(end - begin + 1, np.int64))
        return self._packed("forms", "form-starts", begin, end)

    def _column(self, name: str) -> Array:
        return self._terms.get(f"{self.name}/{name}")

    def _read(self, stream: Stream, begin: int, end: int | None = None) -> Words:
        try:
            return stream.values(begin, begin + 1 if end is None else end)
        except ValueError as error:
            raise self.damaged(stream.label, begin) from error
