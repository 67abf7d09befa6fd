"""The terms of a snapshot's fields: which there are, and where they stand."""

import threading
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import closing
from functools import partial
from itertools import islice
from typing import Any

from index.columnar.across import Standing
from index.columnar.together import Together
from index.columnar.written import Written
from search.query.entityterms import EntityTerm
from search.query.written import is_written
from search.ranking.cache import Cache
from search.snapshots.columns import Postings, Words, shared
from search.snapshots.forms import forms_of, written_in
from search.snapshots.naming import Naming

_FREQUENCIES = 1 << 16
"""Terms of which it is remembered how many documents have them."""

ENTITY = "entity"
"""What searches call the field of entities, which is worked out from that of names."""


class Terms(frozenset[str]):
    """Terms that can be kept in a memory."""

    @property
    def nbytes(self) -> int:
        """What the terms take, about."""
        return sum(100 + len(term) for term in self)


class FieldTerms:
    """The terms of all segments, by field. What is found is shared: read it, never change it.

    ``languages`` returns the languages of the articles, ``reader`` opens a Whoosh reader.
    """

    def __init__(
        self,
        together: Together,
        names: Naming,
        memory: Cache,
        languages: Callable[[], tuple[str, ...]],
        reader: Callable[[], Any],
    ) -> None:
        self._together = together
        self._names = names
        self._memory = memory
        self._languages = languages
        self._reader = reader
        self._lock = threading.Lock()
        self._frequencies: dict[tuple[str, str], int] = {}

    def postings(self, field: str, term: str) -> Postings:
        """Return the documents that have a term in a text or exact field, each with how often."""
        if field == ENTITY:
            return self._names.postings(EntityTerm.of(term))
        if is_written(term):
            found = self._written(field, term)
            return Postings(found.docs, found.freqs)
        return Postings(*self._together.inverted.postings(field, term))

    def _written(self, field: str, term: str) -> Written:
        made = partial(written_in, self._together, self._languages(), field, term)
        return self._memory.get(("written", field, term), made)

    def read_ahead(self, asked: Iterable[tuple[str, str]]) -> None:
        """Read the postings of some fields' terms together, which takes less than one by one."""
        self._together.inverted.read_ahead([one for one in asked if one[0] != ENTITY and not is_written(one[1])])

    def positions(self, asked: Sequence[tuple[str, str]], docs: Words) -> list[Standing]:
        """Return where some fields' terms stand, in words, in those of some ascending documents that have them."""
        plain = [one for one in asked if not is_written(one[1])]
        found = dict(zip(plain, self._together.inverted.standing(plain, docs), strict=True))
        return [found[one] if one in found else self._written_in(*one, docs) for one in asked]

    def _written_in(self, field: str, term: str, docs: Words) -> Standing:
        found = self._written(field, term)
        having = shared(found.docs, docs)
        return Standing(having, *found.places_in(having))

    def beginning(self, field: str, prefix: str, limit: int) -> list[str]:
        """Return at most ``limit`` of a field's terms that begin with a prefix."""
        return list(islice(self._together.inverted.dictionary.beginning(field, prefix), limit))

    def docs_of(self, field: str, term: str) -> Words:
        """Return the documents that have a term in a text field, ascending."""
        return self._together.inverted.docs(field, term)

    def least(self, field: str, term: str) -> int:
        """Return a number of documents that have a term in a text field at the least: all, where none was deleted."""
        told = self._together.inverted.dictionary.df(field, term)
        if self._together.is_whole or not told:
            return told
        sure = told - (self._together.size - self._together.count)
        return sure if sure > 0 else len(self.docs_of(field, term))

    def docs_beginning(self, field: str, prefix: str) -> Words:
        """Return the documents that have a term that begins with a prefix, some several times."""
        return self._together.inverted.docs_beginning(field, prefix)

    def known(self, field: str, terms: Collection[str]) -> set[str]:
        """Return those of some terms that a field has."""
        return {term for term in terms if self._together.inverted.dictionary.has(field, term)}

    def frequency(self, field: str, term: str) -> int:
        """Return how many documents have a term in a field, deleted ones too; remembered."""
        found = self._frequencies.get((field, term))
        if found is None:
            if len(self._frequencies) >= _FREQUENCIES:
                self._frequencies.clear()
            found = self._frequencies[field, term] = self._together.inverted.dictionary.df(field, term)
        return found

    def near(self, field: str, term: str, distance: int) -> frozenset[str]:
        """Return a field's terms of which at most so many letters differ; remembered, as finding them is slow."""
        return self._memory.get(("near", field, term, distance), lambda: Terms(self._read_near(field, term, distance)))

    def _read_near(self, field: str, term: str, distance: int) -> Iterable[str]:
        with self._lock, closing(self._reader()) as reader:
            found = {near for leaf, _ in reader.leaf_readers() for near in leaf.terms_within(field, term, distance)}
        return {one.decode("utf-8") if isinstance(one, bytes) else one for one in found}

    def forms(self, terms: Iterable[str]) -> set[str]:
        """Return the forms in which some terms are written in titles and bodies."""
        return forms_of(self._together, self._languages(), terms)
