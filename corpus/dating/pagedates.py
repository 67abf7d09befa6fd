"""The dates of a page as they pass from its reader to the dating, in a record's ``extra``."""

from collections.abc import Iterable, Mapping

from corpus.article import Json
from corpus.dating.dated import CREATED, PUBLISHED, UPDATED, Candidate

PAGE_DATES = "page_dates"
"""The field of ``extra``."""

_KINDS = frozenset({PUBLISHED, CREATED, UPDATED})
_NAMES = ("kind", "source", "where", "text")
_SOURCES = frozenset({"metadata", "text", "dateline"})
_MOST = 100


def as_json(candidates: Iterable[Candidate]) -> Json:
    """Return candidates as a value that ``extra`` can hold.

    >>> as_json([Candidate("published", "metadata", "time", "2024-01-05")])
    [{'kind': 'published', 'source': 'metadata', 'where': 'time', 'text': '2024-01-05'}]
    """
    return [{name: getattr(one, name) for name in _NAMES} for one in candidates]


def page_candidates(extra: Mapping[str, Json]) -> list[Candidate]:
    """Return the candidates in a record's ``extra``; a file's own field of that name is passed over."""
    held = extra.get(PAGE_DATES)
    return [found for one in held[:_MOST] if (found := _candidate(one))] if isinstance(held, list) else []


def _candidate(one: Json) -> Candidate | None:
    if not isinstance(one, dict):
        return None
    kind, source, where, text = (one.get(name) for name in _NAMES)
    if not (isinstance(kind, str) and isinstance(source, str) and isinstance(where, str) and isinstance(text, str)):
        return None
    return Candidate(kind, source, where, text) if kind in _KINDS and source in _SOURCES else None
