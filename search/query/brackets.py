"""Brackets: every one of a query gets its other one, and none stands too deep."""

from collections.abc import Iterable

from search.query.notes import Notes
from search.query.tokens import Kind, Token

MAX_DEPTH = 20


def balanced(found: Iterable[Token], size: int, notes: Notes) -> list[Token]:
    """Return the tokens of a text of so many code points with brackets dropped or added until they balance."""
    opened: list[Token] = []
    kept: list[Token] = []
    for token in found:
        if token.kind is Kind.OPEN:
            opened.append(token)
            if len(opened) > MAX_DEPTH:
                notes.add(f"Brackets deeper than {MAX_DEPTH} were ignored.", token.start, token.end)
                continue
        elif token.kind is Kind.CLOSE:
            if not opened:
                notes.add("A closing bracket without an opening one was ignored.", token.start, token.end)
                continue
            opened.pop()
            if len(opened) >= MAX_DEPTH:
                continue
        kept.append(token)
    if opened:
        notes.add("A bracket is not closed; it was closed at the end.", opened[-1].start, opened[-1].end)
    kept += [Token(Kind.CLOSE, ")", size, size)] * min(len(opened), MAX_DEPTH)
    return kept
