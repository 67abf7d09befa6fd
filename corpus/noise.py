"""Noise: words that optical character recognition made of spots and broken letters, told by their shape alone.

Precision first: a word is only noise if its shape is one that no language at hand gives a word, a name
or an abbreviation, so much of what is misread goes unnoticed.
"""

import re
import unicodedata

from corpus.text import fold

_LONGEST = 70  # code points; chemistry and German compounds end below
_INNER_MARKS = frozenset("'’ʼ‘-‐‑–.·&@/:+_,\u200c\u200d\u00ad")  # that stand inside of words, addresses and numbers
_REPEATED = re.compile(r"([^\W\d_])\1{3}")
_DIGIT_INSIDE = re.compile(r"[^\W\d_][01][^\W\d_]")
_LETTERS_WITH_DIGIT = 3
_THIN = re.compile(r"(?=.*(?:iii|lll|jjj|1))[ijl1|!]{5,}")
_MISREAD = re.compile(r"[tw]li[aeo]")  # "the", "that", "who", "when" with a broken h
_CONSONANTS = re.compile(r"[bcdfghjkmnpqstvxz]+")  # but for those that make syllables, as in "krk" or "cwm"
_MOST_CONSONANTS = 8  # one behind the other, as in "Matschschnee"
_NO_VOWEL = 6  # letters of a word that needs a vowel
_ABBREVIATION = 8  # likewise, if it is in capitals
_SWITCHES = re.compile(r"[a-z][A-Z]")
_MOST_SWITCHES = 2  # from small to capital letters, as in "LaTeX"
_PART = 3  # letters from one such switch to the next, as there are in "getServerSideProps"
_SHORT = 4
_LATIN = re.compile(r"[a-zA-Z]")
_CYRILLIC = re.compile(r"[а-яА-Я]")


def is_noise(word: str) -> bool:
    """Tell whether a word, as it is written, is no word of any language by its shape.

    >>> [word for word in ("tlie", "iiiii", "1l!ke", "c0uncil", "bcdfgk") if not is_noise(word)]
    []
    >>> [word for word in ("the", "XVIII", "AT&T", "Schifffahrt", "H2O", "McDonald's", "krk") if is_noise(word)]
    []
    """
    if not any(map(str.isalnum, word)) or len(word) > _LONGEST or "\ufffd" in word:
        return True
    if word.isdecimal():
        return False
    return _has_odd_marks(word) or _is_misread(word) or _is_unspeakable(word)


def _has_odd_marks(word: str) -> bool:
    """Tell whether something stands between letters that never does, or scripts are mixed."""
    inner = word.strip("".join({one for one in word if not one.isalnum()}))
    odd = (one for one in inner if not one.isalnum() and one not in _INNER_MARKS)
    if any(unicodedata.category(one)[0] != "M" for one in odd):
        return True
    mixed = _LATIN.search(word) and _CYRILLIC.search(word)
    return bool(mixed) and word.isalpha() and len(word) >= _SHORT


def _is_misread(word: str) -> bool:
    """Tell whether letters are broken, or repeated as no word repeats them."""
    folded = fold(word)
    letters = sum(map(str.isalpha, word))
    switches = len(_SWITCHES.findall(word))
    return bool(
        _REPEATED.search(folded)
        or (_DIGIT_INSIDE.search(word) and letters >= _LETTERS_WITH_DIGIT and not word.isupper())
        or _THIN.fullmatch(folded)
        or _MISREAD.match(folded)
        or (switches > _MOST_SWITCHES and switches * _PART > letters)
    )


def _is_unspeakable(word: str) -> bool:
    """Tell whether a word in Latin letters has too few vowels."""
    folded = fold(word)
    least = _ABBREVIATION if word.isupper() else _NO_VOWEL
    if len(folded) >= least and _CONSONANTS.fullmatch(folded):
        return True
    return any(len(run) > _MOST_CONSONANTS for run in _CONSONANTS.findall(folded))
