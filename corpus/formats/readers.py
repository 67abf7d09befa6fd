"""Readers: which function reads a format, and how a stream is handed to it."""

from collections.abc import Callable, Iterator, Mapping
from typing import BinaryIO, TypeAlias

from corpus.article import Record
from corpus.formats import feed, jsonfile, jsonlines, markdown, table, text, warc, xmlfile
from corpus.formats.context import Context
from corpus.formats.streams import Stream, plain, unzipped

Reader: TypeAlias = Callable[[Stream, Context], Iterator[Record]]

READERS: Mapping[str, Reader] = {
    "text": text.read,
    "markdown": markdown.read,
    "html": xmlfile.read_page,
    "json": jsonfile.read,
    "jsonlines": jsonlines.read,
    "table": table.read,
    "feed": feed.read,
    "xml": xmlfile.read,
    "warc": warc.read,
}


def read_stream(source: BinaryIO, name: str, format_: str, context: Context) -> Iterator[Record]:
    """Yield the articles in an open file or archive member; ``name`` tells whether it is compressed."""
    stream = plain(source)
    if name.lower().endswith(".gz"):
        stream = unzipped(stream)
    yield from READERS[format_](stream, context)
