"""Files of queries and of judgments, as TREC writes them or as a spreadsheet does.

Queries are lines of an id and a text, with a tab between them, or a comma where the file's name ends in ``.csv``; or
topics of TREC, ``<top> <num> Number: 301 <title> the text </top>``. Judgments are lines of a query's id, perhaps a 0
that TREC has there, an article's id and a grade, a whole number: 0 or less is for an article that does not answer the
query. They are parted by tabs, commas in a ``.csv``, or spaces. A first line may name the columns.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from search.errors import JudgmentsError

Grades = Mapping[str, int]
"""The articles that answer a query, by their ids, with their grades, all above 0."""

_NAMES = frozenset({"id", "qid", "query", "query_id", "query-id"})
_TOPIC = re.compile(r"<top>(.*?)(?:</top>|\Z)", re.DOTALL | re.IGNORECASE)
_NUMBER = re.compile(r"<num>(?:\s*Number:)?\s*([^\s<]+)", re.IGNORECASE)
_TITLE = re.compile(r"<title>(?:\s*Topic:)?([^<]*)", re.IGNORECASE)
_WHOLE = re.compile(r"[+-]?[0-9]{1,9}")
_COLUMNS = 3

Rows = Iterator[tuple[int, Sequence[str]]]
"""Lines that are not empty by their numbers, from 1 on, each as its columns."""


def read_queries(path: Path) -> dict[str, str]:
    """Return the texts of queries by their ids; raises JudgmentsError or OSError."""
    text = _text(path)
    found: dict[str, str] = {}
    for line, columns in _topics(path, text) if "<top>" in text.lower() else _rows(path, text, 2):
        if line == 1 and columns[0].strip().lower() in _NAMES:
            continue
        if len(columns) < 2 or not columns[0].strip() or not columns[1].strip():  # noqa: PLR2004 -- id and text
            raise JudgmentsError(path, line, "there are not both an id and a query; part them with a tab")
        key = columns[0].strip()
        if key in found:
            raise JudgmentsError(path, line, f"the query {key} stands here a second time")
        found[key] = columns[1].strip()
    if not found:
        raise JudgmentsError(path, 1, "there is no query in the file")
    return found


def read_grades(path: Path, queries: Path) -> dict[str, dict[str, int]]:
    """Return for each query the articles that answer it; raises JudgmentsError or OSError.

    ``queries`` is named where nothing is judged.
    """
    found: dict[str, dict[str, int]] = {}
    for line, given in _rows(path, _text(path), 4):
        columns = [one.strip() for one in given]
        if line == 1 and columns[0].lower() in _NAMES:
            continue
        if len(columns) not in {_COLUMNS, _COLUMNS + 1} or not all((columns[0], columns[-2])):
            raise JudgmentsError(path, line, "there are not a query, an article and a grade")
        if not _WHOLE.fullmatch(columns[-1]):
            raise JudgmentsError(path, line, f"the grade is no whole number but {columns[-1][:40]}")
        if int(columns[-1]) > 0:
            found.setdefault(columns[0], {})[columns[-2]] = int(columns[-1])
    if not found:
        raise JudgmentsError(path, 1, f"no article is judged to answer any query of {queries.name}")
    return found


def _text(path: Path) -> str:
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise JudgmentsError(path, line, "it is not written in UTF-8") from error


def _rows(path: Path, text: str, most: int) -> Rows:
    """Yield the lines of a file in at most so many columns, where spaces part them."""
    if path.suffix.lower() == ".csv":
        yield from _csv(path, text)
        return
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield number, line.rstrip("\r").split("\t") if "\t" in line else line.split(maxsplit=most - 1)


def _csv(path: Path, text: str) -> Rows:
    reader = csv.reader(io.StringIO(text, newline=""))
    try:
        for columns in reader:
            if any(map(str.strip, columns)):
                yield reader.line_num, columns
    except csv.Error as error:
        raise JudgmentsError(path, reader.line_num, f"it cannot be read as CSV ({error})") from error


def _topics(path: Path, text: str) -> Rows:
    for found in _TOPIC.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        number, title = _NUMBER.search(found[1]), _TITLE.search(found[1])
        if number is None or title is None:
            raise JudgmentsError(path, line, "this topic has not both <num> and <title>")
        yield line, (number[1], " ".join(title[1].split()))
