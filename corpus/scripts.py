"""Scripts: which letters a text is written in, and the language where only one is written in them."""

from bisect import bisect_right
from collections import Counter
from functools import lru_cache
from typing import NamedTuple

LATIN = "Latin"
_HAN, _KANA, _HANGUL = "Han", "Kana", "Hangul"

_RANGES = (
    (0x41, 0x5A, LATIN), (0x61, 0x7A, LATIN), (0xC0, 0xD6, LATIN),
    (0xD8, 0xF6, LATIN), (0xF8, 0x2AF, LATIN), (0x370, 0x3FF, "Greek"), (0x400, 0x52F, "Cyrillic"),
    (0x531, 0x58A, "Armenian"), (0x591, 0x5F4, "Hebrew"), (0x610, 0x61A, "Arabic"), (0x620, 0x65F, "Arabic"),
    (0x66E, 0x6D3, "Arabic"), (0x6D5, 0x6EF, "Arabic"), (0x6FA, 0x6FF, "Arabic"), (0x700, 0x74F, "Syriac"),
    (0x750, 0x77F, "Arabic"), (0x780, 0x7B1, "Thaana"), (0x8A0, 0x8FF, "Arabic"), (0x900, 0x963, "Devanagari"),
    (0x966, 0x97F, "Devanagari"), (0x980, 0x9FE, "Bengali"), (0xA01, 0xA76, "Gurmukhi"), (0xA81, 0xAFF, "Gujarati"),
    (0xB01, 0xB77, "Odia"), (0xB82, 0xBFA, "Tamil"), (0xC00, 0xC7F, "Telugu"), (0xC80, 0xCF3, "Kannada"),
    (0xD00, 0xD7F, "Malayalam"), (0xD81, 0xDF4, "Sinhala"), (0xE01, 0xE3A, "Thai"), (0xE40, 0xE5B, "Thai"),
    (0xE81, 0xEDF, "Lao"), (0xF00, 0xFDA, "Tibetan"), (0x1000, 0x109F, "Burmese"), (0x10A0, 0x10FF, "Georgian"),
    (0x1100, 0x11FF, _HANGUL), (0x1200, 0x139F, "Ethiopic"), (0x13A0, 0x13FD, "Cherokee"),
    (0x1400, 0x167F, "Canadian syllabics"), (0x1780, 0x17F9, "Khmer"), (0x1800, 0x18AA, "Mongolian"),
    (0x1C90, 0x1CBF, "Georgian"), (0x1E00, 0x1EFF, LATIN), (0x1F00, 0x1FFE, "Greek"), (0x2D00, 0x2D2D, "Georgian"),
    (0x2DE0, 0x2DFF, "Cyrillic"), (0x3005, 0x3007, _HAN), (0x3041, 0x3096, _KANA), (0x309D, 0x309F, _KANA),
    (0x30A1, 0x30FA, _KANA), (0x30FC, 0x30FF, _KANA), (0x3131, 0x318E, _HANGUL), (0x31F0, 0x31FF, _KANA),
    (0x3400, 0x4DBF, _HAN), (0x4E00, 0x9FFF, _HAN), (0xA000, 0xA4CF, "Yi"), (0xA640, 0xA69F, "Cyrillic"),
    (0xA722, 0xA7FF, LATIN), (0xA960, 0xA97C, _HANGUL), (0xAC00, 0xD7FB, _HANGUL), (0xF900, 0xFAFF, _HAN),
    (0xFB00, 0xFB06, LATIN), (0xFB1D, 0xFB4F, "Hebrew"), (0xFB50, 0xFDFF, "Arabic"), (0xFE70, 0xFEFC, "Arabic"),
    (0xFF21, 0xFF3A, LATIN), (0xFF41, 0xFF5A, LATIN), (0xFF66, 0xFF9D, _KANA), (0x20000, 0x323AF, _HAN),
)  # fmt: skip
_STARTS = tuple(first for first, _, _ in _RANGES)
_WEIGHTS = {_HAN: 3, _KANA: 2, _HANGUL: 3}
"""How many Latin letters one sign is worth: what a Latin word needs five or six of takes one or two of these."""

_MIXED = 10
"""Japanese and Korean have at least one part of their own for so many parts of Han, Chinese only in names."""

ONLY_LANGUAGE = {
    "Armenian": "hy", "Burmese": "my", "Canadian syllabics": "iu", "Ethiopic": "am", "Georgian": "ka", "Greek": "el",
    "Gujarati": "gu", "Gurmukhi": "pa", _HAN: "zh", _HANGUL: "ko", "Hebrew": "he", _KANA: "ja", "Kannada": "kn",
    "Khmer": "km", "Lao": "lo", "Malayalam": "ml", "Mongolian": "mn", "Odia": "or", "Sinhala": "si", "Tamil": "ta",
    "Telugu": "te", "Thaana": "dv", "Thai": "th", "Tibetan": "bo", "Yi": "ii",
}  # fmt: skip
"""The language of each script that only one is written in, or one far more than others."""


class Written(NamedTuple):
    """The script that most of a text is written in, and how many Latin letters it is worth; None without letters."""

    script: str | None
    letters: int


def written(text: str) -> Written:
    """Return the script of a text. Letters of no script that is known do not count.

    >>> written("Ο πρωθυπουργός (PM) είπε"), written("東京タワーが見える"), written("1984 …")
    (Written(script='Greek', letters=17), Written(script='Kana', letters=21), Written(script=None, letters=0))
    """
    found: Counter[str] = Counter()
    for sign, count in Counter(text).items():
        script = _script(ord(sign))
        if script:
            found[script] += count * _WEIGHTS.get(script, 1)
    _join_han(found)
    if not found:
        return Written(None, 0)
    script = max(found, key=lambda one: (found[one], one))
    return Written(script, found[script])


@lru_cache(maxsize=1 << 12)
def _script(code: int) -> str | None:
    at = bisect_right(_STARTS, code) - 1
    return _RANGES[at][2] if at >= 0 and code <= _RANGES[at][1] else None


def _join_han(found: Counter[str]) -> None:
    """Count the Han signs of a Japanese or Korean text as its own."""
    own = max((_KANA, _HANGUL), key=found.__getitem__)
    if found[own] and found[own] * _MIXED >= found[_HAN]:
        found[own] += found.pop(_HAN, 0)
