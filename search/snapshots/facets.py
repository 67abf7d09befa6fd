"""Exact values: which documents have them, and how many of a result have each."""

from collections.abc import Callable, Iterable, Iterator
from difflib import get_close_matches
from functools import cached_property
from itertools import islice

import numpy as np

from corpus.entities.names import name_key, name_words
from corpus.text import fold, squeeze
from index.entities import Entities
from search.results import FacetValue
from search.snapshots.columns import Codes, Flags, Ints, Numbers, Words, spread

MAX_VALUES = 50
"""The values that a facet lists at the most; only the years of ``published`` are all listed."""

_REMEMBERED = 1 << 12
"""Values as they were asked for that are remembered."""

_LIKENESS = 0.6
_COMPARED = 500
_SAME = 2
"""Letters that the names of entities have in common which are compared."""

_MANY = 4
"""With more than one in so many documents to count, the codes of all are gone through: that needs no look-ups."""


class Values:
    """The values of one exact field: a value's documents, and how many of some documents have each.

    ``label`` says what a person reads for a value. What takes long is made when it is first asked for.
    """

    def __init__(self, codes: Codes, label: Callable[[str], str] = str) -> None:
        self._codes = codes
        self._label = label
        self._found: dict[str, tuple[str, ...]] = {}

    def find(self, value: str) -> tuple[str, ...]:
        """Return the known values that equal this one but for case, accents and white space."""
        found = self._found.get(value)
        if found is None:
            found = tuple(self._codes.values[code] for code in self._folded.get(_key(value), ()))
            if found and len(self._found) < _REMEMBERED:
                self._found[value] = found
        return found

    def near(self, value: str) -> str | None:
        """Return the known value that looks most like this one, if any does.

        Only values that begin with the same letter are compared, and of them only the first 500 that are about as long.
        """
        key = _key(value)
        alike = list(islice((one for one in self._folded if one[:1] == key[:1] and _as_long(one, key)), _COMPARED))
        found = get_close_matches(key, alike, n=1, cutoff=_LIKENESS)
        return self._codes.values[self._folded[found[0]][0]] if found else None

    def having(self, values: Iterable[str]) -> Flags:
        """Return a flag for each document: whether it has one of some known values."""
        wanted = np.zeros(len(self._codes.values) + 1, bool)
        wanted[[self._places[value] + 1 for value in values]] = True
        return self._flags(wanted)

    def _flags(self, wanted: Flags) -> Flags:
        """Return a flag for each document: whether it has a wanted code."""
        flags = wanted.take(self._codes.codes)
        if self._codes.starts is None:
            return flags
        found = np.zeros(len(self._codes.starts) - 1, bool)
        found[self._owners[flags]] = True
        return found

    def counts(self, docs: Numbers) -> Ints:
        """Return how many of some ascending documents have each value."""
        found: Ints = np.bincount(self._of(docs), minlength=len(self._codes.values) + 1)[1:]
        return found

    def named(self, words: str) -> Flags:
        """Return a flag for each value: whether its label has some words, or words that begin so."""
        wanted = fold(words).split()
        return np.array([all(one in label for one in wanted) for label in self._folded_labels], bool)

    def listing(self, docs: Numbers, most: int | None = MAX_VALUES, words: str = "") -> tuple[FacetValue, ...]:
        """Return the values that some ascending documents have as a facet, or those with some words alone.

        The most frequent come first, then they go by label, at most so many; None is all.
        """
        counts = self.counts(docs)
        if words:
            counts *= self.named(words)
        found = np.flatnonzero(counts)
        if most is not None and len(found) > most:
            # One number for both: the count, and below it the place by label, from the last to the first.
            sortable = (counts[found] << np.int64(32)) - self._by_label[found]
            found = found[np.argpartition(-sortable, most)[:most]]
        found = found[np.lexsort((self._by_label[found], -counts[found]))]
        return tuple(
            FacetValue(self._value_of(at), self._label_of(at), count)
            for at, count in zip(found.tolist(), counts[found].tolist(), strict=True)
        )

    def _label_of(self, at: int) -> str:
        return self._labels[at]

    def _value_of(self, at: int) -> str:
        return self._codes.values[at]

    def _of(self, docs: Numbers) -> Words:
        """Return the codes of some documents."""
        codes, starts = self._codes.codes, self._codes.starts
        if starts is None:
            return codes.take(docs)
        if len(docs) * _MANY > len(starts):
            flags = np.zeros(len(starts) - 1, bool)
            flags[docs] = True
            return codes[flags.take(self._owners)]
        first = starts.take(docs)
        return codes.take(spread(first, starts.take(docs + 1) - first))

    @cached_property
    def _owners(self) -> Numbers:
        """The document of each code, where documents have several."""
        starts = np.zeros(1, np.int64) if self._codes.starts is None else self._codes.starts
        return np.repeat(np.arange(len(starts) - 1), np.diff(starts))

    @cached_property
    def _labels(self) -> list[str]:
        return [self._label(value) for value in self._codes.values]

    @cached_property
    def _folded_labels(self) -> list[str]:
        return [fold(label) for label in self._labels]

    @cached_property
    def _by_label(self) -> Ints:
        """The place of each value in the order of the labels."""
        values, labels = self._codes.values, self._folded_labels
        order = sorted(range(len(values)), key=lambda at: (labels[at], values[at]))
        places = np.zeros(len(values), np.int64)
        places[order] = np.arange(len(values))
        return places

    @cached_property
    def _places(self) -> dict[str, int]:
        return {value: at for at, value in enumerate(self._codes.values)}

    @cached_property
    def _folded(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for at, value in enumerate(self._codes.values):
            found.setdefault(_key(value), []).append(at)
        return found

    def __contains__(self, value: str) -> bool:
        return value in self._places

    def __iter__(self) -> Iterator[str]:
        return iter(self._codes.values)


class EntityValues(Values):
    """The entities of documents: as many as there are names, and so never listed or looked up as a whole."""

    def __init__(self, codes: Codes, entities: Entities) -> None:
        super().__init__(codes)
        self._entities = entities

    def find(self, value: str) -> tuple[str, ...]:
        """Return the ids of the entities that an id or a spelling means."""
        number = self._entities.number(value)
        return self._entities.resolve(value) if number is None else (self._entities.id(number),)

    def near(self, value: str) -> str | None:
        """Return the entity with the spelling that looks most like a value, of some that begin like it."""
        key = name_key(value)
        alike = [one for one in self._entities.beginning(key[:_SAME], _COMPARED) if _as_long(one, key)]
        found = get_close_matches(key, alike, n=1, cutoff=_LIKENESS)
        return next(iter(self._entities.resolve(found[0])), None) if found else None

    def having(self, values: Iterable[str]) -> Flags:
        """Return a flag for each document: whether it has one of some entities."""
        wanted = np.zeros(len(self._entities) + 1, bool)
        wanted[[number for value in values if (number := self._entities.number(value))]] = True
        return self._flags(wanted)

    def counts(self, docs: Numbers) -> Ints:
        """Return how many of some ascending documents have each entity."""
        found: Ints = np.bincount(self._of(docs), minlength=len(self._entities) + 1)[1:]
        return found

    def named(self, words: str) -> Flags:
        """Return a flag for each entity: whether a spelling of it has some words, or words that begin so."""
        flags = np.zeros(len(self._entities) + 1, bool)
        flags[self._entities.with_words([word.key for word in name_words(words)])] = True
        return flags[1:]

    def _label_of(self, at: int) -> str:
        return self._entities.name(at + 1)

    def _value_of(self, at: int) -> str:
        return self._entities.id(at + 1)

    @cached_property
    def _by_label(self) -> Ints:
        return np.arange(len(self._entities))  # they are numbered so

    def __contains__(self, value: str) -> bool:
        return self._entities.number(value) is not None

    def __iter__(self) -> Iterator[str]:
        return iter(self._entities)


def _as_long(one: str, key: str) -> bool:
    """Tell whether two values may look alike by their lengths: ``difflib`` asks for 0.6 of likeness."""
    return 2 * min(len(one), len(key)) >= _LIKENESS * (len(one) + len(key))


def _key(value: str) -> str:
    return fold(squeeze(value))
