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
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from corpus.article import Entity
from corpus.entities.names import hashed, name_key
from corpus.entities.spelling import Spelling
from corpus.text import fold
from index.columnar.arrays import Array
from index.columnar.errors import DamagedSegmentError
from index.columnar.together import Together
from index.names import NAME, NameTerm
from index.packedtexts import PackedTexts
from index.sidefiles import load

FILE = "entities"
VERSION = 1
_LONGEST = 64
"""Characters of the longest id."""

_NO_KIND = "name"
_REMEMBERED = 1 << 14
"""Words of which it is remembered whether a name begins with them."""


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
    words = name_key(text)
    if has_hash(kind, text):
        return f"{kind or _NO_KIND}.{hashed(words or fold(text))}"
    return f"{kind or _NO_KIND}.{words.replace(' ', '-')}"


def has_hash(kind: str, text: str) -> bool:
    """Tell whether the words of a spelling cannot be its id."""
    words = name_key(text)
    return not (words and f"{kind}{words}".isascii() and len(kind or _NO_KIND) + 1 + len(words) <= _LONGEST)


class Entities(Mapping[str, Entity]):
    """The entities of a generation, by any of their ids; safe for threads."""

    def __init__(self, arrays: Mapping[str, Array], file: str = FILE) -> None:
        """Take the arrays of a side file; raises DamagedSegmentError."""
        self._arrays = arrays
        self._file = file
        self._begins: dict[str, bool] = {}
        self._names = PackedTexts(arrays, "names")
        self._kinds = list(PackedTexts(arrays, "kind-names"))
        self._keys = PackedTexts(arrays, "keys")
        self._ids = PackedTexts(arrays, "ids")
        self._told = {name: PackedTexts(arrays, f"{name}s") for name in ("own-id", "spelling", "merge")}
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
        if self._of("version").tolist() != [VERSION] or self._of("kinds").size != count:
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

    def all_keys(self) -> Iterator[tuple[str, int]]:
        """Yield the folded words of each spelling of an entity, and its number."""
        return zip(self._keys, self._of("key-entities").tolist(), strict=True)

    def with_words(self, wanted: Sequence[str]) -> list[int]:
        """Return the numbers of the entities with a spelling in which a word begins with each of these folded ones."""
        entities = self._of("key-entities")
        found = set()
        for at in self._keys.about(max(wanted, key=len, default="").encode("utf-8", "replace")):
            words = self._keys[at].split()
            if all(any(word.startswith(one) for word in words) for one in wanted):
                found.add(int(entities[at]))
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
