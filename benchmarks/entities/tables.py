"""Tables of labels: remarks that start with ``#``, a line of columns, then a label a line, parted by tabs."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.errors import LabelError


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table, which can say where it stands."""

    path: Path
    line: int
    values: Mapping[str, str]

    def text(self, column: str) -> str:
        """Return what stands in a column, perhaps nothing."""
        if column not in self.values:
            raise LabelError(self.path, self.line, f"there is no column {column}")
        return self.values[column]

    def filled(self, column: str) -> str:
        """Return what stands in a column that must not be empty."""
        if not (value := self.text(column)):
            raise LabelError(self.path, self.line, f"{column} is empty")
        return value

    def one_of(self, column: str, allowed: tuple[str, ...]) -> str:
        """Return what stands in a column that allows few values."""
        if (value := self.filled(column)) not in allowed:
            raise LabelError(self.path, self.line, f"{column} is {value}, not {' or '.join(allowed)}")
        return value

    def number(self, column: str) -> int:
        """Return the number that stands in a column."""
        if not re.fullmatch(r"[0-9]{1,9}", value := self.filled(column)):
            raise LabelError(self.path, self.line, f"{column} is {value}, not a number")
        return int(value)


def rows(path: Path) -> Iterator[Row]:
    """Read the labels of a table; raises LabelError."""
    lines = path.read_text(encoding="utf-8").split("\n")
    kept = [(number, line.split("\t")) for number, line in enumerate(lines, 1) if line and not line.startswith("#")]
    columns = kept[0][1] if kept else []
    for number, values in kept[1:]:
        if len(values) != len(columns):
            raise LabelError(path, number, f"there are {len(values)} columns, not {len(columns)}")
        yield Row(path, number, dict(zip(columns, values, strict=True)))
