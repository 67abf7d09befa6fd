"""Dates inside a line: where they stand, and which they are."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.dates import read_date
from corpus.datewords import ZONES, date_words
from corpus.text import fold

LONGEST_LINE = 300
"""Only so much of a line is looked at."""

_MOST = 8  # dates of a line
_ZONE = "|".join(sorted((name for name in ZONES if len(name) > 1), key=len, reverse=True))
_CLOCK = rf"\d\d?[:.]\d\d(?::\d\d)? ?(?:[ap]\.?m\.?)? ?(?:(?:{_ZONE})\b|[+-]\d\d:?\d\d|Z\b)"
_ORDINAL = r"(?:st|nd|rd|th|er|[oaº°ª]|\.)?"
_WORD = r"[^\W\d_]{1,14}"
_DAY = rf"(?<!\d)(?<!\d[.,:/-])\d\d?{_ORDINAL}"
_YEAR = r"(?:1[5-9]|2\d)\d\d(?!\d|[.,:/-]\d)"
_A, _B, _C = (rf"(?P<{name}>{_WORD}(?:/{_WORD})?)\.?" for name in "abc")  # both namings of Arabic, with a slash
_DATES = "|".join(
    (
        rf"{_DAY},? ?(?:de |of |d['’] ?)?(?<![^\W\d_]){_A},? ?(?:de |del )?{_YEAR}",
        rf"(?<![^\W\d_]){_B} ?\d\d?(?:st|nd|rd|th)?,? ?\(?{_YEAR}",
        rf"(?<!\d){_YEAR.replace('|[.,:/-]', '|[,:/-]')}\.? (?<![^\W\d_]){_C} \d\d?(?!\d)",
        r"(?<!\d)\d{4} ?[年년] ?\d\d? ?[月월] ?\d\d? ?[日일]",
        (
            r"(?<![\d/.-])\d{4}(?P<x>[-/.])\d\d?(?P=x)\d\d?(?![\d/-])"
            r"(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d))?"
        ),
        r"(?<![\d/.-])\d\d?(?P<y>[-/.]) ?\d\d?(?P=y) ?\d{4}(?![\d/-])",
        r"(?<![\w/.-])\d\d?(?P<z>[/.])\d\d?(?P=z)\d\d(?![\d/.:-])",
    )
)
_PIECE = re.compile(
    rf"(?:(?<![\d:.])(?P<before>{_CLOCK}),? (?:(?:{_WORD}),? )?)?(?P<date>{_DATES})"
    rf"(?:[ ,|/•·–-]{{0,4}}(?:at|um|à|a las|às|alle|kl\.?|om|в)? ?(?P<after>{_CLOCK}))?",
    re.IGNORECASE,
)
_YEARLESS = re.compile(
    rf"(?<![^\W\d_])(?P<a>{_WORD})\.? (?P<b>\d\d?)(?:st|nd|rd|th)?(?![\w/]|[.,:-]\d|,? ?\d{{4}})"
    rf"|(?<![\d.,:/-])(?P<c>\d\d?)\.? (?:de )?(?P<d>{_WORD})(?![^\W\d_]|\.?,? ?(?:de |del )?\d)",
    re.IGNORECASE,
)
# Digits of Arabic and of Persian, spaces of several widths; the marks of direction go.
_SAME = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹،\u00a0\u202f\u2009\t", "01234567890123456789,    ", "\u200e\u200f")
# Months that are written as two words.
_DOUBLE = (("كانون الثاني", "يناير"), ("كانون الأول", "ديسمبر"), ("تشرين الأول", "أكتوبر"), ("تشرين الثاني", "نوفمبر"))
_VIETNAMESE = re.compile(r"(?<!\d)(\d\d?) tháng (\d\d?),? (?:năm )?(\d{4})(?!\d)", re.IGNORECASE)
_SHORT_YEAR = re.compile(r"(\d\d?)([/.])(\d\d?)\2(\d\d)")
_CENTURY = 70  # two digits from here on are of the last one


@dataclass(frozen=True, slots=True)
class Found:
    """A date in a line: ``line[start:end]`` as ``normal`` returns it, its value, and whether that is only the year."""

    start: int
    end: int
    text: str
    value: str
    ambiguous: bool


def normal(line: str) -> str:
    """Return the part of a line that is looked at, with one kind of space and comma."""
    line = line[:LONGEST_LINE].translate(_SAME)
    if not line.isascii():
        for written, month in _DOUBLE:
            line = line.replace(written, month)
        line = _VIETNAMESE.sub(r"\1.\2.\3", line)
    return re.sub(" {2,}", " ", line)


def find_dates(line: str) -> Iterator[Found]:
    """Yield the dates with a year in a line that ``normal`` returned.

    A time of day counts only with its zone; without one it may be another day in UTC.

    >>> [found.value for found in find_dates("Posted Nov. 19, 2019 8:03 am EST | updated 20/11/2019")]
    ['2019-11-19T13:03:00Z', '2019-11-20']
    """
    if not any(c.isdigit() for c in line):
        return
    at = 0
    for _ in range(_MOST):
        piece = _PIECE.search(line, at)
        if piece is None:
            return
        at = max(piece.end(), at + 1)
        if found := _found(piece):
            yield found
        else:
            at = piece.start("date") + 1


def _found(piece: re.Match[str]) -> Found | None:
    month = piece["a"] or piece["b"] or piece["c"]
    if month and not all(date_words().get(fold(part)) for part in month.split("/")):
        return None
    clock = piece["before"] or piece["after"] or ""
    text = _SHORT_YEAR.sub(_whole_year, piece["date"].replace("(", ""))
    if month and "/" in month:
        text = text.replace(month, month.partition("/")[0])
    value, ambiguous = read_date(f"{text} {clock.replace('.', ':', 1)}" if clock else text)
    if value is None and clock:
        value, ambiguous = read_date(text)
    if value is None:
        return None
    return Found(piece.start(), piece.end(), piece[0], value, ambiguous)


def _whole_year(short: re.Match[str]) -> str:
    if short[0] != short.string:
        return short[0]
    year = int(short[4])
    return f"{short[1]}{short[2]}{short[3]}{short[2]}{year + (1900 if year >= _CENTURY else 2000)}"


def find_yearless(line: str) -> Iterator[tuple[int, int, int, int]]:
    """Yield where a month and a day without a year stand in a line, with that month and day.

    >>> list(find_yearless("BAGHDAD, Jan 4 (Reuters) - It is known that"))
    [(9, 14, 1, 4)]
    """
    for found in _YEARLESS.finditer(line):
        month = date_words().get(fold(found["a"] or found["d"]))
        day = int(found["b"] or found["c"])
        if month and 1 <= day <= 31:  # noqa: PLR2004 -- days of a month
            yield *found.span(), month, day
