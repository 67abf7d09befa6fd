"""Streams: bytes out of files, archives and pipes, with limits and without surprises."""

import codecs
import gzip
import io
import lzma
import zipfile
import zlib
from collections.abc import Callable
from typing import BinaryIO

from corpus.decode import GIVE_UP_BYTES, MAX_RECORD_BYTES, stream_encoding

BUFFER = 1 << 16
_GZIP_MAGIC = b"\x1f\x8b"
_DAMAGE = (EOFError, gzip.BadGzipFile, zipfile.BadZipFile, zlib.error, lzma.LZMAError, ValueError)


class _Raw(io.RawIOBase):
    """A source that ends where its compressed data is damaged, instead of raising there."""

    def __init__(self, read: Callable[[int], bytes]) -> None:
        super().__init__()
        self._read = read
        self.damage: str | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # what BufferedReader gives
        if self.damage is not None:
            return 0
        try:
            data = self._read(len(buffer))
        except _DAMAGE as error:
            cut = isinstance(error, EOFError)
            self.damage = "is cut short" if cut else f"is damaged ({error})"
            return 0
        buffer[: len(data)] = data  # BufferedReader asks for far more than any decoder gives at the least
        return len(data)


class Stream(io.BufferedReader):
    """Buffered bytes; ``damage`` says, once the end is reached, what is wrong with the data before it.

    Closing it leaves the source open.
    """

    def __init__(self, read: Callable[[int], bytes], inner: "Stream | None" = None) -> None:
        self._source = _Raw(read)
        self._inner = inner
        super().__init__(self._source, BUFFER)

    @property
    def damage(self) -> str | None:
        """What a person is told, such as ``is cut short``; None while all is well."""
        return self._source.damage or (self._inner.damage if self._inner else None)


def plain(source: BinaryIO) -> Stream:
    """Return the bytes of an open file, archive member or pipe."""
    return Stream(source.read)


def unzipped(stream: Stream) -> Stream:
    """Return the content of a gzip stream, or the stream itself if it is none after all."""
    if not stream.peek(2).startswith(_GZIP_MAGIC):
        return stream
    return Stream(gzip.GzipFile(fileobj=stream).read1, stream)


def as_utf8(stream: Stream, encoding: str | None = None) -> Stream:
    """Return a stream without its byte order mark, and in UTF-8 if it was in UTF-16 or UTF-32.

    ``encoding`` is what it is in where it has no mark; None leaves it as it is.
    """
    marked, mark = stream_encoding(stream.peek(8)[:8])
    stream.read(mark)
    encoding = encoding if marked == "utf-8" and not mark else marked
    if encoding is None or encoding == "utf-8":
        return stream
    decoder = codecs.getincrementaldecoder(encoding)("replace")

    def read(size: int) -> bytes:
        # One byte becomes at most three, and at most one character is held back.
        while data := stream.read1(max(1, size // 3 - 8)):
            if text := decoder.decode(data):
                return text.encode("utf-8", "replace")
        return decoder.decode(b"", final=True).encode("utf-8", "replace")

    return Stream(read, stream)


def read_limited(stream: BinaryIO, limit: int = MAX_RECORD_BYTES) -> bytes | None:
    """Return all that is left in a stream, None if that is more than ``limit`` bytes."""
    data = bytearray()
    while piece := stream.read(BUFFER):
        data += piece
        if len(data) > limit:
            return None
    return bytes(data)


class EndlessError(Exception):
    """A line with no end in sight."""


def read_line(stream: BinaryIO, limit: int = MAX_RECORD_BYTES) -> bytes | None:
    """Return the next line, ``b""`` at the end, None for one longer than ``limit`` bytes, which is passed over.

    EndlessError after ``GIVE_UP_BYTES`` of one line.
    """
    line = stream.readline(BUFFER)
    if len(line) < BUFFER or line.endswith(b"\n"):
        return line
    data, size = bytearray(line), len(line)
    while piece := stream.readline(BUFFER):
        size += len(piece)
        if size <= limit:
            data += piece
        elif size > GIVE_UP_BYTES:
            raise EndlessError
        if piece.endswith(b"\n"):
            break
    return bytes(data) if size <= limit else None
