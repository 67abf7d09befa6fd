"""Dates: from the text that stood in a file to ISO 8601 in UTC, at the precision that is known.

Nothing is guessed in silence. ``05.01.2024`` is 5 January, as dots are written day first
everywhere; ``25/01/2024`` can only be one day; but ``03/04/2024`` and ``03-04-2024`` are 3 April to
one reader and 4 March to another, so that only the year is kept (`is_ambiguous` tells). A time
without a zone is taken as UTC; one in a zone whose name is unknown or means several (``IST``,
``ET``) is dropped and the day kept as it is written. Days that do not exist, years before 1600, and dates more than
two days ahead are no dates.
"""

import re
from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from corpus.datewords import ZONES, date_words, is_weekday
from corpus.text import fold, squeeze

MAX_LENGTH = 100
"""A longer text is no date."""

FIRST_YEAR = 1600
_AHEAD = timedelta(days=2)
_MIDNIGHT = time()
_EPOCH_FROM = 631_152_000  # 1990: fewer seconds than that are more likely a count or an id

_NOTE = re.compile(r"([+-]\d\d:?\d\d|Z|GMT|UTC) ?(?:\([^()]*\)|\[[^\[\]]*\])$")  # names the zone again
_PARENTHESES = str.maketrans("()", "  ")
_DIGITS = re.compile(r"(\d+)(?:\.\d{1,9})?")
_CJK = re.compile(r"(\d{4})[年년] ?(\d{1,2})[月월](?: ?(\d{1,2})[日일])?")
_TIME = re.compile(r"(?:(?<=\d)T|(?<![\w:.]))(\d{1,2})[:h](\d\d)(?::(\d\d)(?:[.,]\d+)?)?(?![\d:])", re.IGNORECASE)
_PACKED = re.compile(r"(?<=\d)T(\d\d)(?:(\d\d)(?:(\d\d)(?:[.,]\d+)?)?)?(?=[Z+-]|$)", re.IGNORECASE)
_HALF = re.compile(r" ?([ap])\.?m\b\.?", re.IGNORECASE)
_ZONE = re.compile(r" ?([^\W\d_]{1,5}(?![^\W_]))? ?(?:([+\u2212-])(\d\d?)(?::?(\d\d))?(?![\d:]))?")
_WORD = re.compile(r"[^\W\d_]+")
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th|er|o|a)\b")
_YEAR_FIRST = re.compile(r"(\d{4})(?:([-/.])(\d\d?)(?:\2(\d\d?))?)?|(\d{4})(\d\d)(\d\d)")
_YEAR_LAST = re.compile(r"(\d\d?)([-/.]) ?(?:(\d\d?)\2 ?)?(\d{4})")
_NAMED = re.compile(r"[\d .,/'-]+")
_ISO = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2})(?:T([0-9]{2}):([0-9]{2}):([0-9]{2})Z)?)?)?")


class _Day(NamedTuple):
    year: int
    month: int | None = None
    day: int | None = None
    ambiguous: bool = False


class _Time(NamedTuple):
    seconds: int  # since midnight, UTC: negative on the day before
    zoned: bool  # a zone was named, known or not
    known: bool  # false: in a zone that is not known


def parse_date(text: str) -> str | None:
    """Return the date a text gives, None if it gives none.

    The answer is ISO 8601 in UTC: ``2024``, ``2024-01``, ``2024-01-05`` or ``2024-01-05T09:30:00Z``.

    >>> parse_date("2025-02-10 12:05:00-05:00"), parse_date("January 4, 2024"), parse_date("Jan 2024")
    ('2025-02-10T17:05:00Z', '2024-01-04', '2024-01')
    >>> parse_date("05.01.2024"), parse_date("03/04/2024"), parse_date("2023-02-30")
    ('2024-01-05', '2024', None)
    """
    iso = read_date(text)[0]
    if iso is None or int(iso[:4]) < FIRST_YEAR:
        return None
    return iso if first_second(iso) <= (datetime.now(UTC) + _AHEAD).timestamp() else None


