"""Entities: what the names of a generation stand for, read from the side file that runs write.

``entities.side`` numbers the entities from 1 on, in the order of their names, folded. It has

- ``codes/SEGMENT``: of each name of a segment, by its number, the entity that it stands for
- ``names``, ``kinds``, ``counts``: what each entity is called, its kind, and in how many articles it is
- ``keys``, ``key-kinds``, ``key-entities``: the folded words of all spellings with their kinds, ascending
- ``spellings``, ``spelling-entities``: those spellings of entities that are not what they are called, by entity
- ``ids``, ``id-entities``: the ids that are not made of words, ascending; a gazetteer gives them, or they are hashes
- ``merges``, ``merge-entities``: why spellings are one, in JSON, by entity

An id is a kind and the words of a spelling (``person.abu-taqwa``), and means the entity that has that spelling. So it
never changes its meaning; where two entities become one, the ids of both lead to it.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import zstandard

from corpus.article import Entity
from corpus.entities.names import hashed, name_key
from corpus.entities.unify.archive.facts import Spelling
from corpus.entities.unify.archive.linking import Merge
from corpus.text import fold
from index.columnar.arrays import Array, narrow, starts_of
from index.columnar.errors import DamagedSegmentError
from index.columnar.together import Together
from index.names import NAME, NameTerm
from index.sidefiles import load

FILE = "entities"
_VERSION = 1
_LONGEST = 64
"""Characters of the longest id."""

_LEVEL = 9
_NO_KIND = "name"
_REMEMBERED = 1 << 14
"""Words of which it is remembered whether a name begins with them."""


class Naming(NamedTuple):
    """What a run found out: spellings with their entities, what each is called, and the entity of each name.

    ``counts`` and ``labels`` are of the spellings, ``main``, ``names`` and ``articles``, in how
    many articles it is, of the entities, ``of_terms`` of the names in
    all segments. ``ids`` are those that a gazetteer gives to spellings.
    """

    spellings: Sequence[Spelling]
    counts: npt.NDArray[Any]
    labels: npt.NDArray[np.int64]
    main: npt.NDArray[np.int64]
    names: Sequence[str]
    articles: npt.NDArray[np.int64]
    of_terms: npt.NDArray[np.int64]
    ids: Mapping[Spelling, str]
    merges: Sequence[Merge]


class Evidence(NamedTuple):
    """Why two spellings are one entity: the reason, or an ``article`` that has a link of the two."""

    left: str
    right: str
    reason: str
    article: str = ""


def id_of(kind: str, text: str) -> str:
    """Return the id that a spelling has by its words, or a hash of them where they cannot be one.

    >>> id_of("person", "Mushtaq al-Jawari"), id_of("", "NATO")
    ('person.mushtaq-al-jawari', 'name.nato')
    """
    plain = plain_id(kind, text)
    if plain.isascii() and len(plain) <= _LONGEST and name_key(text):
        return plain
    return f"{kind or _NO_KIND}.{hashed(name_key(text) or fold(text))}"


def plain_id(kind: str, text: str) -> str:
    """Return the id that a spelling would have, had any id room for it."""
    return f"{kind or _NO_KIND}.{name_key(text).replace(' ', '-')}"


def packed(together: Together, naming: Naming, terms: Sequence[str]) -> dict[str, Array]:
    """Return the side file of a generation; ``terms`` are its names in the order of ``naming.of_terms``, ascending."""
    numbers, arrays = _numbered(naming)
    of_terms = np.append(numbers[naming.of_terms], 0)
    places = {term: at for at, term in enumerate(terms)}
    for segment in together.segments:
        postings = segment.postings(NAME)
        texts = [] if postings is None else [text.decode("utf-8", "replace") for text in postings.texts()]
        own = of_terms[np.fromiter((places.get(text, -1) for text in texts), np.int64, len(texts))]
        arrays[f"codes/{segment.name}"] = narrow(own)
    return arrays


def _numbered(naming: Naming) -> tuple[npt.NDArray[np.int64], dict[str, Array]]:
    """Return the number of each entity that any name stands for, 0 for the others, and the arrays of all."""
    main = _main(naming)
    used = np.unique(naming.of_terms).tolist()
    used.sort(key=lambda at: (name_key(naming.names[at]) or fold(naming.names[at]), naming.names[at], main[at]))
    numbers = np.zeros(len(naming.names), np.int64)
    numbers[used] = np.arange(1, len(used) + 1)
    given: dict[int, str] = {}
    for at, key in _given(naming):
        given.setdefault(int(numbers[naming.labels[at]]), key)
    own = {number: given.get(number, id_of(*main[at])) for number, at in enumerate(used, 1)}
    plain = {number: id_of(main[at].kind, naming.names[at]) for number, at in enumerate(used, 1)}
    kinds = sorted({one.kind for one in naming.spellings})
    of_spellings = numbers[naming.labels]
    arrays: dict[str, Array] = {
        "version": np.array([_VERSION], np.uint32),
        "kinds": np.array([kinds.index(main[at].kind) for at in used], np.uint8),
        "counts": narrow(naming.articles[used]),
        **_strings("kind-names", kinds),
        **_strings("names", [naming.names[at] for at in used]),
        **_pairs("own-id", [(number, key) for number, key in own.items() if key != plain[number]]),
        **_keys(naming, of_spellings, kinds),
        **_pairs("spelling", _others(naming, of_spellings)),
        **_pairs("id", _by_id(naming, of_spellings)),
        **_pairs("merge", _told(naming, of_spellings)),
    }
    return numbers, arrays


def _main(naming: Naming) -> list[Spelling]:
    """Return the spelling that stands for each entity, with a kind if any of its spellings has one."""
    found = [naming.spellings[at] for at in naming.main.tolist()]
    order = (
        np.argsort(-naming.counts.astype(np.int64), kind="stable").tolist()
        if any(not one.kind for one in found)
        else []
    )
    for at in order:
        entity, kind = int(naming.labels[at]), naming.spellings[at].kind
        if kind and not found[entity].kind:
            found[entity] = Spelling(kind, found[entity].text)
    return found


def _given(naming: Naming) -> Iterator[tuple[int, str]]:
    for at, one in enumerate(naming.spellings):
        if one in naming.ids:
            yield at, naming.ids[one]


def _strings(name: str, texts: Iterable[str]) -> dict[str, Array]:
    return _packed(name, [text.encode("utf-8", "replace") for text in texts])


def _packed(name: str, texts: Sequence[bytes]) -> dict[str, Array]:
    """Return texts compressed, and the bytes of each: many names, of which much is alike."""
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    data = zstandard.ZstdCompressor(_LEVEL).compress(b"".join(texts))
    return {name: np.frombuffer(data, np.uint8), f"{name}-lengths": narrow(lengths)}


def _pairs(name: str, pairs: Iterable[tuple[int, str]]) -> dict[str, Array]:
    found = list(pairs)
    return {
        **_strings(f"{name}s", [text for _, text in found]),
        f"{name}-entities": narrow(np.array([at for at, _ in found], np.int64)),
    }


def _keys(naming: Naming, of_spellings: npt.NDArray[np.int64], kinds: Sequence[str]) -> dict[str, Array]:
    """Return the words of all spellings and of what entities are called, ascending as bytes, then by kind.

    What one is called by a decision alone is left out where another has that spelling, for ids are made of these.
    """
    numbers = of_spellings.tolist()
    spelled = {_key(*one, number, kinds) for one, number in zip(naming.spellings, numbers, strict=True) if number}
    taken = {row[:2] for row in spelled}
    every = zip(naming.spellings, naming.labels.tolist(), numbers, strict=True)
    called = {(one.kind, naming.names[at], number) for one, at, number in every if one.text != naming.names[at]}
    shown = {_key(*one, kinds) for one in called if one[2]}
    rows = sorted(row for row in spelled | {row for row in shown if row[:2] not in taken} if row[0])
    return {
        **_packed("keys", [key for key, _, _ in rows]),
        "key-kinds": np.array([kind for _, kind, _ in rows], np.uint8),
        "key-entities": narrow(np.array([number for _, _, number in rows], np.int64)),
    }


def _key(kind: str, text: str, number: int, kinds: Sequence[str]) -> tuple[bytes, int, int]:
    return name_key(text).encode("utf-8", "replace"), kinds.index(kind), number


def _others(naming: Naming, of_spellings: npt.NDArray[np.int64]) -> list[tuple[int, str]]:
    """Return the spellings that entities are not called, the most frequent first, each text once."""
    order = np.lexsort((np.arange(of_spellings.size), -naming.counts.astype(np.int64), of_spellings))
    rows = [(int(of_spellings[at]), naming.spellings[at].text, int(naming.labels[at])) for at in order.tolist()]
    return list(dict.fromkeys((number, text) for number, text, at in rows if number and text != naming.names[at]))


def _by_id(naming: Naming, of_spellings: npt.NDArray[np.int64]) -> list[tuple[int, str]]:
    """Return the ids that say nothing of words, ascending."""
    found = {key: number for at, key in _given(naming) if (number := int(of_spellings[at]))}
    for one, number in zip(naming.spellings, of_spellings.tolist(), strict=True):
        if number and (key := id_of(*one)) != plain_id(*one):
            found.setdefault(key, number)
    return [(found[key], key) for key in sorted(found)]


def _told(naming: Naming, of_spellings: npt.NDArray[np.int64]) -> list[tuple[int, str]]:
    rows = []
    for one in naming.merges:
        number = int(of_spellings[one.left])
        if number and number == int(of_spellings[one.right]):
            texts = (naming.spellings[one.left].text, naming.spellings[one.right].text)
            rows.append((number, json.dumps([*texts, one.reason, one.article], ensure_ascii=False)))
    return sorted(rows)


class Entities(Mapping[str, Entity]):
    """The entities of a generation, by any of their ids; safe for threads."""

    def __init__(self, arrays: Mapping[str, Array], file: str = FILE) -> None:
        """Take the arrays of a side file; raises DamagedSegmentError."""
        self._arrays = arrays
        self._file = file
        self._begins: dict[str, bool] = {}
        self._names = _Texts(arrays, "names")
        self._kinds = list(_Texts(arrays, "kind-names"))
        self._keys = _Texts(arrays, "keys")
        self._ids = _Texts(arrays, "ids")
        self._told = {name: _Texts(arrays, f"{name}s") for name in ("own-id", "spelling", "merge")}
        self._check()

    @classmethod
    def load(cls, folder: Path) -> "Entities":
        """Read the entities of a generation, none where it has no side file; raises DamagedSegmentError."""
        return cls(load(folder, FILE), str(folder / FILE))

    def _check(self) -> None:
        count = len(self._names)
        if not self._arrays:
            return
        entities = ("key-entities", "spelling-entities", "id-entities", "own-id-entities", "merge-entities")
        codes = (name for name in self._arrays if name.startswith("codes/"))
        if self._of("version").tolist() != [_VERSION] or self._of("kinds").size != count:
            raise DamagedSegmentError(self._file, "it is not of the version that is read here")
        if any(self._of(name).max(initial=0) > count for name in (*entities, *codes)):
            raise DamagedSegmentError(self._file, "it speaks of entities that there are not")

    def _of(self, name: str) -> Array:
        return self._arrays.get(name, np.zeros(0, np.uint32))

    def codes(self, segment: str, size: int) -> npt.NDArray[np.uint32]:
        """Return the entity of each name of a segment that has so many; raises DamagedSegmentError."""
        found = self._of(f"codes/{segment}")
        if found.size != size:
            raise DamagedSegmentError(self._file, "its names are not those of the segments")
        return found.astype(np.uint32, copy=False)

    def __len__(self) -> int:
        return len(self._names)

    def __iter__(self) -> Iterator[str]:
        return (self.id(number) for number in range(1, len(self) + 1))

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and self.number(key) is not None

    def __getitem__(self, key: str) -> Entity:
        number = self.number(key)
        if number is None:
            raise KeyError(key)
        return self.entity(number)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of the spellings."""
        return tuple(self._kinds)

    def entity(self, number: int) -> Entity:
        """Return an entity by its number."""
        return Entity(self.id(number), self.name(number), self.kind(number), self.spellings(number))

    def name(self, number: int) -> str:
        """Return what an entity is called."""
        return self._names[number - 1]

    def kind(self, number: int) -> str:
        """Return the kind of an entity."""
        return self._kinds[int(self._of("kinds")[number - 1])]

    def articles(self, number: int) -> int:
        """Return in how many articles an entity is."""
        return int(self._of("counts")[number - 1])

    def counts(self) -> npt.NDArray[np.int64]:
        """Return in how many articles each entity is, from the first one on."""
        return self._of("counts").astype(np.int64)

    def spellings(self, number: int) -> tuple[str, ...]:
        """Return the spellings of an entity but what it is called, the most frequent first."""
        return tuple(self._texts("spelling", number))

    def evidence(self, number: int) -> list[Evidence]:
        """Return why the spellings of an entity are one."""
        return [Evidence(*json.loads(text)) for text in self._texts("merge", number)]

    def id(self, number: int) -> str:
        """Return the id of an entity."""
        return next(iter(self._texts("own-id", number)), "") or id_of(self.kind(number), self.name(number))

    def _texts(self, name: str, number: int) -> Sequence[str]:
        entities = self._of(f"{name}-entities")
        begin, end = np.searchsorted(entities, [number, number + 1]).tolist()
        texts = self._told[name]
        return [texts[at] for at in range(begin, end)]

    def number(self, key: str) -> int | None:
        """Return the number of the entity that an id means, None where there is none."""
        at = self._ids.place(key.encode("utf-8", "replace"))
        if at < len(self._ids) and self._ids[at] == key:
            return int(self._of("id-entities")[at])
        kind, _, words = key.partition(".")
        wanted = words.replace("-", " ")
        for at in self._having(wanted):
            if (self._kinds[int(self._of("key-kinds")[at])] or _NO_KIND) == kind:
                return int(self._of("key-entities")[at])
        return None

    def resolve(self, name: str) -> tuple[str, ...]:
        """Return the ids of the entities that have this spelling, however it is spaced and accented.

        Those that are called so come first, then those in more articles.
        """
        return tuple([self.id(number) for number in self.resolved(name)])

    def resolved(self, name: str) -> list[int]:
        """Return the numbers of the entities that have a spelling, in the order of ``resolve``."""
        key = name_key(name)
        numbers = {int(self._of("key-entities")[at]) for at in self._having(key)}
        return sorted(numbers, key=lambda one: (name_key(self.name(one)) != key, -self.articles(one), one))

    def holding(self, one: Spelling) -> set[int]:
        """Return the numbers of the entities that have a spelling of its kind, or of any if it has none."""
        found = self._having(name_key(one.text))
        kinds = self._of("key-kinds")
        return {int(self._of("key-entities")[at]) for at in found if one.kind in {"", self._kinds[int(kinds[at])]}}

    def keys_count(self) -> int:
        """Return how many spellings there are, by their words and kinds."""
        return len(self._keys)

    def begins(self, word: str) -> bool:
        """Tell whether a spelling begins with this folded word, so that most words need no ``resolve``."""
        found = self._begins.get(word)
        if found is None:
            text = word.encode("utf-8", "replace")
            at = self._keys.place(text)
            found = at < len(self._keys) and f"{self._keys[at]} ".startswith(f"{word} ")
            if not found:  # words such as “bush!” stand between the word and its runs
                at = self._keys.place(text + b" ")
                found = at < len(self._keys) and self._keys[at].startswith(f"{word} ")
            if len(self._begins) < _REMEMBERED:
                self._begins[word] = found
        return found

    def beginning(self, prefix: str, most: int) -> Iterator[str]:
        """Yield the words of spellings that begin with some letters, at most so many."""
        at = self._keys.place(prefix.encode("utf-8", "replace"))
        for key in (self._keys[one] for one in range(at, min(at + most, len(self._keys)))):
            if not key.startswith(prefix):
                return
            yield key

    def with_words(self, wanted: Sequence[str]) -> list[int]:
        """Return the numbers of the entities with a spelling in which a word begins with each of these folded ones."""
        found = set()
        for at, entity in enumerate(self._of("key-entities").tolist()):
            words = self._keys[at].split()
            if all(any(word.startswith(one) for word in words) for one in wanted):
                found.add(entity)
        return sorted(found)

    def _having(self, key: str) -> range:
        text = key.encode("utf-8", "replace")
        begin = end = self._keys.place(text)
        while text and end < len(self._keys) and self._keys[end] == key:
            end += 1
        return range(begin, end)


