"""Comparing two names: are they one person, organisation or place, and why."""

from functools import lru_cache

from corpus.entities.names import MAX_NAME
from corpus.entities.unify.compare.oforganisations import compare_organisations
from corpus.entities.unify.compare.ofpersons import compare_persons
from corpus.entities.unify.compare.ofplaces import compare_places
from corpus.entities.unify.compare.verdicts import Verdict, unsure
from corpus.entities.unify.compare.verdicts import same as one
from corpus.entities.unify.spelling.folding import folded_words


def same(left: str, right: str, kind: str = "") -> Verdict:
    """Return whether two names of a kind are one; the order of the two does not matter.

    Of an unknown kind only the same letters, and what is known, are enough. Any text is a name; of a long one the
    first 200 code points count.

    >>> same("Kim Jong-un", "Kim Jong Il", "person").answer.value, same("Sana'a", "Sanaa", "place").answer.value
    ('different', 'same')
    """
    first, second = sorted((left[: MAX_NAME + 1], right[: MAX_NAME + 1]))
    return _compared(first, second, kind)


@lru_cache(maxsize=1 << 16)
def _compared(left: str, right: str, kind: str) -> Verdict:
    keys = [tuple(word.key for word in folded_words(name)) for name in (left, right)]
    if keys[0] and keys[0] == keys[1]:
        return one("they have the same words")
    compare = {"person": compare_persons, "organisation": compare_organisations, "place": compare_places}.get(kind)
    if compare is not None:
        return compare(left, right)
    if keys[0] and "".join(keys[0]) == "".join(keys[1]):
        return one("they have the same letters")
    return unsure("what kind of name it is, is not known")