def is_ambiguous(text: str) -> bool:
    """Tell whether a date was cut to its year because day and month cannot be told apart.

    >>> is_ambiguous("03/04/2024"), is_ambiguous("25/04/2024"), is_ambiguous("03.04.2024")
    (True, False, False)
    """
    return read_date(text)[1]


def first_second(iso: str) -> int:
    """Return the first second of a date in our form, in seconds since 1970; ValueError if it is none.

    >>> first_second("1970-01"), first_second("2024-01-05T09:30:00Z")
    (0, 1704447000)
    """
    return _period(iso)[0]


def last_second(iso: str) -> int:
    """Return the last second of a date in our form, in seconds since 1970; ValueError if it is none.

    >>> last_second("1970-01"), last_second("1970-01-01"), last_second("1969")
    (2678399, 86399, -1)
    """
    start, length = _period(iso)
    return start + length - 1


def _period(iso: str) -> tuple[int, int]:
    found = _ISO.fullmatch(iso)
    if found is None:
        raise ValueError(f"not a date in UTC: {iso!r}")
    year, month, day, hour, minute, second = (None if part is None else int(part) for part in found.groups())
    midnight = (date(year or 0, month or 1, day or 1).toordinal() - date(1970, 1, 1).toordinal()) * 86400
    if month is None:
        return midnight, (date(year or 0, 12, 31).timetuple().tm_yday) * 86400
    if day is None:
        return midnight, monthrange(year or 0, month)[1] * 86400
    if hour is None or minute is None or second is None:
        return midnight, 86400
    if hour > 23 or minute > 59 or second > 59:  # noqa: PLR2004 -- the clock's own limits
        raise ValueError(f"no such time of day: {iso!r}")
    return midnight + hour * 3600 + minute * 60 + second, 1


def read_date(text: str) -> tuple[str | None, bool]:
    """Return the date a text gives in our form, however long ago or far ahead, and whether it was cut to its year."""
    if len(text) > MAX_LENGTH:
        text = text.strip()
    text = squeeze(_NOTE.sub(r"\1", squeeze(text)).translate(_PARENTHESES)) if len(text) <= MAX_LENGTH else ""
    digits = _DIGITS.fullmatch(text)
    if digits is not None and len(digits[1]) > len("20240105"):
        return _compact(text) or _epoch(text, len(digits[1])), False
    rest, clock = _split_time(_CJK.sub(_with_hyphens, text))
    found = _day(fold(rest), short_year=clock is not None and clock.zoned)
    if found is None:
        return None, False
    return _iso(found, clock), found.ambiguous


def _compact(text: str) -> str | None:
    """Read ``202401050930`` and ``20240105093000``, the form of web archives."""
    if not text.isdigit() or len(text) not in {12, 14}:
        return None
    iso = f"{text[:4]}-{text[4:6]}-{text[6:8]}T{text[8:10]}:{text[10:12]}:{text[12:] or '00'}Z"
    iso = "".join(str(int(c)) if c.isdigit() else c for c in iso)
    try:
        ahead = first_second(iso) > (datetime.now(UTC) + _AHEAD).timestamp()
    except ValueError:
        return None
    return None if ahead else iso


def _epoch(text: str, length: int) -> str | None:
    """Read seconds (9 or 10 digits) or milliseconds (12 or 13 digits) since 1970."""
    if length not in {9, 10, 12, 13}:
        return None
    seconds = int(float(text)) if length <= len("1704448200") else int(float(text)) // 1000
    if seconds < _EPOCH_FROM:
        return None
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _with_hyphens(found: re.Match[str]) -> str:
    return "-".join(part for part in found.groups() if part) + " "


def _split_time(text: str) -> tuple[str, _Time | None]:
    """Return a text without its time of day, and that time; a text of impossible time is emptied."""
    found = _TIME.search(text) or _PACKED.search(text)
    if found is None:
        return text, None
    hour, minute, second = (int(part or 0) for part in found.groups())
    end = found.end()
    if half := _HALF.match(text, end):
        hour = hour % 12 + 12 * (half[1] in "pP") if hour <= 12 else hour  # noqa: PLR2004 -- a clock of 12 hours
        end = half.end()
    offset, end = _zone(text, end)
    noon = hour * 3600 + minute * 60 + min(second, 59)  # a leap second becomes the one before it
    if minute > 59 or second > 60 or noon > 86400:  # noqa: PLR2004 -- the clock's own limits
        return "", None
    zoned = end > (half.end() if half else found.end())
    rest = f"{text[: found.start()]} {text[end:]}"
    return rest, _Time(noon - 60 * (offset or 0), zoned, offset is not None)


