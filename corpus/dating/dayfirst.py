"""Dates such as 03/04/2024: which number is the day, where something says so."""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from corpus.dates import read_date

_NUMBERS = re.compile(r"(?<!\d)(\d\d?)([/-])(\d\d?)\2(\d{4}|\d\d)(?!\d)")
_DAY = len("2024-01-05")
_MONTH_FIRST = frozenset({"US", "PH", "BZ"})
_DAY_FIRST = frozenset({"GB", "UK", "IE", "AU", "NZ", "IN", "ZA", "NG", "KE", "PK", "SG", "MY"})
_YEAR_FIRST = frozenset({"hu", "ja", "ko", "lt", "zh"})
_AMERICAN_HOSTS = frozenset({"us", "gov", "mil"})


def settled(text: str, hints: Iterable[str], lang: str | None = None, url: str | None = None) -> str | None:
    """Return the day of an ambiguous date: the one that a hint names too, else the one usual where it was written.

    >>> settled("03/04/2024", ["2024-04-03"]), settled("03/04/2024", [], "fr"), settled("03/04/2024", [], "en")
    ('2024-04-03', '2024-04-03', None)
    """
    found = _NUMBERS.search(text[:200])
    if found is None:
        return None
    first, _, second, year = found.groups()
    year = year if len(year) == len("2024") else f"20{year}"
    day_first, month_first = (
        read_date(f"{year}-{month}-{day}")[0] for month, day in ((second, first), (first, second))
    )
    named = {value for value in (day_first, month_first) for hint in hints if value and _agree(value, hint)}
    if len(named) == 1:
        return named.pop()
    usual = _is_day_first(lang, url)
    return None if usual is None else day_first if usual else month_first


def _agree(value: str, hint: str) -> bool:
    size = min(_DAY, len(hint))
    return size > len("2024") and value[:size] == hint[:size]


def _is_day_first(lang: str | None, url: str | None) -> bool | None:
    language, _, region = (lang or "").replace("_", "-").partition("-")
    try:
        domain = (urlsplit(url or "").hostname or "").rpartition(".")[2]
    except ValueError:
        domain = ""
    region = region.upper() or domain.upper()
    if region in _MONTH_FIRST or domain in _AMERICAN_HOSTS:
        return False
    if region in _DAY_FIRST:
        return True
    language = language.lower()
    return None if language in {"", "en"} or language in _YEAR_FIRST else True
