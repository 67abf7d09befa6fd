"""Indexing: articles in, a Whoosh index on disk out.

The names are loaded when they are first used: whoever only searches needs no reader of web pages.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from index.counts import Counts, Progress
    from index.deciding import decide
    from index.overview import Status, status
    from index.reindexing import reindex
    from index.takedown import remove
    from index.undo import rollback

__all__ = ["Counts", "Progress", "Status", "decide", "reindex", "remove", "rollback", "status"]

_HOMES = {
    "Counts": "index.counts",
    "Progress": "index.counts",
    "Status": "index.overview",
    "decide": "index.deciding",
    "reindex": "index.reindexing",
    "remove": "index.takedown",
    "rollback": "index.undo",
    "status": "index.overview",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 -- any of the names above
    if name not in _HOMES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(_HOMES[name]), name)
