"""Entities packed into a few arrays, found by their ids and by the words of their names.

A million entities with two names each take 200 MB here, as objects in dictionaries three gigabytes. What is looked up
is the CRC of an id or of a folded name, in a sorted array; as several may have one CRC, what is found is compared.
"""

import hashlib
import json
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from zlib import crc32

import numpy as np

from corpus.article import Entity
from corpus.distinct import distinct
from corpus.entities.names import name_key

_REMEMBERED = 1 << 12  # entities kept as objects; then all are forgotten
_WORDS = 8  # bits of how many words a name is; it has at most 200 characters
_ID = "."  # before ids among the keys: no folded name has a dot
_HASH = 16  # bytes
_ROW = json.JSONEncoder(ensure_ascii=False).encode


class PackedEntities:
    """Entities by numbers from 0 on; safe for threads while nothing is added."""

    def __init__(self, entities: Iterable[Entity] = ()) -> None:
        self._rows = bytearray()
        self._starts, self._ends = array("Q"), array("Q")
        self._keys, self._numbers, self._places = array("I"), array("I"), array("I")
        self._firsts = array("Q")  # the CRC of the first word of a name, and how many words it is
        self._pairs = array("I")  # the CRC of the first two words of a name
        self._is_sorted = True
        self._remembered: dict[int, Entity] = {}
        for one in entities:
            self.append(one)

    def __len__(self) -> int:
        return len(self._starts)

    def __iter__(self) -> Iterator[Entity]:
        """Yield all entities but those that were dropped."""
        return (self._read(number) for number in range(len(self)) if self._ends[number])

    def __getitem__(self, number: int) -> Entity:
        found = self._remembered.get(number)
        if found is None:
            if len(self._remembered) >= _REMEMBERED:
                self._remembered.clear()
            found = self._remembered[number] = self._read(number)
        return found

    def _read(self, number: int) -> Entity:
        row = self._rows[self._starts[number] : self._ends[number]]
        key, name, kind, *aliases = json.loads(row.decode("utf-8", "surrogatepass"))
        return Entity(key, name, kind, tuple(aliases))

    def append(self, entity: Entity) -> int:
        """Add an entity and return its number."""
        self._starts.append(0)
        self._ends.append(0)
        self.put(len(self) - 1, entity)
        return len(self) - 1

    def put(self, number: int, entity: Entity) -> None:
        """Put another entity in the place of one."""
        row = _ROW([entity.id, entity.name, entity.kind, *entity.aliases])
        self._starts[number] = len(self._rows)
        self._rows += row.encode("utf-8", "surrogatepass")
        self._ends[number] = len(self._rows)
        self._remembered.pop(number, None)
        self._add(_ID + entity.id, number, 0)
        for place, name in enumerate((entity.name, *entity.aliases)):
            key = name_key(name)
            self._add(key, number, place)
            words = key.split(" ")
            self._firsts.append(_crc(words[0]) << _WORDS | len(words))
            if len(words) > 1:
                self._pairs.append(_crc(f"{words[0]} {words[1]}"))

    def _add(self, key: str, number: int, place: int) -> None:
        self._keys.append(_crc(key))
        self._numbers.append(number)
        self._places.append(place)
        self._is_sorted = False

    def drop(self, number: int) -> None:
        """Take an entity out; the others keep their numbers."""
        self._ends[number] = 0
        self._remembered.pop(number, None)

    def number(self, id: str) -> int | None:  # noqa: A002 -- the name everyone gives it
        """Return the number of the entity of an id, the first one if several have it."""
        return next((number for number, _ in self._found(_ID + id) if self[number].id == id), None)

    def having(self, key: str) -> Iterator[tuple[int, str]]:
        """Yield the names that have these folded words, by the numbers of their entities, which stand before them."""
        for number, place in self._found(key):
            one = self[number]
            names = (one.name, *one.aliases)
            if place < len(names) and name_key(names[place]) == key:
                yield number, names[place]

    def _found(self, key: str) -> Iterator[tuple[int, int]]:
        """Yield the entities and the places of their names that may have a key."""
        self._sort()
        crc = _crc(key)
        at = bisect_left(self._keys, crc)
        while at < len(self._keys) and self._keys[at] == crc:
            if self._ends[self._numbers[at]]:
                yield self._numbers[at], self._places[at]
            at += 1

    def lengths(self, word: str) -> tuple[int, ...]:
        """Return of how many words names are that begin with a folded word, most first; there may be others too."""
        self._sort()
        first = _crc(word) << _WORDS
        at = end = bisect_left(self._firsts, first)
        while end < len(self._firsts) and self._firsts[end] >> _WORDS == first >> _WORDS:
            end += 1
        return tuple(one - first for one in reversed(self._firsts[at:end]))

    def begins(self, pair: str) -> bool:
        """Tell whether a name may begin with two folded words, a space between them."""
        self._sort()
        crc = _crc(pair)
        at = bisect_left(self._pairs, crc)
        return at < len(self._pairs) and self._pairs[at] == crc

    def sharing(self) -> list[int]:
        """Return the numbers of the entities of which a name or the id may be an earlier one's too, ascending."""
        self._sort()
        keys, numbers = np.frombuffer(self._keys, np.uint32), np.frombuffer(self._numbers, np.uint32)
        again = (keys[1:] == keys[:-1]) & (numbers[1:] != numbers[:-1])
        return [int(one) for one in distinct(numbers[1:][again])]

    def fingerprint(self) -> str:
        """Return a hash of all entities, in whatever order they were added."""
        total = 0
        for begin, end in zip(self._starts, self._ends, strict=True):
            if end:
                total += int.from_bytes(hashlib.blake2b(self._rows[begin:end], digest_size=_HASH).digest())
        return f"{total % (1 << 8 * _HASH):x}"

    def _sort(self) -> None:
        if self._is_sorted:
            return
        order = np.lexsort([np.frombuffer(one, np.uint32) for one in (self._places, self._numbers, self._keys)])
        self._keys, self._numbers, self._places = (
            _array(np.frombuffer(one, np.uint32)[order]) for one in (self._keys, self._numbers, self._places)
        )
        self._pairs = _array(distinct(np.frombuffer(self._pairs, np.uint32)))
        firsts = array("Q")
        firsts.frombytes(distinct(np.frombuffer(self._firsts, np.uint64)).tobytes())
        self._firsts = firsts
        self._is_sorted = True


def _array(values: "np.ndarray[tuple[int, ...], np.dtype[np.uint32]]") -> "array[int]":
    found = array("I")
    found.frombytes(values.tobytes())
    return found


def _crc(key: str) -> int:
    return crc32(key.encode("utf-8", "surrogatepass"))
