"""A query as it was read, in the query language: what a reader of it would read the same of."""

import re

from search.query.atoms import count_words
from search.query.tree import (
    And,
    Dates,
    Everything,
    Field,
    Filter,
    Named,
    Node,
    Not,
    Nothing,
    Or,
    Phrase,
    Prefix,
    Query,
    Word,
)
from search.query.values import all_of

_BARE = re.compile(r"\w[\w.-]*")


def told(query: Query) -> str:
    """Return the text of a query as it was read.

    >>> told(Query("", And((Word("a", 0, 1), Not(Phrase("b c", 2, 5, 3))))))
    'a -"b c"~3'
    """
    parts = [] if isinstance(query.tree, Everything) else [query.tree]
    filters = [Not(one) if one.excluded else one for one in query.filters]
    whole = all_of([*parts, *filters, *query.dates])
    return "" if whole is None else _told(whole)


def _told(node: Node) -> str:  # noqa: C901, PLR0911 -- one for each kind of node
    match node:
        case Word(text=text, distance=distance, exact=exact):
            return f"{'exact:' if exact else ''}{text}{'~' if distance else ''}"
        case Prefix(text=text):
            return f"{text}*"
        case Phrase(text=text, slop=slop, exact=exact):
            sign = "exact:" if exact and (slop or count_words(text) > 1) else ""  # a single word is exact anyway
            return f'{sign}"{text}"{f"~{slop}" if slop else ""}'
        case Named(words=words):
            return _told(words)
        case And(parts=parts):
            return " ".join(_inner(part) if isinstance(part, And | Or) else _told(part) for part in parts)
        case Or(parts=parts):
            return " OR ".join(_inner(part) if isinstance(part, Or) else _told(part) for part in parts)
        case Not(part=part):
            return f"-{_inner(part)}"
        case Field(name=name, part=part):
            return f"{name}:{_told(part) if isinstance(part, Word | Prefix | Phrase) else f'({_told(part)})'}"
        case Filter(name=name, value=value):
            return f"{name}:{quoted(value)}"
        case Dates():
            return _dates(node)
        case Everything() | Nothing():
            return ""


def _inner(node: Node) -> str:
    """Return a part of another, in brackets where it would fall apart."""
    return f"({_told(node)})" if isinstance(node, And | Or | Not) else _told(node)


def quoted(value: str) -> str:
    """Return an exact value, in quotes unless it is a word; one inside a Hebrew word does not end them."""
    return value if _BARE.fullmatch(value) else f'"{value}"'


def _dates(dates: Dates) -> str:
    if dates.since is None or dates.until is None:
        return f"since:{dates.since}" if dates.since else f"until:{dates.until}"
    return f"date:{dates.since}" if dates.since == dates.until else f"date:{dates.since}..{dates.until}"
