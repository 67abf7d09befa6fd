"""The web application, put together in named steps."""

from pathlib import Path

from flask import Flask, abort, request
from flask.json.provider import DefaultJSONProvider
from flask.wrappers import Response

from corpus.settings import Config
from search import Engine
from search.explaining.told import said
from search.web import errors, markup
from search.web.api import api
from search.web.export import export
from search.web.hosts import Hosts
from search.web.pages import pages
from search.web.state import Site, attach, current_site

MAX_QUERY_BYTES = 16_384
"""A longer query string is answered 414."""

_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


def create_app(index_folder: Path, config: Config | None = None) -> Flask:
    """Return the web application for an index.

    Raises MissingIndexError, IncompatibleIndexError or DamagedIndexError if there is none to serve.
    """
    config = config or Config()
    app = Flask(__name__)
    _set_up(app)
    _open_engine(app, Path(index_folder), config)
    _check_requests(app)
    _secure_answers(app)
    _teach_templates(app)
    app.register_blueprint(pages)
    app.register_blueprint(api)
    app.register_blueprint(export)
    errors.install(app)
    return app


class _Json(DefaultJSONProvider):
    """JSON in UTF-8, keys in the order they are given."""

    ensure_ascii = False
    sort_keys = False
    compact = True


class _Answer(Response):
    """An answer in UTF-8; a lone surrogate, which UTF-8 cannot hold, becomes a question mark."""

    def set_data(self, value: bytes | str) -> None:
        """Set the whole answer."""
        super().set_data(value.encode("utf-8", "replace") if isinstance(value, str) else value)


def _set_up(app: Flask) -> None:
    app.json = _Json(app)
    app.response_class = _Answer
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = 3600


def _open_engine(app: Flask, folder: Path, config: Config) -> None:
    engine = Engine.open(folder, config)
    hosts = Hosts((*config.server.hosts, config.server.host))
    attach(app, Site(engine, folder, hosts))


def _check_requests(app: Flask) -> None:
    @app.before_request
    def check() -> None:
        if not current_site().hosts.answers(request.environ.get("HTTP_HOST")):
            abort(400, "This server does not answer to that host name. Its owner can list it as server.hosts.")
        if len(request.query_string) > MAX_QUERY_BYTES:
            abort(414)


def _secure_answers(app: Flask) -> None:
    @app.after_request
    def secure(response: Response) -> Response:
        response.headers.update(_HEADERS)
        if request.endpoint != "static":
            # Answers change with the index and are nobody else's: keep them out of shared caches.
            response.headers.setdefault("Cache-Control", "private, no-cache")
        return response


def _teach_templates(app: Flask) -> None:
    app.jinja_env.filters.update(
        marked=markup.marked,
        when=markup.when,
        day=markup.day,
        web_url=markup.web_url,
        site_name=markup.site_name,
        language_name=markup.language_name,
        language_tag=markup.language_tag,
        goes_on=markup.goes_on,
        count=markup.count,
        duration=markup.duration,
        said=said,
    )
