"""Definitions of short forms by their letters: “Popular Mobilization Forces (PMF)” and the like, in any text.

After Schwartz and Hearst (2003): a short form in parentheses, and before it the fewest words whose letters it is made
of; but stricter, since news has tickers, states and numerals in parentheses. The module ``letters`` says which letters
may be whose. Found are::

    Long Form (SF)          Long Form, or SF,          Long Form, known as SF
    Long Form, LGF,         Long Form or LGF
    SF (Long Form)          SF, or Long Form,          SF, the Long Form,

Every candidate looks at a bounded piece of text around it, and 10,000 of each form are looked at, so that any text
takes linear time.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from corpus.entities.unify.article.letters import Letters, Word, long_form, spells


@dataclass(frozen=True, slots=True)
class Definition:
    """Where a long and a short form stand in a text, in code points."""

    long: tuple[int, int]
    short: tuple[int, int]
    is_by_letters: bool = True


_MOST = 10_000
"""So many candidates of a text are looked at; no article has as many."""

_SAID = 2
"""The groups of a match behind that one have nothing that says that they are short forms."""

_BACK = 240  # code points before a short form
_SHORT = r"(?:[^\W\d_](?:[\w&/]|\.(?=[^\W\d_])|[-‑–](?=\w)){1,11}\.?)"
_CAPITALS = r"[A-Z]{3,11}"
_QUOTE = "[\"'“”„«»‘’]?"
_AFTER = re.compile(
    rf"(?:(?<=[\w.)>”\"’'])\s*[(\[]\s*(?:the\s+|or\s+|abbreviated\s+(?:as\s+)?)?{_QUOTE}({_SHORT}){_QUOTE}\s*(?=[)\];,]))"
    rf"|(?:(?<=[\w>]),\s+(?:or|(?:also\s+|better\s+|widely\s+|commonly\s+)?known\s+as|abbreviated\s+(?:as|to)|"
    rf"(?:known\s+)?by\s+(?:its|the)\s+(?:initials|acronym))\s+(?:the\s+)?{_QUOTE}({_SHORT}){_QUOTE}(?=[\s,.;:)]|\Z))"
    rf"|(?:(?<=[\w>])(?:,\s+({_CAPITALS})(?=,)|\s+or\s+({_CAPITALS})(?=[\s,.;:)]|\Z)))"
)
_BEFORE = re.compile(
    rf"(?<![\w.&/-])({_SHORT})(?:\s*\(\s*(?:or\s+|the\s+)*([^()\n]{{5,120}})\)|,\s+(?:or\s+)?(?:the\s+)?"
    rf"([^(),;:\n]{{5,120}})(?=[,.;:)]|\Z))"
)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_STOP = re.compile(r"[;:!?()\[\]\n“”\"]|\.\s+(?=[^\W\d_])|,\s")
_DOTTED = re.compile(r"(?:\b[^\W\d_]|\b(?:St|Dr|Mr|Inc|Co|Corp|Ltd))\.\s+$")


def definitions(text: str) -> Iterator[Definition]:
    """Yield the short forms that a text defines, in order.

    >>> text = "The Popular Mobilization Forces (PMF) said Sen. Cruz (R-Texas) met the UN (United Nations)."
    >>> [(text[slice(*one.long)], text[slice(*one.short)]) for one in definitions(text)]
    [('Popular Mobilization Forces', 'PMF'), ('United Nations', 'UN')]
    """
    found = [*_defined_after(text), *_defined_before(text)]
    done: set[tuple[int, int]] = set()
    for one in sorted(found, key=lambda one: (one.short, one.long)):
        if one.short not in done:
            done.add(one.short)
            yield one


def _defined_after(text: str) -> Iterator[Definition]:
    for found in islice(_AFTER.finditer(text), _MOST):
        group = found.lastindex or 1
        span = _undotted(text, found.span(group))
        letters = Letters.of(text[slice(*span)], as_word=group == 1)
        if letters is None:
            continue
        words = _words_before(text, found.start())
        at = long_form(words, letters, loosely=group == 1, exactly=group > _SAID)
        if at is not None:
            yield Definition((words[at.first].start, _end(words[-1])), span, at.is_by_letters)


def _undotted(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """Return a span without the dot that ends a sentence; that of U.S. is its own."""
    short = text[slice(*span)]
    return (span[0], span[1] - 1) if short.find(".") == len(short) - 1 else span


def _words_before(text: str, end: int) -> list[Word]:
    """Return the words before a place, as far back as its sentence and commas allow."""
    low = max(0, end - _BACK)
    piece = text[low:end].rstrip()
    if piece.endswith((")", "]")):
        return []
    begin = 0
    for stop in _STOP.finditer(piece):
        if stop.end() < len(piece) and not _DOTTED.search(piece[max(0, stop.start() - 5) : stop.end()]):
            begin = stop.end() if piece[stop.start()] != "," else begin
    return [Word(found[0], low + found.start(), low + found.end()) for found in _WORD.finditer(piece, begin)]


def _end(word: Word) -> int:
    """Return where a word ends without its possessive."""
    return word.end - 2 if word.text.endswith(("'s", "’s")) else word.end


def _defined_before(text: str) -> Iterator[Definition]:
    for found in islice(_BEFORE.finditer(text), _MOST):
        letters = Letters.of(found[1])
        if letters is None:
            continue
        start, end = found.span(2) if found[2] else found.span(3)
        words = [Word(one[0], one.start(), one.end()) for one in _WORD.finditer(text, start, end)]
        count = spells(words, letters, whole=found[2] is not None)
        if count:
            yield Definition((words[0].start, _end(words[count - 1])), found.span(1))
