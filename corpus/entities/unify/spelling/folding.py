"""Folding: names in any script as words of Latin letters, a to z and digits.

What reads a script letter by letter is anyascii. Arabic and Hebrew write few vowels and Chinese and Korean one
syllable a letter, so a word keeps what it was written in: it is compared in another way.
"""

import re
import unicodedata
from enum import StrEnum
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from anyascii import anyascii

from corpus.entities.names import MAX_NAME
from corpus.text import fold


class Script(StrEnum):
    """How a script writes sounds: all of them, consonants, Chinese syllables or Korean ones."""

    FULL = "full"
    CONSONANTS = "consonants"
    HAN = "han"
    HANGUL = "hangul"


class Folded(NamedTuple):
    """A word as it is compared: ``key`` is its letters, ``tied`` whether a hyphen ties it to the word before."""

    key: str
    written: str
    script: Script = Script.FULL
    tied: bool = False

    @property
    def is_initial(self) -> bool:
        """Whether one letter stands for the word."""
        return len(self.key) == 1 and self.script is Script.FULL


_OTHERS = re.compile(
    "(?P<consonants>[\u0590-\u08ff\ufb1d-\ufefc])|(?P<hangul>[\uac00-\ud7af])"
    "|(?P<han>[\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af])"
)
_DROPPED = re.compile(r"['’ʼʻ‘`´＇ʿʾ\u0640\u200b-\u200f\u2060\ufeff]")
_WORDS = re.compile(r"[^\W_]+(?:[\u0300-\u036f\u064b-\u065f\u0900-\u0dff]+[^\W_]*)*")
_POSSESSIVE = re.compile(r"['’ʼ＇][sS](?=\W|\Z)")
_INITIALS = re.compile(
    r"(?<![^\W_])((?:[^\W\d_]\.){1,4})(?=[^\W_])|(?<![^\W_])((?:[^\W\d_]\. ?)+[^\W\d_]\.?)(?![^\W_])"
)
_CAMEL = re.compile(r"[A-Z][a-z]*")
_LETTERS = re.compile(r"[^a-z0-9]+")
_GLUED = re.compile("(?:Al|El)[A-Z][a-z]")  # ElBaradei
_ARTICLE = "\u0627\u0644"  # Arabic alif and lam
_ALLAH = "\u0627\u0644\u0644\u0647"
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


def script_of(word: str) -> Script:
    """Return how a word is written, by its first letter."""
    found = None if word[:1].isascii() else _OTHERS.match(word)
    return Script.FULL if found is None else Script(str(found.lastgroup))


@lru_cache(maxsize=1 << 16)
def folded_words(name: str) -> tuple[Folded, ...]:
    """Return the words of a name.

    >>> [word.key for word in folded_words("Mushtaq al-Jawari’s")], [word.key for word in folded_words("J.K. Rowling")]
    (['mushtaq', 'al', 'jawari'], ['j', 'k', 'rowling'])
    >>> [word.key for word in folded_words("Путин")], [word.key for word in folded_words("习近平")]
    (['putin'], ['xi', 'jin', 'ping'])
    """
    if name.isascii() and name.replace(" ", "").isalnum():  # as most names are
        return tuple(chain.from_iterable([_folded(word) for word in name[: 2 * MAX_NAME].split()]))
    text = unicodedata.normalize("NFKC", name[: 2 * MAX_NAME])
    text = _DROPPED.sub("", _POSSESSIVE.sub("", text))
    text = _INITIALS.sub(lambda found: found[0].replace(".", ". "), text)
    words: list[Folded] = []
    last = 0
    for found in _WORDS.finditer(text):
        tied = bool(words) and text[last : found.start()].strip() in {"-", "\u2010", "\u2011", "\u2013"}
        words.extend(_folded(found[0], tied))
        last = found.end()
    return tuple(words)


def word_keys(name: str) -> list[str]:
    """Return the keys of the words of a name."""
    if name.isascii() and "Al" not in name and "El" not in name and name.replace(" ", "").isalnum():
        return name[: 2 * MAX_NAME].lower().split()
    return [word.key for word in folded_words(name)]


@lru_cache(maxsize=1 << 16)
def _folded(word: str, tied: bool = False) -> tuple[Folded, ...]:  # noqa: FBT001, FBT002 -- of every word there is
    script = script_of(word)
    if script is Script.CONSONANTS:
        return _of_consonants(word, tied=tied)
    if script in {Script.HAN, Script.HANGUL}:
        syllables = (_letters(one) for one in _CAMEL.findall(anyascii(word)))
        return tuple([Folded(one, word, script, tied=at > 0) for at, one in enumerate(syllables) if one])
    if _GLUED.match(word):
        return (Folded(word[:2].lower(), word[:2], tied=tied), *_folded(word[2:], tied=True))
    key = _letters(word)
    return (Folded(key, word, script, tied=tied),) if key else ()


def _of_consonants(word: str, *, tied: bool) -> tuple[Folded, ...]:
    """Return a word of Arabic or Hebrew letters, the article before it apart."""
    if word == _ALLAH:
        return (Folded("lh", word, Script.CONSONANTS, tied=tied),)
    bare = word[2:] if word.startswith(_ARTICLE) and len(word) > len(_ARTICLE) + 1 else word
    key = _letters(bare)
    article = (Folded("al", word[:2], Script.FULL, tied=tied),) if bare != word else ()
    return (*article, Folded(key, bare, Script.CONSONANTS, tied=tied or bool(article))) if key else ()


def _letters(word: str) -> str:
    return _LETTERS.sub("", anyascii(fold(word)).lower())


def with_umlauts(written: str) -> str:
    """Return the letters of a word whose umlauts are written out, as in ``Mueller``."""
    return _letters(unicodedata.normalize("NFC", written).translate(_UMLAUTS))
