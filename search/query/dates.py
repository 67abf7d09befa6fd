"""The dates of a query: they may lie in any year, before the first newspaper and after today."""

import re
from datetime import UTC, datetime
from functools import lru_cache
from typing import NamedTuple

from corpus.dates import first_second, is_ambiguous, parse_date

_PERIOD = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}.*")


class QueryDate(NamedTuple):
    """A date in UTC, ISO 8601 at any precision; ``warning`` tells what is left out of it, "" if nothing is."""

    iso: str
    warning: str = ""


def read_date(text: str) -> QueryDate | None:
    """Return the date that a person or a program asks for, None if it is none.

    ISO 8601 may be of any year from 1 to 9999; whatever else reads as an article's date is taken as that. Where day
    and month cannot be told apart it is the whole year, with a warning.

    >>> read_date("2099-12-31"), read_date("0900"), read_date("2099-02-30")
    (QueryDate(iso='2099-12-31', warning=''), QueryDate(iso='0900', warning=''), None)
    >>> read_date("January 4, 2024"), read_date("2024-01-05T09:30+02:00")
    (QueryDate(iso='2024-01-04', warning=''), QueryDate(iso='2024-01-05T07:30:00Z', warning=''))
    >>> read_date("03/04/2024").warning
    '03/04/2024 may be either of two days, so all of 2024 was taken; write it as 2024-01-05.'
    """
    text = text.strip()
    plain = _iso(text)
    if plain is not None:
        return QueryDate(plain)
    iso = parse_date(text)
    if iso is None:
        return None
    if is_ambiguous(text):
        return QueryDate(iso, f"{text} may be either of two days, so all of {iso} was taken; write it as 2024-01-05.")
    return QueryDate(iso)


@lru_cache(maxsize=1 << 10)
def _iso(text: str) -> str | None:
    """Return ISO 8601 in our form: a year, a month, a day, or a moment in UTC."""
    try:
        if _PERIOD.fullmatch(text):
            first_second(text)
            return text
        if not _MOMENT.fullmatch(text):
            return None
        moment = datetime.fromisoformat(text.upper())
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment.replace(tzinfo=None).isoformat(timespec="seconds") + "Z"
