"""Analysis: text to terms, the same for articles and for queries.

A term is a word of ``index.tokens`` folded, without the punctuation inside it (``O'Brien`` is ``obrien``, ``U.S.`` is
``us``, ``1,500`` is ``1500``) or a possessive (``Israel's`` is ``israel``), and stemmed by the language of the text;
where that is not known, or has no stemmer, the folded word. No stop word is dropped.
"""

import re
import threading
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import Any

import snowballstemmer
from whoosh.analysis import Analyzer, Token
from whoosh.lang.stopwords import stoplists

from corpus.text import fold
from index.tokens import chunks, parts, words

UNKNOWN = "und"
"""Stands for a language that is not known (ISO 639-2), and for names: words are not stemmed."""

MAX_TERM_BYTES = 255
"""A longer term is cut, as nobody types it; what a Whoosh term may hold at the most is 32 kB."""

_SNOWBALL = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek",
    "en": "english", "eo": "esperanto", "es": "spanish", "et": "estonian", "eu": "basque",
    "fa": "persian", "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi",
    "hu": "hungarian", "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian",
    "nb": "norwegian", "ne": "nepali", "nl": "dutch", "nn": "norwegian", "no": "norwegian",
    "pl": "polish", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian",
    "st": "sesotho", "sv": "swedish", "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip


def bare(surface: str) -> str:
    """Return a word folded and without the punctuation inside it: a term before it is stemmed.

    >>> bare("O'Brien"), bare("U.S"), bare("Israel’s")
    ('obrien', 'us', 'israel')
    """
    folded = fold(surface)
    if folded.isalnum():
        return folded
    folded = folded.removesuffix("'s")
    return re.sub(r"[',.\u200c\u200d]", "", folded) or surface


class _Stemmers(threading.local):
    """Each thread's own stemmers, as a stemmer keeps the word at hand in itself."""

    def __init__(self) -> None:
        self._known: dict[str, Any] = {}

    def get(self, lang: str) -> Any:  # noqa: ANN401 -- snowballstemmer has no types
        """Return the stemmer of a language, None where there is none."""
        if lang not in self._known:
            name = _SNOWBALL.get(lang)
            stemmer = snowballstemmer.stemmer(name) if name else None
            if stemmer is not None and hasattr(stemmer, "maxCacheSize"):
                stemmer.maxCacheSize = 0  # we remember words ourselves
            self._known[lang] = stemmer
        return self._known[lang]


_stemmers = _Stemmers()


class _Terms(dict[str, tuple[str, ...]]):
    """The terms of each chunk met in one language, forgotten when there are too many; no long chunk is kept."""

    kept = 1 << 19
    longest = 64

    def __init__(self, lang: str) -> None:
        super().__init__()
        self.lang = lang

    def __missing__(self, chunk: str) -> tuple[str, ...]:
        plain = chunk.isascii() and chunk.isalnum()
        surfaces = (chunk,) if plain else tuple(part.surface for part in parts(chunk))
        found = tuple(_analyse(surface, self.lang) for surface in surfaces)
        if len(chunk) <= self.longest:
            if len(self) >= self.kept:
                self.clear()
            self[chunk] = found
        return found


@cache
def _known_terms(lang: str) -> _Terms:
    return _Terms(lang)


def _analyse(surface: str, lang: str) -> str:
    found = bare(surface[:MAX_TERM_BYTES])
    stemmer = _stemmers.get(lang)
    if stemmer is not None and found.isalpha():
        # Some stemmers bring accents back; folding last makes both spellings meet.
        found = fold(stemmer.stemWord(found))
    if len(found) * 4 <= MAX_TERM_BYTES:
        return found
    encoded = found.encode("utf-8", "replace")
    return found if len(encoded) <= MAX_TERM_BYTES else encoded[:MAX_TERM_BYTES].decode("utf-8", "ignore")


