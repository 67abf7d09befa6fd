"""Filters to masks: which documents the filters and dates of a query let through."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.dates import first_second, last_second
from index.schema import UNDATED
from search.query.tree import Dates, Filter
from search.results import QueryWarning
from search.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Masks:
    """One byte a document, 1 where it passes: ``passing`` all filters, ``undated`` all but the dates, having none."""

    passing: bytes
    undated: bytes | None = None


def masks(
    snapshot: Snapshot, filters: Iterable[Filter], dates: Iterable[Dates], *, undated: bool
) -> tuple[Masks, list[QueryWarning]]:
    """Return the masks of a whole query: several values of a field mean any, several entities mean all.

    With ``undated``, articles without a date pass every date. Of unknown values only the first gets a suggestion.
    """
    passing = snapshot.live
    warnings: list[QueryWarning] = []
    by_name: dict[str, list[bytes]] = {}
    for one in filters:
        docs, warning = documents(snapshot, one, suggest=not warnings)
        warnings += warning
        by_name.setdefault(one.name, []).append(_mask(docs, snapshot.size))
    for name, found in by_name.items():
        passing = _and([passing, *found] if name == "entity" else [passing, _or(found)])
    dates = list(dates)
    if not dates:
        return Masks(passing), warnings
    within = [dated(snapshot, one) for one in dates]
    without = _and([passing, bytes(seconds == UNDATED for seconds in snapshot.published)])
    passing = _and([passing, *within])
    return (Masks(_or([passing, without])) if undated else Masks(passing, without)), warnings


def documents(snapshot: Snapshot, one: Filter, *, suggest: bool) -> tuple[set[int], list[QueryWarning]]:
    """Return the documents that a filter lets through; an unknown value lets none and is warned of.

    With ``suggest`` the warning names the known value that looks most like it, which takes long to find.
    """
    values = snapshot.values(one.name)
    found = values.find(one.value)
    if one.name == "entity":
        found = _entities(snapshot, one.value) or found
    if found:
        return {doc for value in found for doc in values.documents(value)}, []
    return set(), [_unknown(snapshot, one, suggest=suggest)]


def _entities(snapshot: Snapshot, value: str) -> tuple[str, ...]:
    known = snapshot.values("entity")
    ids = (value,) if value in known else snapshot.entities.resolve(value)
    return tuple(one for one in ids if one in known)


def _unknown(snapshot: Snapshot, one: Filter, *, suggest: bool) -> QueryWarning:
    near = snapshot.values(one.name).near(one.value) if suggest else None
    if near is not None and one.name == "entity" and near in snapshot.entities:
        near = snapshot.entities[near].name
    hint = f" Did you mean {near}?" if near else ""
    place = (one.start, one.end) if one.end > one.start else (None, None)
    return QueryWarning(f"No article has {one.name} {one.value!r}.{hint}", *place)


def dated(snapshot: Snapshot, dates: Dates) -> bytes:
    """Return the mask of the documents published within the dates."""
    low = UNDATED + 1 if dates.since is None else first_second(dates.since)
    high = 1 << 62 if dates.until is None else last_second(dates.until)
    return bytes(low <= seconds <= high for seconds in snapshot.published)


def _mask(docs: Iterable[int], size: int) -> bytes:
    mask = bytearray(size)
    for doc in docs:
        mask[doc] = 1
    return bytes(mask)


def _and(found: Sequence[bytes]) -> bytes:
    joined = int.from_bytes(found[0], "little")
    for mask in found[1:]:
        joined &= int.from_bytes(mask, "little")
    return joined.to_bytes(len(found[0]), "little")


def _or(found: Sequence[bytes]) -> bytes:
    joined = 0
    for mask in found:
        joined |= int.from_bytes(mask, "little")
    return joined.to_bytes(len(found[0]), "little")
