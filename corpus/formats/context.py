"""Context: what a format's reader needs beside the bytes, and how it makes records."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from corpus.article import Json, Place, Record
from corpus.decode import MAX_RECORD_BYTES
from corpus.errors import Kind, Problem, Report
from corpus.formats.fields import FieldMap, Found, TooDeepError

_KEY_LENGTH = 16
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*")
LIMIT_TEXT = f"{MAX_RECORD_BYTES >> 20} MiB"


@dataclass(frozen=True, slots=True)
class Context:
    """The file or archive member that is being read, and where its problems go.

    ``keys`` counts the keys given out so far, so that equal ones can be told apart.
    """

    where: str
    fields: FieldMap
    report: Report
    part: str = ""
    keys: Counter[str] = field(default_factory=Counter)

    def member(self, name: str, part: str) -> "Context":
        """Return the context of an archive's member."""
        return replace(self, where=f"{self.where}!{name}", part=part, keys=Counter())

    def problem(self, kind: Kind, message: str, line: int | None = None, *, skipped: bool = True) -> None:
        """Report something wrong with this file."""
        self.report(Problem(kind, self.where, message, line, skipped))

    def too_large(self, line: int | None = None, what: str = "is") -> None:
        """Report that something was larger than an article may be."""
        self.problem(Kind.TOO_LARGE, f"{what} larger than {LIMIT_TEXT}; skipped", line)

    def no_text(self, line: int | None = None) -> None:
        """Report an article of which there is nothing to index."""
        self.problem(Kind.NO_TEXT, "has no text; skipped", line)

    def single(self, found: Found, *, title_alone: bool = True) -> Record | None:
        """Return the record of a file that is one article; without text, report that and return None."""
        if not _has_text(found, title_alone=title_alone):
            self.no_text()
            return None
        return _record(found, Place(self.where, self.part))

    def item(
        self,
        item: Mapping[str, Json],
        line: int | None = None,
        usual: Mapping[str, str] | None = None,
        *,
        single: bool = False,
    ) -> Record | None:
        """Return the record of an object or row, with ``usual`` values where it has none of its own.

        Without text or nested too deeply it is reported and None returned. ``single``: it is its whole file.
        """
        try:
            found = self.fields.find(item)
        except (TooDeepError, RecursionError):
            self.problem(Kind.BROKEN, "is nested too deeply; skipped", line)
            return None
        if single:
            return self.single(found)
        if not _has_text(found, title_alone=True):
            self.no_text(line)
            return None
        for name, value in (usual or {}).items():
            if value:
                found.texts.setdefault(name, value)
        key = found.texts.get("id") or found.texts.get("url") or content_key(item)
        return _record(found, self.place(key, line))

    def place(self, key: str, line: int | None = None) -> Place:
        """Return the place of a record within this file, by a key that survives insertions."""
        self.keys[key] += 1
        count = self.keys[key]
        if count > 1:
            key = f"{key}~{count}"
        return Place(self.where, f"{self.part}#{key}", line)


def content_key(item: Mapping[str, Json]) -> str:
    """Return 16 hexadecimal digits of the SHA-256 of an object's canonical JSON."""
    canonical = json.dumps(item, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()[:_KEY_LENGTH]


def language_code(text: str | None) -> str:
    """Return a language tag such as ``en`` or ``pt-BR``, ``""`` for what is none.

    >>> language_code(" en-GB "), language_code("{{ lang }}")
    ('en-GB', '')
    """
    text = (text or "").strip()
    return text if _LANGUAGE.fullmatch(text) else ""


def _has_text(found: Found, *, title_alone: bool) -> bool:
    return "body" in found.texts or (title_alone and "title" in found.texts)


def _record(found: Found, place: Place) -> Record:
    texts = found.texts
    return Record(
        place=place,
        title=texts.get("title", ""),
        body=texts.get("body", ""),
        id=texts.get("id"),
        url=texts.get("url"),
        published=texts.get("published"),
        captured=texts.get("captured"),
        source=texts.get("source"),
        lang=texts.get("lang"),
        author=texts.get("author"),
        entities=found.entities,
        extra=found.extra,
    )
