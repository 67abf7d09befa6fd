"""The export: all that matches a query, streamed as a table while it is read."""

from collections.abc import Iterator
from contextlib import ExitStack

from flask import Blueprint, Response, request

from search.errors import BadParameterError
from search.export.tables import FORMATS, columns, table
from search.web.parameters import check_names, clean, exporting, narrowing, read, switch
from search.web.state import current_site

export = Blueprint("export", __name__)

_TYPES = {"csv": "text/csv; charset=utf-8", "ndjson": "application/x-ndjson; charset=utf-8"}


@export.get("/api/v1/export")
def find() -> Response:
    """Answer with every article that matches a query; raises BusyError while too many others do."""
    site = current_site()
    check_names(request.args, exporting(site.fields))
    form = clean(request.args.get("format", "")).strip() or FORMATS[0]
    if form not in FORMATS:
        raise BadParameterError("format", form, "one of " + ", ".join(FORMATS))
    bom, snippet, body = (switch(request.args, name) for name in ("bom", "snippet", "body"))
    wanted = read(request.args, site.fields)
    with ExitStack() as stack:
        stack.enter_context(site.exports.place())
        found = stack.enter_context(site.engine.export(wanted.text, **narrowing(wanted), snippet=snippet, body=body))
        text = table(found.rows, columns(snippet=snippet, body=body), form, bom=bom)
        response = Response(_encoded(text), content_type=_TYPES[form])
        response.headers["Content-Disposition"] = f"attachment; filename=broadsheet.{form}"
        # What is held is let go when the last row is sent, or when the reader goes away.
        response.call_on_close(stack.pop_all().close)
    return response


def _encoded(text: Iterator[str]) -> Iterator[bytes]:
    return (one.encode("utf-8", "replace") for one in text)
