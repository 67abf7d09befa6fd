"""Atoms: single words and phrases of a query, with what ``*``, ``~`` and quotes say of them."""

import re
from dataclasses import replace
from functools import lru_cache
from itertools import islice

from index.tokens import words
from search.query.notes import Notes
from search.query.tokens import FIELD, MINUS, OPERATORS, Token, plain
from search.query.tree import Node, Phrase, Prefix, Word

MAX_SLOP = 999
_FUZZY = re.compile(r"~[0-9]?\Z")
_ADDRESS = re.compile(r"https?://|www\.", re.IGNORECASE)
_SIGNS = re.compile(r"(?:\*|[~～][0-9]?)+\Z")
_LEADING = f"{MINUS}~*‘:"
"""What means nothing at the beginning of a word, but would to whoever reads it with a space before it."""

_LONG_WORD = 7
_SHORTEST_PREFIX = 2
_LONGEST_FUZZY = 40


def phrase(token: Token, notes: Notes) -> Phrase | None:
    """Return a phrase; one of a single word is exact. None for one without words."""
    if not token.closed:
        notes.add("A quote is not closed; it was closed at the end.", token.start, token.start + 1)
    count = count_words(token.text)
    if not count:
        return None
    slop = min(token.slop, MAX_SLOP)
    if slop < token.slop:
        notes.add(f"At most {MAX_SLOP} other words may stand within a phrase.", token.start, token.end)
    if count > 1 and "*" in plain(token.text):
        notes.add("* means nothing in quotes; it was ignored.", token.start, token.end)
    return Phrase(token.text, token.start, token.end, slop, exact=count == 1 and not slop)


def word(token: Token, notes: Notes) -> Node | None:
    """Return a word, with ``*`` or ``~`` where they can be taken so; None for a token without words."""
    if not count_words(token.text):
        return None
    shape = plain(token.text)
    first = len(shape) - len(shape.lstrip(_LEADING))
    if not first:
        return _word(token, shape, notes)
    if "*" in shape[:first]:
        message = "A word cannot begin with *, as every word of the archive would have to be looked at; it was ignored."
        notes.add(message, token.start, token.end)
    rest = replace(token, text=token.text[first:], start=token.start + first)
    found = _word(rest, shape[first:], notes)
    if isinstance(found, Word | Prefix) and (rest.text in OPERATORS or FIELD.match(shape, first)):
        return Phrase(found.text, rest.start, rest.end, exact=count_words(found.text) == 1)
    return found


def _word(token: Token, shape: str, notes: Notes) -> Word | Prefix | Phrase | None:
    if _ADDRESS.match(shape):
        return Word(token.text, token.start, token.end)
    if "*" in shape:
        return _starred(token, shape, notes)
    if fuzzy := _FUZZY.search(shape):
        return _fuzzy(token, _SIGNS.sub("", token.text[: fuzzy.start()]), notes)
    return Word(token.text, token.start, token.end)


def _starred(token: Token, shape: str, notes: Notes) -> Word | Prefix | Phrase | None:
    star = shape.index("*")
    base = _SIGNS.sub("", token.text[:star])
    if shape[star:].strip("*"):
        notes.add("* can stand at the end of a word only; what follows it was ignored.", token.start, token.end)
    if count_words(base) and len(list(words(base))[-1].surface) >= _SHORTEST_PREFIX:
        return Prefix(base, token.start, token.end)
    message = "* needs two letters or more before it, as too many words begin so; it was ignored."
    notes.add(message, token.start, token.end)
    return _unsigned(token, base)


def _fuzzy(token: Token, base: str, notes: Notes) -> Word | Phrase | None:
    found = list(islice(words(base), 2))
    if not found:
        return None
    if len(found) == 1 and not any(c.isdigit() for c in base) and len(base) <= _LONGEST_FUZZY:
        return Word(base, token.start, token.end, 2 if len(found[0].surface) > _LONG_WORD else 1)
    message = f"~ needs one word before it, of {_LONGEST_FUZZY} letters at most and no digits; it was ignored."
    notes.add(message, token.start, token.end)
    return _unsigned(token, base)


def _unsigned(token: Token, base: str) -> Word | Phrase | None:
    """Return what is left of a word when its signs were ignored."""
    if not count_words(base):
        return None
    whole = Phrase(base, token.start, token.end, exact=True)
    return whole if base in OPERATORS else Word(base, token.start, token.end)


@lru_cache(maxsize=1 << 14)
def count_words(text: str) -> int:
    """Return how many words a text has, of several 2."""
    return sum(1 for _ in islice(words(text), 2))
