"""Words of names: which entities have a spelling with a word that begins so, the most frequent first; a side file.

``namewords.side`` has

- ``keys``: the words of all spellings of entities in Latin letters, ascending
- ``sounds``: a hash of the consonants of each, as they sound
- ``ranks``, ``rank-starts``: for each word the ranks of the entities that have it, ascending
- ``order``: the numbers of the entities by rank, those in most articles first

It goes with the ``entities.side`` of its generation.
"""

from bisect import bisect_left
from collections.abc import Mapping
from pathlib import Path
from zlib import crc32

import numpy as np
import numpy.typing as npt

from corpus.entities.unify.spelling.sounds import skeleton
from index.columnar.arrays import Array, narrow, starts_of
from index.columnar.errors import DamagedSegmentError
from index.entities import Entities
from index.rawtexts import RawTexts, raw_texts
from index.sidefiles import save
from index.words.wordlist import VERSION, beginning, name_keys

FILE = "namewords"
Ranks = npt.NDArray[np.int64]


class NameWords:
    """The words of the names of entities; safe for threads."""

    def __init__(self, arrays: Mapping[str, Array], file: str = FILE) -> None:
        """Take the arrays of a side file; raises DamagedSegmentError."""
        none = np.zeros(0, np.uint32)
        self._keys = RawTexts(arrays, "keys")
        self._sounds = arrays.get("sounds", none)
        self._ranks = arrays.get("ranks", none)
        self._starts = arrays.get("rank-starts", np.zeros(1, np.uint32))
        self._order = arrays.get("order", none)
        sizes = {len(self._keys), self._starts.size - 1, self._sounds.size}
        if len(sizes) != 1 or self._ranks.max(initial=0) > max(self._order.size - 1, 0):
            raise DamagedSegmentError(file, "its words are not as many as they should be")

    @property
    def entities(self) -> int:
        """How many entities there are."""
        return int(self._order.size)

    def number(self, rank: int) -> int:
        """Return the number of an entity by its rank."""
        return int(self._order[rank])

    def having(self, key: str) -> Ranks:
        """Return the ranks of the entities with a word, ascending."""
        at = bisect_left(self._keys, key.encode("ascii", "ignore"))
        is_there = at < len(self._keys) and self._keys[at] == key.encode("ascii", "ignore")
        return self._between(at, at + 1) if is_there else np.zeros(0, np.int64)

    def beginning(self, key: str) -> Ranks:
        """Return the ranks of the entities with a word that begins so, in no order, some several times."""
        found = beginning(self._keys, key)
        return self._between(found.start, found.stop)

    def sounding(self, key: str) -> list[str]:
        """Return the words that may sound like one: those with the same consonants."""
        found = np.flatnonzero(self._sounds == sound_of(key)).tolist()
        return [self._keys[at].decode("ascii", "replace") for at in found]

    def _between(self, begin: int, end: int) -> Ranks:
        return self._ranks[self._starts.item(begin) : self._starts.item(end)].astype(np.int64)


def update(folder: Path, entities: Entities) -> None:
    """Write the words of the names of entities in a staging folder."""
    save(folder, FILE, listed(entities))


def listed(entities: Entities) -> dict[str, Array]:
    """Return the words of the names of entities, as a side file."""
    order = np.argsort(-entities.counts(), kind="stable")
    ranks = np.empty(order.size + 1, np.int64)
    ranks[order + 1] = np.arange(order.size)
    by_number = ranks.tolist()
    words: dict[str, list[int]] = {}
    for key, number in entities.all_keys():
        for word in key.split():
            for one in name_keys(word):
                words.setdefault(one, []).append(by_number[number])
    keys = sorted(words)
    found = [sorted(set(words[key])) for key in keys]
    starts = starts_of(np.fromiter(map(len, found), np.int64, len(found)))
    return {
        "version": np.array([VERSION], np.uint8),
        "order": narrow(order + 1),
        "ranks": narrow(np.fromiter((rank for one in found for rank in one), np.int64, int(starts[-1]))),
        "rank-starts": narrow(starts),
        "sounds": np.fromiter(map(sound_of, keys), np.uint32, len(keys)),
        **raw_texts("keys", [key.encode() for key in keys]),
    }


def sound_of(key: str) -> int:
    """Return a hash of the consonants of a word as they sound.

    >>> sound_of("qaddafi") == sound_of("gadhafi")
    True
    """
    return crc32(skeleton(key).encode())
