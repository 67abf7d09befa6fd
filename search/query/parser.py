r"""The parser of the query language, lenient for people and strict for programs.

The grammar::

    query  = any
    any    = all { "OR" all }                   at least one
    all    = item { [ "AND" ] item }            all of them
    item   = { "NOT" | "-" } ( group | field | phrase | word )
    group  = "(" any ")"
    field  = NAME ":" ( group | phrase | word )
    phrase = QUOTE text QUOTE [ "~" NUMBER ]    these words in this order; with up to NUMBER others among them
    word   = LETTERS                            in any form of the word
           | LETTERS "*"                        every word whose stem begins so; two letters at least
           | LETTERS "~"                        spelled about so: one letter differs, two in a word over seven letters

AND, OR and NOT are operators in capitals only, and AND binds tighter than OR. NAME is one of

    title body                    look for the words there only
    entity source lang author dated   exact values, whatever their case and accents; so are configured fields
    since until date              dates: since:2024-01 until:2024-03-15 date:2024-01..2024-03 date:2024
    exact                         the word as it stands (this version reads it as a word, and warns)

A word with "*" is compared with stems, as the index holds nothing else: ``nationali*`` finds nationalist,
which is its own stem, but not nationalism, whose stem is nation; ``nation*`` finds both. Where no stem
begins so, up to three of its last letters are left off to meet a stem: ``electi*`` finds elect.

Any quotation mark is a quote and full-width punctuation is punctuation. A query of negations alone
matches everything but those. Lenient parsing reads every text and says in warnings what it did not
take as it was typed; strict parsing raises QuerySyntaxError instead.
"""

import re
from collections.abc import Collection
from difflib import get_close_matches
from functools import lru_cache

from index.analysis import words
from search.errors import QuerySyntaxError
from search.query.dates import read_date
from search.query.tokens import OPERATORS, Kind, Token, plain, tokens
from search.query.tree import (
    And,
    Dates,
    Everything,
    Field,
    Filter,
    Node,
    Not,
    Nothing,
    Or,
    Phrase,
    Prefix,
    Query,
    Word,
)
from search.results import QueryWarning

MAX_BYTES = 2048
MAX_DEPTH = 20
_TEXT_FIELDS = ("title", "body")
_EXACT_FIELDS = ("entity", "source", "lang", "author", "dated")
_DATE_FIELDS = ("since", "until", "date")
_PLAIN_WORDS = re.compile(r" *[A-Za-z0-9][A-Za-z0-9 ]*")
_FUZZY = re.compile(r"~[0-9]?\Z")
_LONG_WORD = 7
_SHORTEST_PREFIX = 2
_LONGEST_FUZZY = 40


def parse(text: str, extra: Collection[str] = (), *, strict: bool = False) -> Query:
    """Read a query; ``extra`` are the names of the configured fields.

    Raises QuerySyntaxError under ``strict``, and never otherwise.

    >>> parse("-Iraq").tree
    Not(part=Word(text='Iraq', start=1, end=5, distance=0))
    """
    plain_words = _plain_words(text)
    if plain_words is not None:
        return Query(text, plain_words)
    parser = _Parser(text, extra, strict=strict)
    if len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        parser.warn(f"The query is longer than {MAX_BYTES:,} bytes, so it was not searched.", 0, len(text))
        return Query(text, Nothing(), warnings=tuple(parser.warnings))
    return parser.query()


def _plain_words(text: str) -> Node | None:
    """Read what most queries are, words of ASCII letters and digits with spaces between them; None for any other.

    The parser reads the same of it, in five times the time.
    """
    if len(text) > MAX_BYTES or not _PLAIN_WORDS.fullmatch(text):
        return None
    found = []
    at = 0
    for word in text.split(" "):
        if word in OPERATORS:
            return None
        if word:
            found.append(Word(word, at, at + len(word)))
        at += len(word) + 1
    return And(tuple(found)) if len(found) > 1 else found[0]


