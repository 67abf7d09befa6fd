"""Merging what the tagger tells with what the rules know better.

The rules win where they leave no doubt (datelines, elections, abbreviated states) and where the lexicon knows a name by
itself; they mend the ends of persons' names. Everywhere else the tagger does.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

from corpus.entities.recognition.name import EVENT, KNOWN, LAW, ORGANISATION, PERSON, PINNED, PLACE, Guess
from corpus.entities.recognition.reading import Field
from corpus.entities.recognition.runs import symbol_end
from corpus.entities.recognition.tokens import Tokens, mask, word

_OTHER = "other"
_INNER = frozenset("&'’.,!/()\"“”@%$€£")
"""Marks that names have in them: AT&T, Yahoo!, Sinn Féin's, Robert “Bob” Dole."""
_DASHES = frozenset("-–—‐‑")
_SMALL = frozenset({"of", "and", "for", "in", "on", "to", "a"})
_PEOPLE = mask("demonym")
_LONGEST = 12  # words of a name
_TITLE = mask("title")
_STYLES = frozenset(
    {
        "sir",
        "lord",
        "lady",
        "dame",
        "baron",
        "baroness",
        "count",
        "king",
        "queen",
        "prince",
        "princess",
        "pope",
        "saint",
        "st",
        "mother",
    }
)
"""Titles that are mostly taken as a part of the name."""
_PLACE = mask("country", "place", "city1", "city2")
_PERSONAL = mask("given", "given2", "surname", "surname2")
_GIVEN = mask("given")
_MEMBERS = frozenset(
    {"democrats", "republicans", "conservatives", "liberals", "greens", "socialists", "nationalists", "lawmakers"}
)


def merged(field: Field, rows: Sequence[Sequence[str]]) -> list[Guess]:
    """Return the names of a field by the tags of its sentences and by the rules, in order, none overlapping."""
    pinned = [guess for guess in field.guesses if guess.sure >= PINNED]
    known = [guess for guess in field.guesses if guess.kind == ORGANISATION and guess.sure == KNOWN]
    others = [guess for guess in field.guesses if guess.kind in {EVENT, LAW} and guess.sure < PINNED]
    persons = {guess.first: guess for guess in field.guesses if guess.kind == PERSON and guess.sure > 1}
    kinds = {(guess.first, guess.last): guess.kind for guess in known}
    tagged = [_mended(field, guess, persons, kinds) for guess in _joined(field, rows)]
    taken = _symbols(field.forms)
    found: list[Guess] = []
    for guess in chain(pinned, tagged, known, others):
        if guess.last > guess.first and taken.isdisjoint(range(guess.first, guess.last)):
            taken.update(range(guess.first, guess.last))
            found.append(guess)
    return sorted(found, key=lambda guess: guess.first)


def _symbols(forms: Sequence[str]) -> set[int]:
    """Return the tokens that are symbols of shares, and no names."""
    return {at for start in range(len(forms)) for at in range(start, symbol_end(forms, start))}


def _mended(field: Field, guess: Guess, persons: dict[int, Guess], kinds: dict[tuple[int, int], str]) -> Guess:
    """Return a name of the tagger's with the kind and the ends that the rules know better."""
    while guess.last > guess.first and field.forms[guess.first] in _SMALL:
        guess = replace(guess, first=guess.first + 1)
    if guess.last == guess.first or _is_adjective(field.forms[guess.first : guess.last]):
        return replace(guess, last=guess.first)
    if kind := kinds.get((guess.first, guess.last)):
        return replace(guess, kind=kind)
    last = word(field.forms[guess.last - 1])
    if guess.last - guess.first > 1 and last.key in _MEMBERS and word(field.forms[guess.last - 2]).flags & _PLACE:
        return replace(guess, last=guess.last - 1, kind=PLACE)
    if guess.kind != PERSON:
        return guess
    if guess.last - guess.first == 1 and last.flags & _PLACE and not last.flags & _PERSONAL:
        return replace(guess, kind=PLACE)
    while guess.last - guess.first > 1 and _is_title(field.forms[guess.first]):
        guess = replace(guess, first=guess.first + 1)
    longer = persons.get(guess.first)
    return guess if longer is None or longer.last <= guess.last else replace(guess, last=longer.last)


def _is_adjective(forms: Sequence[str]) -> bool:
    """Tell whether a name is but one word of several peoples ("Palestinian-Israeli")."""
    parts = forms[0].split("-")
    return len(forms) == 1 and len(parts) > 1 and all(part and word(part).flags & _PEOPLE for part in parts)


def _is_title(form: str) -> bool:
    one = word(form)
    return bool(one.flags & _TITLE and not one.flags & _GIVEN and one.key not in _STYLES) or form in {
        "Mr.",
        "Mrs.",
        "Ms.",
        "Dr.",
    }


def _joined(field: Field, rows: Iterable[Sequence[str]]) -> list[Guess]:
    """Return the names that the tags of a field tell, a person's in one piece though it has initials."""
    found: list[Guess] = []
    for (start, _), tags in zip(field.tokens.spans(), rows, strict=True):
        for guess in _tagged(field, start, tags):
            if found and _goes_on(field, found[-1], guess):
                found[-1] = replace(found[-1], last=guess.last)
            else:
                found.append(guess)
    return [guess for guess in found if guess.last - guess.first <= _LONGEST]


def _is_dirt(tokens: Tokens, at: int) -> bool:
    """Tell whether a token is a mark that stands around names, as a bullet does; a dash may tie two words."""
    form = tokens.text[at]
    if form[0].isalnum() or form[0] in _INNER:
        return False
    tied = 0 < at < len(tokens.text) - 1 and tokens.ends[at - 1] == tokens.starts[at]
    return form not in _DASHES or not (tied and tokens.ends[at] == tokens.starts[at + 1])


def _goes_on(field: Field, before: Guess, guess: Guess) -> bool:
    if before.last != guess.first or before.kind != PERSON or guess.kind != PERSON or guess.first in field.tokens.lines:
        return False
    return "." in (field.forms[guess.first][-1], field.forms[guess.first - 1][-1])


def _tagged(field: Field, start: int, tags: Sequence[str]) -> Iterator[Guess]:
    """Yield the names that the tags of a sentence tell, which begins at some token; dirt is no part of any."""
    at = 0
    while at < len(tags):
        kind = "" if _is_dirt(field.tokens, start + at) else tags[at][2:]
        last = at + 1
        while kind and last < len(tags) and tags[last] == f"I-{kind}" and not _is_dirt(field.tokens, start + last):
            last += 1
        if kind and kind != _OTHER:
            yield Guess(start + at, start + last, kind, 2)
        at = last
