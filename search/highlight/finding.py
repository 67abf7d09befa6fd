"""Finding: the words of a text that patterns stand for, exactly as the analysis of the whole text would find them."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from index.analysis import term
from index.tokens import words
from search.highlight.patterns import Patterns, is_plain
from search.query.written import LONGEST_SIGNS, end_of, terms_of

Span = tuple[int, int]

_REMEMBERED = 40
_REACH = 300
"""Code points in which the beginning or the end of what belongs together is sought."""

SEPARATORS = (
    ' \t\n\r\v\f\u00a0\u2003\u2009\u202f\u3000!"#$%&()*+-/:;<=>?@[\\]^`{|}~'
    "“”„«»‹›…–—‘·、。，．！？：；（）「」『』【】《》،؛؟۔।"
)
"""Characters that never stand within a word, nor between what analysis looks at together."""

SEPARATOR = re.compile(f"[{re.escape(SEPARATORS)}]")
_ALNUM = re.compile(r"[^\W_]")


class UnpartedError(ValueError):
    """A text has no separators where a word stands, so that it must be read from its beginning."""


class Text(NamedTuple):
    """A title, a line feed and a body that begins at ``floor``.

    ``image`` (``search.highlight.patterns``) is that of the text from ``origin`` on, as far as it is to be read.
    """

    text: str
    floor: int
    image: bytes
    origin: int = 0


def find(patterns: Patterns, text: Text, begin: int, end: int) -> list[Span]:
    """Return the words that patterns stand for between two places, at which no word is cut; ascending, each once.

    Raises UnpartedError.
    """
    if not patterns.complete:
        raise UnpartedError
    found: list[Span] = []
    unsure: list[Span] = []
    origin = text.origin
    for search in patterns.searches:
        for match in search.regex.finditer(text.image, begin - origin, end - origin):
            start, stop = match.span()
            if search.runs is not None and match[0] not in search.runs:
                continue
            is_form = search.sure and (search.forms is None or match[0] in search.forms)
            is_word = is_form and is_plain(text.image, start, stop, end - origin)
            (found if is_word else unsure).append((start + origin, stop + origin))
    if patterns.exact is not None and not text.text.isascii():
        unsure += [match.span() for match in patterns.exact.finditer(text.text, begin, end)]
    return sorted({*found, *read(patterns, text.text, sorted(unsure))}) if unsure else sorted(found)


def read(patterns: Patterns, text: str, places: Sequence[Span]) -> list[Span]:
    """Return the words that stand for one of the terms about some ascending places, by analysis of what is there."""
    found: list[Span] = []
    done = 0
    for start, end in places:
        if start < done:
            continue
        low, done = piece(text, start, end)
        if patterns.written:
            found += _as_written(patterns, text, low, done)
            continue
        for first, last, found_term in _terms(text[low:done], patterns.lang):
            if found_term in patterns.terms:
                found.append((low + first, low + last))
    return found


def _as_written(patterns: Patterns, text: str, low: int, done: int) -> Iterator[Span]:
    """Yield the words of a piece of a text that are written as one of the terms says, signs behind it included."""
    near = text[low : done + LONGEST_SIGNS]
    for one in words(near):
        if one.end <= done - low and not patterns.terms.isdisjoint(terms_of(near, one, patterns.lang, written=True)):
            yield low + one.start, low + end_of(near, one, patterns.terms)


def _terms(text: str, lang: str) -> Sequence[tuple[int, int, str]]:
    """Return the words of a text with their terms; those of short texts are remembered."""
    return _remembered(text, lang) if len(text) <= _REMEMBERED else _analysed(text, lang)


@lru_cache(maxsize=1 << 12)
def _remembered(text: str, lang: str) -> Sequence[tuple[int, int, str]]:
    return _analysed(text, lang)


def _analysed(text: str, lang: str) -> Sequence[tuple[int, int, str]]:
    return [(one.start, one.end, term(one.surface, lang)) for one in words(text)]


def piece(text: str, start: int, end: int) -> Span:
    """Return what stands between the separators around a place; raises UnpartedError where they are far away."""
    floor, ceiling = max(start - _REACH, 0), end + _REACH
    before = max(text.rfind(" ", floor, start), text.rfind("\n", floor, start))
    if before < 0 and floor:
        before = max((match.start() for match in SEPARATOR.finditer(text, floor, start)), default=-1)
        if before < 0:
            raise UnpartedError
    after = SEPARATOR.search(text, end, ceiling)
    if after is None and ceiling < len(text):
        raise UnpartedError
    return before + 1, after.start() if after else len(text)


def phrase(text: str, slots: Sequence[Sequence[Span]], slop: int) -> list[Span]:
    """Return the words of a text's phrases, ascending; ``slots`` are where the words of each slot stand, ascending.

    It stands where ``search.ranking.phrases.occurrences`` lets it stand. Raises UnpartedError.
    """
    found: set[Span] = set()
    if all(slots):
        for start in slots[0]:
            found.update(_run(text, start, slots[1:], slop))
    return sorted(found)


def _run(text: str, start: Span, following: Sequence[Sequence[Span]], slop: int) -> list[Span]:
    run, others = [start], 0
    for spans in following:
        at = bisect_left(spans, (run[-1][0] + 1, 0))
        if at == len(spans):
            return []
        others += between(text, run[-1], spans[at], slop - others)
        if others > slop:
            return []
        run.append(spans[at])
    return run


def between(text: str, word: Span, following: Span, most: int) -> int:
    """Return how many other words begin behind one word and before another; of more than ``most``, one more."""
    gap = text[word[1] : following[0]]
    if gap and gap.isascii():  # no pairs of letters, and so each word has a letter in the gap
        letters = _ALNUM.search(gap)
        if letters is None or most == 0:
            return 0 if letters is None else 1
    low, high = piece(text, *word)[0], piece(text, *following)[1]
    count = 0
    for one in words(text[low:high]):
        if one.start + low >= following[0] or count > most:
            break
        count += one.start + low > word[0]
    return count
