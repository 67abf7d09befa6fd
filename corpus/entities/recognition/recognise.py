"""Recognition of the persons, organisations and places that an article names."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.entities.recognition.casing import Seen, dateline, seen, truecased
from corpus.entities.recognition.consistency import settled, spread
from corpus.entities.recognition.features import Symbols, symbols
from corpus.entities.recognition.name import PERSON, PINNED, PLACE, UNKNOWN, Guess, Name
from corpus.entities.recognition.rules import guesses
from corpus.entities.recognition.tagger import Tagger, load
from corpus.entities.recognition.tokens import Tokens, tokens

_CAPITALS_TELL = frozenset({None, "en"})
_OTHER = "other"


@dataclass(frozen=True, slots=True)
class Read:
    """A field of an article: its text and tokens, how they would stand in running text, and what may be names in it."""

    name: str
    text: str
    tokens: Tokens
    forms: Sequence[str]
    guesses: Sequence[Guess]


def read(title: str, body: str, lang: str | None) -> tuple[list[Read], Seen]:
    """Return the fields of an article as the rules read them, and how it writes its words."""
    parts = [("title", title, tokens(title)), ("body", body, tokens(body))]
    known = seen(one for _, _, one in parts)
    telling = lang in _CAPITALS_TELL
    forms = [truecased(one, known) for _, _, one in parts]
    found = [
        [guess for start, end in one.spans() for guess in _guessed(one, cased, start, end, known, telling=telling)]
        for (_, _, one), cased in zip(parts, forms, strict=True)
    ]
    done = settled(list(zip(forms, found, strict=True)))
    return [Read(*part, cased, names) for part, cased, names in zip(parts, forms, done, strict=True)], known


def _guessed(
    one: Tokens, cased: Sequence[str], start: int, end: int, known: Seen, *, telling: bool
) -> Iterator[Guess]:
    """Yield what may be names in a sentence, by the tokens of its field."""
    begin = dateline(one, start, end)
    if begin > start:
        yield Guess(start, begin, PLACE, PINNED)
    for guess in guesses(cased[begin:end], known, telling=telling):
        yield Guess(begin + guess.first, begin + guess.last, guess.kind, guess.sure)


def by_rules(title: str, body: str, lang: str | None) -> tuple[Name, ...]:
    """Return the names that the rules alone find."""
    fields, _ = read(title, body, lang)
    return tuple(name for one in fields for name in _names(one, one.guesses))


def by_tagger(title: str, body: str, tagger: Tagger | None = None) -> tuple[Name, ...]:
    """Return the names that the tagger finds in an English article."""
    fields, known = read(title, body, "en")
    some = tagger or load()
    tagged = [some.tags(list(sentence_symbols(one, known))) for one in fields]
    found = [(one.forms, _pinned(one, _joined(one, rows))) for one, rows in zip(fields, tagged, strict=True)]
    done = [(one.forms, names) for one, names in zip(fields, settled(found), strict=True)]
    return tuple(name for one, names in zip(fields, spread(done, known), strict=True) for name in _names(one, names))


def sentence_symbols(field: Read, known: Seen) -> Iterator[Symbols]:
    """Yield the symbols of each sentence of a field."""
    names = iter(field.guesses)
    ahead = next(names, None)
    for start, end in field.tokens.spans():
        own: list[Guess] = []
        while ahead is not None and ahead.first < end:
            own.append(Guess(ahead.first - start, ahead.last - start, ahead.kind, ahead.sure))
            ahead = next(names, None)
        yield symbols(field.forms[start:end], own, known)


def _joined(field: Read, rows: Sequence[Sequence[str]]) -> list[Guess]:
    """Return the names that the tags of a field tell, a person's name in one piece though it has initials."""
    found: list[Guess] = []
    for (start, _), tags in zip(field.tokens.spans(), rows, strict=True):
        for guess in _tagged(start, tags):
            before = found[-1] if found else None
            if before and before.last == guess.first and before.kind == guess.kind == PERSON and _has_initial(field, guess):
                found[-1] = replace(before, last=guess.last)
            else:
                found.append(guess)
    return found


def _has_initial(field: Read, guess: Guess) -> bool:
    return "." in (field.forms[guess.first][-1], field.forms[guess.first - 1][-1])


def _tagged(start: int, tags: Sequence[str]) -> Iterator[Guess]:
    """Yield the names that the tags of a sentence tell, which begins at some token."""
    at = 0
    while at < len(tags):
        kind = tags[at][2:]
        last = at + 1
        while kind and last < len(tags) and tags[last] == f"I-{kind}":
            last += 1
        if kind and kind != _OTHER:
            yield Guess(start + at, start + last, kind, 2)
        at = last


def _pinned(field: Read, tagged: Sequence[Guess]) -> list[Guess]:
    """Return the tagger's names and those that the rules leave no doubt of, which win where both overlap."""
    pins = [guess for guess in field.guesses if guess.sure >= PINNED]
    taken = {at for guess in pins for at in range(guess.first, guess.last)}
    rest = [guess for guess in tagged if taken.isdisjoint(range(guess.first, guess.last))]
    return sorted([*pins, *rest], key=lambda guess: guess.first)


def _names(field: Read, some: Iterable[Guess]) -> Iterator[Name]:
    for guess in some:
        if guess.kind != UNKNOWN:
            start, end = field.tokens.starts[guess.first], field.tokens.ends[guess.last - 1]
            yield Name(start, end, guess.kind, field.text[start:end], field.name)
