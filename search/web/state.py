"""What one application holds: its engine, the index's folder, the Host names it answers."""

from dataclasses import dataclass
from pathlib import Path

from flask import Flask, current_app

from search import Engine
from search.web.hosts import Hosts

_KEY = "broadsheet"


@dataclass(frozen=True, slots=True)
class Site:
    """One application's parts."""

    engine: Engine
    folder: Path
    hosts: Hosts

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
