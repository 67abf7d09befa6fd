"""The tables of the page: by collection, by measure, and with each collection left out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import mean

from benchmarks.relevance.crossed import LeftOut
from benchmarks.relevance.judged import BASELINES
from benchmarks.relevance.measuring import MEASURES, Values, chance

OURS = "Broadsheet"
YARDSTICK = "bm25s"


@dataclass(frozen=True, slots=True)
class Measured:
    """What an engine is worth on a collection, and the processor time of a query in seconds."""

    collection: str
    engine: str
    values: Values
    spent: float

    def value(self, measure: str) -> float:
        """Return the mean of a measure."""
        return mean(self.values[measure])


def of_sets(rows: Sequence[Measured]) -> str:
    """Return a table of nDCG@10: a line a collection, a column an engine."""
    first = MEASURES[0]
    names, engines = _names(rows), list(dict.fromkeys(row.engine for row in rows))
    lines = [[first, "queries", "baseline", *engines, "over the baseline", f"p beside {YARDSTICK}", "ms a query"]]
    for name in names:
        ours, yardstick = _row(rows, name, OURS), _row(rows, name, YARDSTICK)
        values = [_row(rows, name, engine).value(first) for engine in engines]
        p = chance(ours.values[first], yardstick.values[first])
        count, base = len(ours.values[first]), BASELINES[name]
        lines.append([name, str(count), *_cells(base, values), _number(p, 4), f"{ours.spent * 1e3:.1f}"])
    means = [mean(_row(rows, name, engine).value(first) for name in names) for engine in engines]
    every = {
        engine: [value for name in names for value in _row(rows, name, engine).values[first]]
        for engine in (OURS, YARDSTICK)
    }
    p = chance(every[OURS], every[YARDSTICK])
    base = mean(BASELINES[name] for name in names)
    lines.append(["mean", str(len(every[OURS])), *_cells(base, means), _number(p, 4), ""])
    return _table(lines)


def _cells(base: float, values: Sequence[float]) -> list[str]:
    return [_number(base), *map(_number, values), f"{values[0] / base:.3f} ×"]


def of_measures(rows: Sequence[Measured]) -> str:
    """Return a table of all measures: a line a collection and engine."""
    lines = [["", "engine", *MEASURES]]
    lines += [[row.collection, row.engine, *(_number(row.value(one)) for one in MEASURES)] for row in rows]
    return _table(lines)


def of_left_out(found: Iterable[LeftOut]) -> str:
    """Return a table of what is reached on each collection by the parameters that are best on the others."""
    found = list(found)
    lines = [["left out", "the best on the others", MEASURES[0], "over the baseline"]]
    lines += [[one.name, one.said, _number(one.value), f"{one.value / BASELINES[one.name]:.3f} ×"] for one in found]
    value, base = mean(one.value for one in found), mean(BASELINES[one.name] for one in found)
    lines.append(["mean", "", _number(value), f"{value / base:.3f} ×"])
    return _table(lines)


def _names(rows: Sequence[Measured]) -> list[str]:
    return list(dict.fromkeys(row.collection for row in rows))


def _row(rows: Sequence[Measured], collection: str, engine: str) -> Measured:
    return next(row for row in rows if (row.collection, row.engine) == (collection, engine))


def _number(value: float, digits: int = 3) -> str:
    return f"{value:.{digits}f}"


def _table(lines: Sequence[Sequence[str]]) -> str:
    ruled = [lines[0], ["---", *["--:"] * (len(lines[0]) - 1)], *lines[1:]]
    return "\n".join(f"| {' | '.join(line)} |" for line in ruled) + "\n"
