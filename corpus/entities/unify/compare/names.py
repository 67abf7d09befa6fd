"""Comparing two names: are they one person, organisation or place, and why."""

from typing import Final

from corpus.entities.names import MAX_NAME
from corpus.entities.unify.compare.oforganisations import compare_organisations
from corpus.entities.unify.compare.ofpersons import compare_persons, may_be_one_person
from corpus.entities.unify.compare.ofplaces import compare_places
from corpus.entities.unify.compare.verdicts import Verdict, unsure
from corpus.entities.unify.compare.verdicts import same as one
from corpus.entities.unify.spelling.folding import Folded, folded_words

_COMPARE: Final = {"person": compare_persons, "organisation": compare_organisations, "place": compare_places}


def same(left: str, right: str, kind: str = "") -> Verdict:
    """Return whether two names of a kind are one; the order of the two does not matter.

    Of an unknown kind only the same letters, and what is known, are enough. Any text is a name; of a long one the
    first 200 code points count.

    >>> same("Kim Jong-un", "Kim Jong Il", "person").answer.value, same("Sana'a", "Sanaa", "place").answer.value
    ('different', 'same')
    """
    left, right = sorted((left[: MAX_NAME + 1], right[: MAX_NAME + 1]))
    if _have_same_words(left, right):
        return one("they have the same words")
    compare = _COMPARE.get(kind)
    if compare is not None:
        return compare(left, right)
    letters, others = ("".join([word.key for word in folded_words(name)]) for name in (left, right))
    if letters and letters == others:
        return one("they have the same letters")
    return unsure("what kind of name it is, is not known")


def may_be_one(left: str, right: str, kind: str) -> bool:
    """Tell whether ``same`` may find two names the same or nearly so; where it says no, that is sure."""
    return kind != "person" or may_be_one_person(left, right) or _have_same_words(left, right)


def _have_same_words(left: str, right: str) -> bool:
    words, others = folded_words(left), folded_words(right)
    return bool(words) and len(words) == len(others) and all(map(_have_one_key, words, others))


def _have_one_key(word: Folded, other: Folded) -> bool:
    return word.key == other.key
