"""A field of any other Whoosh format: postings with weights of any size and values that are only bytes here.

The terms stand as in a packed field (``index.columnar.fields``). Of each term the three posting files hold:

- ``docs``: the gaps between its documents, the first from 0 on, then the lengths of the values where
  any has one, in variable-byte codes. A document may come twice, as Whoosh lets it.
- ``freqs``: nothing where all weights are 1, else the weights as 8-byte floats.
- ``places``: the values, one behind the other.

The array ``most-weight`` in the file ``terms`` marks such a field.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from index.columnar import vbyte
from index.columnar.arrays import Array, ArrayFile, narrow, starts_of
from index.columnar.fields import Streams
from index.columnar.termlist import Files, TermList

_MARK = "most-weight"
_STREAMS = ("docs", "freqs", "places")


def is_opaque(terms: ArrayFile, field: str) -> bool:
    """Return whether a field is one of these."""
    return f"{field}/{_MARK}" in terms


class Items(NamedTuple):
    """The postings of a term: ``docs``, ``weights``, and where in ``data`` each value begins and the last ends."""

    docs: npt.NDArray[np.int64]
    weights: npt.NDArray[np.float64]
    starts: npt.NDArray[np.int64]
    data: bytes

    def value(self, number: int) -> bytes:
        """Return the value of a posting."""
        return self.data[int(self.starts[number]) : int(self.starts[number + 1])]


class OpaqueWriter:
    """Writes the terms of one field, ascending."""

    def __init__(self, name: str, streams: Streams) -> None:
        self._name = name
        self._streams = streams
        self._texts: list[bytes] = []
        self._columns: dict[str, list[Any]] = {}
        for stream in (streams.docs, streams.freqs, streams.places):
            stream.begin(name, np.uint8)

    def add(self, text: bytes, docs: Sequence[int], weights: Array, values: Sequence[bytes], lengths: Array) -> None:
        """Add a term: a number each of document, weight, value and field length for each posting."""
        self._texts.append(text)
        numbers = np.diff(np.array(docs, np.int64), prepend=0)
        if any(values):
            numbers = np.append(numbers, [len(value) for value in values])
        places = np.frombuffer(b"".join(values), np.uint8)
        freqs = np.zeros(0, np.uint8) if (weights == 1).all() else weights.astype("<f8").view(np.uint8)
        for name, data in zip(_STREAMS, (vbyte.encode(numbers), freqs, places), strict=True):
            getattr(self._streams, name).append(data)
            self._keep(name, data.size)
        self._keep("df", len(docs))
        self._keep("weight", float(weights.sum()))
        self._keep(_MARK, float(weights.max()))
        self._keep("shortest", int(lengths.min()))
        self._keep("longest", int(lengths.max()))

    def close(self) -> None:
        """Write what there is of each term."""
        terms, name = self._streams.terms, self._name
        terms.write(f"{name}/text", np.frombuffer(b"".join(self._texts), np.uint8))
        terms.write(f"{name}/text-starts", narrow(starts_of(np.array([len(one) for one in self._texts], np.int64))))
        for stream in _STREAMS:
            terms.write(f"{name}/{stream}-starts", narrow(starts_of(self._column(stream))))
        for column in ("df", "shortest", "longest"):
            terms.write(f"{name}/{column}", narrow(self._column(column)))
        for column in ("weight", _MARK):
            terms.write(f"{name}/{column}", np.array(self._columns.get(column, []), "<f8"))

    def _keep(self, column: str, value: float) -> None:
        self._columns.setdefault(column, []).append(value)

    def _column(self, name: str) -> npt.NDArray[np.int64]:
        return np.array(self._columns.get(name, []), np.int64)


class OpaquePostings(TermList):
    """The terms of such a field, and their postings. Raises DamagedSegmentError."""

    def __init__(self, name: str, files: Files, doc_count: int) -> None:
        super().__init__(name, files)
        self._doc_count = doc_count

    def df(self, term: int) -> int:
        """Return how many documents have a term, deleted ones too."""
        return int(self._terms[f"{self.name}/df"][term])

    def weight(self, term: int) -> float:
        """Return the sum of the weights of a term."""
        return float(self._terms[f"{self.name}/weight"][term])

    def most_weight(self, term: int) -> float:
        """Return the highest weight of a term."""
        return float(self._terms[f"{self.name}/{_MARK}"][term])

    def lengths(self, term: int) -> tuple[int, int]:
        """Return the shortest and the longest field that a term stands in."""
        shortest, longest = (int(self._terms[f"{self.name}/{one}"][term]) for one in ("shortest", "longest"))
        return shortest, longest

    def items(self, term: int) -> Items:
        """Return the postings of a term."""
        count = self.df(term)
        try:
            numbers = vbyte.decode(self._raw("docs", term)).astype(np.int64)
        except ValueError as error:
            raise self.damaged("docs", term) from error
        if numbers.size not in {count, 2 * count}:
            raise self.damaged("docs", term)
        docs = np.cumsum(numbers[:count])
        # Without documents of its own a segment is one of Whoosh's tests of a codec's parts.
        if count and self._doc_count and not 0 <= docs[-1] < self._doc_count:
            raise self.damaged("docs", term)
        starts = starts_of(numbers[count:]) if numbers.size > count else np.zeros(count + 1, np.int64)
        data = self._raw("places", term)
        if starts[-1] != data.size:
            raise self.damaged("places", term)
        return Items(docs, self._weights(term, count), starts, data.tobytes())

    def _weights(self, term: int, count: int) -> npt.NDArray[np.float64]:
        data = self._raw("freqs", term)
        if not data.size:
            return np.ones(count)
        if data.size != 8 * count:
            raise self.damaged("freqs", term)
        return np.frombuffer(data.tobytes(), "<f8")

    def _raw(self, stream: str, term: int) -> Array:
        file: ArrayFile = getattr(self._files, stream)
        data, starts = file.get(self.name), self._terms[f"{self.name}/{stream}-starts"]
        begin, end = int(starts[term]), int(starts[term + 1])
        if not begin <= end <= data.size:
            raise self.damaged(stream, term)
        return data[begin:end]
