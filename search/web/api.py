"""The JSON API: one search, what a text may become, one article and its copies, one entity, and whether all is well."""

from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from index.generations import current
from search.web.answers import (
    article_answer,
    copies_answer,
    differences_answer,
    explored_answer,
    related_answer,
    results_answer,
    suggest_answer,
)
from search.web.parameters import RELATED, ask, check_names, clean, names, number, read
from search.web.state import current_site

api = Blueprint("api", __name__)

COMPLETIONS = 10
"""What is suggested where a request does not say how much."""


@api.get("/api/v1/search")
def find() -> Response:
    """Answer a query."""
    site = current_site()
    check_names(request.args, names(site.fields))
    return jsonify(results_answer(ask(site.engine, read(request.args, site.fields))))


@api.get("/api/v1/suggest")
def suggest() -> Response:
    """Answer with how a text that is being typed may go on."""
    check_names(request.args, ("q", "limit"))
    text = clean(request.args.get("q", ""))
    found = current_site().engine.suggest(text, limit=number(request.args, "limit", COMPLETIONS))
    return jsonify(suggest_answer(text, found))


@api.get("/api/v1/articles/<key>")
def article(key: str) -> Response:
    """Answer with one whole article."""
    check_names(request.args, ())
    return jsonify(article_answer(current_site().engine.article(clean(key))))


@api.get("/api/v1/entities/<key>")
def entity(key: str) -> ResponseReturnValue:
    """Answer with what the archive tells of an entity; an id that is not its own any more leads to that which is."""
    check_names(request.args, ())
    found = current_site().engine.explore(clean(key))
    if found.entity.id != key:
        return redirect(url_for("api.entity", key=found.entity.id), HTTPStatus.PERMANENT_REDIRECT)
    return jsonify(explored_answer(found))


@api.get("/api/v1/articles/<key>/copies")
def copies(key: str) -> Response:
    """Answer with the copies of an article."""
    check_names(request.args, ())
    return jsonify(copies_answer(current_site().engine.copies(clean(key))))


@api.get("/api/v1/articles/<key>/related")
def related(key: str) -> Response:
    """Answer with the articles most related to one."""
    check_names(request.args, ("limit",))
    limit = number(request.args, "limit", RELATED)
    return jsonify(related_answer(current_site().engine.related(clean(key), limit)))


@api.get("/api/v1/articles/<key>/differences")
def differences(key: str) -> Response:
    """Answer with what differs between an article and the earliest of its copies."""
    check_names(request.args, ())
    return jsonify(differences_answer(current_site().engine.differences(clean(key))))


@api.get("/healthz")
def health() -> Response:
    """Tell that the index is there and can be read; raises IndexingError if not."""
    site = current_site()
    current(site.folder)
    found: dict[str, Any] = {"status": "ok", "generation": site.engine.generation, "articles": site.engine.count}
    return jsonify(found)
