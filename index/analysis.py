"""Analysis: text to terms, the same for articles and for queries.

A word is a run of letters, digits and combining marks. Hyphens part words (``al-Sudani`` is two);
an apostrophe inside a word is dropped (``O'Brien`` is ``obrien``) but for the possessive
(``Israel's`` is ``israel``) and the elided article (``l'eau`` is ``l`` and ``eau``); dotted
initials are one word (``U.S.`` is ``us``), and so is a number with thousands (``1,500`` is
``1500``). Chinese, Japanese, Korean and Thai, which do not part words, become overlapping bigrams.
A term is the folded word, stemmed by the language of the text; where that is not known, or has no
stemmer, the folded word. No stop word is dropped.
"""

import re
import threading
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import accumulate
from typing import Any, NamedTuple

import snowballstemmer
from whoosh.analysis import Analyzer, Token
from whoosh.lang.stopwords import stoplists

from corpus.text import fold

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
_UNPARTED = (
    r"\u0e00-\u0e7f\u1100-\u11ff\u3005\u3040-\u30ff\u3130-\u318f\u31f0-\u31ff\u3400-\u4dbf"
    r"\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff66-\uffdc\U00020000-\U0003ffff"
)
_JOINERS = {0x200C, 0x200D, 0x2BB, 0x2BC}
_ELISIONS = "[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|un|dell|all|nell|sull|dall|quell"
_ELIDED = re.compile(_ELISIONS, re.IGNORECASE)
_THOUSANDS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+")


class Span(NamedTuple):
    """A word in a text: ``text[start:end]``, in code points."""

    start: int
    end: int
    surface: str


@cache
def _chunks() -> re.Pattern[str]:
    r"""Return the pattern of chunks: words, with what an apostrophe, dot or comma ties to them.

    Python's ``\\w`` leaves combining marks out, without which Hindi and pointed Arabic fall apart.
    """
    marks = "".join(
        chr(code)
        for code in range(0x300, 0xFFFF)
        if unicodedata.category(chr(code)) in {"Mn", "Mc", "Me"} or code in _JOINERS
    )
    letter = rf"[\w{re.escape(marks)}]"
    return re.compile(rf"{letter}+(?:['’＇.,]{letter}+)*")


_PARTS = re.compile(
    r"(?P<initials>(?<![^\W_])[^\W\d_](?:\.[^\W\d_])+(?![^\W_.]))"
    r"|(?P<number>(?<![^\W_])(?<!,)\d{1,3}(?:,\d{3})+(?![^\W_]|,))"
    rf"|(?P<elision>(?<![^\W_])(?:{_ELISIONS})['’＇](?=[^\W_]))"
    rf"|(?P<run>[{_UNPARTED}]+)"
    rf"|(?P<word>[^_.,'’＇{_UNPARTED}][^_.,{_UNPARTED}]*)",
    re.IGNORECASE,
)


def words(text: str) -> Iterator[Span]:
    """Yield the words of a text in order, with their spans.

    >>> [w.surface for w in words("Al-Sudani’s U.S. talks: 1,500 troops, l'eau")]
    ['Al', 'Sudani’s', 'U.S', 'talks', '1,500', 'troops', "l'", 'eau']
    """
    for match in _chunks().finditer(text.replace("_", " ")):
        chunk = match[0]
        start = match.start()
        if chunk.isascii() and chunk.isalnum():
            yield Span(start, start + len(chunk), chunk)
        else:
            for part in _parts(chunk):
                yield Span(start + part.start, start + part.end, part.surface)


def _parts(chunk: str) -> Iterator[Span]:
    for match in _PARTS.finditer(chunk):
        start, end = match.span()
        if match.lastgroup == "run" and end - start > 1:
            for at in range(start, end - 1):
                yield Span(at, at + 2, chunk[at : at + 2])
        elif any(c.isalnum() for c in match[0]):
            if match.lastgroup == "word":  # an apostrophe stands inside a word, or does not count
                end -= len(match[0]) - len(match[0].rstrip("'’＇"))
            yield Span(start, end, chunk[start:end])


@cache
def _unparted() -> re.Pattern[str]:
    return re.compile(rf"[{_UNPARTED}]")


def is_unparted(surface: str) -> bool:
    """Tell whether a word is of a script that does not part words, so that it is two letters out of many.

    >>> is_unparted("東京"), is_unparted("Токио")
    (True, False)
    """
    return not surface.isascii() and _unparted().search(surface) is not None


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
        surfaces = (chunk,) if plain else tuple(part.surface for part in _parts(chunk))
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


def piece_words(piece: str) -> tuple[list[int], list[str]]:
    """Return where the words begin that ``words`` yields for a text, and the words.

    Quicker for host names, decimals and thousands.

    >>> piece_words("cs.example.edu"), piece_words("1,500")
    (([0, 3, 11], ['cs', 'example', 'edu']), ([0], ['1,500']))
    """
    if piece.isascii() and "'" not in piece:
        if "," not in piece:
            parts = piece.split(".")
            if all(one.isalnum() and (len(one) > 1 or one.isdigit()) for one in parts):  # no initials
                return list(accumulate([len(one) + 1 for one in parts[:-1]], initial=0)), parts
        elif _THOUSANDS.fullmatch(piece):
            return [0], [piece]
    found = list(words(piece))
    return [one.start for one in found], [one.surface for one in found]


def fresh_term(surface: str, lang: str) -> str:
    """Return what ``term`` does for a language that ``language`` returned; nothing is remembered."""
    return _analyse(surface, lang)


def is_possessive(piece: bytes) -> bool:
    """Tell whether a text is one word of ASCII letters and digits with an English possessive."""
    return piece[-2:] in {b"'s", b"'S"} and piece[:-2].isalnum() and not _ELIDED.fullmatch(piece[:-2].decode())


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
    return [found for chunk in _chunks().findall(text.replace("_", " ")) for found in known[chunk]]


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
