"""Recognition of the persons, organisations and places that an article names."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from corpus.entities.recognition.casing import seen, truecased
from corpus.entities.recognition.consistency import settled
from corpus.entities.recognition.name import UNKNOWN, Guess, Name
from corpus.entities.recognition.rules import guesses
from corpus.entities.recognition.tokens import Tokens, tokens

_CAPITALS_TELL = frozenset({None, "en"})


def by_rules(title: str, body: str, lang: str | None) -> tuple[Name, ...]:
    """Return the names that the rules alone find."""
    fields = {"title": (title, tokens(title)), "body": (body, tokens(body))}
    known = seen(one for _, one in fields.values())
    forms = [truecased(one, known) for _, one in fields.values()]
    telling = lang in _CAPITALS_TELL
    found = [
        [
            Guess(start + guess.first, start + guess.last, guess.kind, guess.sure)
            for start, end in one.spans()
            for guess in guesses(cased[start:end], known, telling=telling)
        ]
        for (_, one), cased in zip(fields.values(), forms, strict=True)
    ]
    done = settled(list(zip(forms, found, strict=True)))
    return tuple(
        name
        for (field, (text, one)), names in zip(fields.items(), done, strict=True)
        for name in _names(field, text, one, names)
    )


def _names(field: str, text: str, found: Tokens, some: Iterable[Guess]) -> Iterator[Name]:
    for guess in some:
        if guess.kind != UNKNOWN:
            start, end = found.starts[guess.first], found.ends[guess.last - 1]
            yield Name(start, end, guess.kind, text[start:end], field)
