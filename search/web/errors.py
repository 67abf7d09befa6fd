"""Errors as HTTP answers: RFC 9457 problems for programs, a page for people.

This is the one place where an exception becomes a status.
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from flask import Flask, current_app, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from index.errors import DamagedIndexError, IncompatibleIndexError, IndexingError, MissingIndexError
from search.errors import (
    ArticleNotFoundError,
    BadParameterError,
    EntityNotFoundError,
    QuerySyntaxError,
    SearchError,
)
from search.web.links import Address, address
from search.web.parameters import RepeatedParameterError, UnknownParameterError
from search.web.state import BusyError

_STATUS: tuple[tuple[type[Exception], HTTPStatus], ...] = (
    (ArticleNotFoundError, HTTPStatus.NOT_FOUND),
    (EntityNotFoundError, HTTPStatus.NOT_FOUND),
    (BusyError, HTTPStatus.SERVICE_UNAVAILABLE),
    (SearchError, HTTPStatus.BAD_REQUEST),
    (IndexingError, HTTPStatus.SERVICE_UNAVAILABLE),
)

# An index's own messages name its folder, which is nobody's business outside this machine.
_MENDING: tuple[tuple[type[Exception], str], ...] = (
    (MissingIndexError, "There is no index. Whoever runs this server makes one with: broadsheet reindex PATH"),
    (
        IncompatibleIndexError,
        "The index was made by another version. It is built again with: broadsheet reindex --full",
    ),
    (
        DamagedIndexError,
        "The index is damaged. Going back one run helps: broadsheet rollback; so does: broadsheet reindex --full",
    ),
    (IndexingError, "The index cannot be read just now."),
)

_UNEXPECTED = "Something went wrong on the server. What it was stands in the server's log."

_SAID = {
    HTTPStatus.NOT_FOUND: "There is nothing at this address.",
    HTTPStatus.METHOD_NOT_ALLOWED: "This address is only for reading: use GET.",
    HTTPStatus.REQUEST_URI_TOO_LONG: "The query is too long.",
}


def install(app: Flask) -> None:
    """Answer every exception of an application."""
    app.register_error_handler(Exception, _answer)


def _answer(error: Exception) -> ResponseReturnValue:
    status = _status(error)
    if status is HTTPStatus.INTERNAL_SERVER_ERROR:
        current_app.logger.error("unexpected error", exc_info=error)
    headers = _headers(error)
    detail = _detail(error, status)
    if is_for_programs(request.path):
        problem = {"type": "about:blank", "title": status.phrase, "status": status.value, "detail": detail}
        body = current_app.json.dumps({**problem, **_members(error)})
        return body, status.value, {**headers, "Content-Type": "application/problem+json"}
    page = render_template("error.html", status=status, detail=detail, here=_here(status))
    return page, status.value, headers


def is_for_programs(path: str) -> bool:
    """Tell whether an address answers in JSON.

    >>> is_for_programs("/api/v1/search"), is_for_programs("/healthz"), is_for_programs("/articles/a")
    (True, True, False)
    """
    return path.startswith("/api/") or path in {"/api", "/healthz"}


def _status(error: Exception) -> HTTPStatus:
    if isinstance(error, HTTPException):
        return HTTPStatus(error.code or HTTPStatus.INTERNAL_SERVER_ERROR)
    return next((status for kind, status in _STATUS if isinstance(error, kind)), HTTPStatus.INTERNAL_SERVER_ERROR)


def _detail(error: Exception, status: HTTPStatus) -> str:
    if isinstance(error, SearchError):
        return str(error)
    if isinstance(error, HTTPException) and status is not HTTPStatus.INTERNAL_SERVER_ERROR:
        return _SAID.get(status) or error.description or status.description
    return next((text for kind, text in _MENDING if isinstance(error, kind)), _UNEXPECTED)


def _members(error: Exception) -> Mapping[str, Any]:
    """Return what a problem says beyond the four usual members."""
    if isinstance(error, QuerySyntaxError):
        return {"parameter": "q", "start": error.start, "end": error.end, "suggestion": error.suggestion or None}
    if isinstance(error, UnknownParameterError):
        return {"parameter": error.name, "near": error.near}
    if isinstance(error, BadParameterError | RepeatedParameterError):
        return {"parameter": error.name}
    return {}


def _headers(error: Exception) -> dict[str, str]:
    """Return the headers that belong to an error, such as ``Allow``."""
    if isinstance(error, HTTPException):
        return {name: value for name, value in error.get_headers() if name != "Content-Type"}
    return {"Retry-After": "30"} if isinstance(error, IndexingError | BusyError) else {}


def _here(status: HTTPStatus) -> Address:
    """Return what the error page's search box holds."""
    return (
        Address()
        if status is HTTPStatus.REQUEST_URI_TOO_LONG
        else Address(tuple(pair for pair in address(request.args, ()).pairs if pair[0] == "q"))
    )
