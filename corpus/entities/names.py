"""Names as they are compared: folded words, whatever stands between them.

``al-Sudani``, ``Al Sudani`` and ``AL-SUDANI’s`` have the same words, as have ``U.S.`` and ``US``,
``Sana'a`` and ``Sanaa``. An article glued on by an apostrophe (``l'Irak``) is a word of its own.
"""

import base64
import hashlib
import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from corpus.combining import MARKS, bracketed, combining
from corpus.text import fold, squeeze

MAX_NAME = 200
"""A longer name is cut: it is a sentence that went astray."""

_APOSTROPHES = "'’ʼʻ‘`´＇"
_SAFE = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_ELISION = re.compile(rf"(?:[cdjlmnst]|qu|jusqu|lorsqu|dell|all|nell|sull|dall|quell)[{_APOSTROPHES}]", re.IGNORECASE)
_POSSESSIVE = re.compile(rf"[{_APOSTROPHES}][sS]\Z")
_IN_NAMES = MARKS - {"Me"}
_UNSEEN = frozenset("\u00ad\u200b\u2060\ufeff")
_LAST = frozenset(".)!+" + _APOSTROPHES)
_DROPPED = re.compile(rf"[{_APOSTROPHES}.]")


class Word(NamedTuple):
    """A word of a text: ``text[start:end]`` without its possessive, which ends at ``stop``."""

    start: int
    end: int
    stop: int
    key: str


@cache
def word_chunks() -> re.Pattern[str]:
    r"""Return the pattern of words with what apostrophes and initials' dots tie to them.

    ``\w`` leaves out the combining marks that pointed Arabic, Hindi and decomposed accents need.
    """
    letters = rf"[^\W_]+(?:[{bracketed(combining(_IN_NAMES))}]+[^\W_]*)*"
    return re.compile(rf"[^\W\d_](?:\.[^\W\d_])+(?![^\W_])|{letters}(?:[{_APOSTROPHES}]{letters})*")


def name_words(text: str, start: int = 0) -> Iterator[Word]:
    """Yield the words of a text in order, from a code point on.

    >>> [word.key for word in name_words("Al-Sudani’s U.S. talks on Sana'a and l'Irak")]
    ['al', 'sudani', 'us', 'talks', 'on', 'sanaa', 'and', 'l', 'irak']
    """
    for found in word_chunks().finditer(text, start):
        chunk = found[0]
        begin, stop = found.span()
        if chunk.isascii() and chunk.isalnum():
            yield Word(begin, stop, stop, chunk.lower())
            continue
        if len(chunk) > MAX_NAME:
            continue
        if elision := _ELISION.match(chunk):
            yield Word(begin, begin + elision.end() - 1, begin + elision.end() - 1, fold(elision[0][:-1]))
            begin += elision.end()
            chunk = chunk[elision.end() :]
        bare = _POSSESSIVE.sub("", chunk)
        if key := fold(_DROPPED.sub("", bare)):
            yield Word(begin, begin + len(bare), stop, key)


@lru_cache(maxsize=1 << 16)
def name_key(name: str) -> str:
    """Return the folded words of a name, a space between them; two spellings with one key are one name.

    >>> name_key("Al-Sudani"), name_key("U.S."), name_key("Şafak")
    ('al sudani', 'us', 'safak')
    """
    if name.isascii() and name.replace(" ", "").isalnum():  # as most names are
        return " ".join(name.lower().split())
    return " ".join([word.key for word in name_words(name)])


@lru_cache(maxsize=1 << 16)
def chunk_keys(chunk: str) -> tuple[str, ...]:
    """Return the words of a chunk (a match of ``word_chunks``) alone."""
    return tuple(word.key for word in name_words(chunk))


@lru_cache(maxsize=1 << 14)
def tidy(name: str) -> str:
    """Return a name on one line, without control characters, cut to MAX_NAME code points."""
    if len(name) <= MAX_NAME and name.isprintable() and "  " not in name and name == name.strip():  # as most names are
        return name
    text = "".join(c for c in squeeze(name[: 4 * MAX_NAME]) if unicodedata.category(c) not in {"Cc", "Cs"})
    return text if len(text) <= MAX_NAME else text[:MAX_NAME].rstrip()


def plain_words(name: str) -> int:
    """Return how many words a name has beside a leading "the", however they are joined.

    >>> plain_words("The Hague"), plain_words("Indo-Pacific"), plain_words("- Canada")
    (1, 2, 1)
    """
    words = name_key(name).split()
    return len(words) - (len(words) > 1 and words[0] == "the")


def is_clean(name: str) -> bool:
    """Tell whether a name begins and ends as a person would write it down, with no marks or brackets left over.

    >>> is_clean("Yahoo! Inc."), is_clean("Equity (Pacific)"), is_clean("- Canada"), is_clean("Kelly &")
    (True, True, False, False)
    """
    if not name[:1].isalnum() or name.count("(") != name.count(")") or not _UNSEEN.isdisjoint(name):
        return False
    return name[-1].isalnum() or unicodedata.category(name[-1])[0] == "M" or name[-1] in _LAST


def slug(name: str) -> str:
    """Return the id of a name: its words where they are ASCII, else 20 characters of its hash.

    >>> slug("Şafak News"), slug("U.S."), slug("Москва")
    ('safak-news', 'us', 'j3igbbkwrehr327lbfd3')
    """
    key = name_key(name) or fold(name)
    safe = key.replace(" ", "-")
    return safe if _SAFE.fullmatch(safe) else hashed(key)


def hashed(key: str) -> str:
    """Return 20 base32 characters of the SHA-256 of a text."""
    digest = hashlib.sha256(key.encode("utf-8", "replace")).digest()
    return base64.b32encode(digest).decode("ascii")[:20].lower()
