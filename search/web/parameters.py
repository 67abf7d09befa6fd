"""The query string of a request, checked once and turned into arguments of ``Engine.search``."""

import difflib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from werkzeug.datastructures import MultiDict

from search import Engine
from search.errors import BadParameterError, SearchError
from search.parameters import Narrowing
from search.results import Results

ONCE = (
    "q", "since", "until", "undated", "sort", "limit", "cursor", "collapse", "expand", "correct", "strict",
    "facet_words", "histogram", "explain",
)  # fmt: skip
"""Parameters that stand once."""

SEVERAL = ("entity", "source", "lang", "facet", "without", "exclude")
"""Parameters that may be repeated, as may every configured field."""

DEFAULT_LIMIT = 20
RELATED = 10
"""Related articles that are listed where the request does not say how many."""

_OF_PAGES = {"limit", "cursor", "facet", "facet_words", "histogram", "correct", "explain"}
_OF_EXPORTS = {"format", "bom", "snippet", "body"}

_NO_TEXT = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_YES_NO = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}
_MAX_DIGITS = 6


class UnknownParameterError(SearchError):
    """The request has a parameter that does not exist."""

    def __init__(self, name: str, known: Collection[str]) -> None:
        near = difflib.get_close_matches(name, known, n=1)
        self.name = name
        self.near = near[0] if near else None
        hint = f"Did you mean {self.near}?" if near else f"There are: {', '.join(sorted(known)) or 'none here'}."
        super().__init__(f"There is no parameter {name[:80]!r}. {hint}")


class RepeatedParameterError(SearchError):
    """A parameter that stands once is given several times."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"The parameter {name!r} may be given only once.")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a request asks of the engine; the names are those of ``Engine.search``."""

    text: str = ""
    entity: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    lang: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    undated: bool = False
    sort: str = "relevance"
    limit: int = DEFAULT_LIMIT
    cursor: str | None = None
    facet: tuple[str, ...] = ()
    collapse: bool = False
    expand: bool = True
    without: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    facet_words: str = ""
    histogram: bool = False
    correct: bool = True
    explain: bool = False
    strict: bool = False
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))


def clean(text: str) -> str:
    r"""Return a parameter's text with control characters as spaces; no code point moves.

    >>> clean("a\x00b\nc"), clean("\ud800")
    ('a b c', '�')
    """
    return _SURROGATE.sub("\ufffd", _NO_TEXT.sub(" ", text))


def names(fields: Collection[str]) -> frozenset[str]:
    """Return the names of all parameters of a search."""
    return frozenset((*ONCE, *SEVERAL, *fields))


def exporting(fields: Collection[str]) -> frozenset[str]:
    """Return the names of all parameters of an export."""
    return names(fields) - _OF_PAGES | _OF_EXPORTS


def check_names(args: MultiDict[str, str], known: Collection[str]) -> None:
    """Raise UnknownParameterError or RepeatedParameterError for what a program must not send."""
    for name, values in args.lists():
        if name not in known:
            raise UnknownParameterError(clean(name), known)
        if (name in ONCE or name in _OF_EXPORTS) and len(values) > 1:
            raise RepeatedParameterError(name)


def read(
    args: MultiDict[str, str],
    fields: Collection[str] = (),
    facet: tuple[str, ...] | None = None,
    *,
    collapse: bool = False,
    histogram: bool = False,
) -> Wanted:
    """Return what a query string asks for; unknown names and empty values count as not given.

    ``facet`` stands in for the request's own; ``collapse`` and ``histogram`` are what holds where it does not say.
    Raises BadParameterError for a switch or number that is none; the engine checks the rest.
    """
    one = {name: clean(args.get(name, "")).strip() for name in ONCE}
    return Wanted(
        text=clean(args.get("q", "")),
        entity=_several(args, "entity"),
        source=_several(args, "source"),
        lang=_several(args, "lang"),
        since=one["since"] or None,
        until=one["until"] or None,
        undated=_switch("undated", one["undated"], default=False),
        sort=one["sort"] or "relevance",
        limit=_number("limit", one["limit"], DEFAULT_LIMIT),
        cursor=one["cursor"] or None,
        facet=_several(args, "facet") if facet is None else facet,
        collapse=_switch("collapse", one["collapse"], default=collapse),
        expand=_switch("expand", one["expand"], default=True),
        without=_several(args, "without"),
        exclude=_several(args, "exclude"),
        facet_words=one["facet_words"],
        histogram=_switch("histogram", one["histogram"], default=histogram),
        correct=_switch("correct", one["correct"], default=True),
        explain=_switch("explain", one["explain"], default=False),
        strict=_switch("strict", one["strict"], default=False),
        filters={name: found for name in fields if (found := _several(args, name))},
    )


def narrowing(wanted: Wanted) -> Narrowing:
    """Return what a request asks of every match, as arguments of the engine."""
    return {
        "entity": wanted.entity,
        "source": wanted.source,
        "lang": wanted.lang,
        "filters": wanted.filters,
        "exclude": wanted.exclude,
        "since": wanted.since,
        "until": wanted.until,
        "undated": wanted.undated,
        "sort": wanted.sort,
        "collapse": wanted.collapse,
        "expand": wanted.expand,
        "without": wanted.without,
        "strict": wanted.strict,
    }


def ask(engine: Engine, wanted: Wanted) -> Results:
    """Put a request to the engine."""
    return engine.search(
        wanted.text,
        **narrowing(wanted),
        limit=wanted.limit,
        cursor=wanted.cursor,
        facet=wanted.facet,
        facet_words=wanted.facet_words,
        histogram=wanted.histogram,
        correct=wanted.correct,
        explain=wanted.explain,
    )


def _several(args: MultiDict[str, str], name: str) -> tuple[str, ...]:
    values = (clean(value).strip() for value in args.getlist(name))
    return tuple(dict.fromkeys(value for value in values if value))


def switch(args: MultiDict[str, str], name: str) -> bool:
    """Return whether a request asks for something that is usually not done; raises BadParameterError."""
    return _switch(name, clean(args.get(name, "")).strip(), default=False)


def _switch(name: str, value: str, *, default: bool) -> bool:
    if not value:
        return default
    if value.lower() not in _YES_NO:
        raise BadParameterError(name, value, "1 or 0")
    return _YES_NO[value.lower()]


def number(args: MultiDict[str, str], name: str, default: int) -> int:
    """Return a number of a request; raises BadParameterError."""
    return _number(name, clean(args.get(name, "")).strip(), default)


def _number(name: str, value: str, default: int) -> int:
    if not value:
        return default
    if not (value.isascii() and value.isdigit() and len(value) <= _MAX_DIGITS):
        raise BadParameterError(name, value, "a whole number")
    return int(value)
