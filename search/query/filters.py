"""Filters to bitmaps: which documents the filters and dates of a query let through."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

import numpy as np

from corpus.dates import first_second, last_second
from index.schema import UNDATED
from search.query.notes import MOST
from search.query.told import quoted
from search.query.tree import Dates, Filter
from search.ranking.plan import Docs
from search.results import QueryWarning
from search.snapshots.bitmaps import Bitmap, count, of_flags
from search.snapshots.columns import Flags
from search.snapshots.snapshot import Snapshot

_LAST = 1 << 62


@dataclass(frozen=True, slots=True)
class Masks:
    """``passing`` are the documents that pass all filters, None where there are none.

    ``undated`` are those that pass all but the dates, having none; None without dates.
    """

    passing: Docs | None
    undated: Docs | None = None


def masks(
    snapshot: Snapshot, filters: Iterable[Filter], dates: Iterable[Dates], *, undated: bool
) -> tuple[Masks, list[QueryWarning]]:
    """Return the masks of a whole query: several values of a field mean any, several entities mean all.

    Of excluded values all are left out.

    With ``undated``, articles without a date pass every date. Of unknown values only the first gets a suggestion.
    """
    filters, dates = list(filters), list(dates)
    warnings: list[QueryWarning] = []
    if not filters and not dates:
        return Masks(None), warnings
    by_name: dict[str, list[Docs]] = {}
    passing: list[Docs] = []
    for one in filters:
        docs, warning = documents(snapshot, one, suggest=not warnings)
        warnings += warning[: max(MOST - len(warnings), 0)]
        if one.excluded:
            passing.append(_others(snapshot, docs))
        else:
            by_name.setdefault(one.name, []).append(docs)
    for name, found in by_name.items():
        passing += found if name == "entity" else [_joined(found, or_)]
    if not dates:
        return Masks(_joined(passing, and_) if passing else None), warnings
    without = _joined([*passing, _undated(snapshot)], and_)
    within = _joined([*passing, *(dated(snapshot, one) for one in dates)], and_)
    return (Masks(_joined([within, without], or_)) if undated else Masks(within, without)), warnings


def documents(snapshot: Snapshot, one: Filter, *, suggest: bool) -> tuple[Docs, list[QueryWarning]]:
    """Return the documents that a filter lets through; an unknown value lets none and is warned of.

    With ``suggest`` the warning names the known value that looks most like it, which takes long to find.
    """
    values = snapshot.values(one.name)
    found = values.find(one.value)
    if one.name == "entity":
        found = _entities(snapshot, one.value) or found
    if found:
        made = snapshot.memory.get(("having", one.name, found), lambda: _docs(values.having(found) & snapshot.live))
        return made, []
    return _docs(np.zeros(snapshot.size, bool)), [_unknown(snapshot, one, suggest=suggest)]


def _entities(snapshot: Snapshot, value: str) -> tuple[str, ...]:
    return snapshot.values("entity").find(value)


def _unknown(snapshot: Snapshot, one: Filter, *, suggest: bool) -> QueryWarning:
    near = snapshot.values(one.name).near(one.value) if suggest else None
    if near is not None and one.name == "entity" and near in snapshot.entities:
        near = snapshot.entities[near].name
    hint = f" Did you mean {near}?" if near else ""
    message = f"No article has {one.name} {one.value!r}.{hint}"
    if one.end == one.start:
        return QueryWarning(message)
    return QueryWarning(message, one.start, one.end, quoted(near) if near else "")


def dated(snapshot: Snapshot, dates: Dates) -> Docs:
    """Return the documents published within the dates."""

    def made() -> Docs:
        low = UNDATED + 1 if dates.since is None else first_second(dates.since)
        high = _LAST if dates.until is None else last_second(dates.until)
        published = snapshot.published
        return _docs((published >= low) & (published <= high) & snapshot.live)

    return snapshot.memory.get(("dated", dates.since, dates.until), made)


def _undated(snapshot: Snapshot) -> Docs:
    return snapshot.memory.get(("undated",), lambda: _docs((snapshot.published == UNDATED) & snapshot.live))


def _others(snapshot: Snapshot, docs: Docs) -> Docs:
    return Docs(snapshot.every & ~docs.bitmap, snapshot.count - docs.count)


def _joined(found: list[Docs], join: Callable[[Bitmap, Bitmap], Bitmap]) -> Docs:
    if len(found) == 1:
        return found[0]
    joined = reduce(join, (one.bitmap for one in found))
    return Docs(joined, count(joined))


def _docs(flags: Flags) -> Docs:
    return Docs(of_flags(flags), int(np.count_nonzero(flags)))
