"""What a typed word is looked for by: the terms of its parts, and other ways in which people write the same."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice, product

from index.analysis import query_terms
from index.tokens import Span, words
from search.query.tokens import plain
from search.query.written import form_term, signed_term
from search.ranking.plan import Any, Leaf, Plan

MAX_PHRASE = 50
"""The words that a phrase may have."""

WRITTEN = ("title", "body")
"""The fields in which text stands as it was written; the names in "entities" are no text."""

_URL = "url"
Slots = tuple[tuple[str, ...], ...]
_ADDRESS = re.compile(r"(?:https?://)?(?:www\.)?", re.IGNORECASE)
_INITIALS = re.compile(r"([^\W\d_]\.)+[^\W\d_]\.?")
_JOINED_INITIALS = re.compile(r"[^\W\d_]{1,3}(?:&[^\W\d_]{1,3})+")
_HYPHENATED = re.compile(r"([^\W_]+)[-‐‑]([^\W_]+)")
_LETTERS_AND_DIGITS = re.compile(r"([^\W\d_]{1,6})([0-9]{1,4})")
_ELIDING = frozenset({"ca", "fr", "it"})
"""Languages whose articles are elided."""


@lru_cache(maxsize=1 << 14)
def word_plan(text: str, fields: tuple[str, ...], langs: tuple[str, ...]) -> Plan | None:
    """Return what a word is looked for by in an index of these languages; None where it is too long for one.

    >>> word_plan("u.s.", ("body",), ("en",))
    Leaf(fields=('body',), slots=(('=U.S', '=US', '=u.s'),), slop=0)
    >>> word_plan("at&t", ("body",), ("en",))
    Leaf(fields=('body',), slots=(('=AT',), ('=T',)), slop=0)
    """
    read = plain(text)
    if address := _behind_scheme(read):
        return _address(address, fields, langs)
    bare = read.strip(".,;:!?")
    if _INITIALS.fullmatch(bare):
        letters = bare.replace(".", "")
        forms = {".".join(letters.upper()), ".".join(letters.lower()), letters.upper()}
        return _leaf(fields, (_forms(forms),))
    if _JOINED_INITIALS.fullmatch(bare):
        return _leaf(fields, tuple(_forms({one.upper(), one} - {one.lower()} or {one}) for one in bare.split("&")))
    whole = _usual(text, fields, langs)
    if whole is None:
        return None
    other = _otherwise(bare, fields, langs)
    return Any((whole, other)) if other else whole


def _usual(text: str, fields: tuple[str, ...], langs: tuple[str, ...]) -> Leaf | None:
    found = slots(text, langs)
    if not _ELIDING.isdisjoint(langs):
        first = next((at for at, one in enumerate(_surfaces(text)) if not _is_elided(one)), 0)
        found = found[first:]  # who asks for l'eau wants d'eau too
    return Leaf(fields, found) if len(found) <= MAX_PHRASE else None


def _surfaces(text: str) -> Iterator[str]:
    return (word.surface for word in islice(words(text), MAX_PHRASE + 1))


def _is_elided(surface: str) -> bool:
    return surface[-1] in "'’＇" and surface.islower()


def _otherwise(text: str, fields: tuple[str, ...], langs: tuple[str, ...]) -> Leaf | None:
    """Return the word with or without a hyphen: F-16 and F16, e-mail and email; 9-11 is not 911."""
    if (hyphenated := _HYPHENATED.fullmatch(text)) and not "".join(hyphenated.groups()).isdigit():
        joined = slots(hyphenated[1] + hyphenated[2], langs)
        return Leaf(fields, joined) if len(joined) == 1 else None
    if parted := _LETTERS_AND_DIGITS.fullmatch(text):
        return _leaf(fields, slots(f"{parted[1]} {parted[2]}", langs))
    return None


def _behind_scheme(text: str) -> str:
    """Return what stands behind the scheme of an address of the web, "" for what is none.

    >>> _behind_scheme("https://www.a.example/b"), _behind_scheme("a.example/b"), _behind_scheme("and/or")
    ('a.example/b', 'a.example/b', '')
    """
    scheme = _ADDRESS.match(text)
    rest = text[scheme.end() :] if scheme else text
    host, slash, _ = rest.partition("/")
    return rest if len(rest) < len(text) or (slash and "." in host) else ""


def _address(rest: str, fields: tuple[str, ...], langs: tuple[str, ...]) -> Plan | None:
    """Return where an address stands in a text, and the article that has it."""
    found = slots(rest, langs)
    text = _leaf(fields, found[:MAX_PHRASE]) if found else None
    if fields == WRITTEN[:1] or fields == WRITTEN[1:]:
        return text
    ends = {rest, rest.rstrip("/"), rest.rstrip("/") + "/", rest.partition("#")[0]}
    known = {"".join(parts) for parts in product(("https://", "http://"), ("", "www."), ends)}
    article = Leaf((_URL,), (tuple(sorted(known)),))
    return article if text is None else Any((text, article))


def _forms(words: set[str]) -> tuple[str, ...]:
    return tuple(sorted(map(form_term, words)))


def _leaf(fields: tuple[str, ...], found: Slots) -> Leaf:
    """Return a leaf that is looked for only where text stands as it was written."""
    return Leaf(tuple(one for one in fields if one in WRITTEN), found)


def exact_leaf(text: str, fields: tuple[str, ...], slop: int) -> Leaf:
    """Return the leaf of words in the form in which they were typed, one more than a phrase may have.

    One of small letters may begin with a capital, as it does where it begins a sentence.
    """
    found = islice(words(text), MAX_PHRASE + 1)
    return Leaf(
        tuple(one for one in fields if one in WRITTEN),
        tuple(_exactly(text, word) for word in found),
        slop,
    )


def _exactly(text: str, word: Span) -> tuple[str, ...]:
    signed = signed_term(plain(text), word)
    if signed:
        return (signed,)
    surface = word.surface
    forms = (surface, surface[:1].upper() + surface[1:]) if surface.islower() else (surface,)
    return tuple(map(form_term, forms))


@lru_cache(maxsize=1 << 14)
def slots(text: str, langs: tuple[str, ...]) -> Slots:
    """Return the terms of each word of a text in an index of these languages, one word more than a phrase may have."""
    return tuple(_slot(text, word, langs) for word in islice(words(text), MAX_PHRASE + 1))


def _slot(text: str, word: Span, langs: tuple[str, ...]) -> tuple[str, ...]:
    signed = signed_term(plain(text), word)
    return (signed,) if signed else query_terms(word.surface, langs)