def _zone(text: str, start: int) -> tuple[int | None, int]:
    """Return the minutes east of Greenwich, None for an unknown zone, and where the zone ends."""
    found = _ZONE.match(text, start)
    if found is None or found.end() == start:
        return 0, start
    name, sign, hours, minutes = found.groups()
    known = ZONES.get(name.lower()) if name else 0
    if name and known is None and (not name.isupper() or fold(name) in date_words()):
        return 0, start
    if not sign:
        return known, found.end(1) if name else start
    offset = int(hours) * 60 + int(minutes or 0)
    return (None if offset > 15 * 60 else -offset if sign != "+" else offset), found.end()


def _day(text: str, *, short_year: bool) -> _Day | None:
    """Read a folded text that holds a day, a month or a year and nothing else."""
    words = _WORD.findall(text := _ORDINAL.sub("", text))
    known = date_words()
    if any(word not in known for word in words):
        return None
    months = [word for word in words if known[word]]
    if len({known[word] for word in months}) > 1:  # "mar. 5 mars": a weekday that is also a month's short name
        months = months[1:] if is_weekday(months[0]) else []
    if words and not months and any(known[word] for word in words):
        return None
    text = _WORD.sub(" ", text)
    if months:
        return _named(text, known[months[0]], short_year=short_year)
    return _numeric(squeeze(text).strip(" ,.;|-"))


def _named(text: str, month: int, *, short_year: bool) -> _Day | None:
    if not _NAMED.fullmatch(text):
        return None
    parts = re.findall(r"\d+", text)
    if len(parts) == 1 and len(parts[0]) == len("2024"):
        return _Day(int(parts[0]), month)
    if len(parts) != 2:  # noqa: PLR2004 -- day and year
        return None
    day, year = parts if len(parts[1]) > 2 or short_year else parts[::-1]  # noqa: PLR2004 -- a day's digits
    if len(day) > 2 or len(year) not in ({2, 4} if short_year else {4}):  # noqa: PLR2004 -- a day's digits
        return None
    # RFC 2822, 4.3: 00 to 49 are of this century.
    century = 0 if len(year) == len("2024") else 2000 if int(year) < 50 else 1900  # noqa: PLR2004 -- as the RFC says
    return _Day(century + int(year), month, int(day))


def _numeric(text: str) -> _Day | None:
    if found := _YEAR_FIRST.fullmatch(text):
        year, _, month, day, *packed = found.groups()
        if packed[0]:
            year, month, day = packed
        return _Day(int(year), int(month) if month else None, int(day) if day else None)
    if found := _YEAR_LAST.fullmatch(text):
        first, mark, second, year = found.groups()
        if second is None:
            return _Day(int(year), int(first))
        return _day_or_month_first(int(first), int(second), int(year), dots=mark == ".")
    return None


def _day_or_month_first(first: int, second: int, year: int, *, dots: bool) -> _Day:
    months = 12
    if dots or first > months or first == second:
        return _Day(year, second, first)
    if second > months:
        return _Day(year, first, second)
    return _Day(year, ambiguous=True)


def _iso(found: _Day, clock: _Time | None) -> str | None:
    try:
        midnight = datetime.combine(
            date(found.year, *(part if part is not None else 1 for part in (found.month, found.day))), _MIDNIGHT
        )
        if found.day is None:
            return midnight.isoformat()[: len("2024") if found.month is None else len("2024-01")]
        if clock is None or not clock.known:
            return midnight.isoformat()[: len("2024-01-05")]
        return (midnight + timedelta(seconds=clock.seconds)).isoformat() + "Z"
    except (ValueError, OverflowError):
        return None
