"""What stands beside the results: facets as links that add or take away a filter, and the filters in force."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from search import Engine
from search.errors import EntityNotFoundError
from search.results import FacetValue, Results
from search.web.links import Address
from search.web.markup import language_name, when

FACETS = ("source", "entity", "lang")
"""The facets of the page, in order; the configured fields follow."""

_UNSAID = {"q", "sort", "limit", "cursor", "collapse", "expand", "correct", "facet_words", "explain"}
"""Parameters that narrow nothing."""

_TITLES = {"source": "Source", "entity": "People, places, organisations", "published": "Year", "lang": "Language"}
_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet: ``url`` adds it as a filter, or takes it away where it is ``active``.

    ``without`` leaves out its articles, where that can be.
    """

    label: str
    count: int
    url: str
    active: bool
    without: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A facet: the first choices and those behind "more"."""

    title: str
    choices: tuple[Choice, ...]
    more: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter in force; ``url`` is the page without it."""

    title: str
    label: str
    url: str


def facet_names(fields: Sequence[str]) -> tuple[str, ...]:
    """Return the facets that the page asks for."""
    return (*FACETS, *(name for name in fields if name not in FACETS))


def title_of(name: str) -> str:
    """Return a facet's heading.

    >>> title_of("published"), title_of("news_desk")
    ('Year', 'News desk')
    """
    return _TITLES.get(name) or name.replace("_", " ").strip().capitalize()


def label_of(name: str, value: FacetValue) -> str:
    """Return what a person reads for a value."""
    return language_name(value.value) if name == "lang" else value.label or value.value


def groups(results: Results, here: Address) -> Iterator[Group]:
    """Yield the facets that can narrow the results, or do."""
    sought = bool(here.get("facet_words"))
    for name, values in results.facets.items():
        ordered = sorted(values, key=lambda one: one.value, reverse=True) if name == "published" else values
        choices = tuple(_choice(name, value, here) for value in ordered if value.value)
        if any(sought or choice.active or choice.count != results.total for choice in choices):
            yield Group(title_of(name), choices[:_SHOWN], choices[_SHOWN:])


def _choice(name: str, value: FacetValue, here: Address) -> Choice:
    label = label_of(name, value)
    if name == "published":
        year = value.value
        active = here.get("since") == here.get("until") == year
        there = here.without("since").without("until") if active else here.setting(since=year, until=year)
        return Choice(label, value.count, str(there), active)
    if here.has(name, value.value):
        return Choice(label, value.count, str(here.without(name, value.value)), active=True)
    without = here.adding("exclude", f"{name}:{value.value}")
    return Choice(label, value.count, str(here.adding(name, value.value)), active=False, without=str(without))


def filters(here: Address, results: Results, engine: Engine) -> Iterator[Filter]:
    """Yield the filters in force."""
    for name, value in here.pairs:
        if name in _UNSAID:
            continue
        title, label = _said(name, value, results, engine)
        yield Filter(title, label, str(here.without(name, value)))


def _said(name: str, value: str, results: Results, engine: Engine) -> tuple[str, str]:
    if name in {"since", "until"}:
        return ("From" if name == "since" else "To"), when(value)
    if name == "undated":
        return "Undated", "included"
    if name == "exclude":
        field, _, excluded = value.partition(":")
        title, label = _said(field, excluded, results, engine)
        return f"Not: {title}", label
    if name == "entity":
        return "About", _entity_name(value, results, engine)
    if name == "lang":
        return "Language", language_name(value)
    return title_of(name), value


def _entity_name(value: str, results: Results, engine: Engine) -> str:
    for known in results.facets.get("entity", ()):
        if known.value == value:
            return known.label
    try:
        return engine.entity(value).name
    except EntityNotFoundError:
        return value
