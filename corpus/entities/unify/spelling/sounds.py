"""Sounds: how far apart two spellings of one word may be and still write one sound.

A word becomes the sounds that its letters write (``sh``, ``kh``, ``ou``), and two words are aligned sound by sound,
where each change has a cost: next to nothing for what transliterations confuse (``q`` and ``k``, ``ou`` and ``u``), 1
for what they do not (weighted edit distance; Levenshtein, 1966). Words of Arabic or Hebrew letters lack vowels, so
there vowels cost next to nothing.
"""

import re
from functools import cache, lru_cache
from itertools import accumulate
from math import inf
from string import ascii_lowercase
from typing import Final

_LONGEST = 24
"""Letters of a longer word count by their first ones only, so that any word costs little."""

_SOUNDS: Final = re.compile(
    "tsch|dsch|shch|sch|tch|dzh|tsh|sh|ch|kh|gh|dh|th|zh|ph|bh|ts|tz|dj|ck|qu|ks|cz|sz|"
    "aee|aii|aou|ou|oo|ee|ie|ei|ey|ai|ay|aa|ii|uu|au|iy|yi|yy|ij|yj|"
    r"([a-z])\1|."
)
_NASAL: Final = re.compile("n(?=[bp])")
_WRITTEN: Final = {
    "bh": "b", "aee": "ei", "aii": "ei", "tsch": "ch", "dsch": "j", "shch": "sh", "sch": "sh", "tch": "ch",
    "dzh": "j", "tsh": "ch", "dj": "j", "ck": "k", "qu": "q", "cz": "ch", "sz": "sh", "tz": "ts", "ph": "f",
    "w": "v", "ff": "f", "cc": "k", "c": "k", "ou": "u", "oo": "u", "uu": "u", "aou": "au", "ee": "i", "ie": "i",
    "ii": "i", "iy": "i", "yi": "i", "yy": "i", "y": "i", "ij": "i", "yj": "i", "aa": "a", "ey": "ei", "ay": "ei",
    "ai": "ei",
}  # fmt: skip
_PARTS: Final = re.compile(_SOUNDS.pattern.replace(r"([a-z])\1", "|".join(2 * one for one in ascii_lowercase)))
_SOUND: Final = {2 * one: one for one in ascii_lowercase} | _WRITTEN
_VOWELS: Final = frozenset({"a", "e", "i", "o", "u", "ei", "au"})

_CLOSE: Final = {
    "k q": 0.05, "k g": 0.3, "g q": 0.15, "k kh": 0.2, "kh h": 0.15, "g gh": 0.05, "gh q": 0.2, "gh k": 0.3,
    "g kh": 0.35, "ch kh": 0.3, "gh kh": 0.4, "h g": 0.4, "g k": 0.3, "d dh": 0.1, "dh z": 0.15, "th t": 0.1,
    "th s": 0.2, "dh th": 0.15, "d th": 0.2, "t d": 0.4, "d z": 0.4, "sh ch": 0.15, "ch j": 0.35, "j zh": 0.1,
    "j g": 0.15, "zh z": 0.3, "g zh": 0.35, "sh s": 0.35, "ts s": 0.3, "ts z": 0.2, "ts k": 0.35, "ts ch": 0.25,
    "v f": 0.2, "v b": 0.4, "s z": 0.25, "ks x": 0.0, "sh zh": 0.35, "j i": 0.15, "b p": 0.45, "v u": 0.15,
    "v o": 0.3, "a e": 0.2, "e i": 0.15, "o u": 0.12, "ei e": 0.15, "ei i": 0.2, "ei a": 0.3, "au o": 0.15,
    "au u": 0.15, "au a": 0.25, "a o": 0.4, "a u": 0.5, "e o": 0.5, "i u": 0.6, "a i": 0.6, "e u": 0.6, "o i": 0.7,
    "ei o": 0.7, "ei u": 0.7,
}  # fmt: skip
_COST: Final = {(pair.split()[at], pair.split()[1 - at]): cost for pair, cost in _CLOSE.items() for at in (0, 1)}

_SKIPPED: Final = {"h": 0.25, "i": 0.45, "e": 0.4, "a": 0.55, "o": 0.6, "u": 0.6, "ei": 0.7, "au": 0.8}
"""What a sound costs that one word lacks; 1 for any other."""

_LAST: Final = {"h": 0.03, "e": 0.3}
"""The same at the end of a word, where an ``h`` is mute and an ``e`` nearly; 0.6 for other vowels."""

_FREE = 0.04
"""What a vowel costs beside a word without vowels."""

