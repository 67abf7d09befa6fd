"""What a query compiles to: leaves that name terms of the index, joined by All, Any, AtLeast and Without."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from search.snapshots.bitmaps import Bitmap


@dataclass(frozen=True, slots=True)
class Leaf:
    """A synonym group: terms in fields, or phrases of them, that count as one word.

    Each slot holds the terms that can stand there, any of them; several slots are a phrase.
    ``slop`` is the number of other words that may stand among those of a phrase.
    """

    fields: tuple[str, ...]
    slots: tuple[tuple[str, ...], ...]
    slop: int = 0
    _hash: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # A leaf is looked up several times in every query, and may have a thousand terms.
        object.__setattr__(self, "_hash", hash((self.fields, self.slots, self.slop)))

    def __hash__(self) -> int:
        return self._hash


@dataclass(frozen=True, slots=True, eq=False)
class Docs:
    """The documents that a filter lets through, without a score; ``count`` is how many there are."""

    bitmap: Bitmap
    count: int

    @property
    def nbytes(self) -> int:
        """The bytes of the bitmap."""
        return self.bitmap.nbytes


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
class AtLeast:
    """Documents that match so many of the parts; a part that stands twice counts twice. ``least`` is 1 or more."""

    parts: tuple["Plan", ...]
    least: int


@dataclass(frozen=True, slots=True)
class Without:
    """Documents that do not match the part."""

    part: "Plan"


Plan = Leaf | Docs | Every | All | Any | AtLeast | Without
NONE = Any(())


@dataclass(frozen=True, slots=True)
class Wanted:
    """One thing that a query of bare words asks for: some words, or in their stead a name."""

    words: tuple[Plan, ...]
    name: Plan | None = None

    @property
    def parts(self) -> tuple[Plan, ...]:
        """Each of the words, or the name in its stead."""
        return self.words if self.name is None else tuple(Any((word, self.name)) for word in self.words)


def leaves(plan: Plan) -> Iterator[Leaf]:
    """Yield the leaves that count for a match, not those that are excluded."""
    if isinstance(plan, Leaf):
        yield plan
    elif isinstance(plan, All | Any | AtLeast):
        for part in plan.parts:
            yield from leaves(part)
