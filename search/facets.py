"""Exact values: which documents have them, and how many of a result have each."""

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import get_close_matches
from itertools import accumulate, chain, islice

from corpus.text import fold, squeeze
from search.results import FacetValue

MAX_VALUES = 50
"""The values that a facet lists at the most; only the years of ``published`` are all listed."""

_LIKENESS = 0.6
_COMPARED = 500


class Values:
    """The values of one exact field, decoded once: a value's documents and a document's values."""

    def __init__(self, documents: Mapping[str, Iterable[int]], size: int) -> None:
        self._documents = {value: array("I", docs) for value, docs in documents.items()}
        self._values = list(self._documents)
        self._folded: dict[str, list[str]] = {}
        for value in self._values:
            self._folded.setdefault(_key(value), []).append(value)
        self._codes, self._offsets = self._by_document(size)

    def _by_document(self, size: int) -> tuple["array[int]", "array[int]"]:
        """Return the codes of all documents' values one after another, and where each document's begin."""
        many = max(len(self._values), 1)
        pairs = sorted(doc * many + code for code, docs in enumerate(self._documents.values()) for doc in docs)
        each = Counter(pair // many for pair in pairs)
        starts = accumulate((each[doc] for doc in range(size)), initial=0)
        return array("I", [pair % many for pair in pairs]), array("Q", starts)

    def find(self, value: str) -> tuple[str, ...]:
        """Return the known values that equal this one but for case, accents and white space."""
        return tuple(self._folded.get(_key(value), ()))

    def near(self, value: str) -> str | None:
        """Return the known value that looks most like this one, if any does.

        Only values that begin with the same letter are compared, and of them only the first 500 that are about as long.
        """
        key = _key(value)
        alike = list(islice((one for one in self._folded if one[:1] == key[:1] and _as_long(one, key)), _COMPARED))
        found = get_close_matches(key, alike, n=1, cutoff=_LIKENESS)
        return self._folded[found[0]][0] if found else None

    def documents(self, value: str) -> Iterable[int]:
        """Return the documents that have a known value, ascending."""
        return self._documents[value]

    def count(self, docs: Iterable[int]) -> Counter[str]:
        """Return how many of these documents have each value."""
        codes, offsets = self._codes, self._offsets
        counted = Counter(chain.from_iterable(codes[offsets[doc] : offsets[doc + 1]] for doc in docs))
        return Counter({self._values[code]: count for code, count in counted.items()})

    def __contains__(self, value: str) -> bool:
        return value in self._documents

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)


def listing(
    counted: Mapping[str, int], label: Callable[[str], str], *, most: int | None = MAX_VALUES
) -> tuple[FacetValue, ...]:
    """Return counted values as a facet: the most frequent first, then by label, at most so many; None is all.

    >>> [one.value for one in listing({"b": 1, "a": 1, "c": 2}, str.upper)]
    ['c', 'a', 'b']
    """
    values = [FacetValue(value, label(value), count) for value, count in counted.items()]
    values.sort(key=lambda one: (-one.count, fold(one.label), one.value))
    return tuple(values[:most])


def _as_long(one: str, key: str) -> bool:
    """Tell whether two values may look alike by their lengths: ``difflib`` asks for 0.6 of likeness."""
    return 2 * min(len(one), len(key)) >= _LIKENESS * (len(one) + len(key))


def _key(value: str) -> str:
    return fold(squeeze(value))
