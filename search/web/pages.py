"""The pages for people: the search page, the article page, and what differs between two copies."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from corpus.article import Json
from corpus.dates import first_second, last_second
from search.comparison import MOST_COMPARED
from search.errors import BadCursorError
from search.query.dates import read_date
from search.results import Results
from search.web import sidebar
from search.web.body import blocks
from search.web.chart import chart
from search.web.links import Address, address
from search.web.parameters import ask, clean, read
from search.web.state import Site, current_site
from search.web.versions import rows

pages = Blueprint("pages", __name__)

_NEWEST = 7
_RELATED = 5
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@pages.get("/")
def home() -> ResponseReturnValue:
    """Show the start page, or the answer to a query."""
    site = current_site()
    here = address(request.args, site.fields)
    if any(not value.strip() for value in request.args.values()):
        return redirect(str(here))  # a form sends its empty fields too; the address people copy is better without
    try:
        return _results(site, here) if here.pairs else _start(site)
    except BadCursorError:
        return redirect(str(here.without("cursor")))  # somebody changed the address, or kept it for years


@pages.get("/articles/<key>")
def article(key: str) -> ResponseReturnValue:
    """Show one article, with the words of the query marked."""
    site = current_site()
    here = address(request.args, site.fields)
    found = site.engine.article(clean(key))
    wanted = read(request.args, site.fields)
    marks = site.engine.marks(found, here.get("q"), expand=wanted.expand, without=wanted.without)
    return render_template(
        "article.html",
        article=found,
        title_marks=marks.title,
        blocks=list(
            blocks(
                found, marks.body, lambda entity: str(Address((("entity", entity),))), request.args.get("at", type=int)
            )
        ),
        extra=_table(found.extra),
        copies=site.engine.copies(found.id),
        related=site.engine.related(found.id, limit=_RELATED),
        here=here,
    )


@pages.get("/articles/<key>/differences")
def differences(key: str) -> ResponseReturnValue:
    """Show an article beside the earliest of its copies, with what differs marked."""
    site = current_site()
    found = site.engine.differences(clean(key))
    return render_template(
        "differences.html",
        found=found,
        rows=list(rows(found)),
        changes=len(found.changes),
        most=MOST_COMPARED,
        here=address(request.args, site.fields),
    )


def _start(site: Site) -> str:
    results = site.engine.search("", limit=_NEWEST, facet=(*sidebar.facet_names(site.fields), "published"))
    here = Address()
    return render_template(
        "start.html",
        here=here,
        total=results.total,
        hits=results.hits,
        years=_years(results),
        groups=list(sidebar.groups(results, here)),
    )


def _results(site: Site, here: Address) -> str:
    wanted = read(request.args, site.fields, facet=sidebar.facet_names(site.fields), collapse=True, histogram=True)
    results = ask(site.engine, wanted)
    meant = results.suggestion.text if results.suggestion and results.suggestion.applied else None
    return render_template(
        "results.html",
        here=here,
        there=here if meant is None else here.setting(q=meant),
        text=wanted.text.strip(),
        shown=(meant or wanted.text).strip(),
        results=results,
        full=[hit for hit in results.hits if not hit.relaxed],
        relaxed=[hit for hit in results.hits if hit.relaxed],
        filters=list(sidebar.filters(here, results, site.engine)),
        groups=list(sidebar.groups(results, here)),
        chart=chart(results.histogram, here),
        since=_day(wanted.since, last=False),
        until=_day(wanted.until, last=True),
    )


def _years(results: Results) -> str:
    years = sorted(value.value for value in results.facets.get("published", ()) if value.value)
    if not years:
        return ""
    return years[0] if years[0] == years[-1] else f"{years[0]}\u2013{years[-1]}"


def _day(text: str | None, *, last: bool) -> str:
    """Return the first or last day of a period, as a date input takes it; "" for no date."""
    read = read_date(text) if text else None
    if read is None:
        return ""
    second = last_second(read.iso) if last else first_second(read.iso)
    return (_EPOCH + timedelta(seconds=second)).date().isoformat()


def _table(extra: Mapping[str, Json]) -> list[tuple[str, str]]:
    return [(name, _said(value)) for name, value in extra.items() if value not in (None, "", [], {})]


def _said(value: Json) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(one, str | int | float) for one in value):
        return ", ".join(map(str, value))
    return json.dumps(value, ensure_ascii=False)
