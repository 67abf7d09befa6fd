"""The web front end: the search page, the article page and the JSON API, over one Engine."""

from search.web.app import create_app
from search.web.server import free_port, listen, serve

__all__ = ["create_app", "free_port", "listen", "serve"]
