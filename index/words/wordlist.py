"""Word list: every word of an archive as it is written, by which words are completed and corrected.

``words.side`` numbers the words by their keys, ascending as bytes. It has

- ``keys``: each word in Latin letters, as it is typed where accents and scripts do not matter
- ``written``: as it is written most often, in UTF-8
- ``counts``: how often it occurs, in all forms that fold to it
- ``marks``, ``lengths``: which letters it has, folded, and how many (``mark_of``)
- ``state``: of which segments it was made
- ``version``: the version of this form

Runs write it anew once more than one in a hundred documents stands in segments that it does not know, and when
articles are taken down. In between, and where documents were deleted, it may hold words that no article has, and miss
new ones: who offers one counts its articles first.
"""

import hashlib
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from index.columnar.arrays import Array, ArrayFile
from index.columnar.errors import DamagedSegmentError
from index.columnar.together import Together
from index.rawtexts import RawTexts
from index.sidefiles import ENDING

if TYPE_CHECKING:
    from corpus.entities.unify.spelling.folding import Folded

FILE = "words"
VERSION = 2
"""The version of this side file and of ``index.words.namewords``; those of another are not read, and written anew."""

SHORTEST, LONGEST = 2, 40
"""Letters of the words in the list."""

HALF = 32
"""The flags of a mark that are for one occurrence of a letter, and those for more."""

Marks = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Listed:
    """A word as it is written, and how often it occurs."""

    text: str
    count: int


class WordList:
    """The words of an archive; safe for threads."""

    def __init__(self, arrays: Mapping[str, Array], file: str = FILE) -> None:
        """Take the arrays of a side file; raises DamagedSegmentError."""
        self._keys = RawTexts(arrays, "keys")
        self._written = RawTexts(arrays, "written")
        none = np.zeros(0, np.uint8)
        self.counts = arrays.get("counts", none)
        self.marks: Marks = arrays.get("marks", none).astype(np.uint64, copy=False)
        self.lengths = arrays.get("lengths", none)
        sizes = {len(self._keys), len(self._written), self.counts.size, self.marks.size, self.lengths.size}
        if len(sizes) != 1:
            raise DamagedSegmentError(file, "its words are not as many as they should be")

    def __len__(self) -> int:
        return len(self._keys)

    def __getitem__(self, at: int) -> Listed:
        return Listed(self._written[at].decode("utf-8", "replace"), int(self.counts[at]))

    def beginning(self, key: str) -> range:
        """Return the numbers of the words whose keys begin with some Latin letters."""
        return beginning(self._keys, key)


def beginning(keys: RawTexts, prefix: str) -> range:
    """Return the numbers of ascending keys that begin so."""
    start = prefix.encode("ascii", "ignore")
    begin = bisect_left(keys, start)
    return range(begin, bisect_left(keys, start + b"\x7f", begin))


def key_of(word: str) -> str:
    """Return a folded word in Latin letters, a to z and digits.

    >>> key_of("şafak"), key_of("путин")
    ('safak', 'putin')
    """
    return word if word.isascii() and word.isalnum() else "".join(one.key for one in _folded_words(word))


def name_keys(text: str) -> tuple[str, ...]:
    """Return the words of a name, or of a part of one, in Latin letters.

    >>> name_keys("Mushtaq al-Jawari"), name_keys("Путин")
    (('mushtaq', 'al', 'jawari'), ('putin',))
    """
    return (text.lower(),) if text.isascii() and text.isalnum() else tuple(one.key for one in _folded_words(text))


def _folded_words(text: str) -> "tuple[Folded, ...]":
    from corpus.entities.unify.spelling.folding import folded_words  # noqa: PLC0415 -- its tables take long to load

    return folded_words(text)


def mark_of(folded: str) -> int:
    """Return which letters a folded word has as 64 flags: 32 for one occurrence and 32 for more.

    One letter that differs changes at most two flags, a letter too many or missing one, two letters swapped none.

    >>> (mark_of("talk") ^ mark_of("tale")).bit_count(), mark_of("takl") == mark_of("talk")
    (2, True)
    """
    found = 0
    for letter in folded:
        flag = 1 << (ord(letter) % HALF)
        found |= flag << HALF if found & flag else flag
    return found


def state_of(together: Together) -> Marks:
    """Return what tells each segment from every other."""
    told = [f"{segment.name} {segment.doc_count}".encode() for segment in together.segments]
    digests = [hashlib.blake2b(one, digest_size=8).digest() for one in told]
    return np.frombuffer(b"".join(digests), "<u8").astype(np.uint64)


def opened(folder: Path, name: str) -> dict[str, Array]:
    """Map a side file into memory, no arrays where there is none of this version; raises DamagedSegmentError."""
    try:
        file = ArrayFile.open(folder / f"{name}{ENDING}")
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise DamagedSegmentError(str(folder / f"{name}{ENDING}"), f"it cannot be read ({error.strerror})") from error
    return {one: file[one] for one in file.sizes} if file.get("version").tolist() == [VERSION] else {}
