"""Reading an article: its fields as tokens, with what may be names in them by the rules."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.entities.names import MAX_NAME
from corpus.entities.recognition.casing import Seen, dateline, seen, truecased
from corpus.entities.recognition.consistency import settled
from corpus.entities.recognition.edges import Edges
from corpus.entities.recognition.features import Symbols, symbols
from corpus.entities.recognition.joining import Pieces
from corpus.entities.recognition.name import PINNED, PLACE, UNKNOWN, Guess, Name
from corpus.entities.recognition.rules import guesses
from corpus.entities.recognition.tokens import Tokens, tokens


@dataclass(frozen=True, slots=True)
class Field:
    """A field of an article: its text and tokens, how they would stand in running text, and what may be names in it."""

    name: str
    text: str
    tokens: Tokens
    forms: Sequence[str]
    guesses: Sequence[Guess]

    def names(self, some: Iterable[Guess]) -> Iterator[Name]:
        """Yield guesses as names, those that have a kind and are no longer than a name may be."""
        for guess in some:
            start, end = self.tokens.starts[guess.first], self.tokens.ends[guess.last - 1]
            if guess.kind != UNKNOWN and end - start <= MAX_NAME:
                yield Name(start, end, guess.kind, self.text[start:end], self.name)


@dataclass(frozen=True, slots=True)
class Reading:
    """The fields of an article, and how it writes its words."""

    fields: tuple[Field, ...]
    known: Seen

    def cleaned(self, field: Field, some: Iterable[Guess]) -> Iterator[Guess]:
        """Yield guesses as names that are whole and without what is no part of them (``joining``, ``edges``)."""
        return _cleaned(field.tokens, field.forms, self.known, some)

    def symbols(self, field: Field) -> Iterator[Symbols]:
        """Yield the symbols of each sentence of a field, by which the tagger knows it.

        A name may have been joined across what looks like the end of a sentence, as where a line ends within
        "Washington, D.C.": each of the two has its part of it then.
        """
        names = iter(field.guesses)
        ahead = next(names, None)
        for start, end in field.tokens.spans():
            own: list[Guess] = []
            while ahead is not None and ahead.first < end:
                own.append(replace(ahead, last=min(ahead.last, end)).moved(-start))
                if ahead.last > end:
                    ahead = replace(ahead, first=end)
                    break
                ahead = next(names, None)
            yield symbols(field.forms[start:end], own, self.known)


def read(title: str, body: str, *, telling: bool) -> Reading:
    """Return an article as the rules read it; ``telling`` says whether capitals tell a name in its language."""
    parts = [("title", title, tokens(title)), ("body", body, tokens(body))]
    known = seen(one for _, _, one in parts)
    forms = [truecased(one, known) for _, _, one in parts]
    found = [
        [guess for span in one.spans() for guess in _guessed(one, cased, span, known, telling=telling)]
        for (_, _, one), cased in zip(parts, forms, strict=True)
    ]
    clean = [
        list(_cleaned(one, cased, known, own)) for (_, _, one), cased, own in zip(parts, forms, found, strict=True)
    ]
    done = settled(list(zip(forms, clean, strict=True)))
    return Reading(
        tuple(Field(*part, cased, names) for part, cased, names in zip(parts, forms, done, strict=True)), known
    )


def _cleaned(one: Tokens, cased: Sequence[str], known: Seen, some: Iterable[Guess]) -> Iterator[Guess]:
    whole = list(Pieces.of(one, cased).joined(some))
    return Edges.of(one, cased, known, whole).cut(whole)


def _guessed(
    one: Tokens, cased: Sequence[str], span: tuple[int, int], known: Seen, *, telling: bool
) -> Iterator[Guess]:
    """Yield what may be names in a sentence, by the tokens of its field."""
    start, end = span
    begin = dateline(one, start, end)
    if begin > start:
        yield Guess(start, begin, PLACE, PINNED)
    for guess in guesses(cased[begin:end], known, telling=telling):
        yield guess.moved(begin)
