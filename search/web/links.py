"""Addresses of the search page with one thing changed: a filter added, a page turned."""

from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import url_for
from werkzeug.datastructures import MultiDict

from search.web.parameters import ONCE, clean, names

_PROGRAMS = {"facet", "strict", "histogram"}
"""Parameters that mean nothing on a page."""


@dataclass(frozen=True, slots=True)
class Address:
    """The parameters of the search page in order; every change goes back to the first page of results."""

    pairs: tuple[tuple[str, str], ...] = ()

    def has(self, name: str, value: str) -> bool:
        """Tell whether a parameter has a value."""
        return (name, value) in self.pairs

    def get(self, name: str) -> str:
        """Return a parameter's first value, or an empty text."""
        return next((value for key, value in self.pairs if key == name), "")

    def values(self, name: str) -> tuple[str, ...]:
        """Return all values of a parameter."""
        return tuple(value for key, value in self.pairs if key == name)

    def adding(self, name: str, value: str) -> "Address":
        """Return the address with one more value of a parameter."""
        return Address((*self.without(name, value).pairs, (name, value)))

    def without(self, name: str, value: str | None = None) -> "Address":
        """Return the address without a value of a parameter, or without the parameter."""
        gone = (name, value)
        return Address(
            tuple(p for p in self.pairs if p[0] != "cursor" and (p[0] != name if value is None else p != gone))
        )

    def setting(self, **values: str) -> "Address":
        """Return the address with parameters replaced."""
        kept = tuple(p for p in self.pairs if p[0] not in {*values, "cursor"})
        return Address((*kept, *values.items()))

    def without_filters(self) -> "Address":
        """Return the address of the bare query."""
        return Address(
            tuple(p for p in self.pairs if p[0] in {"q", "sort", "limit", "collapse", "expand", "without", "correct"})
        )

    def of_page(self, cursor: str) -> str:
        """Return the link to another page of the same results."""
        return _link(url_for("pages.home"), (*self.without("cursor").pairs, ("cursor", cursor)))

    def of_article(self, key: str, at: int = 0) -> str:
        """Return the link to an article, or to a place in its body, that knows the way back."""
        path = url_for("pages.article", key=key)
        return _link(path, (*self.pairs, ("at", str(at)))) + "#here" if at else _link(path, self.pairs)

    def of_differences(self, key: str) -> str:
        """Return the link to what differs between an article and the earliest of its copies."""
        return _link(url_for("pages.differences", key=key), self.pairs)

    def of_export(self, form: str) -> str:
        """Return the link to all results as a file; spreadsheets want its encoding marked."""
        dropped = {"limit", "facet_words", "collapse", "correct", "explain"}
        kept = [p for p in self.without("cursor").pairs if p[0] not in dropped]
        collapse = [] if self.get("collapse") == "0" else [("collapse", "1")]
        marked = [("bom", "1")] if form == "csv" else []
        return _link(url_for("export.find"), [*kept, *collapse, ("format", form), *marked])

    def hidden(self) -> tuple[tuple[str, str], ...]:
        """Return what the search box must carry along beside the controls it shows."""
        return tuple(p for p in self.pairs if p[0] not in {"q", "sort", "since", "until", "cursor", "correct"})

    def beside(self, name: str) -> tuple[tuple[str, str], ...]:
        """Return what a form of one control must carry along."""
        return self.without(name).without("cursor").pairs

    def __str__(self) -> str:
        return _link(url_for("pages.home"), self.pairs)


def address(args: MultiDict[str, str], fields: Collection[str]) -> Address:
    """Return the address of a request: what the search page knows, without what is empty."""
    known = names(fields) - _PROGRAMS
    pairs: list[tuple[str, str]] = []
    for name, values in args.lists():
        if name in known:
            kept = values[:1] if name in ONCE else values
            pairs += [(name, clean(value)) for value in kept if clean(value).strip()]
    return Address(tuple(dict.fromkeys(pairs)))


def _link(path: str, pairs: Collection[tuple[str, str]]) -> str:
    return f"{path}?{urlencode(list(pairs), errors='replace')}" if pairs else path
