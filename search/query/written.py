"""Terms of words as they are written: in one form only, or with signs behind them that analysis drops.

Such a term begins with a sign, which no term of the index has: ``=Elections`` is the word in these letters,
``+c++`` the folded word ``c`` with ``++`` behind it.
"""

import re
import unicodedata
from collections.abc import Collection
from functools import lru_cache

from corpus.text import fold
from index.analysis import term
from index.tokens import Span

_FORM, _SIGNED = "=", "+"
_SIGNS = re.compile(r"(?:\+\+?|#)(?![\w+#])")
LONGEST_SIGNS = 3
"""Characters behind a word that tell whether it has signs."""

_APOSTROPHES = str.maketrans("’＇", "''")


@lru_cache(maxsize=1 << 14)
def form_term(surface: str) -> str:
    """Return the term of a word in this form: what a typist does not choose, and the possessive, are no other form.

    >>> form_term("O’Brien"), form_term("Iraq's"), form_term("IRAQ")
    ("=O'Brien", '=Iraq', '=IRAQ')
    """
    plain = surface if surface.isascii() else unicodedata.normalize("NFC", surface).translate(_APOSTROPHES)
    return _FORM + (plain.removesuffix("'s") if len(plain) > 2 else plain)  # noqa: PLR2004 -- the length of it


def signed_term(text: str, word: Span) -> str | None:
    """Return the term of a word of a text with the signs behind it, None where there are none.

    >>> signed_term("C++ code", Span(0, 1, "C")), signed_term("1+1", Span(0, 1, "1"))
    ('+c++', None)
    """
    signs = _SIGNS.match(text, word.end)
    return f"{_SIGNED}{fold(word.surface)}{signs[0]}" if signs else None


def is_written(one: str) -> bool:
    """Tell whether a term is one of these."""
    return one[:1] in {_FORM, _SIGNED}


def is_signed(one: str) -> bool:
    """Tell whether a term has signs."""
    return one[:1] == _SIGNED


def word_of(one: str) -> str:
    """Return the word of such a term, without the signs.

    >>> word_of("=Elections"), word_of("+c++")
    ('Elections', 'c')
    """
    return one[1:] if one[0] == _FORM else one[1:].rstrip("+#")


def terms_of(text: str, word: Span, lang: str | None, *, written: bool) -> tuple[str, ...]:
    """Return the terms that a word of a text stands for; those of this module only where they are asked for."""
    usual = term(word.surface, lang)
    if not written:
        return (usual,)
    signed = signed_term(text, word)
    return (usual, form_term(word.surface), signed) if signed else (usual, form_term(word.surface))


def end_of(text: str, word: Span, terms: Collection[str]) -> int:
    """Return where a word of a text ends that stands for one of some terms: behind its signs, where they count."""
    signed = signed_term(text, word)
    return word.end if signed is None or signed not in terms else word.end + len(signed) - len(word_of(signed)) - 1
