"""Lines: a stream's lines with their numbers, none of them larger than an article may be."""

from collections.abc import Iterator

from corpus.decode import GIVE_UP_BYTES
from corpus.errors import Kind
from corpus.formats.context import Context
from corpus.formats.streams import EndlessError, Stream, read_line
from corpus.formats.whole import data_damage


def lines(stream: Stream, context: Context, *, blank: bool = False) -> Iterator[tuple[int, bytes]]:
    """Yield each line with its number from 1, blank ones only if wanted; report those too large.

    A line that damaged data cuts short is left out, and the damage reported in its place.
    """
    number = 0
    try:
        while (line := read_line(stream)) != b"":
            number += 1
            if line is None:
                context.too_large(number, "line")
            elif _is_whole(line, stream) and (blank or not line.isspace()):
                yield number, line
    except EndlessError:
        message = f"line has no end within {GIVE_UP_BYTES >> 30} GiB; the rest of the file was left unread"
        context.problem(Kind.TOO_LARGE, message, number + 1)
        return
    data_damage(stream, context, number or None)


def _is_whole(line: bytes, stream: Stream) -> bool:
    return stream.damage is None or line.endswith((b"\n", b"}"))
