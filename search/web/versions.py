"""Two copies of a story as HTML: paragraph beside paragraph, what differs marked as deleted and inserted."""

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from search.comparison import Comparison, Span
from search.web.markup import marked


@dataclass(frozen=True, slots=True)
class Row:
    """Paragraphs of the earliest copy and of another; where the words are the same, ``before`` is None."""

    before: Markup | None
    after: Markup


def rows(found: Comparison) -> Iterator[Row]:
    """Yield the paragraphs of two copies, in reading order."""
    for part in found.parts:
        after = _piece(found.article.body, part.after_span, [one.after_span for one in part.changes], "ins")
        if part.changes:
            yield Row(
                _piece(found.earliest.body, part.before_span, [one.before_span for one in part.changes], "del"), after
            )
        else:
            yield Row(None, after)


def _piece(body: str, span: Span, changes: list[Span], tag: str) -> Markup:
    start, end = span
    return marked(body[start:end].rstrip(), [(first - start, last - start) for first, last in changes], tag)
