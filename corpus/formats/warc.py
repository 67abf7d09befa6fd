"""WARC: the pages in a web archive. The records are parted here, so that a broken one costs only itself."""

import io
import logging
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from warcio.bufferedreaders import ChunkedDataReader
from warcio.recordloader import ArcWarcRecordLoader

from corpus.article import Record
from corpus.decode import MAX_RECORD_BYTES, UndecodableError, declared_encoding, decode, tidy
from corpus.errors import Kind
from corpus.formats import html, text
from corpus.formats.context import LIMIT_TEXT, Context
from corpus.formats.jsonlines import NotJsonError, loads
from corpus.formats.streams import BUFFER, Stream
from corpus.formats.whole import KEPT, data_damage

_START = b"WARC/"
_HEAD = 1 << 16
_HEAD_ENDS = (b"\n\r\n", b"\n\n")
_LENGTH = re.compile(rb"^content-length[ \t]*:[ \t]*(\d{1,18})[ \t\r]*$", re.IGNORECASE | re.MULTILINE)
_TYPE = re.compile(rb"^warc-type[ \t]*:[ \t]*(?:response|resource|conversion)\b", re.IGNORECASE | re.MULTILINE)
_URI = re.compile(rb"^warc-target-uri[ \t]*:[ \t]*<?([^\s<>]{1,500})", re.IGNORECASE | re.MULTILINE)
_ROBOTS = re.compile(r"https?://[^/]+/robots\.txt", re.IGNORECASE)
_TEXTUAL = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "text",
    "application/json": "json",
    "application/ld+json": "json",
}
_GZIP, _ZLIB, _DEFLATE = 16 + zlib.MAX_WBITS, zlib.MAX_WBITS, -zlib.MAX_WBITS
_WINDOWS = {"gzip": (_GZIP,), "x-gzip": (_GZIP,), "deflate": (_ZLIB, _DEFLATE)}


class _SkippedError(Exception):
    """A record of which nothing is kept; ``kind`` is None where that is as it should be."""

    def __init__(self, kind: Kind | None = None, message: str = "") -> None:
        super().__init__(message)
        self.kind = kind


@dataclass(frozen=True, slots=True)
class _Capture:
    """A page as it was captured: its URL, the time, and its decoded text of a kind in ``_TEXTUAL``."""

    url: str
    date: str
    kind: str
    text: str


class _Block:
    """The content of one record, of the length its head states."""

    def __init__(self, stream: Stream, length: int) -> None:
        self._stream = stream
        self.length = length
        self.left = length

    def read(self, size: int) -> bytes:
        data = self._stream.read(min(size, self.left))
        self.left -= len(data)
        return data

    def skip(self) -> bool:
        """Pass over the rest; False if the stream ended in it."""
        while self.left and self.read(BUFFER):
            pass
        return not self.left


def read(stream: Stream, context: Context) -> Iterator[Record]:
    """Yield the articles among a web archive's successful responses, resources and conversions."""
    logging.getLogger("warcio").setLevel(logging.CRITICAL)
    if not stream.peek(1) and stream.damage is None:
        context.problem(Kind.EMPTY, "is empty")
        return
    for head, block in _records(stream, context):
        try:
            capture = _capture(head, block)
            page = _page(capture, context)
        except _SkippedError as error:
            if error.kind is not None:
                context.problem(error.kind, f"{_uri(head)}: {error}; skipped")
            continue
        if record := context.item({**page.fields, "url": capture.url}, usual={"captured": capture.date}):
            yield replace(record, removed=page.removed)
    data_damage(stream, context)


def _records(stream: Stream, context: Context) -> Iterator[tuple[bytes, _Block]]:
    """Yield the head and content of each record that can hold a page."""
    astray = False
    while line := stream.readline(_HEAD):
        if not line.startswith(_START):
            if line.strip() and not astray:
                context.problem(Kind.BROKEN, f"holds something that is no record ({line[:40]!r}); skipped")
                astray = True
            continue
        head = _head(line, stream)
        if not head.endswith(_HEAD_ENDS) and len(head) < _HEAD:
            _cut_short(stream, context)
            return
        length = _LENGTH.search(head)
        astray = length is None
        if length is None:
            context.problem(Kind.BROKEN, f"{_uri(head)}: record without a length; skipped")
            continue
        block = _Block(stream, int(length[1]))
        if _TYPE.search(head):
            yield head, block
        if not block.skip():
            _cut_short(stream, context)
            return


