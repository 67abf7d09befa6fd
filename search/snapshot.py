"""One generation of an index, opened for reading: immutable, shared by threads, closed when nobody uses it."""

import threading
from array import array
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cached_property
from itertools import compress, islice
from typing import Any, TypeVar

import whoosh.index
from whoosh.reading import TermNotFound

from corpus.article import Article
from corpus.entities.table import EntityTable
from index.errors import DamagedIndexError
from index.generations import Generation
from index.opening import open_whoosh
from index.schema import EXTRA_PREFIX, UNDATED, article_from
from search.facets import Values
from search.ranking.cache import Cache

_READERS = 4
_KEPT_POSTINGS = 500_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
Made = TypeVar("Made")


class Snapshot:
    """A generation. Documents are numbers from 0 to ``size`` (exclusive), over all its segments.

    Everything it returns is shared: read it, never change it. Opening raises DamagedIndexError or
    OSError.
    """

    def __init__(self, generation: Generation) -> None:
        self.number = generation.number
        self._path = generation.path
        self._lock = threading.RLock()
        self._opening = threading.Lock()
        self._free = threading.Condition(threading.Lock())
        self._idle: list[Any] = []
        self._opened = 0
        self._users = 0
        self._retired = False
        self._kept = Cache(_KEPT_POSTINGS)
        self._made: dict[str, Any] = {}
        try:
            self._whoosh = open_whoosh(generation.path)
            with self._reader() as reader:
                self.size: int = reader.doc_count_all()
                self.count: int = reader.doc_count()
                names = self._whoosh.schema.names()
            self.entities = EntityTable.load(generation.path)
        except (whoosh.index.IndexError, ValueError) as error:
            raise DamagedIndexError(generation.path, str(error), generation.folder) from error
        self.extra = tuple(name.removeprefix(EXTRA_PREFIX) for name in names if name.startswith(EXTRA_PREFIX))

    def acquire(self) -> bool:
        """Count one more user; False when the snapshot is closed already."""
        with self._free:
            if self._retired and not self._users:
                return False
            self._users += 1
            return True

    def release(self) -> None:
        """Count one user less; the last one closes a retired snapshot."""
        with self._free:
            self._users -= 1
        self._close_unused()

    def retire(self) -> None:
        """Close the snapshot as soon as nobody uses it."""
        with self._free:
            self._retired = True
        self._close_unused()

    def _close_unused(self) -> None:
        with self._free:
            if not self._retired or self._users:
                return
            idle, self._idle = self._idle, []
        for reader in idle:
            reader.close()

    @contextmanager
    def _reader(self) -> Iterator[Any]:
        """Lend a Whoosh reader to one thread, as they are not safe for several."""
        with self._free:
            self._free.wait_for(lambda: self._idle or self._opened < _READERS)
            reader = self._idle.pop() if self._idle else None
            self._opened += reader is None
        try:
            if reader is None:
                reader = self._open_reader()
            yield reader
        finally:
            with self._free:
                if reader is None:
                    self._opened -= 1
                else:
                    self._idle.append(reader)
                self._free.notify()

    def _open_reader(self) -> Any:  # noqa: ANN401 -- Whoosh has no types
        """Open one more reader; FileNotFoundError when the generation was deleted meanwhile."""
        try:
            with self._opening:
                return self._whoosh.reader()
        except whoosh.index.EmptyIndexError as error:
            raise FileNotFoundError(self._path) from error

    def postings(self, field: str, term: str) -> dict[int, float]:
        """Return the documents that have a term, each with how often."""
        return self._kept.get((field, term), lambda: self._read_postings(field, term))

    def _read_postings(self, field: str, term: str) -> dict[int, float]:
        found: dict[int, float] = {}
        with self._reader() as reader:
            for matcher, base in _matchers(reader, field, term):
                while matcher.is_active():
                    found[base + matcher.id()] = matcher.weight()
                    matcher.next()
        return found

    def positions(self, field: str, term: str, docs: Collection[int]) -> dict[int, list[int]]:
        """Return where a term stands in each of these documents that has it, in words, ascending."""
        found: dict[int, list[int]] = {}
        with self._reader() as reader:
            for matcher, base in _matchers(reader, field, term):
                while matcher.is_active():
                    if base + matcher.id() in docs:
                        found[base + matcher.id()] = matcher.value_as("positions")
                    matcher.next()
        return found

    def kept(self, key: tuple[object, ...], make: Callable[[], dict[int, Made]]) -> dict[int, Made]:
        """Return what was made for a key, made now where it is not remembered."""
        return self._kept.get(key, make)

    def beginning(self, field: str, prefix: str, limit: int) -> list[str]:
        """Return at most ``limit`` of a field's terms that begin with a prefix."""
        with self._reader() as reader:
            terms = (_text(term) for term in reader.expand_prefix(field, prefix))
            return list(islice(terms, limit))

    def known(self, field: str, terms: Collection[str]) -> set[str]:
        """Return those of some terms that a field has."""
        with self._reader() as reader:
            return {term for term in terms if (field, term) in reader}

    def near(self, field: str, term: str, distance: int) -> frozenset[str]:
        """Return a field's terms of which at most so many letters differ; remembered, as finding them is slow."""
        return self._kept.get(("near", field, term, distance), lambda: self._read_near(field, term, distance))

    def _read_near(self, field: str, term: str, distance: int) -> frozenset[str]:
        with self._reader() as reader:
            return frozenset(
                _text(found) for leaf, _ in reader.leaf_readers() for found in leaf.terms_within(field, term, distance)
            )

    def article(self, doc: int) -> Article:
        """Return a document's article."""
        with self._reader() as reader:
            return article_from(reader.stored_fields(doc))

    def find(self, article: str) -> int | None:
        """Return the document that has this id."""
        return next(iter(self._read_postings("id", article)), None)

    def _once(self, name: str, make: Callable[[], Made]) -> Made:
        with self._lock:
            if name not in self._made:
                self._made[name] = make()
            found: Made = self._made[name]
            return found

    @cached_property
    def live(self) -> bytes:
        """One byte a document: 1, or 0 for a deleted one."""
        mask = bytearray(self.size)
        with self._reader() as reader:
            for doc in reader.all_doc_ids():
                mask[doc] = 1
        return bytes(mask)

    @cached_property
    def published(self) -> "array[int]":
        """Seconds since 1970 for each document, ``UNDATED`` for one without a date."""
        found = array("q")
        with self._reader() as reader:
            for leaf, _ in reader.leaf_readers():
                column = leaf.column_reader("published")
                found.extend(int(column[doc]) for doc in range(leaf.doc_count_all()))
        return found

    def by_date(self, *, newest: bool) -> "array[int]":
        """Return each document's place by date, the newest or the oldest first, and last those without one."""
        return self._once(f"by date {newest}", lambda: self._rank(-1 if newest else 1))

    def _rank(self, sign: int) -> "array[int]":
        published = self.published
        order = sorted(range(self.size), key=lambda doc: (published[doc] == UNDATED, sign * published[doc]))
        places = array("I", bytes(4 * self.size))
        for place, doc in enumerate(order):
            places[doc] = place
        return places

    def lengths(self, field: str) -> "array[int]":
        """Return the number of words in a text field of each document, about."""
        return self._once("lengths " + field, lambda: self._read_lengths(field))

    def _read_lengths(self, field: str) -> "array[int]":
        with self._reader() as reader:
            return array(
                "I",
                [
                    leaf.doc_field_length(doc, field) or 0
                    for leaf, _ in reader.leaf_readers()
                    for doc in range(leaf.doc_count_all())
                ],
            )

    def average_length(self, field: str) -> float:
        """Return the average number of words in a text field of all articles that are not deleted."""
        return self._once("average " + field, lambda: self._average(field))

    def _average(self, field: str) -> float:
        return sum(compress(self.lengths(field), self.live)) / max(self.count, 1)

    def values(self, name: str) -> Values:
        """Return the values of an exact field, of a configured one, or of ``published`` by year."""
        if name == "published":
            return self._once("values published", self._years)
        field = EXTRA_PREFIX + name if name in self.extra else name
        return self._once("values " + field, lambda: self._read_values(field))

    def _read_values(self, field: str) -> Values:
        with self._reader() as reader:
            terms = [_text(term) for term in reader.lexicon(field)]
        found = {term: self._read_postings(field, term) for term in terms}
        return Values({term: docs for term, docs in found.items() if docs}, self.size)

    def _years(self) -> Values:
        years: dict[str, list[int]] = {}
        live = self.live
        for doc, seconds in enumerate(self.published):
            if live[doc] and seconds != UNDATED:
                years.setdefault(f"{(_EPOCH + timedelta(seconds=seconds)).year:04d}", []).append(doc)
        return Values(years, self.size)

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages of the articles."""
        return tuple(sorted(self.values("lang")))


def _matchers(reader: Any, field: str, term: str) -> Iterator[tuple[Any, int]]:  # noqa: ANN401 -- Whoosh has no types
    for leaf, base in reader.leaf_readers():
        try:
            yield leaf.postings(field, term), base
        except (TermNotFound, UnicodeEncodeError):  # a lone surrogate is in no index
            continue


def _text(term: bytes | str) -> str:
    return term.decode("utf-8") if isinstance(term, bytes) else term
