"""Folding: the form in which two spellings of a word are compared."""

import re
import unicodedata
from functools import lru_cache

# Letters that Unicode does not decompose but a reader types without the stroke.
_STROKES = str.maketrans(
    {
        "ı": "i",
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ħ": "h",
        "ŧ": "t",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "ð": "d",
        "ꝛ": "r",  # r rotunda; the long s and ligatures fold with case
        "ẜ": "s",
        "ẝ": "s",
        "ʻ": None,
        "ʼ": None,
        "ʿ": None,
        "ʾ": None,
        "ـ": None,  # Arabic tatweel
        "’": "'",
        "‘": "'",
        "＇": "'",
    }
)
# Accents, Hebrew points, Arabic vowel signs. Other combining marks are vowels and stay.
_MARKS = re.compile(r"[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u065f\u0670]+")
_SPACE = re.compile(r"\s+")
_REMEMBERED = 64  # code points of the longest text whose folding is kept: words and names, not paragraphs


def fold(text: str) -> str:
    """Fold case, accents, width, strokes, ligatures and the long s; code points shift, so keep offsets of the original.

    >>> fold("Şafak"), fold("STRASSE") == fold("Straße"), fold("Łódź")
    ('safak', True, 'lodz')
    >>> fold("Congreſs"), fold("ﬁre"), fold("ﬅeamſhip")
    ('congress', 'fire', 'steamship')
    """
    if text.isascii():
        return text.lower()
    return _remembered(text) if len(text) <= _REMEMBERED else _folded(text)


@lru_cache(maxsize=1 << 16)
def _remembered(text: str) -> str:
    return _folded(text)


def _folded(text: str) -> str:
    # Casefold twice: decomposition can expose capitals (the Kelvin sign, mathematical letters).
    folded = unicodedata.normalize("NFKD", text.casefold()).casefold()
    return unicodedata.normalize("NFC", _MARKS.sub("", folded).translate(_STROKES))


def squeeze(text: str) -> str:
    r"""Collapse every run of white space to one space and strip the ends.

    >>> squeeze("  a\n b\u00a0 ")
    'a b'
    """
    return _SPACE.sub(" ", text).strip()
