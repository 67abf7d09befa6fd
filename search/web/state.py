"""What one application holds: its engine, the index's folder, the Host names it answers."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask, current_app

from search import Engine
from search.errors import SearchError
from search.web.hosts import Hosts

_KEY = "broadsheet"


_EXPORTS = 2
"""Exports at one time: each takes a thread of the server, and searches are to have most of them."""


class BusyError(SearchError):
    """As many exports are under way as there may be at one time."""

    def __init__(self) -> None:
        super().__init__("Others are exporting just now. Try again in a minute.")


class Exports:
    """The exports under way."""

    def __init__(self) -> None:
        self._places = threading.BoundedSemaphore(_EXPORTS)

    @contextmanager
    def place(self) -> Iterator[None]:
        """Take a place until the end of the block; raises BusyError where there is none."""
        if not self._places.acquire(blocking=False):
            raise BusyError
        try:
            yield
        finally:
            self._places.release()


@dataclass(frozen=True, slots=True)
class Site:
    """One application's parts."""

    engine: Engine
    folder: Path
    hosts: Hosts
    exports: Exports = field(default_factory=Exports)

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of the configured fields that the index of this moment has."""
        return self.engine.fields


def attach(app: Flask, site: Site) -> None:
    """Give an application its parts."""
    app.extensions[_KEY] = site


def site_of(app: Flask) -> Site:
    """Return an application's parts; raises TypeError for one that create_app did not make."""
    site = app.extensions.get(_KEY)
    if not isinstance(site, Site):
        raise TypeError("this application was not made by create_app")
    return site


def current_site() -> Site:
    """Return the parts of the application that answers the present request."""
    return site_of(current_app)