def _cut_short(stream: Stream, context: Context) -> None:
    if stream.damage is None:
        context.problem(Kind.BROKEN, f"ends in the middle of a record; {KEPT}")


def _head(line: bytes, stream: Stream) -> bytes:
    lines = [line]
    size = len(line)
    while size < _HEAD and (line := stream.readline(_HEAD)):
        lines.append(line)
        size += len(line)
        if not line.strip():
            break
    return b"".join(lines)


def _uri(head: bytes) -> str:
    match = _URI.search(head)
    return tidy(match[1].decode("utf-8", "replace")) if match else "record"


def _capture(head: bytes, block: _Block) -> _Capture:
    start = block.read(_HEAD)
    if len(start) < min(_HEAD, block.length):
        raise _SkippedError  # the end of the data, which is reported there
    record = _parsed(head + start)
    headers = record.http_headers
    if record.rec_type == "response" and (headers is None or not str(headers.get_statuscode()).startswith("2")):
        raise _SkippedError
    stated = str((headers.get_header("Content-Type") if headers else record.content_type) or "")
    kind = _TEXTUAL.get(stated.partition(";")[0].strip().lower())
    url = _uri(head)
    if kind is None or _ROBOTS.fullmatch(url):
        raise _SkippedError
    if block.length > MAX_RECORD_BYTES + _HEAD:
        raise _SkippedError(Kind.TOO_LARGE, f"larger than {LIMIT_TEXT}")
    if block.left:
        record = _parsed(head + start + block.read(block.left))
    if block.left:
        raise _SkippedError  # the end of the data again
    payload = _payload(record)
    if not payload.strip():
        raise _SkippedError
    declared = declared_encoding(stated.encode("utf-8", "replace")) or declared_encoding(payload)
    try:
        content = tidy(decode(payload, declared))
    except UndecodableError as error:
        raise _SkippedError(Kind.UNDECODABLE, str(error)) from error
    return _Capture(url, str(record.rec_headers.get_header("WARC-Date") or ""), kind, content)


def _parsed(data: bytes) -> Any:  # noqa: ANN401 -- warcio has no types
    try:
        return ArcWarcRecordLoader(verify_http=False).parse_record_stream(io.BytesIO(data), known_format="warc")
    except MemoryError:
        raise
    except Exception as error:
        raise _SkippedError(Kind.BROKEN, "broken record") from error


def _payload(record: Any) -> bytes:  # noqa: ANN401 -- warcio has no types
    """Return the page itself, without the wrappings of its transfer."""
    headers = record.http_headers
    if headers is None:
        return bytes(record.raw_stream.read())
    raw = record.raw_stream
    if "chunked" in str(headers.get_header("Transfer-Encoding") or "").lower():
        raw = ChunkedDataReader(raw)
    data = bytes(raw.read())
    coding = str(headers.get_header("Content-Encoding") or "").strip().lower()
    for window in _WINDOWS.get(coding, ()):
        try:
            unpacked = zlib.decompressobj(window).decompress(data, MAX_RECORD_BYTES + 1)
        except zlib.error:
            continue  # stored unpacked already, as many crawlers do
        if len(unpacked) > MAX_RECORD_BYTES:
            raise _SkippedError(Kind.TOO_LARGE, f"larger than {LIMIT_TEXT}")
        return unpacked
    if coding in {"br", "zstd", "compress"} and data.lstrip()[:1] not in (b"<", b"{"):
        raise _SkippedError(Kind.UNDECODABLE, f"is compressed with {coding}, which is not read")
    if len(data) > MAX_RECORD_BYTES:
        raise _SkippedError(Kind.TOO_LARGE, f"larger than {LIMIT_TEXT}")
    return data


def _page(capture: _Capture, context: Context) -> html.Page:
    """Return what a page says; what is no article at all, such as the data of a script, is passed over."""
    if capture.kind == "json":
        try:
            item = loads(capture.text)
        except NotJsonError:
            raise _SkippedError from None
        if not isinstance(item, dict) or not context.fields.has_body(item):
            raise _SkippedError
        return html.Page(item)
    is_page = capture.kind == "html"
    page = html.read_page(capture.text, capture.url) if is_page else html.Page(dict(text.parse(capture.text)))
    if "body" not in page.fields:
        raise _SkippedError(Kind.NO_TEXT, "has no text")
    return page
