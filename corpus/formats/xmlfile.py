"""XML files: what a file with the suffix ``.xml`` is, told by its root element."""

import re
from collections.abc import Callable, Iterator, Mapping

from corpus.article import Record
from corpus.formats import alto, feed, hocr, html, pagexml
from corpus.formats.context import Context
from corpus.formats.streams import Stream

_BEFORE_ROOT = re.compile(
    r"\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^<>\[]*+(?:\[.*?\]\s*)?>|[^<]+", re.DOTALL | re.IGNORECASE
)
_ROOT = re.compile(r"<(?:[\w.-]{1,80}:)?([\w.-]{1,80})")
_READERS: Mapping[str, Callable[[Stream, Context], Iterator[Record]]] = {"alto": alto.read, "pcgts": pagexml.read}


def read(stream: Stream, context: Context) -> Iterator[Record]:
    """Yield the articles of a scanned page or a feed; what is neither is reported by the latter."""
    start = stream.peek()
    root = root_name(start)
    if root == "html" and hocr.is_hocr(start):
        yield from hocr.read(stream, context)
    else:
        yield from _READERS.get(root, feed.read)(stream, context)


def read_page(stream: Stream, context: Context) -> Iterator[Record]:
    """Yield the articles of an HTML file: a scanned page or one of the web."""
    yield from (hocr.read if hocr.is_hocr(stream.peek()) else html.read)(stream, context)


def root_name(start: bytes) -> str:
    """Return the name of the root element by the first bytes of a file, in small letters and without prefix.

    >>> root_name(b'<?xml version="1.0"?><!-- <a> --><x:PcGts>'), root_name(b"no XML")
    ('pcgts', '')
    """
    text = start.replace(b"\0", b"").decode("utf-8", "replace")
    at = 0
    while (match := _BEFORE_ROOT.match(text, at)) is not None:
        at = match.end()
    root = _ROOT.match(text, at)
    return root[1].lower() if root else ""