_HARD: Final = {
    "kh": "K", "gh": "K", "ch": "S", "dh": "D", "th": "D", "t": "D", "d": "D", "z": "S", "s": "S", "ts": "S",
    "sh": "S", "zh": "S", "j": "S", "g": "K", "k": "K", "q": "K", "x": "KS", "ks": "KS", "v": "F", "f": "F",
    "b": "B", "p": "B", "h": "",
}  # fmt: skip


@lru_cache(maxsize=1 << 14)
def sounds(key: str) -> tuple[str, ...]:
    """Return the sounds of a word of small Latin letters.

    >>> sounds("mushtaq"), sounds("moushtak"), sounds("qaddafi")
    (('m', 'u', 'sh', 't', 'a', 'q'), ('m', 'u', 'sh', 't', 'a', 'k'), ('q', 'a', 'd', 'a', 'f', 'i'))
    """
    return tuple([_SOUND.get(one, one) for one in _PARTS.findall(_NASAL.sub("m", key[:_LONGEST]))])


def consonants(key: str) -> tuple[str, ...]:
    """Return the sounds of a word without vowels, in which two letters are two sounds.

    >>> consonants("mmr"), consonants("shy")
    (('m', 'm', 'r'), ('sh', 'i'))
    """
    found = (one for part in _SOUNDS.finditer(key[:_LONGEST]) for one in (part[0] if part[1] else (part[0],)))
    return tuple(_WRITTEN.get(one, one) for one in found)


@lru_cache(maxsize=1 << 16)
def skeleton(key: str) -> str:
    """Return the classes of a word's consonants: words that sound alike have nearly always one skeleton.

    >>> skeleton("qaddafi") == skeleton("gadhafi") == skeleton("kadhafi"), skeleton("obama")
    (True, 'BM')
    """
    found = [_HARD.get(one, one.upper()) for one in sounds(key) if one not in _VOWELS]
    return "".join([one for at, one in enumerate(found) if at == 0 or one != found[at - 1]])


@lru_cache(maxsize=1 << 16)
def apart(left: str, right: str, *, vowels: bool = True, most: float = inf) -> float:
    """Return how far two words are apart: 0 where they sound the same, about 1 for each sound that differs.

    ``vowels`` says that both write their vowels; else ``left`` does not. Words that are further apart than ``most`` may
    be said to be infinitely far apart, which takes less time. The time is that of 24 letters at most.

    >>> apart("qaddafi", "gaddafi") < 0.2, apart("sisi", "morsi") > 1, apart("khmny", "khamenei", vowels=False) < 0.3
    (True, True, True)
    """
    if left == right:
        return 0.0
    one, other = sounds(left) if vowels else consonants(left), sounds(right)
    skipped, lacked = _lacking(one, vowels=vowels), _lacking(other, vowels=vowels)
    row = list(accumulate(lacked, initial=0.0))
    for sound, skip in zip(one, skipped, strict=True):
        costs = _costs(sound, vowels=vowels)
        before, found = row[0], row[0] + skip
        fresh = [found]
        for at, beside in enumerate(other):
            above = row[at + 1]
            found = min(before + costs.get(beside, 1.0), above + skip, found + lacked[at])
            fresh.append(found)
            before = above
        if min(fresh) > most:  # no way from here is shorter
            return inf
        row = fresh
    return row[-1]


@cache
def _costs(sound: str, *, vowels: bool) -> dict[str, float]:
    """Return what it costs to write each other sound for one; 1 for any that is not there."""
    found = {other: cost for (one, other), cost in _COST.items() if one == sound}
    if not vowels and sound in _VOWELS:
        found |= dict.fromkeys(_VOWELS, _FREE)
    return found | {sound: 0.0}


@lru_cache(maxsize=1 << 14)
def _lacking(word: tuple[str, ...], *, vowels: bool) -> tuple[float, ...]:
    """Return what it costs that another word lacks each of the sounds of one."""
    return tuple(_lacked(word, at, sound, vowels=vowels) for at, sound in enumerate(word))


def _lacked(word: tuple[str, ...], at: int, sound: str, *, vowels: bool) -> float:
    if not vowels and sound in _VOWELS:
        return _FREE
    if at == len(word) - 1 and at:
        return _LAST.get(sound, 0.6 if sound in _VOWELS else 1.0)
    is_glide = sound in {"i", "u"} and at > 0 and word[at - 1] in _VOWELS  # Ayyash, Ayash
    if is_glide:
        return 0.2
    if at == 0 and sound == "i" and word[1:2] == ("e",):  # Yeltsin, Eltsin
        return 0.1
    return _SKIPPED.get(sound, 1.0)
