"""The tree of a query. ``start`` and ``end`` are code points of the query's text."""

from dataclasses import dataclass

from search.results import QueryWarning


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it was typed. Where analysis splits it (``al-Sudani``) it is a phrase of its parts.

    ``distance`` is the number of letters that may differ (``word~``); ``exact`` tells that no other form is meant.
    """

    text: str
    start: int
    end: int
    distance: int = 0
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Prefix:
    """Every word that begins with ``text`` (``elect*``); where analysis splits it (``al-Sud*``), with its last part."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in this order, with at most ``slop`` other words among them; no other forms of them if ``exact``."""

    text: str
    start: int
    end: int
    slop: int = 0
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Named:
    """Words that are a spelling of known entities: the words themselves, or any of the entities.

    ``entities`` are terms of the field of entities (``search.query.entityterms``).
    """

    words: "And | Word | Phrase"
    entities: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class And:
    """All of the parts."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of the parts."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Everything but the part."""

    part: "Node"


@dataclass(frozen=True, slots=True)
class Field:
    """The part, looked for in one text field only: ``title`` or ``body``."""

    name: str
    part: "Node"


@dataclass(frozen=True, slots=True)
class Filter:
    """An exact value: ``name`` is ``entity``, ``source``, ``lang``, ``author``, ``dated`` or a configured field.

    ``excluded`` tells that articles with it are left out; in the tree, where NOT says so, it never is.
    """

    name: str
    value: str
    start: int
    end: int
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class Dates:
    """A publication date from ``since`` to ``until``, inclusive; ISO 8601 at any precision, None is open."""

    since: str | None
    until: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Everything:
    """Every article."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """No article: a query that was refused."""


Node = Word | Prefix | Phrase | Named | And | Or | Not | Field | Filter | Dates | Everything | Nothing


@dataclass(frozen=True, slots=True)
class Query:
    """A query as it was read.

    ``filters`` and ``dates`` are those that the whole query must satisfy, taken out of the tree;
    what remains of them in the tree stands under OR or NOT.
    """

    text: str
    tree: Node
    filters: tuple[Filter, ...] = ()
    dates: tuple[Dates, ...] = ()
    warnings: tuple[QueryWarning, ...] = ()
