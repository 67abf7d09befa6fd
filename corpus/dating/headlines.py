"""Dates at the head of a text: bylines, datelines, and lines that are nothing but a date."""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from corpus.datewords import date_words
from corpus.dating.dated import PUBLISHED, UPDATED, Candidate
from corpus.dating.finding import LONGEST_LINE, Found, find_dates, normal
from corpus.dating.relative import relative_date
from corpus.text import fold

BYLINE, DATELINE, LINE, LABEL = "byline", "dateline", "date line", "label"

_UPDATED = re.compile(
    r"(?<![^\W\d_])(?:updat|modif|edited|correct|revis|aktualis|geandert|actuali[sz]"
    r"|mise? a jour|maj\b|aggiorna|atualiz"
    r"|bijgewerkt|gewijzigd|zaktualizowan|aktualizac|uppdatera|oppdatert|opdateret|paivitetty|обновл|изменен|guncel"
    r"|آخر تحديث|تحديث)"
)
_PUBLISHED = re.compile(
    r"(?<![^\W\d_])(?:publi|posted|release[ds]\b|written|created|issued|date\b ?:|veroffentlicht"
    r"|erschienen|erstellt|datum\b|stand\b"
    r"|pubblic|fecha\b|data\b ?:|gepubliceerd|geplaatst|opublikowan|dodano|publicerad"
    r"|publisert|julkaistu|опубликован|дата\b"
    r"|yayin|نشر|تاريخ)"
)
_OTHER = re.compile(
    r"©|\b(?:copyright|retrieved|expires?|until|since|born|deadline|events?|joined|abgerufen|consulted|archived?)\b"
)
_BY = re.compile(r"(?:by|von|par|por|di|da|door|av|af|autor|автор|yazan|بقلم|przez)\b[ :]", re.IGNORECASE)
_PARTED = re.compile(r"[|•·/–—-]\s*$")
_PARTING = re.compile(r"\s*(?:[|•·]|[–—-] )")
_REST = re.compile(r"\d\d?[:.h]\d\d(?::\d\d)?(?: ?[ap]\.?m\.?)?(?: ?[A-Z]{2,4}\b)?|[^\w]+", re.IGNORECASE)
_HALF = re.compile(r"\b[ap]\.m\.$", re.IGNORECASE)
_WORDS = re.compile(r"[^\W\d_]{2,}")
_DATELINE = re.compile(r"(?:\([^()]{1,40}\) ?)?(?:--|[-–—:])(?= |$)|\([^()]{1,40}\)")
_PLACE = re.compile(r"[^\W\d_][^\d_()|]{1,60}?[,.]? ?\(?")
_LONGEST_BYLINE = 160
_SOME_TIME = datetime(2000, 1, 1, tzinfo=UTC)
_SHORT = 40
_MOST_WORDS = 9
_NEAR = 40  # code points between a label and its date


def head_dates(lines: Iterable[str], source: str = "text") -> Iterator[Candidate]:
    """Yield the dates that the lines at the head of an article give it, in their order.

    >>> [(one.kind, one.where, one.text) for one in head_dates(["Updated 6 Jan 2024", "By Ann Roy | 5 January 2024"])]
    [('updated', 'label', '6 Jan 2024'), ('published', 'byline', '5 January 2024')]
    """
    label = ""
    for written in lines:
        line = normal(written).strip()
        whole = len(written) <= LONGEST_LINE
        found = list(find_dates(line))
        if not found:
            yield from _relative(line, label, source)
            label = line if len(line) <= len("Veröffentlicht am: ") * 2 else ""  # the date may be on the next line
            continue
        yield from _of_line(line, found, label, source, whole=whole)
        label = ""


def _relative(line: str, above: str, source: str) -> Iterator[Candidate]:
    """Yield "3 hours ago" where a short line says little else; its date is worked out by who knows the time."""
    if len(line) <= _SHORT and relative_date(line, _SOME_TIME):
        kind = label_kind(fold(line)) or label_kind(fold(above))
        yield Candidate(kind or PUBLISHED, source, LABEL if kind else LINE, line)


def _of_line(line: str, found: list[Found], above: str, source: str, *, whole: bool) -> Iterator[Candidate]:
    if is_dateline(line, found[0].start, found[0].end):
        yield Candidate(PUBLISHED, "dateline", DATELINE, found[0].text)
        return
    if not whole or len(line) > _LONGEST_BYLINE:
        return
    at = 0
    for one in found:
        before = line[at : one.start]
        kind, where = _meaning(line, before or above, line[one.end :], found)
        at = one.end
        if where:
            yield Candidate(kind, source, where, one.text)


def _meaning(line: str, before: str, after: str, found: list[Found]) -> tuple[str, str]:
    """Return what a date in a short line is, and by what that is known; ``""`` if it may be anything."""
    label = fold(before)
    if _OTHER.search(label):
        return "", ""
    words = [word for word in _WORDS.findall(fold(_without(line, found))) if word not in date_words()]
    if len(words) > _MOST_WORDS or (len(words) > 1 and line.endswith((".", "?", "!")) and not _HALF.search(line)):
        return "", ""
    if kind := label_kind(label[-_NEAR:]):
        return kind, LABEL
    if len(words) <= 1:
        return PUBLISHED, LINE
    parted = _BY.match(line) or _PARTED.search(before) or _PARTING.match(after)
    return (PUBLISHED, BYLINE) if parted else ("", "")


def label_kind(folded: str) -> str:
    """Return what the words before a date, or the name of what holds it, say it is; ``""`` if nothing.

    >>> label_kind("last updated on "), label_kind("first published: "), label_kind("by ann roy")
    ('updated', 'published', '')
    """
    updated, published = (
        max((found.start() for found in words.finditer(folded)), default=-1) for words in (_UPDATED, _PUBLISHED)
    )
    if updated < 0 and published < 0:
        return ""
    return UPDATED if updated > published else PUBLISHED


def is_dateline(line: str, start: int, end: int) -> bool:
    """Tell whether the date at a place in a line is that of a dateline, as in "BAGHDAD, Jan 4 (Reuters) -"."""
    place = line[:start]
    if not _PLACE.fullmatch(place):
        return False
    first = _WORDS.findall(place)[:1]
    if not first or not first[0].isupper():
        return False
    rest = line[end:].lstrip(" ).,")
    return not rest or _DATELINE.match(rest) is not None


def _without(line: str, found: list[Found]) -> str:
    for one in reversed(found):
        line = f"{line[: one.start]} {line[one.end :]}"
    return _REST.sub(" ", line)
