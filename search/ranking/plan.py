"""What a query compiles to: leaves that name terms of the index, joined by All, Any and Without."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Leaf:
    """Terms in fields. Each slot holds the terms that can stand there, any of them; several slots are a phrase.

    ``slop`` is the number of other words that may stand among those of a phrase.
    """

    fields: tuple[str, ...]
    slots: tuple[tuple[str, ...], ...]
    slop: int = 0


@dataclass(frozen=True, slots=True)
class Docs:
    """The documents that a filter lets through, without a score."""

    docs: frozenset[int]


@dataclass(frozen=True, slots=True)
class Every:
    """Every document."""


@dataclass(frozen=True, slots=True)
class All:
    """Documents that match every part; with no parts, none do."""

    parts: tuple["Plan", ...]


@dataclass(frozen=True, slots=True)
class Any:
    """Documents that match at least one part; with no parts, none do."""

    parts: tuple["Plan", ...]


@dataclass(frozen=True, slots=True)
class Without:
    """Documents that do not match the part."""

    part: "Plan"


Plan = Leaf | Docs | Every | All | Any | Without
NONE = Any(())


@dataclass(frozen=True, slots=True)
class Wanted:
    """One thing that a query of bare words asks for: some words, or in their stead a name."""

    words: tuple[Plan, ...]
    name: Plan | None = None


def leaves(plan: Plan) -> Iterator[Leaf]:
    """Yield the leaves that count for a match, not those that are excluded."""
    match plan:
        case Leaf():
            yield plan
        case All(parts=parts) | Any(parts=parts):
            for part in parts:
                yield from leaves(part)
        case _:
            return
