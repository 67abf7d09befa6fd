"""Tables: articles as lines of CSV, in which nothing passes for a spreadsheet's formula, or as lines of JSON.

A spreadsheet runs a cell that begins with ``=``, ``+``, ``-`` or ``@``, and one that takes ``;`` for the end of a cell
runs what stands behind it. An apostrophe before the sign makes text of it. After OWASP, "CSV Injection".
"""

import csv
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from search.cli.console import safe_json
from search.export.rows import Row

FORMATS = ("csv", "ndjson")
COLUMNS = ("id", "title", "url", "published", "source", "author", "lang", "score", "entities")
BOM = "\ufeff"
"""The mark by which Excel knows that a file is in UTF-8."""

_TOGETHER = 100
"""Rows that are written as one text."""

_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
# Runs do not overlap, and a run that was tried is not tried again from its middle: time is linear.
_BEFORE_FORMULA = re.compile(r"(?<![\s;\"'])[\s;\"']*+(?=[=+\-@＝＋－＠])")
_ENDS_CELL = re.compile(r"[;\t\r\n]")
_LEADING = ("\t", "\r", "\n")

Cell = str | int | float | None


class _Lines:
    """A file for ``csv.writer``, which hands each line back."""

    def write(self, text: str) -> str:
        return text


_writer = csv.writer(_Lines())


def csv_line(cells: Iterable[Cell]) -> str:
    r"""Return a line of CSV (RFC 4180), with its end; texts are made harmless.

    >>> csv_line(["a,b", '=1+1', -2.5, None])
    '"a,b",\'=1+1,-2.5,\r\n'
    """
    line: str = _writer.writerow([harmless(one) if isinstance(one, str) else one for one in cells])
    return line


def harmless(text: str) -> str:
    r"""Return a text that no spreadsheet takes for a formula, without control characters.

    >>> harmless("=HYPERLINK(1)"), harmless('"=1'), harmless("\tb"), harmless("a;=1"), harmless("a - b")
    ("'=HYPERLINK(1)", '\'"=1', "'\tb", "a;'=1", 'a - b')
    """
    text = _BEFORE_FORMULA.sub(_guarded, _NO_TEXT.sub("", text))
    return "'" + text if text.startswith(_LEADING) else text


def _guarded(match: re.Match[str]) -> str:
    begin = "" if match.start() else "'"
    return begin + match[0] + ("'" if _ENDS_CELL.search(match[0]) else "")


def columns(*, snippet: bool, body: bool) -> tuple[str, ...]:
    """Return the names of the columns of an export."""
    return (*COLUMNS, *(("snippet",) if snippet else ()), *(("body",) if body else ()))


def table(rows: Iterable[Row], names: Sequence[str], form: str, *, bom: bool = False) -> Iterator[str]:
    """Yield rows as text in one of ``FORMATS``, some of them at a time."""
    if form == "csv":
        yield (BOM if bom else "") + csv_line(names)
    line = _csv_row if form == "csv" else _json_row
    waiting = iter(rows)
    while some := list(islice(waiting, _TOGETHER)):
        yield "".join([line(one, names) for one in some])


def _csv_row(row: Row, names: Sequence[str]) -> str:
    cells = (getattr(row, name) for name in names)
    return csv_line("; ".join(one) if isinstance(one, tuple) else one for one in cells)


def _json_row(row: Row, names: Sequence[str]) -> str:
    return safe_json(json.dumps({name: getattr(row, name) for name in names}, ensure_ascii=False)) + "\n"
