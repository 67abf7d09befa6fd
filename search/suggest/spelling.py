"""Spelling: the words of an archive that a word may have been meant for, by the letters that differ.

The words are not looked up by their letters left out (SymSpell), nor by an automaton: a glance at which letters a word
has leaves so few of them that these can be compared one by one (``docs/decisions``).
"""

from dataclasses import dataclass
from functools import partial
from heapq import nsmallest
from math import log

import numpy as np

from corpus.entities.unify.spelling.sounds import apart
from index.analysis import bare
from index.tokens import is_unparted
from index.words.wordlist import LONGEST, WordList, key_of, mark_of
from search.snapshots.columns import Numbers

_SHORTEST = 3
"""Letters of the shortest word that is corrected: nearly everything is near a shorter one."""

_MOST = 64
"""Words that are returned at the most, and of which it is looked at how they sound."""

_LONG = 7
"""With so many letters or more, two of them may differ."""

_EACH = 4.0
"""How much more often a word must occur, as a logarithm, for one letter more that differs."""

_ACRONYM = 5
"""Letters of the longest word that is written in capitals for itself; longer ones stood in a headline."""

_SAME_KEY = 10
"""Words of one key that are looked at: it is one for several scripts."""

_FIRST = 1.0
"""The same where the first letter differs, which is rarely mistyped."""


@dataclass(frozen=True, slots=True)
class Near:
    """A word of the archive: as it is written, folded, how many letters differ, how often it occurs."""

    text: str
    folded: str
    distance: int
    count: int


def distance_for(word: str) -> int:
    """Return how many letters of a word may be wrong; 0 where it is not corrected: digits, and scripts without words.

    >>> [distance_for(word) for word in ("at", "talk", "talking", "F-16", "東京大学")]
    [0, 1, 2, 0, 0]
    """
    if not _SHORTEST <= len(word) <= LONGEST or any(map(str.isdigit, word)) or is_unparted(word):
        return 0
    return 2 if len(word) >= _LONG else 1


def near(words: WordList, typed: str, distance: int) -> list[Near]:
    """Return the likeliest words of which at most so many letters differ, the best first, without the word itself.

    A letter differs that is another, missing or too many; two that are swapped count as one.
    """
    from rapidfuzz import process  # noqa: PLC0415 -- it takes long to load, and most queries do without
    from rapidfuzz.distance import OSA  # noqa: PLC0415

    folded = bare(typed)
    found = [words[at] for at in _alike(words, folded, distance).tolist()]
    texts = [bare(one.text) for one in found]
    every = process.extract(folded, texts, scorer=OSA.distance, score_cutoff=distance, limit=None)
    close = [Near(found[at].text, text, int(differing), found[at].count) for text, differing, at in every if differing]
    return sorted(nsmallest(_MOST, close, key=_by_letters), key=partial(_order, folded))


def likeness(folded: str, one: Near) -> float:
    """Return how likely it is that a word was meant by its letters and its sounds alone, as a logarithm; 0 for itself.

    >>> likeness("talsk", Near("talks", "talks", 1, 5)) > likeness("talsk", Near("talk", "talk", 2, 5))
    True
    """
    differing = (one.distance + min(apart(key_of(folded), key_of(one.folded)), one.distance)) / 2
    return -_EACH * differing - _FIRST * (folded[:1] != one.folded[:1])


def is_written(words: WordList, typed: str) -> bool:
    """Tell whether a word is written so, whatever its accents and capitals."""
    folded = bare(typed)
    found = words.beginning(key := key_of(folded))
    return any(
        bare(words[at].text) == folded for at in found[:_SAME_KEY] if len(key_of(bare(words[at].text))) == len(key)
    )


def _by_letters(one: Near) -> tuple[float, str]:
    return _EACH * one.distance - log(1 + one.count), one.text


def _order(folded: str, one: Near) -> tuple[float, str]:
    return -log(1 + one.count) - likeness(folded, one), one.text


def _alike(words: WordList, folded: str, distance: int) -> Numbers:
    """Return the numbers of the words that have nearly the same letters, and as many."""
    low, high = max(len(folded) - distance, 0), min(len(folded) + distance, LONGEST)
    differing = np.bitwise_count(words.marks ^ np.uint64(mark_of(folded)))
    flags = (differing <= 2 * distance) & (words.lengths >= low) & (words.lengths <= high)
    found: Numbers = flags.nonzero()[0]
    return found


def as_typed(text: str, typed: str) -> str:
    """Return a word of the archive in the case that was typed.

    >>> as_typed("President", "presidnet"), as_typed("talks", "Tlaks"), as_typed("talks", "TALSK")
    ('president', 'Talks', 'TALKS')
    """
    if typed.isupper() and len(typed) > 1:
        return text.upper()
    if typed.islower():
        return text.lower()
    if text.isupper() and len(text) > _ACRONYM:
        return text.capitalize()
    return text if text[:1].isupper() else text[:1].upper() + text[1:]
