"""What a run measures: rows of numbers by engine, and what ours must reach."""

from collections.abc import Mapping
from dataclasses import dataclass, field

OURS = "ours"
YARDSTICK = "tantivy"


@dataclass(frozen=True, slots=True)
class Target:
    """A bound for our number: ``factor`` times another engine's, or the factor itself."""

    factor: float
    of: str | None = None
    at_least: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One thing measured; an engine that cannot do it is missing from ``values``."""

    what: str
    unit: str
    values: Mapping[str, float]
    targets: tuple[Target, ...] = field(default=())
    more_is_better: bool = False

    @property
    def ratio(self) -> float | None:
        """Our number over Tantivy's, where both are known."""
        ours, theirs = self.values.get(OURS), self.values.get(YARDSTICK)
        return ours / theirs if ours is not None and theirs else None

    def reached(self, target: Target) -> bool | None:
        """Tell whether ours is within a target; None where the numbers for that are missing."""
        ours = self.values.get(OURS)
        base = 1.0 if target.of is None else self.values.get(target.of)
        if ours is None or base is None:
            return None
        return ours >= target.factor * base if target.at_least else ours <= target.factor * base