class _Parser:
    def __init__(self, text: str, extra: Collection[str], *, strict: bool) -> None:
        self.text = text
        self.strict = strict
        self.warnings: list[QueryWarning] = []
        self.exact = {*_EXACT_FIELDS, *(name.casefold() for name in extra)}
        self.names = {name.casefold(): name for name in extra}
        self.fields = {*self.exact, *_TEXT_FIELDS, *_DATE_FIELDS, "exact"}
        self.tokens: list[Token] = []
        self.at = 0

    def warn(self, message: str, start: int, end: int) -> None:
        if self.strict:
            raise QuerySyntaxError(message, start, end)
        self.warnings.append(QueryWarning(message, start, end))

    def query(self) -> Query:
        self.tokens = self._balanced(list(tokens(self.text, self.fields)))
        tree = self._any() or Everything()
        parts = tree.parts if isinstance(tree, And) else (tree,)
        filters = tuple(part for part in parts if isinstance(part, Filter))
        dates = tuple(part for part in parts if isinstance(part, Dates))
        excluded = {part: part.part for part in parts if isinstance(part, Not) and isinstance(part.part, Filter)}
        rest = _all([part for part in parts if not isinstance(part, Filter | Dates) and part not in excluded])
        return Query(self.text, rest or Everything(), filters, dates, tuple(self.warnings), tuple(excluded.values()))

    def _balanced(self, found: list[Token]) -> list[Token]:
        """Drop brackets without a partner and those nested too deep, close those left open."""
        kept: list[Token] = []
        opened: list[Token] = []
        for token in found:
            if token.kind is Kind.OPEN:
                opened.append(token)
                if len(opened) > MAX_DEPTH:
                    self.warn(f"Brackets deeper than {MAX_DEPTH} were ignored.", token.start, token.end)
                    continue
            elif token.kind is Kind.CLOSE:
                if not opened:
                    self.warn("A closing bracket without an opening one was ignored.", token.start, token.end)
                    continue
                opened.pop()
                if len(opened) >= MAX_DEPTH:
                    continue
            kept.append(token)
        if opened:
            self.warn("A bracket is not closed; it was closed at the end.", opened[-1].start, opened[-1].end)
        kept += [Token(Kind.CLOSE, ")", len(self.text), len(self.text))] * min(len(opened), MAX_DEPTH)
        return kept

    def _peek(self) -> Kind | None:
        return self.tokens[self.at].kind if self.at < len(self.tokens) else None

    def _next(self) -> Token:
        self.at += 1
        return self.tokens[self.at - 1]

    def _any(self) -> Node | None:
        choices = [self._all()]
        while self._peek() is Kind.OR:
            token = self._next()
            choices.append(self._all())
            if choices[-1] is None or choices[-2] is None:
                self._dangling(token)
        found = [choice for choice in choices if choice is not None]
        if len(found) > 1:
            return Or(tuple(found))
        return found[0] if found else None

    def _all(self) -> Node | None:
        parts: list[Node] = []
        while (kind := self._peek()) not in {None, Kind.OR, Kind.CLOSE}:
            if kind is Kind.AND:
                token = self._next()
                if not parts or self._peek() in {None, Kind.AND, Kind.OR, Kind.CLOSE}:
                    self._dangling(token)
                continue
            item = self._item()
            if item is not None:
                parts.append(item)
        return _all(parts)

    def _dangling(self, token: Token) -> None:
        self.warn(f"{token.text} needs something on both sides; it was ignored.", token.start, token.end)

    def _item(self) -> Node | None:
        negations: list[Token] = []
        while self._peek() is Kind.NOT:
            negations.append(self._next())
        if self._peek() in {None, Kind.AND, Kind.OR, Kind.CLOSE}:
            self.warn("NOT needs something after it; it was ignored.", negations[-1].start, negations[-1].end)
            return None
        part = self._field(self._next()) if self._peek() is Kind.FIELD else self._atom()
        if part is None:
            return None
        return Not(part) if len(negations) % 2 else part

    def _atom(self) -> Node | None:
        token = self._next()
        if token.kind is Kind.OPEN:
            inner = self._any()
            self._next()
            return inner
        if token.kind is Kind.PHRASE:
            return self._phrase(token)
        return self._word(token)

    def _phrase(self, token: Token) -> Node | None:
        if not token.closed:
            self.warn("A quote is not closed; it was closed at the end.", token.start, token.start + 1)
        if not _has_words(token.text):
            return None
        return Phrase(token.text, token.start, token.end, token.slop)

    def _word(self, token: Token) -> Node | None:
        shape = plain(token.text)
        if shape.endswith("*"):
            return self._prefix(token, token.text[: len(shape.rstrip("*"))])
        if fuzzy := _FUZZY.search(shape):
            return self._fuzzy(token, token.text[: fuzzy.start()])
        self._check_name(token, shape)
        return self._plain(token, token.text)

    def _plain(self, token: Token, text: str) -> Word | None:
        if not _has_words(text):
            return None
        return Word(text, token.start, token.end)

    def _prefix(self, token: Token, base: str) -> Node | None:
        found = list(words(base))
        if len(found) == 1 and len(found[0].surface) >= _SHORTEST_PREFIX:
            return Prefix(found[0].surface, token.start, token.end)
        self.warn("* needs a word of two letters or more before it; it was ignored.", token.start, token.end)
        return self._plain(token, base)

    def _fuzzy(self, token: Token, base: str) -> Node | None:
        found = list(words(base))
        if len(found) == 1 and not any(c.isdigit() for c in base) and len(base) <= _LONGEST_FUZZY:
            return Word(base, token.start, token.end, 2 if len(found[0].surface) > _LONG_WORD else 1)
        message = f"~ needs one word before it, of {_LONGEST_FUZZY} letters at most and no digits; it was ignored."
        self.warn(message, token.start, token.end)
        return self._plain(token, base)

    def _check_name(self, token: Token, shape: str) -> None:
        name, colon, rest = shape.partition(":")
        if not colon or rest.startswith("//") or not name.isidentifier():
            return
        folded = name.casefold()
        if folded in self.fields and not rest:
            self.warn(f"{name}: was read as a word; write the value right behind the colon.", token.start, token.end)
            return
        near = get_close_matches(folded, sorted(self.fields), n=1, cutoff=0.75)
        if folded not in self.fields and rest and (near or self.strict):
            hint = f" Did you mean {near[0]}: ?" if near else ""
            self.warn(f"There is no field {name}, so it was read as a word.{hint}", token.start, token.end)

    def _field(self, token: Token) -> Node | None:
        part = self._atom()
        if part is None:
            self.warn(f"{token.text}: has no value; it was ignored.", token.start, token.end)
            return None
        if token.text in _TEXT_FIELDS:
            return Field(token.text, part)
        if token.text == "exact":
            self.warn("exact: is not known yet; any form of the word was searched.", token.start, token.end)
            return part
        return self._valued(token.text, part)

    def _valued(self, name: str, part: Node) -> Node | None:
        """Turn the words under an exact or date field into its values."""
        match part:
            case And(parts=parts):
                return _all([one for one in (self._valued(name, part) for part in parts) if one is not None])
            case Or(parts=parts):
                found = [one for one in (self._valued(name, part) for part in parts) if one is not None]
                return Or(tuple(found)) if len(found) > 1 else next(iter(found), None)
            case Not(part=inner):
                found_one = self._valued(name, inner)
                return None if found_one is None else Not(found_one)
            case Word() | Phrase() | Prefix():
                return self._value(name, part)
            case _:
                return part

    def _value(self, name: str, part: Word | Phrase | Prefix) -> Node | None:
        if name in _DATE_FIELDS:
            return self._dates(name, part)
        if isinstance(part, Prefix) or (isinstance(part, Word) and part.distance):
            self.warn(f"{name}: takes whole values; * and ~ were ignored.", part.start, part.end)
        return Filter(self.names.get(name, name), part.text, part.start, part.end)

    def _dates(self, name: str, part: Word | Phrase | Prefix) -> Dates | None:
        first, dots, last = part.text.partition("..") if name == "date" else (part.text, "", "")
        last = last if dots else first
        since, until = read_date(first), read_date(last)
        if (first or last) and (since or not first) and (until or not last):
            for warning in dict.fromkeys(one.warning for one in (since, until) if one and one.warning):
                self.warn(warning, part.start, part.end)
            return Dates(
                since.iso if since and name != "until" else None,
                until.iso if until and name != "since" else None,
                part.start,
                part.end,
            )
        self.warn(f"{part.text} is no date; write 2024, 2024-01 or 2024-01-05.", part.start, part.end)
        return None


@lru_cache(maxsize=1 << 14)
def _has_words(text: str) -> bool:
    return any(True for _ in words(text))


def _all(parts: list[Node]) -> Node | None:
    """Join parts that are all wanted; None for none, the part itself for one."""
    flat = [inner for part in parts for inner in (part.parts if isinstance(part, And) else (part,))]
    if len(flat) > 1:
        return And(tuple(flat))
    return flat[0] if flat else None
