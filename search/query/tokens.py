"""The tokens of a query: brackets, operators, phrases, field names and words, with their places."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto

_QUOTES = "“”„‟«»‹›「」『』〝〞〟＂｢｣❝❞″"
# One character for one, so that places stay those of the text as it was typed.
_WIDE = dict(zip("（）：～＊－＋＃＆＠｜", "():~*-+#&@|", strict=True))
_PLAIN = str.maketrans({**dict.fromkeys(_QUOTES, '"'), **_WIDE})
MINUS = "-−–"
FIELD = re.compile(r"([^\W\d][\w.-]*):(?=[^\s:)])")
_SLOP = re.compile(r"[ \t\u00a0\u3000]{0,9}~[ \t]?(\d{1,9})(?!\w)")
_INNER = r'(?<=[\u05d0-\u05ea])"(?=[\u05d0-\u05ea])'
"""A Hebrew acronym has a quote inside."""

_WORD = re.compile(rf'(?:[^\s()"]|{_INNER})+')
_PHRASE_END = re.compile(rf'(?!{_INNER})"')
# Single quotes are apostrophes too, so that both must stand where only quotes do.
_SINGLE = re.compile(r"‘(?=\S)([^\"‘]*?[^\s\"‘])’(?=[\s(),.;:!?~-]|\Z)")
# The brackets of an address stand in pairs: what is in brackets itself ends with none of them.
_ADDRESS = re.compile(r'(?:https?://|www\.)(?:[^\s"()]|\([^\s"()]*\))+', re.IGNORECASE)


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


OPERATORS: Mapping[str, Kind] = {
    "AND": Kind.AND,
    "&&": Kind.AND,
    "OR": Kind.OR,
    "||": Kind.OR,
    "|": Kind.OR,
    "NOT": Kind.NOT,
}

_NESTED: Mapping[str, Collection[str]] = {"title": ("exact",), "body": ("exact",), "exact": ("title", "body")}
"""The fields that may stand right behind a field."""


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
    possible = fields
    while at < len(read):
        if read[at].isspace():
            at += 1
            possible = fields
            continue
        token = _token(text, read, at, possible)
        yield token
        nested = _NESTED.get(token.text, ()) if possible is fields else ()
        possible = nested if token.kind is Kind.FIELD else fields
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
    if read[at] == "‘" and (single := _SINGLE.match(read, at)):
        return _sloppy(text[single.start(1) : single.end(1)], read, at, single.end())
    field = FIELD.match(read, at)
    if field and field[1].casefold() in fields:
        return Token(Kind.FIELD, field[1].casefold(), at, field.end())
    end = _word_end(read, at)
    if kind := OPERATORS.get(read[at:end]):
        return Token(kind, text[at:end], at, end)
    return Token(Kind.WORD, text[at:end], at, end)


def _word_end(read: str, at: int) -> int:
    match = _ADDRESS.match(read, at) or _WORD.match(read, at)
    return match.end() if match else at + 1


def _phrase(text: str, read: str, at: int) -> Token:
    end = _PHRASE_END.search(read, at + 1)
    if end is None:
        return Token(Kind.PHRASE, text[at + 1 :], at, len(text), closed=False)
    return _sloppy(text[at + 1 : end.start()], read, at, end.end())


def _sloppy(inside: str, read: str, at: int, end: int) -> Token:
    slop = _SLOP.match(read, end)
    return Token(Kind.PHRASE, inside, at, slop.end(), int(slop[1])) if slop else Token(Kind.PHRASE, inside, at, end)


def _excludes(read: str, at: int) -> bool:
    """Tell whether a minus stands before what it excludes: not inside a word, nor alone."""
    before = read[at - 1] if at else " "
    after = read[at + 1 : at + 2]
    return read[at] in MINUS and (before.isspace() or before == "(") and bool(after.strip()) and after not in MINUS
