"""Doubt: the words of a query that may be mistyped, as hardly any article has them, and the query without them."""

from collections.abc import Iterator
from typing import NamedTuple

from index.analysis import query_terms
from index.schema import TEXT_FIELDS
from index.tokens import words
from search.query.tree import And, Everything, Field, Node, Or, Phrase, Query, Word
from search.ranking.bm25 import Scorer
from search.ranking.order import ENOUGH
from search.ranking.plan import Leaf
from search.suggest.spelling import distance_for, is_written

MOST_WORDS = 10
"""The words of a query that are looked at; nobody mistypes more."""


class Doubtful(NamedTuple):
    """A word of a query that may be mistyped: its place in the text, and how many articles have it in any form.

    It ``is_odd`` where none has it, or none in this form and the query finds nothing.
    """

    start: int
    end: int
    text: str
    known: int
    is_odd: bool


def doubtful(scorer: Scorer, query: Query, total: int) -> list[Doubtful]:
    """Return the words that few articles have, or none; ``total`` is how many the query finds."""
    found = []
    for number, (start, text) in enumerate(_typed(query.tree, query.text)):
        if number >= MOST_WORDS:
            break
        if distance_for(text):
            known = scorer.group(leaf_of(scorer, text)).count
            is_odd = not known or (not total and not is_written(scorer.snapshot.words, text))
            if known < ENOUGH or is_odd:
                found.append(Doubtful(start, start + len(text), text, known, is_odd))
    return found


def leaf_of(scorer: Scorer, word: str) -> Leaf:
    """Return the leaf of a word in any form, wherever it stands."""
    return Leaf(TEXT_FIELDS, (query_terms(word, scorer.snapshot.languages),))


def _typed(node: Node, text: str) -> Iterator[tuple[int, str]]:
    """Yield the words of a query that articles shall have, each with its place in the text."""
    match node:
        case And(parts=parts) | Or(parts=parts):
            for part in parts:
                yield from _typed(part, text)
        case Field(part=part):
            yield from _typed(part, text)
        case Word(distance=0) | Phrase():
            yield from ((start, word) for start, word in _placed(node) if text[start : start + len(word)] == word)


def _placed(node: Word | Phrase) -> Iterator[tuple[int, str]]:
    """Yield the words of a part of a query with their places; a phrase begins behind its quote."""
    floor = node.start + isinstance(node, Phrase)
    return ((floor + word.start, word.surface) for word in words(node.text))


def without(node: Node, places: frozenset[int]) -> Node | None:
    """Return what a query asks for beside the words that stand in some places, None where that is nothing."""
    match node:
        case And(parts=parts) | Or(parts=parts):
            kept = tuple(part for one in parts if (part := without(one, places)) is not None)
            return type(node)(kept) if len(kept) > 1 else next(iter(kept), None)
        case Field(name=name, part=inner):
            found = without(inner, places)
            return None if found is None else Field(name, found)
        case Word() | Phrase() if any(start in places for start, _ in _placed(node)):
            rest = tuple(Word(word, at, at + len(word)) for at, word in _placed(node) if at not in places)
            return And(rest) if len(rest) > 1 else next(iter(rest), None)
        case _:
            return node


def rest_of(query: Query, some: list[Doubtful]) -> Node:
    """Return what a query asks for beside some of its words."""
    return without(query.tree, frozenset(one.start for one in some)) or Everything()
