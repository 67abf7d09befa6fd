"""Consistency: a name keeps its kind all over an article, a surname is who has it, an acronym is what it stands for.

Kinds are weighed by how sure the rules are of each. What is surely of a kind elsewhere settles what is less sure here,
and gives a kind to what has none.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from corpus.entities.recognition.name import ORGANISATION, PERSON, UNKNOWN, Guess
from corpus.entities.recognition.tokens import word

_WEIGHTS = (0, 1, 3, 6)
_LEAST_ACRONYM, _MOST_ACRONYM = 2, 8
_SKIPPED = frozenset({"of", "for", "the", "and", "&", "in", "on", "de", "la", "des", "du", "und", "der"})

Field = tuple[Sequence[str], Sequence[Guess]]
"""The tokens of a field and what may be names in it."""


def settled(fields: Sequence[Field]) -> list[list[Guess]]:
    """Return the guesses of an article with the kinds that all of it tells."""
    kinds = _kinds(fields)
    return [[_settled(forms, guess, kinds) for guess in guesses] for forms, guesses in fields]


def _kinds(fields: Sequence[Field]) -> dict[str, str]:
    weights: dict[str, Counter[str]] = defaultdict(Counter)
    for forms, guesses in fields:
        for guess in guesses:
            if guess.kind and guess.sure:
                weights[_key(forms, guess)][guess.kind] += _WEIGHTS[guess.sure]
        for guess in guesses:
            if guess.kind == PERSON and guess.sure > 1 and guess.last - guess.first > 1:
                weights[word(forms[guess.last - 1]).key][PERSON] += _WEIGHTS[2]
    kinds = {key: max(sorted(found), key=found.__getitem__) for key, found in weights.items()}
    for forms, guesses in fields:
        for acronym, kind in _acronyms(forms, guesses):
            kinds[acronym] = kinds.get(kind, kind) or ORGANISATION
    return kinds


def _settled(forms: Sequence[str], guess: Guess, kinds: dict[str, str]) -> Guess:
    if guess.sure > 2:
        return guess
    kind = kinds.get(_key(forms, guess), guess.kind)
    return guess if kind == guess.kind else replace(guess, kind=kind, sure=max(1, guess.sure))


def _key(forms: Sequence[str], guess: Guess) -> str:
    return " ".join(word(form).key for form in forms[guess.first : guess.last])


def _acronyms(forms: Sequence[str], guesses: Iterable[Guess]) -> Iterable[tuple[str, str]]:
    """Yield the acronyms that stand in brackets behind what they stand for, and its kind."""
    for guess in guesses:
        at = guess.last
        if at + 2 >= len(forms) or forms[at] != "(" or forms[at + 2] != ")" or not forms[at + 1].isupper():
            continue
        acronym = word(forms[at + 1]).key
        if _LEAST_ACRONYM <= len(acronym) <= _MOST_ACRONYM and is_acronym(acronym, forms[guess.first : guess.last]):
            yield acronym, guess.kind or UNKNOWN


def is_acronym(acronym: str, forms: Sequence[str]) -> bool:
    """Tell whether the first letters of words are those of an acronym, in order, small words left out or not.

    >>> is_acronym("pmf", ["Popular", "Mobilization", "Forces"]), is_acronym("doj", ["Department", "of", "Justice"])
    (True, True)
    >>> is_acronym("nato", ["World", "Bank"])
    False
    """
    parts = [part for form in forms for part in word(form).key.split("-") if part]
    initials = "".join(part[0] for part in parts)
    bare = "".join(part[0] for part in parts if part not in _SKIPPED)
    letters = acronym.replace(".", "")
    return letters in {initials, bare} or (len(bare) > 1 and bare.startswith(letters))
