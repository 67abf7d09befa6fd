"""Comparing names of places: the same letters, a transliteration of them, or spellings that are known; nothing else."""

from functools import lru_cache
from itertools import pairwise

from corpus.entities.names import MAX_NAME
from corpus.entities.unify.compare.verdicts import Verdict, different, same, unsure
from corpus.entities.unify.spelling.closeness import Closeness, closeness
from corpus.entities.unify.spelling.folding import Folded, Script, folded_words, with_umlauts
from corpus.entities.unify.spelling.listed import known_names
from corpus.entities.unify.spelling.sounds import apart
from corpus.entities.unify.spelling.words import ARTICLES, COMPASS, SMALL, WRITTEN

_TRANSLITERATED = 0.1
"""How far apart two spellings of one word may be: an ``h`` at the end, ``q`` and ``k``, a doubled letter."""

_ALIKE = 0.35
"""The same, where another word of the name is the same."""

_SMALL = SMALL | {"i"}
_ACROSS_SCRIPTS = 0.3
_SHORTEST = 4  # letters of a word that is known by its sound


@lru_cache(maxsize=1 << 16)
def place(name: str) -> tuple[Folded, ...]:
    """Return the words of a name that count, each under the spelling it is compared by.

    >>> [word.key for word in place("the St. Lawrence")], [word.key for word in place("Al-Hasakah")]
    (['saint', 'lawrence'], ['hasakah'])
    """
    words = list(folded_words(name[: 2 * MAX_NAME]))
    kept = [
        word._replace(key=WRITTEN[word.key]) if word.key in WRITTEN else word
        for at, word in enumerate(words)
        if word.key not in _SMALL and not (word.key in ARTICLES and at + 1 < len(words))
    ]
    return tuple(kept or words)


@lru_cache(maxsize=1 << 14)
def known_place(name: str) -> str:
    """Return the spelling that stands for all of a known place, nothing where it is not known."""
    words = [word.key for word in folded_words(name)]
    bare = words[1:] if words[:1] == ["the"] else words
    return known_names().get(("place", " ".join(bare)), "")


def compare_places(left: str, right: str) -> Verdict:
    """Return whether two names are those of one place.

    >>> compare_places("Kiev", "Kyiv").answer.value, compare_places("Niger", "Nigeria").answer.value
    ('same', 'different')
    """
    one, other = place(left), place(right)
    if not one or not other:
        return unsure("there is nothing to compare")
    known = known_place(left), known_place(right)
    if all(known):
        return (
            same(f"both are known names of {known[0]}") if known[0] == known[1] else different("both are known, as two")
        )
    keys = [[word.key for word in words] for words in (one, other)]
    if "".join(keys[0]) == "".join(keys[1]):
        return same("they have the same letters")
    if COMPASS & set(keys[0]) != COMPASS & set(keys[1]):
        return different("one of them says which part of the world or of the land it is")
    if len(one) != len(other):
        return unsure("one of them has more words")
    return _by_words(one, other)


def _by_words(one: tuple[Folded, ...], other: tuple[Folded, ...]) -> Verdict:
    pairs = list(zip(one, other, strict=True))
    has_company = len(pairs) > 1
    for left, right in pairs:
        if not _is_one_word(left, right, has_company=has_company):
            if closeness(left, right) > Closeness.OTHER and not {left.script, right.script} - {Script.FULL}:
                return unsure(f"{left.written} and {right.written} are only nearly the same")
            return different(f"{left.written} is not {right.written}")
    left, right = next(pair for pair in pairs if pair[0].key != pair[1].key)
    return same(f"{left.written} and {right.written} are two ways to write one word")


def _is_one_word(left: Folded, right: Folded, *, has_company: bool) -> bool:
    if left.key == right.key or with_umlauts(left.written) == right.key or left.key == with_umlauts(right.written):
        return True
    if min(len(left.key), len(right.key)) < _SHORTEST:
        return has_company and apart(left.key, right.key, most=_ALIKE) <= _ALIKE
    scripts = {left.script, right.script}
    if len(scripts) > 1:
        if right.script is Script.CONSONANTS:
            left, right = right, left
        return apart(left.key, right.key, vowels=Script.CONSONANTS not in scripts, most=_ALIKE) <= _ACROSS_SCRIPTS
    if scripts != {Script.FULL}:
        return False
    if not has_company and _is_spelled_otherwise(left.key, right.key):
        return False
    same_start = left.key[0] == right.key[0] or {left.key[0], right.key[0]} <= {"k", "q"}
    return same_start and apart(left.key, right.key, most=_ALIKE) <= (_ALIKE if has_company else _TRANSLITERATED)


def _is_spelled_otherwise(left: str, right: str) -> bool:
    """Tell whether two words differ in a ``y`` or a doubled letter: Sydney and Sidney, Samara and Samarra."""
    doubled = [sum(one == other for one, other in pairwise(word)) for word in (left, right)]
    return left.count("y") != right.count("y") or doubled[0] != doubled[1]
