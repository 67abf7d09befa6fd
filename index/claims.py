"""Claims: which place an id belongs to when several hold an article under it.

A place keeps the id that its article was published under. Where two places want one id, the one
that had it keeps it; of two captures of one URL in web archives the newer stands; an identical
article is indexed once; a different one gets an id of its own, so that nothing is lost.
"""

import base64
import hashlib
from dataclasses import dataclass
from enum import Enum, auto

from corpus.article import Record
from corpus.errors import Kind, Problem, Report
from corpus.ids import article_id
from index.catalogue import ArticleRow, Catalogue
from index.plan import Plan
from index.roots import Located

_LONGEST_ID = 64


class Verdict(Enum):
    """What is to be done with a record."""

    ADD = auto()
    CHANGE = auto()
    KEEP = auto()
    MOVE = auto()
    """The same article, in another file than before."""
    DONE = auto()
    """Met already in this run: nothing to do and nothing to count."""
    SUPERSEDE = auto()
    """A newer version of one that this run has counted already."""
    DROP = auto()


@dataclass(frozen=True, slots=True)
class Claim:
    """A record's id, the id it came with where that could not stand, and what is to be done.

    ``replaces`` tells that the index holds a version of the article.
    """

    id: str
    original: str | None
    verdict: Verdict
    replaces: bool = False


@dataclass(frozen=True, slots=True)
class Holder:
    """The file that is being read: its number and where it lies in its root; ``fresh``: never read before."""

    file: int
    located: Located
    fresh: bool


class Claims:
    """Settles claims against the catalogue during one run."""

    def __init__(self, catalogue: Catalogue, plan: Plan, run: int, report: Report) -> None:
        self._catalogue = catalogue
        self._plan = plan
        self._run = run
        self._report = report

    def settle(self, record: Record, holder: Holder, fingerprint: str) -> Claim:
        """Return the id that a record gets and what is to be done with it."""
        wanted, original = article_id(record, holder.located.root.name, holder.located.path)
        part = record.place.part
        own = None
        if not holder.fresh:
            own = self._catalogue.article_at(holder.file, part, (wanted, derived_id(wanted, holder, part)))
        if own is not None:
            given = original if own.id == wanted else original or wanted
            return Claim(own.id, given, self._own(own, fingerprint), replaces=True)
        row = self._catalogue.article(wanted)
        if row is None:
            return Claim(wanted, original, Verdict.ADD)
        if self._is_free(row):
            verdict = Verdict.MOVE if row.fingerprint == fingerprint else Verdict.CHANGE
            return Claim(wanted, original, verdict, replaces=True)
        return self._contest(record, holder, fingerprint, row, original)

    def _own(self, own: ArticleRow, fingerprint: str) -> Verdict:
        if own.fingerprint != fingerprint:
            return Verdict.CHANGE
        return Verdict.DONE if own.run == self._run else Verdict.KEEP

    def _is_free(self, row: ArticleRow) -> bool:
        """Tell whether the place that held an id has lost it: its file went, or was read without it."""
        if row.run == self._run:
            return False
        file = self._catalogue.file(row.file)
        return file is None or self._catalogue.is_departed(row.id) or self._plan.is_gone(file)

    def _contest(
        self, record: Record, holder: Holder, fingerprint: str, row: ArticleRow, original: str | None
    ) -> Claim:
        part = record.place.part
        if record.captured and row.captured:
            if record.captured > row.captured:
                self._catalogue.shadow(row.id, row.file, row.part)
                verdict = Verdict.SUPERSEDE if row.run == self._run else Verdict.CHANGE
                return Claim(row.id, original, verdict, replaces=True)
            self._catalogue.shadow(row.id, holder.file, part)
            return Claim(row.id, original, Verdict.DROP)
        if self._plan.is_waiting(row.file):
            # The owner may have lost the article to this very file: read this one again after it.
            self._plan.again(holder.file, later=True)
            return Claim(row.id, original, Verdict.DROP)
        if row.fingerprint == fingerprint:
            self._catalogue.shadow(row.id, holder.file, part)
            self._warn(record, f"the same article as {self._place(row)}; indexed once", skipped=True)
            return Claim(row.id, original, Verdict.DROP)
        derived = derived_id(row.id, holder, part)
        self._warn(record, f"the id {row.id} belongs to {self._place(row)}; indexed as {derived}", skipped=False)
        known = self._catalogue.article(derived)
        verdict = Verdict.ADD if known is None else Verdict.CHANGE
        return Claim(derived, original or row.id, verdict, replaces=known is not None)

    def _place(self, row: ArticleRow) -> str:
        file = self._catalogue.file(row.file)
        part = row.part if not row.part or row.part.startswith("#") else f"!{row.part}"
        return f"{file.path if file else 'another file'}{part}"

    def _warn(self, record: Record, message: str, *, skipped: bool) -> None:
        place = record.place
        self._report(Problem(Kind.DUPLICATE_ID, place.where, message, place.line, skipped))


def derived_id(wanted: str, holder: Holder, part: str) -> str:
    """Return the id that the article of a place gets when the one it wants belongs to another."""
    place = f"{holder.located.root.name}\n{holder.located.path}\n{part}"
    hashed = base64.b32encode(hashlib.sha256(place.encode("utf-8", "replace")).digest()).decode("ascii").lower()
    return f"{wanted[: _LONGEST_ID - 9]}-{hashed[:8]}"
