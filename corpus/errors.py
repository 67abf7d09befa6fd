"""Errors that stop a command, and problems that cost one article.

The tree of errors::

    BroadsheetError                 anything a person can mend; its text is a full sentence
    ├── ConfigError                 broadsheet.yaml or a gazetteer is wrong
    ├── StrictError                 a problem, under --strict
    ├── index.errors.IndexingError   see index/errors.py
    └── search.errors.SearchError   see search/errors.py
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class BroadsheetError(Exception):
    """Root of every error raised on purpose; the text says what to do about it."""


class ConfigError(BroadsheetError):
    """A configuration or gazetteer file that cannot be used."""


class Kind(StrEnum):
    """What can be wrong with one file, record or article."""

    UNREADABLE = "unreadable"
    VANISHED = "vanished"
    UNDECODABLE = "undecodable"
    EMPTY = "empty"
    BROKEN = "broken"
    NO_TEXT = "no-text"
    NO_ARTICLE = "no-article"
    BAD_DATE = "bad-date"
    DUPLICATE_ID = "duplicate-id"
    TOO_LARGE = "too-large"
    LOOP = "loop"
    NO_NAME = "no-name"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with one file or record, and what was done about it.

    ``where`` is the path as the user would type it, an archive member behind ``!``
    (``news.zip!2023/a.html``); ``line`` counts from 1 and is None where lines mean nothing.
    ``skipped`` tells whether an article was lost to it (False: repaired and kept).
    """

    kind: Kind
    where: str
    message: str
    line: int | None = None
    skipped: bool = True

    def __str__(self) -> str:
        """Render as ``path:line: message``."""
        line = "" if self.line is None else f":{self.line}"
        return f"{self.where}{line}: {self.message}"


class StrictError(BroadsheetError):
    """A problem met under ``--strict``."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem} (nothing was published, because of --strict)")
        self.problem = problem


Report = Callable[[Problem], None]
"""Where problems go as they are met; it may raise StrictError."""
