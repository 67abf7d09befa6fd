"""What a query was not taken as it was typed: collected for people, an error for programs."""

from collections.abc import Iterable

from search.errors import QuerySyntaxError
from search.results import QueryWarning

MOST = 20
"""The warnings of one query, at the most: nobody reads more."""


class Notes:
    """Collects warnings while a query is read; ``strict`` asks for those too that only a program cares about."""

    def __init__(self, *, strict: bool = False) -> None:
        self.strict = strict
        self.warnings: list[QueryWarning] = []

    def add(self, message: str, start: int, end: int, instead: str = "") -> None:
        """Tell of a place; ``instead`` is what could stand there."""
        warning = QueryWarning(message, start, end, instead)
        if len(self.warnings) < MOST and warning not in self.warnings:
            self.warnings.append(warning)


def refuse(text: str, warnings: Iterable[QueryWarning], read: str = "") -> None:
    """Raise QuerySyntaxError for the first warning that is about a place of a query.

    The error suggests the query with what could stand there, else as it was ``read``.
    """
    for warning in warnings:
        if warning.start is not None and warning.end is not None:
            mended = f"{text[: warning.start]}{warning.instead}{text[warning.end :]}" if warning.instead else read
            raise QuerySyntaxError(warning.message, warning.start, warning.end, mended if mended != text else "")
