"""Rows of numbers as a Markdown table, and its place in a page."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.figures import OURS, YARDSTICK, Row, Target

BEGIN = "<!-- numbers: made by python -m benchmarks.speed -->"
END = "<!-- end of numbers -->"
_NONE = "–"


def table(rows: Sequence[Row], names: Mapping[str, str]) -> str:
    """Return a Markdown table; ``names`` are the engines to show, with what stands above their columns."""
    head = ["", "unit", *names.values(), f"over {names.get(YARDSTICK, YARDSTICK)}", "must reach", "reached"]
    lines = [head, ["---", "---", *["--:"] * (len(names) + 1), "---", "---"]]
    lines += [_cells(row, names) for row in rows]
    return "\n".join(f"| {' | '.join(one)} |" for one in lines) + "\n"


def _cells(row: Row, names: Mapping[str, str]) -> list[str]:
    ratio = row.ratio
    return [
        row.what,
        row.unit,
        *(number(row.values[name]) if name in row.values else _NONE for name in names),
        _NONE if ratio is None else f"{number(ratio)} ×",
        "; ".join(_bound(one, row, names) for one in row.targets) or _NONE,
        "; ".join(_verdict(row.reached(one)) for one in row.targets) or _NONE,
    ]


def _bound(target: Target, row: Row, names: Mapping[str, str]) -> str:
    sign = "≥" if target.at_least else "≤"
    if target.of is None:
        return f"{sign} {number(target.factor)} {row.unit}".replace("× ×", "×")
    return f"{sign} {target.factor} × {names.get(target.of, target.of)}"


def _verdict(reached: bool | None) -> str:  # noqa: FBT001 -- it is what is told
    return {True: "yes", False: "**no**", None: "not measured"}[reached]


def number(value: float) -> str:
    """Return a number with three digits that count.

    >>> [number(one) for one in (0.01234, 1.5, 12.345, 1536.0, 123456.7)]
    ['0.0123', '1.50', '12.3', '1,536', '123,457']
    """
    for least, digits in ((100, 0), (10, 1), (1, 2)):
        if abs(value) >= least:
            return f"{value:,.{digits}f}"
    return f"{value:.3g}"


def missed(rows: Sequence[Row]) -> list[str]:
    """Return the rows in which ours is not within a target."""
    return [row.what for row in rows if any(row.reached(one) is False for one in row.targets)]


def put(page: Path, generated: str, begin: str = BEGIN, title: str = "# How fast is it?") -> None:
    """Replace what stands between the markers of a page; one that has none gets them at its end."""
    text = page.read_text(encoding="utf-8") if page.exists() else f"{title}\n"
    before, found, rest = text.partition(begin)
    after = rest.partition(END)[2] if found else ""
    before = before if found else before.rstrip("\n") + "\n\n"
    page.write_text(f"{before}{begin}\n\n{generated}\n{END}{after or chr(10)}", encoding="utf-8", newline="\n")


def ours_first(engines: Sequence[str]) -> list[str]:
    """Return engines with ours in front, the others in their order."""
    return sorted(engines, key=lambda name: name != OURS)
