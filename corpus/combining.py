"""Combining marks: accents, vowel signs and the like, which stand in words though they are no letters to ``re``."""

import unicodedata
from collections.abc import Collection, Iterable, Sequence
from functools import cache

MARKS = frozenset({"Mn", "Mc", "Me"})
"""The categories of Unicode that are marks: without a width, with one, and around a letter."""


@cache
def combining(categories: Collection[str] = MARKS) -> Sequence[int]:
    """Return the code points of marks of some categories, ascending, up to U+FFFF."""
    return [code for code in range(0x300, 0x10000) if unicodedata.category(chr(code)) in categories]


def bracketed(codes: Iterable[int]) -> str:
    r"""Return ascending code points as what stands between the brackets of an expression: ranges, quick to compile.

    >>> bracketed([0x300, 0x301, 0x483])
    '\\u0300-\\u0301\\u0483-\\u0483'
    """
    found: list[list[int]] = []
    for code in codes:
        if found and found[-1][1] == code - 1:
            found[-1][1] = code
        else:
            found.append([code, code])
    return "".join(rf"\u{first:04x}-\u{last:04x}" for first, last in found)
