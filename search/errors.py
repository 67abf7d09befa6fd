"""Errors of the search.

The tree of errors::

    SearchError                 root; a BroadsheetError
    ├── BadParameterError       a parameter has a value that it cannot have
    │   └── BadCursorError      a cursor that no answer gave
    ├── QuerySyntaxError        a query is malformed, under ``strict``
    ├── ArticleNotFoundError    no article has that id
    ├── EntityNotFoundError     no entity has that id
    ├── AmbiguousEntityError    several entities have that spelling
    └── JudgmentsError          a file of queries or judgments cannot be read
"""

from collections.abc import Sequence
from pathlib import Path

from corpus.errors import BroadsheetError

_LISTED = 8
"""Entities that a message names, at the most."""


class SearchError(BroadsheetError):
    """Root of everything that can be wrong with a question."""


class BadParameterError(SearchError):
    """A parameter has a value that it cannot have; ``expected`` says what it takes."""

    def __init__(self, name: str, value: object, expected: str) -> None:
        super().__init__(f"{name}={_brief(value)} is not possible: {name} takes {expected}.")
        self.name = name
        self.value = value
        self.expected = expected


class BadCursorError(BadParameterError):
    """A cursor that no answer gave."""

    def __init__(self, value: object) -> None:
        super().__init__("cursor", value, "the next or previous cursor of an earlier answer to the same query")


class QuerySyntaxError(SearchError):
    """A query is malformed, under ``strict``; ``start`` and ``end`` are code points of the query.

    ``suggestion`` is a query that could be meant, "" where there is none.
    """

    def __init__(self, message: str, start: int, end: int, suggestion: str = "") -> None:
        super().__init__(f"{message} (characters {start + 1} to {max(end, start + 1)} of the query)")
        self.message = message
        self.start = start
        self.end = end
        self.suggestion = suggestion


class ArticleNotFoundError(SearchError):
    """No article has that id."""

    def __init__(self, article: str) -> None:
        super().__init__(f"There is no article {_brief(article)} in the index.")
        self.article = article


class EntityNotFoundError(SearchError):
    """No entity has that id."""

    def __init__(self, entity: str) -> None:
        super().__init__(f"There is no entity {_brief(entity)} in the index.")
        self.entity = entity


class AmbiguousEntityError(SearchError):
    """Several entities have that spelling; ``candidates`` are their ids."""

    def __init__(self, name: str, candidates: Sequence[str]) -> None:
        listed = ", ".join(candidates[:_LISTED])
        super().__init__(f"{_brief(name)} may mean {len(candidates)} entities; say which one by its id: {listed}.")
        self.candidates = tuple(candidates)


class JudgmentsError(SearchError):
    """A line in a file of queries or of judgments cannot be read; ``line`` counts from 1."""

    def __init__(self, path: Path, line: int, problem: str) -> None:
        super().__init__(f"{path}, line {line}: {problem}.")
        self.path = path
        self.line = line


def _brief(value: object) -> str:
    """Quote a value, cut to a length that a message can bear.

    >>> _brief("a" * 100)[-6:]
    "aa...'"
    """
    limit = 60
    text = value if isinstance(value, str) else repr(value)
    text = text if len(text) <= limit else text[:limit] + "..."
    return repr(text) if isinstance(value, str) else text
