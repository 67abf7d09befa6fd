"""Tables: CSV and TSV, one article to a row, the first row naming the columns."""

import csv
from collections import deque
from collections.abc import Iterator
from itertools import chain

from corpus.article import Json, Record
from corpus.decode import MAX_RECORD_BYTES, UndecodableError, decode, detect, tidy
from corpus.errors import Kind
from corpus.formats.context import LIMIT_TEXT, Context
from corpus.formats.lines import lines
from corpus.formats.streams import Stream, as_utf8

_DELIMITERS = ",;\t"
_QUOTE = '"'
_MOST_LINES = 1 << 16
_MOST_OPEN = 100  # quotes never closed in one table,
_MOST_AGAIN = 1 << 19  # lines read afresh after them
_LARGEST_AGAIN = 4 * MAX_RECORD_BYTES  # and their size: beyond these, a quote must be closed on its line
_Line = tuple[int, str]


def read(stream: Stream, context: Context) -> Iterator[Record]:
    """Yield the articles of a table; a broken row costs itself."""
    stream = as_utf8(stream)
    encoding = _encoding(stream.peek())
    rows = _rows(_texts(stream, context, encoding), context)
    header = next(rows, None)
    if header is None:
        return
    names = _names(header[1])
    if not context.fields.knows(iter(names)):
        context.problem(Kind.BROKEN, "first row names no column for a title or a body; left unread", header[0])
        return
    for number, cells in rows:
        if any(cells[len(names) :]):
            message = f"row of {len(cells)} cells under {len(names)} names; those beyond were left out"
            context.problem(Kind.BROKEN, message, number, skipped=False)
        row: dict[str, Json] = {name: cell for name, cell in zip(names, cells, strict=False) if name and cell.strip()}
        if row and (record := context.item(row, number)):
            yield record


def _encoding(start: bytes) -> str | None:
    """Return the encoding of a table that is not in UTF-8, so that its rows are all read alike."""
    whole = start[: start.rfind(b"\n") + 1] or start
    try:
        whole.decode("utf-8")
    except UnicodeDecodeError:
        return detect(whole)
    return None


def _texts(stream: Stream, context: Context, encoding: str | None) -> Iterator[tuple[int, str]]:
    for number, line in lines(stream, context, blank=True):
        try:
            text = decode(line, encoding)
        except UndecodableError as error:
            context.problem(Kind.UNDECODABLE, f"{error}; skipped", number)
        else:
            yield number, text


def _names(cells: list[str]) -> list[str]:
    """Return the names of the columns; a name that stands twice counts the first time."""
    names: list[str] = []
    seen: set[str] = set()
    for cell in cells:
        name = tidy(cell).strip()
        names.append("" if name in seen else name)
        seen.add(name)
    return names


def _rows(texts: Iterator[_Line], context: Context) -> Iterator[tuple[int, list[str]]]:
    """Yield each row's first line and cells.

    A quote that is never closed would swallow the rest of the table: then its line alone is given
    up and those after it are read afresh. In a table with too many such quotes, each takes that
    long to tell; the rest of it is read as if no row went beyond its line.
    """
    csv.field_size_limit(MAX_RECORD_BYTES)
    delimiter, width, patience = "", 0, 1.0
    again: deque[_Line] = deque()
    while (first := again.popleft() if again else next(texts, None)) is not None:
        number, text = first
        if not text.strip():
            continue
        delimiter = delimiter or _delimiter(text)
        following = chain(_drained(again), texts) if patience > 0 else iter(())
        taken, closed = _row_lines(first, following, delimiter)
        if not closed and _are_rows(taken[1:], delimiter, width):
            when = "never closed" if patience > 0 else "not closed on its line, after many never closed"
            context.problem(Kind.BROKEN, f"quote is {when}; row skipped", number)
            again.extendleft(reversed(taken[1:]))
            patience -= _cost(taken)
        elif not closed:
            _skip_to_quote(chain(_drained(again), texts), delimiter)
            context.problem(Kind.TOO_LARGE, f"row larger than {LIMIT_TEXT}, or a quote never closed; skipped", number)
        elif (cells := _cells("".join(line for _, line in taken), delimiter)) is None:
            context.problem(Kind.BROKEN, "is no row of a table; skipped", number)
        else:
            width = width or len(cells)
            yield number, cells


def _drained(lines_: deque[_Line]) -> Iterator[_Line]:
    while lines_:
        yield lines_.popleft()


def _row_lines(first: _Line, following: Iterator[_Line], delimiter: str) -> tuple[list[_Line], bool]:
    """Return the lines of the row that begins with ``first``, and whether its quotes are closed in them."""
    taken, size = [first], len(first[1])
    quoted = _open_after(first[1], delimiter, quoted=False)
    while quoted:
        line = next(following, None)
        if line is None:
            return taken, False
        taken.append(line)
        size += len(line[1])
        quoted = _open_after(line[1], delimiter, quoted=True)
        if size > MAX_RECORD_BYTES or len(taken) > _MOST_LINES:
            return taken, False
    return taken, True


def _cost(taken: list[_Line]) -> float:
    """Return the share of a table's patience that one quote never closed uses up."""
    size = sum(len(line) for _, line in taken)
    return max(1 / _MOST_OPEN, len(taken) / _MOST_AGAIN, size / _LARGEST_AGAIN)


def _are_rows(taken: list[_Line], delimiter: str, width: int) -> bool:
    """Tell whether the lines after an open quote look like rows of their own: most have all the cells."""
    fitting = sum(line.count(delimiter) == width - 1 for _, line in taken)
    return 2 * fitting >= len(taken)


def _skip_to_quote(following: Iterator[_Line], delimiter: str) -> None:
    for _, line in following:
        if not _open_after(line, delimiter, quoted=True):
            return


def _open_after(line: str, delimiter: str, *, quoted: bool) -> bool:
    """Tell whether a quoted cell is still open at the end of a line, as ``csv`` sees it.

    >>> [_open_after(line, ",", quoted=False) for line in ('a,"b', 'a,b"', 'a,"b""c",d', '"a ""b')]
    [True, False, False, True]
    """
    at = 0
    while True:
        if quoted:
            at = line.find(_QUOTE, at) + 1
            if at == 0:
                return True
            quoted = line.startswith(_QUOTE, at)  # doubled, it stands for itself
            at += quoted
        elif at == 0 and line.startswith(_QUOTE):
            at, quoted = 1, True
        else:
            at = line.find(delimiter + _QUOTE, at) + 2
            if at == 1:
                return False
            quoted = True


def _delimiter(header: str) -> str:
    """Return the character that parts the names of the columns.

    >>> _delimiter("id;title, in full;body"), _delimiter("title")
    (';', ',')
    """
    outside = "".join(header.split(_QUOTE)[::2])
    return max(_DELIMITERS, key=outside.count)


def _cells(text: str, delimiter: str) -> list[str] | None:
    try:
        return next(csv.reader([text], delimiter=delimiter), [])
    except csv.Error:
        return None