def fresh_term(surface: str, lang: str) -> str:
    """Return what ``term`` does for a language that ``language`` returned; nothing is remembered."""
    return _analyse(surface, lang)


def plain_terms(surfaces: Sequence[str], lang: str) -> list[str]:
    """Return what ``fresh_term`` does for words of ASCII letters and digits, with a possessive or without, together."""
    found = [one[:-2] if one[-2:] == "'s" else one for one in map(str.lower, surfaces)]
    stemmer = _stemmers.get(lang)
    if stemmer is not None:
        alphabetic = [at for at, one in enumerate(found) if one.isalpha()]
        for at, stem in zip(alphabetic, stemmer.stemWords([found[at] for at in alphabetic]), strict=True):
            found[at] = stem if stem.isascii() else fold(stem)
    for at, one in enumerate(found):
        if len(one) * 4 > MAX_TERM_BYTES:
            found[at] = fresh_term(surfaces[at], lang)
    return found


@lru_cache(maxsize=1 << 10)
def language(lang: str | None) -> str:
    """Return the language whose analysis serves ``lang`` (ISO 639-1): itself, or one without a stemmer for none.

    >>> language(None), language("de-AT"), language("vi")
    ('und', 'de', 'vi')
    """
    return re.split("[-_]", lang.lower())[0] if lang else UNKNOWN


def term(surface: str, lang: str | None = None) -> str:
    """Return the term under which a word is indexed.

    >>> term("Withdrawals", "en"), term("Withdrawals"), term("Şafak"), term("Israel’s")
    ('withdraw', 'withdrawals', 'safak', 'israel')
    """
    found = _known_terms(language(lang))[surface]
    return found[0] if len(found) == 1 else _analyse(surface, language(lang))


def terms(text: str, lang: str | None = None) -> list[str]:
    """Return the terms of a text in order; a word's place in the list is its position."""
    known = _known_terms(language(lang))
    return [found for chunk in chunks(text) for found in known[chunk]]


@lru_cache(maxsize=1 << 12)
def query_terms(surface: str, langs: tuple[str, ...]) -> tuple[str, ...]:
    """Return every term a typed word can stand for in an index of these languages, sorted.

    The word as it stands is one of them: names have it, and articles whose language is not known.
    """
    return tuple(sorted({term(surface, lang) for lang in (*langs, UNKNOWN)}))


@cache
def common_words(lang: str) -> frozenset[str]:
    """Return the words that tell nothing of what a text in a language is about, as they are indexed and folded.

    >>> common_words("en") >= {"the", "because", "becaus"}, common_words("vi")
    (True, frozenset())
    """
    found = stoplists.get(lang, frozenset())
    return frozenset({bare(one) for one in found} | {term(one, lang) for one in found})


class ArchiveAnalyzer(Analyzer):  # type: ignore[misc]
    """The analysis above as a Whoosh analyzer, for whoever opens the index with Whoosh alone.

    Whoosh asks it without a language: it reads everything as English.
    """

    def __call__(  # noqa: D102, PLR0913, PLR0917 -- Whoosh's signature
        self,
        value: str,
        positions: bool = False,  # noqa: FBT001, FBT002
        chars: bool = False,  # noqa: FBT001, FBT002
        keeporiginal: bool = False,  # noqa: FBT001, FBT002
        removestops: bool = True,  # noqa: FBT001, FBT002
        start_pos: int = 0,
        start_char: int = 0,
        mode: str = "",
        **kwargs: Any,  # noqa: ANN401
    ) -> Iterator[Token]:
        token = Token(positions, chars, removestops=removestops, mode=mode, **kwargs)
        for at, word in enumerate(words(value), start_pos):
            token.text = term(word.surface, "en")
            token.boost = 1.0
            token.stopped = False
            if keeporiginal:
                token.original = word.surface
            if positions:
                token.pos = at
            if chars:
                token.startchar = start_char + word.start
                token.endchar = start_char + word.end
            yield token
