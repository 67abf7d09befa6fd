"""One generation of an index, opened for reading: immutable, shared by threads, closed when nobody uses it."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from whoosh.index import EmptyIndexError

from corpus.article import Article
from index.columnar.errors import DamagedSegmentError
from index.columnar.together import Together
from index.entities import Entities
from index.errors import DamagedIndexError
from index.generations import Generation
from index.opening import open_segments, open_whoosh
from index.schema import EXTRA_PREFIX, SIGNATURE, article_from
from index.words.namewords import NameWords
from index.words.wordlist import WordList
from search.ranking.cache import Cache
from search.results import Group
from search.snapshots.bitmaps import Bitmap, of_flags
from search.snapshots.columns import Codes, Flags, Ints, Numbers, Words
from search.snapshots.copies import Groups
from search.snapshots.facets import EntityValues, Values
from search.snapshots.fieldterms import ENTITY, FieldTerms
from search.snapshots.lists import name_words_of, words_of
from search.snapshots.naming import Naming
from search.snapshots.uses import Uses
from search.snapshots.values import codes_of, places_by_date, years_of

_KEPT = 64 << 20
"""The bytes of what was worked out for words and filters that are kept, at the least."""

_OPENED = 32 << 20
"""The bytes of documents that are kept as hits show them, and of hits."""

_KEPT_EACH = 800
"""The same for each document: with fewer, the words of a few hundred queries do not fit where there are a million."""

_RELEASED_AFTER = 256
"""Questions after which the pages of the files are given back."""

_TENTH = 10
STORED_TEXTS = ("id", "title", "body", "record")
Made = TypeVar("Made")


class Snapshot:
    """A generation. Documents are numbers from 0 to ``size`` (exclusive), over all its segments.

    Everything it returns is shared: read it, never change it. ``memory`` keeps what is made from it, ``opened``
    documents and hits, ``local`` what each thread needs of its own. Opening raises DamagedIndexError or OSError.
    """

    def __init__(self, generation: Generation) -> None:
        self.number = generation.number
        self._path = generation.path
        self.local = threading.local()
        self._lock = threading.RLock()
        self._uses = Uses(self._close)
        self._made: dict[str, Any] = {}
        try:
            self._whoosh = open_whoosh(generation.path)
            self._index: Together | None = open_segments(self._whoosh)
            self.memory = Cache(max(_KEPT, _KEPT_EACH * self._together.size))
            self.entities = Entities.load(generation.path)
            self._names: Naming | None = Naming(self._together, self.entities, self.memory)
            self._terms: FieldTerms | None = FieldTerms(
                self._together, self._names, self.memory, lambda: self.languages, self._reader
            )
            self.groups = Groups(generation.path, self._together.size)
        except ValueError as error:
            raise DamagedIndexError(generation.path, str(error), generation.folder) from error
        except DamagedSegmentError as error:
            raise DamagedIndexError(Path(error.file), error.why, generation.folder) from error
        self.size: int = self._together.size
        self.count = self._together.count
        self.live: Flags = self._together.live
        self.opened = Cache(_OPENED)
        names = self._whoosh.schema.names()
        self.extra = tuple(name.removeprefix(EXTRA_PREFIX) for name in names if name.startswith(EXTRA_PREFIX))

    @property
    def _together(self) -> Together:
        return self._still_open(self._index)

    @property
    def names(self) -> Naming:
        """The names in the articles, and what they stand for."""
        return self._still_open(self._names)

    @property
    def terms(self) -> FieldTerms:
        """The terms of all fields."""
        return self._still_open(self._terms)

    def _still_open(self, part: Made | None) -> Made:
        if part is None:
            raise FileNotFoundError(f"generation {self.number} was closed")
        return part

    def acquire(self) -> bool:
        """Count one more user; False when the snapshot is closed already."""
        return self._uses.begin()

    def release(self) -> None:
        """Count one user less; the last one closes a retired snapshot."""
        index = self._index
        if self._uses.end() % _RELEASED_AFTER == 0 and index is not None:
            # What is asked for often is kept in memory; pages read once would add up to the whole index.
            index.release()

    def retire(self) -> None:
        """Close the snapshot as soon as nobody uses it."""
        self._uses.retire()

    def _close(self) -> None:
        # Files stay mapped as long as an array of theirs is in use.
        self._index = self._names = self._terms = None
        self._made.clear()

    def stories(self, docs: Words) -> Numbers:
        """Return ascending documents without those that are copies of another of them."""
        groups = self.groups.codes[docs] if self.groups.any else np.zeros(docs.size, np.uint32)
        _, firsts = np.unique(groups, return_index=True)
        kept = groups == 0
        kept[firsts] = True
        found: Numbers = docs[kept].astype(np.intp)
        return found

    @cached_property
    def _stories(self) -> Numbers:
        return self.stories(np.flatnonzero(self.live).astype(np.uint32))

    def story_count(self) -> int:
        """Return how many stories there are, copies of one counted as one."""
        return self._stories.size

    def story_counts(self) -> Ints:
        """Return how many stories name each entity, from the first one on."""
        return self._once("stories of entities", lambda: self.values(ENTITY).counts(self._stories))

    @cached_property
    def every(self) -> Bitmap:
        """The documents that are not deleted."""
        return of_flags(self.live)

    def check(self, home: Path) -> None:
        """Compare the checksums of all segments, once; raises DamagedIndexError, which names the index in ``home``."""
        try:
            self._once("checked", self._verified)
        except DamagedSegmentError as error:
            raise DamagedIndexError(Path(error.file), error.why, home) from error

    def _verified(self) -> bool:
        for segment in self._together.segments:
            segment.verify()
        return True

    def _reader(self) -> Any:  # noqa: ANN401 -- Whoosh has no types
        """Open a Whoosh reader; FileNotFoundError when the generation was deleted meanwhile."""
        try:
            return self._whoosh.reader()
        except EmptyIndexError as error:
            raise FileNotFoundError(f"generation {self.number} was deleted") from error

    def article(self, doc: int) -> Article:
        """Return a document's article, with entities as all articles have them."""
        article = replace(article_from(self._together.stored(doc)), signature=self._together.signature(SIGNATURE, doc))
        return self.names.named(doc, article)

    def texts(self, doc: int) -> list[str]:
        """Return a document's id, title and body, and its record as ``index.schema`` packs it."""
        return self._together.texts(doc, STORED_TEXTS)

    def id_of(self, docs: Sequence[int]) -> list[str]:
        """Return the ids of some documents."""
        return self._together.terms_of("id", docs)

    def group(self, doc: int) -> Group | None:
        """Return the copies of a document, None where it has none."""
        return self.groups.of(doc, self._together) if self.groups.any else None

    def find(self, article: str) -> int | None:
        """Return the document that has this id."""
        return self._together.find("id", article)

    @property
    def words(self) -> WordList:
        """Every word as it is written."""
        return self._once("words", lambda: words_of(self._path, self._together))

    @property
    def name_words(self) -> NameWords:
        """The words of the names of entities."""
        return self._once("words of names", lambda: name_words_of(self._path, self.entities))

    def _once(self, name: str, make: Callable[[], Made]) -> Made:
        found: Made | None = self._made.get(name)
        if found is not None:
            return found
        with self._lock:
            if name not in self._made:
                self._made[name] = make()
            again: Made = self._made[name]
            return again

    @cached_property
    def published(self) -> Ints:
        """Seconds since 1970 for each document, ``UNDATED`` for one without a date."""
        return self._together.numbers("published")

    def by_date(self, *, newest: bool) -> Ints:
        """Return each document's place by date, the newest or the oldest first, and last those without one."""
        return self._once(f"by date {newest}", lambda: places_by_date(self.published, newest=newest))

    def lengths(self, field: str) -> Words:
        """Return the number of words in a text field of each document, about."""
        return self._once("lengths " + field, lambda: self._together.lengths(field))

    def average_length(self, field: str) -> float:
        """Return the average number of words in a text field of all articles that are not deleted."""
        return self._once("average " + field, lambda: self._average(field))

    def _average(self, field: str) -> float:
        return int(self.lengths(field)[self.live].sum(dtype=np.int64)) / max(self.count, 1)

    def codes(self, name: str) -> Codes:
        """Return the values of an exact field, of a configured one, or of ``published`` by year."""
        if name == "published":
            return years_of(self.published, self.live)
        return codes_of(self._together, EXTRA_PREFIX + name if name in self.extra else name)

    def values(self, name: str) -> Values:
        """Return the values of an exact field, of a configured one, or of ``published`` by year."""
        return self._once("values " + name, lambda: self._read_values(name))

    def _read_values(self, name: str) -> Values:
        return EntityValues(self.names.codes(self.live), self.entities) if name == ENTITY else Values(self.codes(name))

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages of the articles."""
        return tuple(sorted(self.values("lang")))

    @cached_property
    def main_languages(self) -> tuple[str, ...]:
        """The languages that at least one in ten articles is in."""
        found = self.values("lang").listing(np.flatnonzero(self.live))
        return tuple(sorted(one.value for one in found if one.count * _TENTH >= self.count))
