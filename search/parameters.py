"""The door: loose arguments become one checked ``Parameters``."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypedDict

from search.errors import BadCursorError, BadParameterError
from search.paging.cursors import Cursor, fingerprint, read_cursor
from search.query.dates import read_date
from search.results import QueryWarning

SORTS = ("relevance", "newest", "oldest", "recent-relevant")
FACETS = ("source", "lang", "entity", "author", "published", "dated")
_FILTERS = ("author", "dated")
MAX_LIMIT = 100
MAX_VALUES = 100
MAX_WORDS = 200

Several = str | Sequence[str]
NO_FILTERS: Mapping[str, Several] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Parameters:
    """What is asked besides the text; every value is checked. Dates are ISO 8601 at any precision.

    ``filters`` are pairs of a field's name and a value; ``source``, ``lang`` and ``entity`` are among them. ``exclude``
    are such pairs that no article has. ``facet_words`` are words of the values that facets list.
    ``without`` are spellings that names in the text do not stand for. With ``correct`` a query with words that no
    article has is answered as what it may have meant. ``warnings`` tell what was not taken as given.
    """

    filters: tuple[tuple[str, str], ...] = ()
    since: str | None = None
    until: str | None = None
    undated: bool = False
    sort: str = "relevance"
    limit: int = 20
    cursor: Cursor | None = None
    facet: tuple[str, ...] = ()
    expand: bool = True
    strict: bool = False
    collapse: bool = False
    without: tuple[str, ...] = ()
    exclude: tuple[tuple[str, str], ...] = ()
    facet_words: str = ""
    histogram: bool = False
    correct: bool = True
    explain: bool = False
    warnings: tuple[QueryWarning, ...] = ()


class Narrowing(TypedDict, total=False):
    """What narrows and orders an answer, by the names of ``Engine.search``."""

    entity: Several
    source: Several
    lang: Several
    since: str | None
    until: str | None
    undated: bool
    sort: str
    collapse: bool
    expand: bool
    without: Several
    strict: bool
    filters: Mapping[str, Several]
    exclude: Several


def check(  # noqa: PLR0913 -- these are the parameters of a search
    *,
    extra: Collection[str],
    entity: Several = (),
    source: Several = (),
    lang: Several = (),
    since: str | None = None,
    until: str | None = None,
    undated: bool = False,
    sort: str = "relevance",
    limit: int = 20,
    cursor: str | None = None,
    facet: Several = (),
    expand: bool = True,
    strict: bool = False,
    filters: Mapping[str, Several] = NO_FILTERS,
    collapse: bool = False,
    without: Several = (),
    exclude: Several = (),
    facet_words: str = "",
    histogram: bool = False,
    correct: bool = True,
    explain: bool = False,
) -> Parameters:
    """Return checked parameters; ``extra`` are the configured fields. Raises BadParameterError."""
    if sort not in SORTS:
        raise BadParameterError("sort", sort, "one of " + ", ".join(SORTS))
    named = {"entity": entity, "source": source, "lang": lang}
    for name in filters:
        if name not in extra and name not in {*named, *_FILTERS}:
            raise BadParameterError("filters", name, "the names of " + _listed([*_FILTERS, *extra]))
    pairs = [
        (name, value) for given in (named, filters) for name, values in given.items() for value in several(name, values)
    ]
    strict = truth("strict", strict)
    warnings: list[QueryWarning] = []
    return Parameters(
        tuple(dict.fromkeys(pairs)),
        date("since", since, warnings, strict=strict),
        date("until", until, warnings, strict=strict),
        truth("undated", undated),
        sort,
        page_size("limit", limit),
        None if cursor is None else read_cursor(cursor),
        _facets(facet, extra),
        truth("expand", expand),
        strict,
        truth("collapse", collapse),
        several("without", without),
        _excluded(several("exclude", exclude), (*named, *_FILTERS, *extra)) if exclude != () else (),
        _words("facet_words", facet_words),
        truth("histogram", histogram),
        truth("correct", correct),
        truth("explain", explain),
        tuple(warnings),
    )


def _excluded(pairs: Iterable[str], known: Collection[str]) -> tuple[tuple[str, str], ...]:
    found = []
    for pair in pairs:
        name, _, value = pair.partition(":")
        if name not in known or not value.strip():
            fields = f"the fields are {_listed(sorted(known))}"
            raise BadParameterError("exclude", pair, f"a field and a value, such as source:BBC; {fields}")
        found.append((name, value))
    return tuple(found)


def _words(name: str, value: object) -> str:
    if not isinstance(value, str) or len(value) > MAX_WORDS:
        raise BadParameterError(name, value, f"a text of at most {MAX_WORDS} characters")
    return value.strip()


def text_of(value: object) -> str:
    """Return the text of a query; raises BadParameterError where it is none."""
    if not isinstance(value, str):
        raise BadParameterError("text", value, "a string")
    return value


def several(name: str, value: object) -> tuple[str, ...]:
    """Return a string or a sequence of strings as a tuple, without empty ones."""
    if value == ():
        return ()
    if isinstance(value, str):
        return (value,) if value.strip() else ()
    if not isinstance(value, Iterable):
        raise BadParameterError(name, value, "a string or several")
    found = tuple(value)
    if not all(isinstance(one, str) for one in found):
        raise BadParameterError(name, value, "a string or several")
    if len(found) > MAX_VALUES:
        raise BadParameterError(name, f"{len(found)} values", f"at most {MAX_VALUES} values")
    return tuple(dict.fromkeys(one for one in found if one.strip()))


def date(name: str, value: object, warnings: list[QueryWarning], *, strict: bool) -> str | None:
    """Return a date as ISO 8601; raises BadParameterError where it is none.

    Where its day cannot be told from its month it is its year, with a warning; ``strict`` refuses it.
    """
    if value is None or value == "":
        return None
    found = read_date(value) if isinstance(value, str) else None
    if found is None or (found.warning and strict):
        raise BadParameterError(name, value, "a date such as 2024, 2024-01 or 2024-01-05")
    if found.warning:
        warnings.append(QueryWarning(found.warning))
    return found.iso


def truth(name: str, value: object) -> bool:
    """Return a bool; raises BadParameterError where it is none."""
    if not isinstance(value, bool):
        raise BadParameterError(name, value, "True or False")
    return value


def page_size(name: str, value: object) -> int:
    """Return a number of articles that one answer lists; raises BadParameterError where it is none."""
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= MAX_LIMIT:
        raise BadParameterError(name, value, f"a whole number from 1 to {MAX_LIMIT}")
    return value


def count_of(name: str, value: object) -> int | None:
    """Return a number of articles, None for all of them; raises BadParameterError where it is none."""
    if value is None or (isinstance(value, int) and not isinstance(value, bool) and value > 0):
        return value
    raise BadParameterError(name, value, "a whole number from 1 on")


def _facets(value: Several, extra: Collection[str]) -> tuple[str, ...]:
    if value == ():
        return ()
    known = [*FACETS, *extra]
    found = several("facet", value)
    for one in found:
        if one not in known:
            raise BadParameterError("facet", one, "the names of " + _listed(known))
    return found


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names)


def question_of(text: str, asked: Parameters) -> bytes:
    """Return what tells one question from another, whatever its page, its length or its facets."""
    narrowed = (sorted(asked.filters), asked.since, asked.until, asked.undated, asked.sort)
    return fingerprint(
        text, *narrowed, asked.collapse, asked.expand, asked.correct, sorted(asked.without), sorted(asked.exclude)
    )


def of_same_question(cursor: str, text: str, asked: Parameters) -> None:
    """Raise BadCursorError for the cursor of another question."""
    if asked.cursor is not None and asked.cursor.question != question_of(text, asked):
        raise BadCursorError(cursor)
