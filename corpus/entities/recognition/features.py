"""Features of tokens, as symbols: what the tagger is told.

A token has one symbol in each of ``KINDS``. A symbol stands for some attributes, and each of them counts apart for the
tokens within a window around: the attribute ``s=ing`` of the next word is ``1s=ing`` of this one.

    word     the word by itself: its folded form, shape, ends, and flags of the lexicon
    context  what the rules and the rest of the article say of it here
    pair     the classes of the word and of the one behind it
    triple   the classes of the word and of both its neighbours
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from corpus.entities.recognition.casing import Seen
from corpus.entities.recognition.lexicon import FLAGS
from corpus.entities.recognition.name import Guess
from corpus.entities.recognition.tokens import Word, mask, word

KINDS = {"word": (-2, -1, 0, 1, 2), "context": (-1, 0, 1), "pair": (-1, 0), "triple": (0,)}
"""The kinds of symbols, and the window of each: where the token of a symbol stands, seen from the token told of."""

Symbols = tuple[list[str], list[str], list[str], list[str]]

_CLASSES = (
    ("country", mask("country", "place")),
    ("calendar", mask("calendar")),
    ("demonym", mask("demonym")),
    ("title", mask("title")),
    ("org", mask("organisation")),
    ("tail", mask("orgtail", "orghead")),
    ("placetail", mask("placetail")),
    ("given", mask("given")),
    ("city", mask("city1", "city2")),
    ("surname", mask("surname")),
    ("common", mask("common1", "common2")),
    ("given2", mask("given2")),
    ("surname2", mask("surname2")),
    ("town", mask("city3", "alternate")),
    ("rare", mask("common3")),
)
_SMALL = (
    ("title", mask("title")),
    ("speech", mask("speech")),
    ("verb", mask("verb")),
    ("noun", mask("noun")),
    ("adjective", mask("adjective")),
)
_FUNCTION = mask("function")


def symbols(forms: Sequence[str], guesses: Sequence[Guess], known: Seen) -> Symbols:
    """Return the symbols of the tokens of a sentence, by kind."""
    told = ["-"] * len(forms)
    for guess in guesses:
        label = f"{guess.kind or 'unknown'}{guess.sure}"
        told[guess.first] = f"B{label}"
        for at in range(guess.first + 1, guess.last):
            told[at] = f"I{label}"
    words = [word(form) for form in forms]
    classes = [class_of(one) for one in words]
    context = [
        f"{label}|{_evidence(one, known)}|{'first' if at == 0 else ''}"
        for at, (label, one) in enumerate(zip(told, words, strict=True))
    ]
    after = [*classes[1:], "."]
    pairs = [f"{one}|{other}" for one, other in zip(classes, after, strict=True)]
    before = ["^", *classes[:-1]]
    triples = [f"{first}|{pair}" for first, pair in zip(before, pairs, strict=True)]
    return list(forms), context, pairs, triples


def _evidence(one: Word, known: Seen) -> str:
    """Return how the rest of the article writes a word with a capital."""
    if not one.capital:
        return ""
    capital, small = known.capital[one.key], known.small[one.key]
    return ("name" if capital > 1 else "once" if capital else "never") + ("small" if small else "")


def attributes(kind: str, symbol: str) -> tuple[str, ...]:
    """Return the attributes that a symbol stands for."""
    if kind == "word":
        return _of_word(symbol)
    if kind == "context":
        label, evidence, first = symbol.split("|")
        return (f"r={label}", f"r={label}{evidence}", f"e={evidence}{first}", f"r={label}{first}")
    return (f"{kind[0]}={symbol}",)


@lru_cache(maxsize=1 << 16)
def class_of(one: Word) -> str:
    """Return the class of a word, coarse enough for pairs of them to be seen often."""
    if one.flags & _FUNCTION and not one.capital:
        return one.key
    for name, flags in _CLASSES if one.capital else _SMALL:
        if one.flags & flags:
            return f"{one.shape}{name}" if one.capital else name
    return one.shape


def _of_word(form: str) -> tuple[str, ...]:
    one = word(form)
    return tuple(_word_attributes(form, one))


def _word_attributes(form: str, one: Word) -> Iterator[str]:
    yield f"h={one.shape}"
    yield f"w={one.key}"
    yield f"c={class_of(one)}"
    if len(form) > 3 and form[0].isalpha():  # noqa: PLR2004 -- a shorter word is its own end
        case = "X" if one.capital else "x"
        yield f"3={case}{one.key[-3:]}"
        yield f"2={case}{one.key[-2:]}"
        yield f"1={case}{one.key[:3]}"
    if one.capital:
        for at, flag in enumerate(FLAGS):
            if one.flags >> at & 1:
                yield f"f={flag}"
