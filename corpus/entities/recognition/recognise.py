"""Recognition of the persons, organisations and places that an article names.

English is read by the tagger, which builds on the rules. In other languages capitals tell less (German nouns have them),
and names are known by the lexicon, by titles before them, and by the rest of the article.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

from corpus.entities.recognition.consistency import settled, spread
from corpus.entities.recognition.name import EVENT, LAW, PERSON, PINNED, Guess, Name
from corpus.entities.recognition.reading import Field, read
from corpus.entities.recognition.tagger import Tagger, load
from corpus.entities.recognition.tokens import mask, tokens, word

_ENGLISH = "en"
_OTHER = "other"
_PIECE = 100_000
"""So many code points of a text are read together; a longer one is read in pieces, each by itself."""
_GAP = 1000  # code points before the end of a piece, among which a space is looked for
_LONGEST = 12  # words of a name
_FUNCTION = mask("function")
_SAMPLE = 2000  # code points of a text that its language is looked for in
_SHARE = 0.25  # of the words of an English text are function words


def recognise(title: str, body: str, lang: str | None) -> tuple[Name, ...]:
    """Return the names in an article, those of the title first, in order, none overlapping.

    ``lang`` is its language (``en``), None where it is not known. Time is linear in the text.
    """
    named = by_tagger if _is_english(body or title, lang) else by_rules
    return tuple(_in_pieces(named, title, body))


def by_rules(title: str, body: str, *, telling: bool = False) -> tuple[Name, ...]:
    """Return the names that the rules alone find; ``telling`` says that capitals tell a name in this language."""
    fields = read(title, body, telling=telling).fields
    return tuple(name for one in fields for name in one.names(one.guesses))


def by_tagger(title: str, body: str, tagger: Tagger | None = None) -> tuple[Name, ...]:
    """Return the names that the tagger finds in an English article."""
    reading = read(title, body, telling=True)
    some = tagger or load()
    found = [(one.forms, _found(one, some.tags(list(reading.symbols(one))))) for one in reading.fields]
    done = [(forms, names) for (forms, _), names in zip(found, settled(found), strict=True)]
    told = spread(done, reading.known)
    return tuple(name for one, names in zip(reading.fields, told, strict=True) for name in one.names(names))


def _in_pieces(named: Callable[[str, str], tuple[Name, ...]], title: str, body: str) -> Iterator[Name]:
    start = 0
    while start == 0 or start < len(body):
        end = _piece_end(body, start)
        for name in named(title, body[start:end]):
            yield name if name.field == "title" else replace(name, start=name.start + start, end=name.end + start)
        start, title = end or 1, ""


def _piece_end(text: str, start: int) -> int:
    """Return where a piece ends: behind the last line's end or space in it, if there is one."""
    end = start + _PIECE
    if end >= len(text):
        return len(text)
    parted = max(text.rfind("\n", start + _PIECE // 2, end), text.rfind(" ", end - _GAP, end))
    return parted + 1 if parted > 0 else end


def _is_english(text: str, lang: str | None) -> bool:
    if lang is not None:
        return lang == _ENGLISH
    words = [token for token in tokens(text[:_SAMPLE]).text if token[0].isalpha()]
    return sum(bool(word(token).flags & _FUNCTION) for token in words) > _SHARE * len(words)


def _found(field: Field, rows: Sequence[Sequence[str]]) -> list[Guess]:
    """Return the names of a field: what the rules leave no doubt of, then the tagger's, then events and laws."""
    pinned = [guess for guess in field.guesses if guess.sure >= PINNED]
    others = [guess for guess in field.guesses if guess.kind in {EVENT, LAW} and guess.sure < PINNED]
    taken: set[int] = set()
    found: list[Guess] = []
    for guess in chain(pinned, _joined(field, rows), others):
        if taken.isdisjoint(range(guess.first, guess.last)):
            taken.update(range(guess.first, guess.last))
            found.append(guess)
    return sorted(found, key=lambda guess: guess.first)


def _joined(field: Field, rows: Sequence[Sequence[str]]) -> list[Guess]:
    """Return the names that the tags of a field tell, a person's in one piece though it has initials."""
    found: list[Guess] = []
    for (start, _), tags in zip(field.tokens.spans(), rows, strict=True):
        for guess in _tagged(start, tags):
            if found and _goes_on(field, found[-1], guess):
                found[-1] = replace(found[-1], last=guess.last)
            else:
                found.append(guess)
    return [guess for guess in found if guess.last - guess.first <= _LONGEST]


def _goes_on(field: Field, before: Guess, guess: Guess) -> bool:
    if before.last != guess.first or before.kind != PERSON or guess.kind != PERSON:
        return False
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
