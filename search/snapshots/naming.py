"""The names in the articles of a snapshot, and the entities that they stand for."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from corpus.article import Article, Entity, Mention
from corpus.distinct import distinct
from index.columnar.arrays import starts_of
from index.columnar.together import Together
from index.entities import Entities, terms_of
from index.names import NAME
from search.query.entityterms import EntityTerm
from search.ranking.cache import Cache
from search.snapshots.columns import Codes, Flags, Ints, Postings, Words

_KNOWN_ENTITIES = 1 << 14
"""Entities that are remembered, at the most."""

SHOWN_ENTITIES = 20
"""Entities of a hit, at the most."""

_NO_TERMS = np.zeros(0, np.int64)
_HALF, _LOW = 32, (1 << 32) - 1


class Naming:
    """What the names in some segments stand for, by the side file of their generation."""

    def __init__(self, segments: Together, entities: Entities, memory: Cache) -> None:
        self._together = segments
        self.entities = entities
        self._memory = memory
        self._known: dict[int, Entity] = {}
        sizes = [len(segment.postings(NAME) or ()) for segment in segments.segments]
        named = zip(segments.segments, sizes, strict=True)
        self._codes = [entities.codes(segment.name, size) for segment, size in named]

    def postings(self, asked: EntityTerm) -> Postings:
        """Return the documents that name an entity by a spelling that is not left out, each with how often."""
        return Postings(*self._together.inverted.having_any(NAME, self._names_of(asked)))

    def _names_of(self, asked: EntityTerm) -> list[Ints]:
        """Return the numbers of an entity's names in each segment, without the spellings that are left out."""
        number = self.entities.number(asked.entity) or 0
        if not number or not asked.without:
            return [np.flatnonzero(codes == number) if number else _NO_TERMS for codes in self._codes]
        kept: list[list[int]] = [[] for _ in self._codes]
        for segment, name, term in terms_of(self._together, self.entities, number):
            if asked.has(term.text):
                kept[segment].append(name)
        return [np.array(one, np.int64) for one in kept]

    def written(self, entity: str) -> Sequence[str]:
        """Return the spellings of an entity that articles have, the most frequent first; remembered."""
        return self._memory.get(("written", entity), lambda: self._written(entity))

    def _written(self, entity: str) -> "Spellings":
        number = self.entities.number(entity)
        found = self.spelled(number) if number else {}
        return Spellings(sorted(found, key=lambda text: (-found[text].size, text)))

    def spelled(self, number: int) -> dict[str, Words]:
        """Return the spellings of an entity that articles have, each with the ascending articles that do."""
        names: dict[str, list[list[int]]] = {}
        for segment, name, term in terms_of(self._together, self.entities, number):
            names.setdefault(term.text, [[] for _ in self._codes])[segment].append(name)
        found = {
            text: self._together.inverted.having_any(NAME, [np.array(one, np.int64) for one in segments])[0]
            for text, segments in names.items()
        }
        return {text: docs for text, docs in found.items() if docs.size}

    def mentions(self, doc: int) -> list[tuple[int, int, int]]:
        """Return where a document names entities: their numbers, and places in title, line feed and body, ascending.

        Entities that only its file names are said to stand from 0 to 0.
        """
        segment, found = self._together.named(NAME, doc)
        if not found.codes.size:
            return []
        numbers = self._codes[segment][found.codes - 1]
        places = zip(numbers.tolist(), found.begins.tolist(), found.ends.tolist(), strict=True)
        return [one for one in places if one[0]]

    def entity(self, number: int) -> Entity:
        """Return an entity by its number; those that were asked for are remembered."""
        found = self._known.get(number)
        if found is None:
            if len(self._known) >= _KNOWN_ENTITIES:
                self._known.clear()
            found = self._known[number] = self.entities.entity(number)
        return found

    def entities_of(self, doc: int) -> tuple[Entity, ...]:
        """Return the entities that a document names most often, the most frequent first."""
        return tuple([self.entity(number) for number in self.frequent(doc)])

    def frequent(self, doc: int) -> list[int]:
        """Return the numbers of the entities that a document names most often, the most frequent first."""
        counts = Counter([number for number, _, _ in self.mentions(doc)])
        return [number for number, _ in counts.most_common(SHOWN_ENTITIES)]

    def named(self, doc: int, article: Article) -> Article:
        """Return a document's article with its entities as all articles have them."""
        floor = len(article.title) + 1
        places = self.mentions(doc)
        found = {number: self.entity(number) for number, _, _ in places}
        mentions = []
        for number, start, end in places:
            field, first, text = ("body", floor, article.body) if start >= floor else ("title", 0, article.title)
            place = start - first, end - first
            if end > start:
                mentions.append(Mention(found[number].id, *place, text[slice(*place)], field))
        return replace(article, entities=tuple(found.values()), mentions=tuple(mentions))

    def codes(self, live: Flags) -> Codes:
        """Return the entities of each document that is not deleted, by their numbers, each once."""
        rows = [np.zeros(0, np.int64)]
        base = 0
        for segment, of_names in zip(self._together.segments, self._codes, strict=True):
            codes, starts = segment.codes(NAME)
            owners = np.repeat(np.arange(base, base + segment.doc_count), np.diff(starts))
            numbers = of_names[codes.astype(np.int64) - 1]
            kept = (numbers > 0) & live[owners]
            rows.append(distinct(owners[kept] << _HALF | numbers[kept]))
            base += segment.doc_count
        found = np.concatenate(rows)
        counts = np.bincount(found >> _HALF, minlength=len(live))
        return Codes((), starts_of(counts), (found & _LOW).astype(np.uint32))


class Spellings(tuple[str, ...]):
    """Spellings that can be kept in a memory."""

    __slots__ = ()

    @property
    def nbytes(self) -> int:
        """What the spellings take, about."""
        return sum(100 + len(one) for one in self)
