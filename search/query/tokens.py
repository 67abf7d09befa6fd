"""The tokens of a query: brackets, operators, phrases, field names and words, with their places."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import Enum, auto

_QUOTES = "“”„‟«»‹›「」『』〝〞〟＂"
# One character for one, so that places stay those of the text as it was typed.
_PLAIN = str.maketrans({**dict.fromkeys(_QUOTES, '"'), **dict(zip("（）：～＊－", "():~*-", strict=True))})
_MINUS = "-−–"
OPERATORS = frozenset({"AND", "OR", "NOT"})
_FIELD = re.compile(r"([^\W\d][\w.-]*):(?=[^\s:)])")
_SLOP = re.compile(r"~(\d{1,3})(?!\w)")
_WORD = re.compile(r'(?:[^\s()"]|(?<=[\u05d0-\u05ea])"(?=[\u05d0-\u05ea]))+')  # a Hebrew acronym has a quote inside


class Kind(Enum):
    """What a token is."""

    OPEN = auto()
    CLOSE = auto()
    AND = auto()
    OR = auto()
    NOT = auto()
    FIELD = auto()
    PHRASE = auto()
    WORD = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """A token; ``text`` is a word, the inside of a phrase or a field's name in lower case.

    ``closed`` is false for a phrase without an end.
    """

    kind: Kind
    text: str
    start: int
    end: int
    slop: int = 0
    closed: bool = True


def plain(text: str) -> str:
    """Return a query with every quote, and full-width punctuation, as ASCII; places stay.

    >>> plain("“a” ＯＲ （b）")
    '"a" ＯＲ (b)'
    """
    return text.translate(_PLAIN)


def tokens(text: str, fields: Collection[str]) -> Iterator[Token]:
    """Yield the tokens of a query; ``fields`` are the names that may stand before a colon.

    >>> [(t.kind.name, t.text) for t in tokens('-a source:"b c"', {"source"})]
    [('NOT', '-'), ('WORD', 'a'), ('FIELD', 'source'), ('PHRASE', 'b c')]
    """
    read = plain(text)
    at = 0
    after_field = False
    while at < len(read):
        if read[at].isspace():
            at += 1
            after_field = False
            continue
        token = _token(text, read, at, fields if not after_field else ())
        after_field = token.kind is Kind.FIELD
        yield token
        at = token.end


def _token(  # noqa: PLR0911 -- one for each kind of token
    text: str, read: str, at: int, fields: Collection[str]
) -> Token:
    if read[at] == "(":
        return Token(Kind.OPEN, "(", at, at + 1)
    if read[at] == ")":
        return Token(Kind.CLOSE, ")", at, at + 1)
    if read[at] == '"':
        return _phrase(text, read, at)
    if _excludes(read, at):
        return Token(Kind.NOT, "-", at, at + 1)
    field = _FIELD.match(read, at)
    if field and field[1].casefold() in fields:
        return Token(Kind.FIELD, field[1].casefold(), at, field.end())
    match = _WORD.match(read, at)
    end = match.end() if match else at + 1
    if read[at:end] in OPERATORS:
        return Token(Kind[read[at:end]], read[at:end], at, end)
    return Token(Kind.WORD, text[at:end], at, end)


def _phrase(text: str, read: str, at: int) -> Token:
    end = read.find('"', at + 1)
    if end < 0:
        return Token(Kind.PHRASE, text[at + 1 :], at, len(text), closed=False)
    slop = _SLOP.match(read, end + 1)
    if slop:
        return Token(Kind.PHRASE, text[at + 1 : end], at, slop.end(), slop=int(slop[1]))
    return Token(Kind.PHRASE, text[at + 1 : end], at, end + 1)


def _excludes(read: str, at: int) -> bool:
    """Tell whether a minus stands before what it excludes: not inside a word, nor alone."""
    before = read[at - 1] if at else " "
    after = read[at + 1 : at + 2]
    return read[at] in _MINUS and (before.isspace() or before == "(") and bool(after.strip()) and after not in _MINUS
