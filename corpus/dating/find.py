"""The published date of a record: whoever says it, in the order of trust.

1. What the page or file states for machines: ``published``, then ``created``.
2. The day in the URL, as publishing systems put it there.
3. The dateline, then other dates at the head of the text or around the page's title.
4. The path of the file, then an "updated" date: guesses both.
5. The time of the file, only where the caller hands it over: a copy has the time of the copying.

Certain beats vague only within one date: a later source may say the day of the month that an
earlier one names, never another month. What cannot be read, or cannot be, is reported and passed over.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from urllib.parse import urlsplit

from corpus.article import Record
from corpus.dates import read_date
from corpus.dating.addresses import date_in_path, date_in_url
from corpus.dating.dated import GUESSED, PUBLISHED, STATED, UPDATED, Candidate, Dated, evidence, refusal, shown
from corpus.dating.dayfirst import settled
from corpus.dating.finding import find_dates, normal
from corpus.dating.headlines import DATELINE, LABEL, head_dates
from corpus.dating.pagedates import page_candidates
from corpus.dating.relative import relative_date
from corpus.dating.yearless import dateline_without_year

_HEAD_LINES = 12
_HEAD = 4000  # code points
_STORY, _STORY_WORDS = 120, 8  # code points and words of a line that is no byline
_DAY = len("2024-01-05")


@dataclass(slots=True)
class _Search:
    """What is known while a record is dated."""

    record: Record
    now: datetime
    captured: datetime | None
    warnings: list[str] = field(default_factory=list)

    @property
    def latest(self) -> datetime:
        return min(self.now, self.captured) if self.captured else self.now


def dated(record: Record, *, path: str, filetime: float | None, now: datetime) -> tuple[Dated | None, list[str]]:
    """Return the date a record was published, None if nothing says it, and what was refused, in words.

    ``path`` is the file's within its root, with ``/``; ``filetime`` its time in seconds since 1970,
    None unless it is to be trusted as a last resort; ``now`` has a time zone.
    """
    search = _Search(record, now, _captured(record))
    found = [one for one in _all(search, path) if _possible(search, one)]
    first = next(iter(found), None)
    if first is None:
        return _by_filetime(search, filetime), search.warnings
    if first.certainty == STATED:
        first = _refined(first, found)
    return first, search.warnings


def _all(search: _Search, path: str) -> Iterator[Dated]:
    record = search.record
    stated = page_candidates(record.extra) or _own(record)
    machine = [one for one in stated if one.source == "metadata" and one.kind != UPDATED]
    visible = [one for one in stated if one.source != "metadata" and one.kind != UPDATED]
    head = _in_text(record)
    in_url = date_in_url(_url_path(record.url))
    hints = [one.value for one in _readable(search, [*visible, *head])]
    hints += [in_url.value] if in_url else []
    yield from _read(search, machine, hints)
    if in_url and len(in_url.value) == _DAY:
        yield Dated(in_url.value, "url", STATED if in_url.folders else GUESSED, in_url.text)
    said = [one for one in (*head, *visible) if one.kind != UPDATED]
    yield from _read(search, sorted(said, key=lambda one: one.source != "dateline"), hints)
    if in_url:
        yield Dated(in_url.value, "url", STATED if in_url.folders else GUESSED, in_url.text)
    reference = in_url.value if in_url else None
    if guess := dateline_without_year(_head(record)[:3], search.captured, reference):
        yield guess
    if in_path := date_in_path(path):
        yield Dated(in_path.value, "path", GUESSED, in_path.text)
    updated = [one for one in (*stated, *head) if one.kind == UPDATED]
    yield from (replace(one, certainty=GUESSED) for one in _read(search, updated, hints))


def _own(record: Record) -> list[Candidate]:
    return (
        [Candidate(PUBLISHED, "metadata", "", record.published)]
        if record.published and record.published.strip()
        else []
    )


def _readable(search: _Search, candidates: list[Candidate]) -> Iterator[Dated]:
    for one in candidates:
        value, ambiguous = read_date(one.text)
        if value and not ambiguous and not refusal(value, search.latest):
            yield Dated(value, one.source, STATED, one.text)


def _read(search: _Search, candidates: list[Candidate], hints: list[str]) -> Iterator[Dated]:
    for one in candidates:
        if found := _dated(search, one, hints):
            yield found


def _dated(search: _Search, one: Candidate, hints: list[str]) -> Dated | None:
    text = one.text.strip()
    value, ambiguous = read_date(text)
    if value is None:
        pieces = list(find_dates(normal(text))) if len(text) <= _HEAD else []
        value, ambiguous = (pieces[0].value, pieces[0].ambiguous) if len(pieces) == 1 else (None, False)
    said = evidence(one.where, text)
    if value is None:
        return _relative(search, one, said)
    if not ambiguous:
        return Dated(value, one.source, STATED, said)
    if exact := settled(text, hints):
        return Dated(exact, one.source, STATED, said)
    if exact := settled(text, [], search.record.lang, search.record.url):
        return Dated(exact, one.source, GUESSED, said)
    search.warnings.append(f"day and month cannot be told apart in “{shown(text)}”; only the year is kept")
    return Dated(value, one.source, STATED, said)


def _relative(search: _Search, one: Candidate, said: str) -> Dated | None:
    if search.captured and (value := relative_date(one.text, search.captured)):
        return Dated(value, one.source, GUESSED, said)
    if one.where == "":
        search.warnings.append(f"“{shown(one.text)}” is no date that can be read")
    return None


def _possible(search: _Search, one: Dated) -> bool:
    why = refusal(one.value, search.latest)
    if why:
        search.warnings.append(f"the date {one.value} of “{shown(one.evidence)}” is {why}; refused")
    return not why


def _refined(first: Dated, found: list[Dated]) -> Dated:
    """Return a date that says more of the same day, month or year, where there is one."""
    for one in found:
        if len(one.value) > len(first.value) and one.value.startswith(first.value) and one.certainty == STATED:
            first = one
    return first


def _in_text(record: Record) -> list[Candidate]:
    """Return the dates at the head of the text: once the story has begun, only those that say what they are."""
    lines = _head(record)
    begun = next((number for number, line in enumerate(lines) if _is_story(line)), len(lines))
    later = [one for one in head_dates(lines[begun + 1 :]) if one.where in {LABEL, DATELINE}]
    return [*head_dates(lines[: begun + 1]), *later]


def _is_story(line: str) -> bool:
    return len(line) > _STORY or len(line.split()) > _STORY_WORDS


def _head(record: Record) -> list[str]:
    lines = record.body[:_HEAD].split("\n")
    return [line for line in lines if line.strip()][:_HEAD_LINES]


def _captured(record: Record) -> datetime | None:
    value, _ = read_date(record.captured or "")
    if value is None or len(value) < _DAY:
        return None
    return datetime.fromisoformat(value if len(value) > _DAY else f"{value}T23:59:59Z").astimezone(UTC)


def _url_path(url: str | None) -> str:
    try:
        return urlsplit(url or "").path
    except ValueError:
        return ""


def _by_filetime(search: _Search, filetime: float | None) -> Dated | None:
    if filetime is None:
        return None
    try:
        value = datetime.fromtimestamp(filetime, UTC).date().isoformat()
    except (ValueError, OverflowError, OSError):
        return None
    found = Dated(value, "filetime", GUESSED, "the time of the file")
    return found if _possible(search, found) else None
