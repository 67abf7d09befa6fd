"""The terms of a field by number, ascending as bytes, whatever their postings are made of."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from index.columnar.arrays import ArrayFile
from index.columnar.errors import DamagedSegmentError
from index.columnar.strings import Ints, Strings

_EVERY = 64


class Files(NamedTuple):
    """The array files that hold the fields of a segment, open."""

    terms: ArrayFile
    docs: ArrayFile
    freqs: ArrayFile
    places: ArrayFile


class TermList:
    """The terms of one field in the file ``.terms``."""

    def __init__(self, name: str, files: Files) -> None:
        self.name = name
        self._files = files
        self._terms = terms = files.terms
        self._text = terms.get(f"{name}/text")
        self._text_starts = terms[f"{name}/text-starts"]

    def __len__(self) -> int:
        return int(self._text_starts.size) - 1

    def text(self, term: int) -> bytes:
        """Return a term."""
        starts = self._text_starts
        return self._text[starts.item(term) : starts.item(term + 1)].tobytes()

    def texts(self, begin: int = 0, end: int | None = None) -> Iterator[bytes]:
        """Yield terms from one number to another, ascending."""
        end = len(self) if end is None else end
        starts = self._text_starts[begin : end + 1].tolist()
        data = self._text[starts[0] : starts[-1]].tobytes() if starts else b""
        for left, right in pairwise(starts):
            yield data[left - starts[0] : right - starts[0]]

    def strings(self, begin: int, end: int) -> Strings:
        """Return terms from one number to another, packed."""
        return self._packed("text", "text-starts", begin, end)

    def _packed(self, texts: str, starts: str, begin: int, end: int) -> Strings:
        places: Ints = self._terms[f"{self.name}/{starts}"][begin : end + 1].astype("i8")
        return Strings(self._terms.get(f"{self.name}/{texts}")[int(places[0]) : int(places[-1])], places - places[0])

    def place_of(self, text: bytes) -> int:
        """Return the number of the first term that is not before a text: how many are before it."""
        at = bisect_left(self._samples, text)
        low, high = max((at - 1) * _EVERY + 1, 0), min(at * _EVERY, len(self))
        start, data = self._text_starts.item, self._text.data
        while low < high:
            middle = (low + high) // 2
            if bytes(data[start(middle) : start(middle + 1)]) < text:
                low = middle + 1
            else:
                high = middle
        return low

    @cached_property
    def _samples(self) -> list[bytes]:
        """Every 64th term: finding a place among them takes no Python for each step."""
        starts, data = self._text_starts, self._text.data
        begins, ends = starts[:-1:_EVERY].tolist(), starts[1::_EVERY].tolist()
        return [bytes(data[begin:end]) for begin, end in zip(begins, ends, strict=True)]

    def find(self, text: bytes) -> int | None:
        """Return the number of a term, None where there is no such term."""
        block = bisect_right(self._samples, text) - 1
        if block < 0 or not text:
            return None if block < 0 or self.text(0) else 0
        starts, low, high = self._text_starts, block * _EVERY, min((block + 1) * _EVERY, len(self))
        begin = starts.item(low)
        data = self._text[begin : starts.item(high)].tobytes()
        # Terms stand one behind the other, so that a text is also found within one, or across two.
        place = data.find(text)
        while place >= 0:
            at = bisect_right(starts, begin + place, low, high) - 1
            if starts.item(at) == begin + place and starts.item(at + 1) == begin + place + len(text):
                return at
            place = data.find(text, place + 1)
        return None

    def damaged(self, stream: str, term: int) -> DamagedSegmentError:
        """Return the error that a term cannot be read from one of the files: docs, freqs or places."""
        file: ArrayFile = getattr(self._files, stream)
        return DamagedSegmentError(file.name, f"the postings of {self.text(term)!r} in “{self.name}” cannot be read")
