"""JSON values: finds where each begins and ends in a stream, without reading the stream as a whole.

Structure is told from bytes: braces, brackets and strings, which UTF-8 and the usual 8-bit encodings
write alike. So an array of any length is read with no more than one of its items in memory.
"""

import re

from corpus.decode import GIVE_UP_BYTES, MAX_RECORD_BYTES
from corpus.formats.streams import Stream

CHUNK = 1 << 18
_STRUCTURE = re.compile(rb'["{}\[\]]')
_INSIDE = re.compile(rb'(?:[^"\\]++|\\.)*+', re.DOTALL)
_SCALAR = re.compile(rb'[^\s,\[\]{}":]+')
_BLANK = re.compile(rb"\s*")
_SCALAR_FIELD = rb'"[^"\\]{0,200}"\s*:\s*(?:"(?:[^"\\]++|\\.)*+"|[-+.\w]{1,40})\s*,\s*'
_LIST_AHEAD = re.compile(rb"\{\s*(?:" + _SCALAR_FIELD + rb')*"[^"\\]{0,200}"\s*:\s*\[(?=\s*\{)', re.DOTALL)


class TooLargeError(Exception):
    """A value larger than an article may be."""


class UnfinishedError(Exception):
    """The end of the data in the middle of a value."""


class Values:
    """A place in a stream of JSON; ``line`` is its line, from 1."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._buffer = bytearray()
        self.line = 1

    def _more(self) -> bool:
        data = self._stream.read1(CHUNK)
        self._buffer += data
        return bool(data)

    def _take(self, size: int) -> bytes:
        taken = bytes(self._buffer[:size])
        del self._buffer[:size]
        self.line += taken.count(b"\n")
        return taken

    def peek(self) -> bytes:
        """Return the next byte that is not blank, ``b""`` at the end."""
        while True:
            match = _BLANK.match(self._buffer)
            self._take(match.end() if match else 0)
            if self._buffer or not self._more():
                return bytes(self._buffer[:1])

    def drop(self) -> None:
        """Pass over one byte."""
        self._take(1)

    def take(self) -> bytes:
        """Return the object here and pass over it; TooLargeError and UnfinishedError leave it where it is."""
        at, state = 0, (0, False)
        while True:
            at, state, done = _scan(self._buffer, at, state)
            if at > MAX_RECORD_BYTES:
                raise TooLargeError
            if done:
                return self._take(at)
            if not self._more():
                raise UnfinishedError

    def give_back(self, data: bytes) -> None:
        """Undo the passing over ``data``."""
        self._buffer[:0] = data
        self.line -= data.count(b"\n")

    def skip_scalar(self) -> None:
        """Pass over a number or word, or over a byte that can begin no value."""
        if not _SCALAR.match(self._buffer):
            self.drop()
            return
        while match := _SCALAR.match(self._buffer):
            self._take(match.end())
            if self._buffer or not self._more():
                return

    def skip(self, depth: int = 0) -> None:
        """Pass over the value here, or to the end of the ``depth``-th one around it, holding little of it."""
        state, passed = (depth, False), 0
        while True:
            at, state, done = _scan(self._buffer, 0, state)
            passed += len(self._take(at))
            if done:
                return
            if passed > GIVE_UP_BYTES:
                raise TooLargeError
            if not self._more():
                raise UnfinishedError

    def enter_list(self) -> bytes:
        """Pass into the list of objects in the object here, if only plain values stand before it.

        Returns what was passed over, ``b""`` if there is no such list.
        """
        match = _LIST_AHEAD.match(self._buffer)
        return self._take(match.end()) if match else b""


def _scan(buffer: bytearray, at: int, state: tuple[int, bool]) -> tuple[int, tuple[int, bool], bool]:
    """Go on from ``at``; return how far it got, the depth and whether in a string, and whether that is the end.

    The end is where the depth is back at 0.
    """
    depth, quoted = state
    while True:
        if quoted:
            match = _INSIDE.match(buffer, at)
            at = match.end() if match else at
            if buffer[at : at + 1] != b'"':  # the end, or a backslash whose second half is still to come
                return at, (depth, True), False
            at += 1
            quoted = False
        else:
            found = _STRUCTURE.search(buffer, at)
            if found is None:
                return len(buffer), (depth, False), False
            at = found.end()
            quoted = found[0] == b'"'
            depth += (found[0] in b"{[") - (found[0] in b"}]")
        if depth <= 0 and not quoted:
            return at, (depth, False), True
