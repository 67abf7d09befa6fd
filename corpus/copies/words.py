"""The words in which copies are compared, and the hashes of their shingles."""

import re
import unicodedata
from functools import cache
from zlib import crc32

import numpy as np
import numpy.typing as npt

from corpus.combining import bracketed, combining

Hashes = npt.NDArray[np.uint64]

SHINGLE = 5
"""Words, or characters of a script without spaces, that make a shingle."""

_UNSPACED = (
    r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    r"\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
_ASCII = re.compile(r"\w+")

_REMEMBERED = 1 << 17
"""Words whose hashes are kept."""

_LONGEST = 32
"""Code points of the longest word whose hash is kept."""

_MIXED = np.uint64(0x9E3779B97F4A7C15)
_HALF = np.uint64(32)


def words(text: str) -> list[str]:
    """Return the words of a text as they are written; a script without spaces has its characters.

    >>> words("Fed adds $1.5 bln"), words("東京は晴れ 25度")
    (['Fed', 'adds', '1', '5', 'bln'], ['東', '京', 'は', '晴', 'れ', '25', '度'])
    """
    return pattern(text).findall(text)


def pattern(text: str) -> re.Pattern[str]:
    """Return the pattern of the words of a text."""
    return _ASCII if text.isascii() else _any_script()


@cache
def _any_script() -> re.Pattern[str]:
    r"""Return the pattern of a word or character of any script.

    Python's ``\\w`` leaves combining marks out, without which Hindi and pointed Arabic fall apart.
    """
    unspaced = re.compile(f"[{_UNSPACED}]")
    marks = bracketed(code for code in combining() if not unspaced.match(chr(code)))
    return re.compile(rf"(?:[^\W{_UNSPACED}]|[{marks}])+|[{_UNSPACED}]")


def lowered(several: list[str]) -> list[str]:
    """Return words in lower case, each of them in its place."""
    return " ".join(several).lower().split(" ") if several else []


class _WordHashes(dict[str, int]):
    """The hash of each word met, the same on every machine and in every process."""

    def __missing__(self, word: str) -> int:
        if len(word) > _LONGEST:
            return _hash(word)
        found = _hash(unicodedata.normalize("NFC", word))
        if len(self) >= _REMEMBERED:
            self.clear()
        self[word] = found
        return found


def _hash(word: str) -> int:
    return crc32(word.encode("utf-8", "surrogatepass"))


_word_hash = _WordHashes().__getitem__


def shingles(several: list[str]) -> Hashes:
    """Return the hash of each shingle of lower-case words, one for each place where one begins."""
    count = len(several) - SHINGLE + 1
    if count < 1:
        return np.zeros(0, np.uint64)
    hashed = np.fromiter(map(_word_hash, several), np.uint64, len(several))
    found = hashed[:count] * _MIXED
    for at in range(1, SHINGLE):
        found += hashed[at : at + count]
        found *= _MIXED
    found ^= found >> _HALF
    found *= _MIXED
    found ^= found >> _HALF
    return found
