"""The reader: files in, records out, one at a time; what is bad is reported and costs nothing else."""

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, BinaryIO

from corpus.article import Article, Origin, Record
from corpus.errors import BroadsheetError, Kind, Problem, Report
from corpus.formats import CONTAINERS, format_of
from corpus.formats.context import Context
from corpus.formats.fields import FieldMap
from corpus.ids import article_id
from corpus.scan import base_of, scan
from corpus.settings import Config

if TYPE_CHECKING:
    from corpus.templates.template import Templates

At = Callable[[int], None]

STDIN = "-"
"""The path that stands for standard input."""


def is_container(path: PurePath) -> bool:
    """Tell whether one such file can hold many articles."""
    return format_of(path.name) in CONTAINERS


def read_file(
    path: Path, config: Config, report: Report, ignored: Counter[str] | None = None, at: At | None = None
) -> Iterator[Record]:
    """Yield the records in a file, lazily; the file is closed at the end or when the iterator is.

    Never raises for what a file holds: that is reported. ``ignored`` counts by extension the
    members of archives that are of a kind that is not read. ``at`` is told, before each record, how
    many bytes of the file have been read, except of a zip archive. What ``report`` raises passes
    through.
    """
    where = str(path)
    format_ = format_of(path.name)
    if format_ is None:
        report(Problem(Kind.UNREADABLE, where, "is of a kind that is not read"))
        return
    yield from _guarded(where, config, report, lambda context: _read(path, format_, context, ignored, at))


def read_stdin(stream: BinaryIO, config: Config, report: Report) -> Iterator[Record]:
    """Yield the records in JSON lines from a pipe, which is left open."""
    from corpus.formats.readers import read_stream  # noqa: PLC0415 -- see _read

    yield from _guarded(STDIN, config, report, lambda context: read_stream(stream, STDIN, "jsonlines", context))


def _read(path: Path, format_: str, context: Context, ignored: Counter[str] | None, at: At | None) -> Iterator[Record]:
    # The formats' libraries take long to import, and whoever only asks for is_container needs none.
    from corpus.formats import readers, zips  # noqa: PLC0415

    if format_ == "zip":
        yield from zips.read(path, context, Counter() if ignored is None else ignored)
        return
    with path.open("rb") as file:
        for record in readers.read_stream(file, path.name, format_, context):
            if at is not None:
                at(file.tell())
            yield record


def _guarded(
    where: str, config: Config, report: Report, read: Callable[[Context], Iterator[Record]]
) -> Iterator[Record]:
    """Yield what ``read`` yields, turning what it raises into a problem, and silence into one too."""
    said: list[Problem] = []

    def heard(problem: Problem) -> None:
        said[:] = [problem]
        report(problem)

    found = False
    try:
        for record in read(Context(where, FieldMap(config.mapping), heard)):
            found = True
            yield record
        if not (found or said) and format_of(where) not in {"zip", "warc"}:
            report(Problem(Kind.EMPTY, where, "holds no articles"))
    except (BroadsheetError, MemoryError):
        raise
    except (FileNotFoundError, NotADirectoryError):
        report(Problem(Kind.VANISHED, where, "is gone"))
    except OSError as error:
        report(Problem(Kind.UNREADABLE, where, f"cannot be read ({error.strerror or error})"))
    except Exception as error:  # noqa: BLE001 -- nothing that a file holds may stop a run
        kept = "; the articles before that were kept" if found else ""
        report(Problem(Kind.UNREADABLE, where, f"cannot be read ({type(error).__name__}: {error}){kept}"))


def read_articles(
    paths: Iterable[str | Path],
    config: Config,
    report: Report,
    templates: "Templates | None" = None,
    *,
    whole: bool = False,
) -> Iterator[Article]:
    """Yield the articles under paths, cleaned, dated and with ids: all that an index of these templates would hold.

    ``-`` is JSON lines on standard input. What was removed is bounded, unless the articles are wanted ``whole``.
    """
    from corpus.pipeline import Pipeline  # noqa: PLC0415 -- it loads gazetteers' code, which reading does without

    pipeline = Pipeline(config, templates, whole=whole)
    for record, root, path in _placed(paths, config, report):
        name, original = article_id(record, root, path)
        origin = Origin(root, path, record.place.part, original)
        article = pipeline.article(record, name, origin, report)
        if article is not None:
            yield article


def _placed(paths: Iterable[str | Path], config: Config, report: Report) -> Iterator[tuple[Record, str, str]]:
    """Yield each record with its root's name and its file's path within the root."""
    for path in paths:
        if str(path) == STDIN:
            yield from ((record, STDIN, STDIN) for record in read_stdin(sys.stdin.buffer, config, report))
            continue
        base = base_of(path)
        for found in scan([path], report, Counter()):
            within = found.path.relative_to(base).as_posix()
            yield from ((record, base.name, within) for record in read_file(found.path, config, report))