def terms_of(together: Together, entities: Entities, number: int) -> Iterator[tuple[int, int, NameTerm]]:
    """Yield the names that stand for an entity in some segments: the number of the segment, that of the name, and it.

    A name comes once for each segment that has it. Raises DamagedSegmentError.
    """
    for at, segment in enumerate(together.segments):
        postings = segment.postings(NAME)
        if postings is not None:
            for one in np.flatnonzero(entities.codes(segment.name, len(postings)) == number).tolist():
                yield at, one, NameTerm.of(postings.text(one).decode("utf-8", "replace"))


def _unpacked(data: Array, size: int) -> bytes:
    try:
        found = zstandard.ZstdDecompressor().decompress(data.tobytes(), max_output_size=size)
    except (zstandard.ZstdError, MemoryError) as error:
        raise DamagedSegmentError(FILE, f"a text cannot be unpacked ({error})") from error
    if len(found) != size:
        raise DamagedSegmentError(FILE, "a text is shorter than it should be")
    return found


class _Texts(Sequence[str]):
    """Texts that stand packed in the arrays of a side file."""

    def __init__(self, arrays: Mapping[str, Array], name: str) -> None:
        """Unpack texts; raises DamagedSegmentError."""
        lengths = arrays.get(f"{name}-lengths", np.zeros(0, np.int64))
        self._starts = starts_of(lengths)
        self._data = _unpacked(arrays[name], int(self._starts[-1])) if name in arrays else b""

    def __len__(self) -> int:
        return self._starts.size - 1

    def raw(self, at: int) -> bytes:
        """Return a text as it is stored."""
        return self._data[self._starts.item(at) : self._starts.item(at + 1)]

    def __getitem__(self, at: int) -> str:  # type: ignore[override]  # no slices
        if at >= len(self):
            raise IndexError(at)
        return self.raw(at).decode("utf-8", "replace")

    def place(self, text: bytes) -> int:
        """Return how many of the texts, which ascend, are before one."""
        low, high = 0, len(self)
        while low < high:
            middle = (low + high) // 2
            if self.raw(middle) < text:
                low = middle + 1
            else:
                high = middle
        return low
