"""Datelines without a year: "BAGHDAD, Jan 4 (Reuters) -"; the year comes from when the page was fetched or the URL."""

from collections.abc import Iterable
from datetime import date, datetime

from corpus.dating.dated import GUESSED, Dated, evidence
from corpus.dating.finding import find_yearless, normal
from corpus.dating.headlines import is_dateline


def dateline_without_year(lines: Iterable[str], captured: datetime | None, month: str | None) -> Dated | None:
    """Return the date of the first dateline, None where there is none or nothing tells its year.

    ``captured`` is when the page was fetched: the last such day before it is meant. ``month`` is a
    month that is known, as from a URL, ``YYYY-MM``.

    >>> dateline_without_year(["BAGHDAD, Jan 4 (Reuters) - It is"], None, "2024-01").value
    '2024-01-04'
    """
    for written in lines:
        line = normal(written).strip()
        for start, end, number, day in find_yearless(line):
            if is_dateline(line, start, end):
                value = _with_year(number, day, captured, month)
                return Dated(value, "dateline", GUESSED, evidence("dateline", line[:end])) if value else None
    return None


def _with_year(number: int, day: int, captured: datetime | None, month: str | None) -> str | None:
    if month and len(month) >= len("2024-01"):
        return _day(int(month[:4]), number, day) if int(month[5:7]) == number else None
    if captured is None:
        return None
    this = _day(captured.year, number, day)
    return this if this and this <= captured.date().isoformat() else _day(captured.year - 1, number, day)


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
