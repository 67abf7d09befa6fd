"""Searching: questions in, ranked and highlighted answers out. ``Engine`` is the only door.

It is loaded when it is first used: the command line must see whose ``corpus`` and ``index`` Python
finds before anything imports them.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from search.engine import Engine

__all__ = ["Engine"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 -- the one name above
    if name != "Engine":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from search.engine import Engine  # noqa: PLC0415 -- see above

    return Engine
