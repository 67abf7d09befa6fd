"""The fields of a query: which there are, and what stands behind their names as values."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from difflib import get_close_matches

from search.query.dates import read_date
from search.query.notes import Notes
from search.query.tokens import Token, plain
from search.query.tree import And, Dates, Field, Filter, Node, Not, Or, Phrase, Prefix, Word

TEXT_FIELDS = ("title", "body")
EXACT = "exact"
_EXACT_FIELDS = ("entity", "source", "lang", "author", "dated")
_DATE_FIELDS = ("since", "until", "date")
_LIKENESS = 0.75


class Fields:
    """The fields of an index; ``extra`` are the names of the configured ones."""

    def __init__(self, extra: Collection[str], notes: Notes) -> None:
        self._spelled = {name.casefold(): name for name in extra}
        self.names = frozenset((*_EXACT_FIELDS, *self._spelled, *TEXT_FIELDS, *_DATE_FIELDS, EXACT))
        self._notes = notes

    def check(self, token: Token) -> None:
        """Tell of a word that looks as if a field was meant."""
        name, colon, rest = plain(token.text).partition(":")
        if not colon or rest.startswith("//") or not name.isidentifier():
            return
        folded = name.casefold()
        if folded in self.names and not rest:
            message = f"{name}: was read as a word; write the value right behind the colon."
            self._notes.add(message, token.start, token.end)
            return
        near = get_close_matches(folded, sorted(self.names), n=1, cutoff=_LIKENESS)
        if folded not in self.names and rest and (near or self._notes.strict):
            hint = f" Did you mean {near[0]}: ?" if near else ""
            instead = f"{near[0]}:{rest}" if near else ""
            self._notes.add(
                f"There is no field {name}, so it was read as a word.{hint}", token.start, token.end, instead
            )

    def of(self, name: str, part: Node) -> Node | None:
        """Return what a field says of the part behind its name."""
        if name in TEXT_FIELDS:
            return Field(name, part)
        return self._exactly(part) if name == EXACT else self._valued(name, part)

    def _exactly(self, part: Node) -> Node:
        """Let the words of a part stand for no other forms."""
        match part:
            case Word() | Phrase():
                if isinstance(part, Word) and part.distance:
                    self._notes.add("exact: takes whole words; ~ was ignored.", part.start, part.end)
                return replace(part, distance=0, exact=True) if isinstance(part, Word) else replace(part, exact=True)
            case Prefix(text=text, start=start, end=end):
                self._notes.add("exact: takes whole words; * was ignored.", start, end)
                return Word(text, start, end, exact=True)
            case _:
                return _each(part, self._exactly) or part

    def _valued(self, name: str, part: Node) -> Node | None:
        """Turn the words under an exact or date field into its values; several mean any, as an article has one."""
        if isinstance(part, Word | Phrase | Prefix):
            return self._dates(name, part) if name in _DATE_FIELDS else self._value(name, part)
        if isinstance(part, And) and name not in {"entity", "since", "until"}:
            part = Or(part.parts)
        return _each(part, lambda one: self._valued(name, one))

    def _value(self, name: str, part: Word | Phrase | Prefix) -> Filter:
        if isinstance(part, Prefix) or (isinstance(part, Word) and part.distance):
            self._notes.add(f"{name}: takes whole values; * and ~ were ignored.", part.start, part.end)
        return Filter(self._spelled.get(name, name), part.text, part.start, part.end)

    def _dates(self, name: str, part: Word | Phrase | Prefix) -> Dates | None:
        first, dots, last = part.text.partition("..") if name == "date" else (part.text, "", "")
        last = last if dots else first
        since, until = read_date(first), read_date(last)
        if (first or last) and (since or not first) and (until or not last):
            for warning in dict.fromkeys(one.warning for one in (since, until) if one and one.warning):
                self._notes.add(warning, part.start, part.end)
            return Dates(
                since.iso if since and name != "until" else None,
                until.iso if until and name != "since" else None,
                part.start,
                part.end,
            )
        self._notes.add(f"{part.text} is no date; write 2024, 2024-01 or 2024-01-05.", part.start, part.end)
        return None


def _each(part: Node, change: Callable[[Node], Node | None]) -> Node | None:
    """Return a node whose parts are changed, None where none of them is left."""
    match part:
        case And(parts=parts):
            return all_of([one for one in map(change, parts) if one is not None])
        case Or(parts=parts):
            return any_of([one for one in map(change, parts) if one is not None])
        case Not(part=inner):
            changed = change(inner)
            return None if changed is None else Not(changed)
        case Field(name=name, part=inner):
            changed = change(inner)
            return None if changed is None else Field(name, changed)
        case _:
            return part


def all_of(parts: Sequence[Node]) -> Node | None:
    """Join parts that are all wanted; None for none, the part itself for one."""
    flat = [inner for part in parts for inner in (part.parts if isinstance(part, And) else (part,))]
    if len(flat) > 1:
        return And(tuple(flat))
    return flat[0] if flat else None


def any_of(parts: Sequence[Node]) -> Node | None:
    """Join parts of which any is wanted; None for none, the part itself for one."""
    if len(parts) > 1:
        return Or(tuple(parts))
    return parts[0] if parts else None
