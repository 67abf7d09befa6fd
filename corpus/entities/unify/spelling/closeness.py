"""Closeness: what two words of names are to each other."""

from enum import IntEnum
from functools import lru_cache

from rapidfuzz.distance import OSA

from corpus.entities.unify.spelling.folding import Folded, Script, with_umlauts
from corpus.entities.unify.spelling.listed import given_names, short_forms
from corpus.entities.unify.spelling.sounds import apart, skeleton

_SHORT, _MIDDLE = 4, 6  # letters
_ALIKE_SHORT, _ALIKE_MIDDLE, _ALIKE = 0.13, 0.4, 0.6
_HEARD = 0.7
"""How far apart words may be of which one has no vowels."""

_FUZZY = 1.2
_ONE_LETTER, _TWO_LETTERS = 5, 9
"""Letters of words that one wrong letter, or two, leave nearly the same."""

_WRITTEN_SO = 0.1
"""How far apart two spellings of a Western name may be: doubled letters, ``ck`` or ``k``."""


class Closeness(IntEnum):
    """From nothing in common to the same letters."""

    OTHER = 0
    FUZZY = 1
    INITIAL = 2
    SHORT_FORM = 3
    ALIKE = 4
    EQUAL = 5


def closeness(left: Folded, right: Folded, *, is_western_name: bool = False) -> Closeness:
    """Return how close two words are; in Western names a surname that only sounds alike is another one.

    >>> from corpus.entities.unify.spelling.folding import folded_words
    >>> closeness(*folded_words("Qaddafi Gadhafi")), closeness(*folded_words("Hassan Hussein"))
    (<Closeness.ALIKE: 4>, <Closeness.OTHER: 0>)
    """
    if left.key == right.key:
        return Closeness.EQUAL
    if left.is_initial or right.is_initial:
        return Closeness.INITIAL if left.key[0] == right.key[0] else Closeness.OTHER
    if Script.CONSONANTS in (left.script, right.script):
        if right.script is Script.CONSONANTS:
            left, right = right, left
        return _heard(left.key, right.key, right.script is Script.CONSONANTS)
    found = of_words(left.key, right.key)
    if _umlauts(left, right):
        return Closeness.ALIKE
    if found is Closeness.ALIKE and is_western_name and not _written_so(left, right):
        return Closeness.FUZZY
    return found


def _heard(left: str, right: str, is_one_script: bool) -> Closeness:  # noqa: FBT001
    if is_one_script:
        return (
            Closeness.FUZZY
            if OSA.distance(left, right) == 1 and min(len(left), len(right)) > _SHORT
            else Closeness.OTHER
        )
    return Closeness.ALIKE if apart(left, right, vowels=False, most=_HEARD) <= _HEARD else Closeness.OTHER


@lru_cache(maxsize=1 << 16)
def of_words(left: str, right: str) -> Closeness:
    """Return how close two words of small Latin letters are."""
    listed = given_names()
    one, other = listed.get(left), listed.get(right)
    if one is not None and other is not None:
        if one == other:
            return Closeness.ALIKE
        is_short = _is_short_form(left, right) and skeleton(left) != skeleton(right)  # Jon is not John
        return Closeness.SHORT_FORM if is_short else Closeness.OTHER
    if _is_short_form(left, right):
        return Closeness.SHORT_FORM
    fewest = min(len(left), len(right))
    letters = 2 if fewest >= _TWO_LETTERS else 1 if fewest >= _ONE_LETTER else 0
    is_near = OSA.distance(left, right, score_cutoff=letters) <= letters
    if not is_near and _begins(left) != _begins(right):
        return Closeness.OTHER
    limit = _ALIKE_SHORT if fewest <= _SHORT else _ALIKE_MIDDLE if fewest <= _MIDDLE else _ALIKE
    far = apart(left, right, most=limit if is_near or fewest <= _SHORT else _FUZZY)
    if far <= limit and not _is_other_sex(left, right):
        return Closeness.ALIKE
    return Closeness.FUZZY if is_near or (far <= _FUZZY and fewest > _SHORT) else Closeness.OTHER


def _begins(key: str) -> str:
    """Return the class of the first consonant; ``dh`` is heard as ``d`` or as ``z``."""
    return skeleton(key)[:1].replace("S", "D")


def _is_short_form(left: str, right: str) -> bool:
    return right in short_forms(left) or left in short_forms(right)


def _is_other_sex(left: str, right: str) -> bool:
    """Tell whether one word is the other with an ``a``: Karim and Karima, Ivanov and Ivanova."""
    short, long = sorted((left, right), key=len)
    return short + "a" == long and not short.endswith("a")


def _written_so(left: Folded, right: Folded) -> bool:
    """Tell whether two words of a Western name are one word in two spellings."""
    listed = given_names()
    if left.key in listed and listed[left.key] == listed.get(right.key):
        return True
    same_start = left.key[0] == right.key[0] or {left.key[0], right.key[0]} == {"c", "k"}
    return (
        same_start
        and apart(left.key, right.key, most=_ALIKE) <= _WRITTEN_SO
        and ("y" in left.key) == ("y" in right.key)
    )


def _umlauts(left: Folded, right: Folded) -> bool:
    if left.written.isascii() and right.written.isascii():
        return False
    return with_umlauts(left.written) == right.key or left.key == with_umlauts(right.written)
