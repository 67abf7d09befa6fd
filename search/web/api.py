"""The JSON API: one search, one article and its copies, and whether all is well."""

from typing import Any

from flask import Blueprint, Response, jsonify, request

from index.generations import current
from search.web.answers import article_answer, copies_answer, differences_answer, results_answer
from search.web.parameters import ask, check_names, clean, names, read
from search.web.state import current_site

api = Blueprint("api", __name__)


@api.get("/api/v1/search")
def find() -> Response:
    """Answer a query."""
    site = current_site()
    check_names(request.args, names(site.fields))
    return jsonify(results_answer(ask(site.engine, read(request.args, site.fields))))


@api.get("/api/v1/articles/<key>")
def article(key: str) -> Response:
    """Answer with one whole article."""
    check_names(request.args, ())
    return jsonify(article_answer(current_site().engine.article(clean(key))))


@api.get("/api/v1/articles/<key>/copies")
def copies(key: str) -> Response:
    """Answer with the copies of an article."""
    check_names(request.args, ())
    return jsonify(copies_answer(current_site().engine.copies(clean(key))))


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
