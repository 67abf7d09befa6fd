r"""The parser of the query language, lenient for people and strict for programs.

The grammar::

    query  = any
    any    = all { OR all }                     at least one
    all    = item { [ AND ] item }              all of them
    item   = { NOT } ( group | field | phrase | word )
    group  = "(" any ")"
    field  = NAME ":" ( group | field | phrase | word )
    phrase = QUOTE text QUOTE [ "~" NUMBER ]    these words in this order; with up to NUMBER others among them;
                                                a single word is meant as it stands, in no other form
    word   = LETTERS                            in any form of the word
           | LETTERS "*"                        every word whose stem begins so; two letters at least
           | LETTERS "~"                        spelled about so: one letter differs, two in a word over seven letters
    AND    = "AND" | "&&"
    OR     = "OR" | "||" | "|"
    NOT    = "NOT" | "-"                        a minus only at the beginning of a word

The words are operators in capitals only, and AND binds tighter than OR. NAME is one of

    title body                    look for the words there only
    exact                         the words as they stand, in no other form; it may stand behind title: and body:
    entity source lang author dated   exact values, whatever their case and accents; so are configured fields
    since until date              dates: since:2024-01 until:2024-03-15 date:2024-01..2024-03 date:2024

Several values of a field mean any of them, several of ``entity`` all of them.

A word with "*" is compared with stems, as the index holds nothing else: ``nationali*`` finds nationalist,
which is its own stem, but not nationalism, whose stem is nation; ``nation*`` finds both. Where no stem
begins so, up to three of its last letters are left off to meet a stem: ``electi*`` finds elect.

Any quotation mark is a quote and full-width punctuation is punctuation. An address of the web is one word.
A query of negations alone matches everything but those. Lenient parsing reads every text and says in warnings
what it did not take as it was typed (``search.query.told`` says how it was taken); strict parsing raises
QuerySyntaxError instead.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from search.query import atoms
from search.query.brackets import balanced
from search.query.evidence import MANY
from search.query.notes import Notes, refuse
from search.query.tokens import OPERATORS, Kind, Token, tokens
from search.query.told import told
from search.query.tree import And, Dates, Everything, Filter, Node, Not, Nothing, Or, Query, Word
from search.query.values import Fields, all_of, any_of

MAX_BYTES = 2048
_OF_SENTENCES = frozenset({"the", "of", "to", "in", "on", "for", "with", "from", "by"})
"""Words of which one stands in most sentences, and that are no acronyms."""

_PLAIN_WORDS = re.compile(r" *[A-Za-z0-9][A-Za-z0-9 ]*")
_NO_OPERAND = frozenset({None, Kind.AND, Kind.OR, Kind.CLOSE})


def parse(text: str, extra: Collection[str] = (), *, strict: bool = False) -> Query:
    """Read a query; ``extra`` are the names of the configured fields.

    Raises QuerySyntaxError under ``strict``, and never otherwise.

    >>> parse("-Iraq").tree
    Not(part=Word(text='Iraq', start=1, end=5, distance=0, exact=False))
    """
    read = _calm(text)
    plain_words = _plain_words(read)
    if plain_words is not None:
        return Query(text, plain_words)
    notes = Notes(strict=strict)
    if len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        notes.add(f"The query is longer than {MAX_BYTES:,} bytes, so it was not searched.", 0, len(text))
        query = Query(text, Nothing(), warnings=tuple(notes.warnings))
    else:
        query = replace(_Parser(read, extra, notes).query(), text=text)
    if strict:
        refuse(text, query.warnings, told(query))
    return query


def _calm(text: str) -> str:
    """Return a sentence that is all in capitals in small letters: its AND joins nothing, and its US may be no country.

    >>> _calm("PRESSURE ON DIEM TO STOP AND TALK"), _calm("NATO AND EU AND UN AND WHO")
    ('pressure on diem to stop and talk', 'NATO AND EU AND UN AND WHO')
    """
    if not text.isupper() or text.count(" ") < MANY:
        return text
    calm = text.lower()
    is_sentence = not _OF_SENTENCES.isdisjoint(calm.split())
    return calm if is_sentence and len(calm) == len(text) else text


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
    def __init__(self, text: str, extra: Collection[str], notes: Notes) -> None:
        self.text = text
        self.notes = notes
        self.fields = Fields(extra, notes)
        self.tokens: list[Token] = []
        self.at = 0

    def query(self) -> Query:
        self.tokens = balanced(tokens(self.text, self.fields.names), len(self.text), self.notes)
        tree = self._any() or Everything()
        parts = tree.parts if isinstance(tree, And) else (tree,)
        found = [(part, _filters(part)) for part in parts]
        filters = tuple(one for _, several in found for one in several)
        dates = tuple(part for part in parts if isinstance(part, Dates))
        rest = all_of([part for part, several in found if not several and not isinstance(part, Dates)])
        return Query(self.text, rest or Everything(), filters, dates, tuple(self.notes.warnings))

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
        return any_of([choice for choice in choices if choice is not None])

    def _all(self) -> Node | None:
        parts: list[Node] = []
        while (kind := self._peek()) not in {None, Kind.OR, Kind.CLOSE}:
            if kind is Kind.AND:
                token = self._next()
                if not parts or self._peek() in _NO_OPERAND:
                    self._dangling(token)
                continue
            item = self._item()
            if item is not None:
                parts.append(item)
        return all_of(parts)

    def _dangling(self, token: Token) -> None:
        self.notes.add(f"{token.text} needs something on both sides; it was ignored.", token.start, token.end)

    def _item(self) -> Node | None:
        negations: list[Token] = []
        while self._peek() is Kind.NOT:
            negations.append(self._next())
        if self._peek() in _NO_OPERAND:
            self.notes.add("NOT needs something after it; it was ignored.", negations[-1].start, negations[-1].end)
            return None
        part = self._atom()
        return Not(part) if part is not None and len(negations) % 2 else part

    def _atom(self) -> Node | None:
        token = self._next()
        if token.kind is Kind.FIELD:
            return self._field(token)
        if token.kind is Kind.OPEN:
            inner = self._any()
            self._next()
            return inner
        if token.kind is Kind.PHRASE:
            return atoms.phrase(token, self.notes)
        self.fields.check(token)
        return atoms.word(token, self.notes)

    def _field(self, token: Token) -> Node | None:
        part = self._atom() if self._peek() not in {None, Kind.CLOSE} else None
        if part is None:
            self.notes.add(f"{token.text}: has no value; it was ignored.", token.start, token.end)
            return None
        return self.fields.of(token.text, part)


def _filters(part: Node) -> Sequence[Filter]:
    """Return the filters that a part of the whole query is: a value, any of several, or none of some; else none."""
    excluded = isinstance(part, Not)
    inner = part.part if isinstance(part, Not) else part
    values = inner.parts if isinstance(inner, Or) else (inner,)
    found = [replace(one, excluded=excluded) for one in values if isinstance(one, Filter)]
    names = {one.name for one in found}
    if len(found) < len(values) or (len(values) > 1 and not excluded and (len(names) > 1 or "entity" in names)):
        return ()  # any of several entities, or of several fields, is no filter that others can be added to
    return found
