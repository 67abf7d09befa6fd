"""Tokens: the words of a text, and where they stand.

A word is a run of letters, digits and combining marks. Hyphens part words (``al-Sudani`` is two);
an apostrophe inside a word is a part of it, but behind an elided article, which is a word of its own
(``l'eau``); dotted initials are one word (``U.S.``), and so is a number with thousands (``1,500``).
Chinese, Japanese, Korean and Thai, which do not part words, become overlapping bigrams.
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import accumulate
from typing import NamedTuple

from corpus.combining import bracketed, combining

_UNPARTED = (
    r"\u0e00-\u0e7f\u1100-\u11ff\u3005\u3040-\u30ff\u3130-\u318f\u31f0-\u31ff\u3400-\u4dbf"
    r"\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff66-\uffdc\U00020000-\U0003ffff"
)
_JOINERS = {0x200C, 0x200D}
_ELISIONS = "[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|un|dell|all|nell|sull|dall|quell"
_ELIDED = re.compile(_ELISIONS, re.IGNORECASE)
_THOUSANDS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+")


class Span(NamedTuple):
    """A word in a text: ``text[start:end]``, in code points."""

    start: int
    end: int
    surface: str


@cache
def _chunk(*, is_ascii: bool) -> re.Pattern[str]:
    r"""Return the pattern of a chunk: a word, with what an apostrophe, dot or comma ties to it.

    Python's ``\\w`` leaves combining marks out, without which Hindi and pointed Arabic fall apart. There are so many
    that a text of ASCII is better parted without.
    """
    if is_ascii:
        return re.compile("[a-zA-Z0-9]+(?:['.,][a-zA-Z0-9]+)*")
    letter = rf"[\w{bracketed(sorted({*combining(), *_JOINERS}))}]"
    return re.compile(rf"{letter}+(?:['’＇.,]{letter}+)*")


@cache
def _part() -> re.Pattern[str]:
    return re.compile(
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
    for match in _chunk(is_ascii=text.isascii()).finditer(text.replace("_", " ")):
        chunk = match[0]
        start = match.start()
        if chunk.isascii() and chunk.isalnum():
            yield Span(start, start + len(chunk), chunk)
        else:
            for part in parts(chunk):
                yield Span(start + part.start, start + part.end, part.surface)


def chunks(text: str) -> list[str]:
    """Return what a text is made of: ``parts`` yields the words in each."""
    return _chunk(is_ascii=text.isascii()).findall(text.replace("_", " "))


def parts(chunk: str) -> Iterator[Span]:
    """Yield the words of a chunk."""
    for match in _part().finditer(chunk):
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


def piece_words(piece: str) -> tuple[list[int], list[str]]:
    """Return where the words begin that ``words`` yields for a text, and the words.

    Quicker for host names, decimals and thousands.

    >>> piece_words("cs.example.edu"), piece_words("1,500")
    (([0, 3, 11], ['cs', 'example', 'edu']), ([0], ['1,500']))
    """
    if piece.isascii() and "'" not in piece:
        if "," not in piece:
            labels = piece.split(".")
            if all(one.isalnum() and (len(one) > 1 or one.isdigit()) for one in labels):  # no initials
                return list(accumulate([len(one) + 1 for one in labels[:-1]], initial=0)), labels
        elif _THOUSANDS.fullmatch(piece):
            return [0], [piece]
    found = list(words(piece))
    return [one.start for one in found], [one.surface for one in found]


def is_possessive(piece: bytes) -> bool:
    """Tell whether a text is one word of ASCII letters and digits with an English possessive."""
    return piece[-2:] in {b"'s", b"'S"} and piece[:-2].isalnum() and not _ELIDED.fullmatch(piece[:-2].decode())
