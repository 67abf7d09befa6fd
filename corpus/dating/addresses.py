"""Dates in addresses: in the path of a URL, or of a file."""

import re
from dataclasses import dataclass

from corpus.dates import read_date
from corpus.datewords import date_words

_LONGEST = 2000
_YEAR = r"(?:19[5-9]\d|20\d\d)"
_FOLDERS = re.compile(rf"(?:^|/)({_YEAR})(?:/|-)(\d\d?|[a-z]{{3,9}})(?:(?:/|-)(\d\d?)(?=/|$|[_.-][^\d]))?(?=/|[_.-]|$)")
_HYPHENS = re.compile(rf"(?<![\d.])({_YEAR})([-_])(\d\d)\2(\d\d)(?!\d)")
_PACKED = re.compile(rf"(?<![a-z\d])({_YEAR})/?(\d\d)(\d\d)(?![a-z\d])")
_OLDER = re.compile(r"(?:^|/|[_-])(1[6-9]\d\d|20\d\d)([-_/])(\d\d)\2(\d\d)(?=$|/|[_.-])")


@dataclass(frozen=True, slots=True)
class InAddress:
    """A date in an address; ``folders``: it is one by one in its folders, as publishing systems lay them out."""

    value: str
    text: str
    folders: bool


def date_in_url(path: str) -> InAddress | None:
    """Return the date that the path of a URL holds, None if it holds none.

    >>> [date_in_url(one) for one in ("/2024/jan/05/title", "/news/title-123456")]
    [InAddress(value='2024-01-05', text='2024/jan/05', folders=True), None]
    >>> date_in_url("/a/2024/01/title").value, date_in_url("/a/title-20240105").value
    ('2024-01', '2024-01-05')
    """
    path = path[:_LONGEST].lower()
    whole = _first(_FOLDERS, path, folders=True)
    if whole and len(whole.value) == len("2024-01-05"):
        return whole
    return _first(_HYPHENS, path) or _first(_PACKED, path) or whole


def date_in_path(path: str) -> InAddress | None:
    """Return the date that the path of a file holds, None if it holds none; only whole days count.

    >>> date_in_path("2024/01/05/title.txt").value, date_in_path("notes/1897-03-12-page2.xml").value
    ('2024-01-05', '1897-03-12')
    >>> date_in_path("2024/title.txt")
    """
    path = path[-_LONGEST:].lower()
    found = date_in_url(path)
    if found and len(found.value) == len("2024-01-05"):
        return found
    return _first(_OLDER, path)


def _first(pattern: re.Pattern[str], path: str, *, folders: bool = False) -> InAddress | None:
    for found in pattern.finditer(path):
        year, month, day = (part for part in found.groups() if part is None or part not in {"-", "_", "/"})
        if month and not month.isdigit():
            number = date_words().get(month, 0)
            if not number:
                continue
            month = f"{number:02}"
        value, _ = read_date("-".join(part for part in (year, month, day) if part))
        if value:
            return InAddress(value, found[0].strip("/_-"), folders)
    return None
