"""Consistency: a name keeps its kind all over an article, a surname is who has it, an acronym is what it stands for.

Kinds are weighed by how sure the rules are of each. What is surely of a kind elsewhere settles what is less sure here,
and gives a kind to what has none.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from corpus.entities.recognition.casing import Seen
from corpus.entities.recognition.name import ORGANISATION, PERSON, PLACE, UNKNOWN, Guess
from corpus.entities.recognition.tokens import Word, mask, word

_WEIGHTS = (0, 1, 3, 6, 6)
_SURE = 2
_FULL_NAME, _COMPANY_NAME = 6, 4
_COMPANY = mask("orgtail")
_NOT_SHORT = mask(
    "country",
    "place",
    "city1",
    "city2",
    "demonym",
    "common1",
    "common2",
    "calendar",
    "nothing",
    "orgtail",
    "orghead",
    "orgword",
    "title",
    "function",
)
_PERSONAL = mask("given", "given2", "surname", "surname2")
_SPEECH = mask("speech")
_TELLING = mask("title", "speech", "relation")
"""Before a name, they tell that it is a person's."""
_SPREAD = frozenset({PERSON, ORGANISATION, PLACE})
_LEAST_ACRONYM, _MOST_ACRONYM = 2, 8
_SKIPPED = frozenset({"of", "for", "the", "and", "&", "in", "on", "de", "la", "des", "du", "und", "der"})

Field = tuple[Sequence[str], Sequence[Guess]]
"""The tokens of a field and what may be names in it."""


def settled(fields: Sequence[Field]) -> list[list[Guess]]:
    """Return the guesses of an article with the kinds that all of it tells."""
    kinds = _kinds(fields)
    return [[_settled(forms, guess, kinds) for guess in guesses] for forms, guesses in fields]


def _kinds(fields: Sequence[Field]) -> dict[str, str]:
    """Return the kinds of names by their folded words, and those of parts of names that stand for the whole."""
    weights: dict[str, Counter[str]] = defaultdict(Counter)
    for forms, guesses in fields:
        for guess in guesses:
            if guess.kind and guess.sure:
                weights[_key(forms, guess)][guess.kind] += _WEIGHTS[guess.sure]
                for part, weight in _parts(forms, guess):
                    weights[part][guess.kind] += weight
    kinds = {key: max(sorted(found), key=found.__getitem__) for key, found in weights.items()}
    for forms, guesses in fields:
        for acronym, kind in _acronyms(forms, guesses):
            kinds[acronym] = kind or ORGANISATION
    return kinds


def _parts(forms: Sequence[str], guess: Guess) -> Iterator[tuple[str, int]]:
    """Yield the surname of a full name, and what a company is called by for short, with their weights."""
    if guess.last - guess.first == 1 or guess.sure < _SURE:
        return
    last = word(forms[guess.last - 1])
    if guess.kind == PERSON:
        yield last.key, _FULL_NAME
        for at in range(guess.first + 1, guess.last - 1):  # "Van Der Beek", "al Sudani"
            yield " ".join(word(form).key for form in forms[at : guess.last]), _FULL_NAME
    elif guess.kind == ORGANISATION and last.flags & _COMPANY:
        for form in forms[guess.first : guess.last - 1]:
            one = word(form)
            if one.capital and not one.flags & _NOT_SHORT:
                yield one.key, _COMPANY_NAME


def _settled(forms: Sequence[str], guess: Guess, kinds: dict[str, str]) -> Guess:
    if guess.sure > _SURE:
        return guess
    kind = kinds.get(_key(forms, guess), guess.kind)
    return guess if kind == guess.kind else replace(guess, kind=kind, sure=max(1, guess.sure))


def doubted(fields: Sequence[Field]) -> list[list[Guess]]:
    """Return the guesses of an article, persons of one word that nothing tells for persons as of no known kind.

    News gives a person's full name at first, or a title. A word that nowhere has either, stands nowhere beside a verb
    of speech and is in no list of names is mostly a brand, a band or an office (Axa, Defra), or no name.
    """
    told = {
        word(form).key
        for forms, guesses in fields
        for guess in guesses
        if guess.kind == PERSON and (guess.last - guess.first > 1 or _is_told(forms, guess))
        for form in forms[guess.first : guess.last]
    }
    return [
        [guess if guess.kind != PERSON or word(forms[guess.first]).key in told else _doubt(guess) for guess in guesses]
        for forms, guesses in fields
    ]


def _doubt(guess: Guess) -> Guess:
    return guess if guess.sure > _SURE else replace(guess, kind=UNKNOWN)


def _is_told(forms: Sequence[str], guess: Guess) -> bool:
    """Tell whether a word is a person's name by itself or by its neighbours."""
    before = word(forms[guess.first - 1]).flags if guess.first else 0
    after = word(forms[guess.last]).flags if guess.last < len(forms) else 0
    return bool(word(forms[guess.first]).flags & _PERSONAL or before & _TELLING or after & _SPEECH)


def spread(fields: Sequence[Field], known: Seen) -> list[list[Guess]]:
    """Return the guesses of an article and those names of theirs that stand elsewhere in it untold.

    Of single words only those of persons are taken again, for they are the least likely to be anything else.
    """
    names = _Names(known)
    for key, kind in _kinds(fields).items():
        if kind in _SPREAD:
            names.learn(key, kind)
    return [list(_completed(forms, guesses, names)) for forms, guesses in fields]


class _Names:
    """Names of an article by their folded words, and how many words they have at most by the first."""

    def __init__(self, known: Seen) -> None:
        self._known = known
        self._kinds: dict[str, str] = {}
        self._longest: dict[str, int] = {}

    def learn(self, key: str, kind: str) -> None:
        self._kinds[key] = kind
        first = key.partition(" ")[0]
        self._longest[first] = max(self._longest.get(first, 0), key.count(" ") + 1)

    def at(self, forms: Sequence[str], start: int, end: int) -> Guess | None:
        """Return the longest name that begins at a token, if one does."""
        first = word(forms[start])
        if not first.capital:
            return None
        for last in range(min(end, start + self._longest.get(first.key, 0)), start, -1):
            again = Guess(start, last, UNKNOWN, 1)
            key = _key(forms, again)
            kind = self._kinds.get(key, UNKNOWN)
            if kind and (last - start > 1 or (kind == PERSON and self._is_only_name(first))):
                return replace(again, kind=kind)
        return None

    def _is_only_name(self, one: Word) -> bool:
        return self._known.is_name(one.key) and not one.flags & _NOT_SHORT


def _completed(forms: Sequence[str], guesses: Sequence[Guess], names: _Names) -> Iterator[Guess]:
    at = 0
    for guess in (*guesses, Guess(len(forms), len(forms), UNKNOWN, 0)):
        while at < guess.first:
            again = names.at(forms, at, guess.first)
            if again:
                yield again
            at = again.last if again else at + 1
        if guess.first < len(forms):
            yield guess
        at = guess.last


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
