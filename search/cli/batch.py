"""A batch: many queries, one a line, and their hits as one table."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from corpus.decode import UndecodableError, decode
from corpus.errors import BroadsheetError
from search import Engine
from search.cli.console import clean, diagnostics, visible
from search.cli.progress import Say, Ticker
from search.cli.writing import writing
from search.errors import BadParameterError, SearchError
from search.export.tables import Cell, csv_line

COLUMNS = ("query", "rank", "id", "title", "published", "source", "url", "score", "total")


class UnreadableBatchError(SearchError):
    """A file of queries is no text."""


def read_lines(path: Path) -> list[tuple[int, str]]:
    """Return the lines of a file that say something, with their numbers; ``-`` is standard input.

    Raises OSError or UnreadableBatchError.
    """
    data = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
    try:
        lines = enumerate(decode(data).splitlines(), 1)
    except UndecodableError as error:
        raise UnreadableBatchError(f"{visible(str(path))} {error}.") from error
    return [(number, line.strip()) for number, line in lines if line.strip()]


def search_batch(engine: Engine, lines: Sequence[tuple[int, str]], asked: Mapping[str, Any]) -> int:
    """Write the hits of each line to standard output, and return how many lines failed.

    What is wrong with a line is said on standard error, and the next one goes on. A line without hits has a row too.
    Raises BadParameterError.
    """
    say = diagnostics().print
    failed = 0
    ticker = Ticker(say, len(lines), "lines")
    with writing(None, force=False) as write:
        write(csv_line(COLUMNS))
        for number, line in ticker.counting(lines):
            try:
                write("".join(map(csv_line, _rows(engine, number, line, asked, say))))
            except BadParameterError:
                raise  # it holds for all lines
            except BroadsheetError as error:
                failed += 1
                say(f"line {number}: {clean(str(error))}")
    return failed


def _rows(engine: Engine, number: int, line: str, asked: Mapping[str, Any], say: Say) -> Iterator[Sequence[Cell]]:
    with engine.export(line, **asked) as found:
        for warning in found.warnings:
            say(f"line {number}: {clean(warning.message)}")
        if not found.total:
            yield (line, *[None] * (len(COLUMNS) - 2), 0)
        for rank, one in enumerate(found.rows, 1):
            yield (line, rank, one.id, one.title, one.published, one.source, one.url, one.score, found.total)
