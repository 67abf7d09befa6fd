"""What passes between the modules that find dates: what a page or text says, and what is made of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from corpus.dates import FIRST_YEAR, first_second

STATED, GUESSED = "stated", "guessed"
PUBLISHED, CREATED, UPDATED = "published", "created", "updated"
SLACK = timedelta(days=1)
"""How far ahead a date may be: clocks are wrong, and it may be tomorrow already where it was written."""

_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Dated:
    """The date an article was published.

    ``value`` is ISO 8601 in UTC at the precision that is known; ``source`` is metadata, url,
    dateline, text, path or filetime; ``certainty`` is ``stated`` or ``guessed``; ``evidence`` is
    the text it was read from, with what that text is.
    """

    value: str
    source: str
    certainty: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A date as it stands somewhere: ``kind`` is published, created or updated, ``where`` says what holds it.

    ``source`` is one of those of ``Dated``.
    """

    kind: str
    source: str
    where: str
    text: str


def evidence(where: str, text: str) -> str:
    """Return what a person is shown of the text that a date was read from.

    >>> evidence("JSON-LD datePublished", "2024-01-05")
    'JSON-LD datePublished: 2024-01-05'
    """
    return f"{where}: {shown(text)}" if where else shown(text)


def shown(text: str) -> str:
    """Return a text, cut where it is too long to be shown."""
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


def refusal(value: str, latest: datetime) -> str:
    """Return why nothing can have been published on a date, ``""`` if it can; ``latest`` is now, or the capture.

    >>> from datetime import UTC, datetime
    >>> refusal("1599-12-31", datetime(2024, 1, 5, tzinfo=UTC)), refusal("2024-01", datetime(2024, 1, 5, tzinfo=UTC))
    ('before 1600', '')
    """
    if int(value[:4]) < FIRST_YEAR:
        return f"before {FIRST_YEAR}"
    return "in the future" if first_second(value) > (latest + SLACK).timestamp() else ""
