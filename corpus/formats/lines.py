"""Lines: a stream's lines with their numbers, none of them larger than an article may be."""

from collections.abc import Iterator

from corpus.decode import GIVE_UP_BYTES, MAX_RECORD_BYTES
from corpus.errors import Kind
from corpus.formats.context import Context
from corpus.formats.streams import BUFFER, Stream
from corpus.formats.whole import data_damage


def lines(stream: Stream, context: Context, *, blank: bool = False) -> Iterator[tuple[int, bytes]]:
    """Yield each line with its number from 1, blank ones only if wanted; report those too large.

    A line that damaged data cuts short is left out, and the damage reported in its place.
    """
    number = 0
    while line := stream.readline(MAX_RECORD_BYTES + 1):
        number += 1
        whole = line.endswith(b"\n")
        if not whole and len(line) > MAX_RECORD_BYTES:
            if not _skip_line(stream, context, number):
                return
        elif (whole or stream.damage is None or line.endswith(b"}")) and (blank or not line.isspace()):
            yield number, line
    data_damage(stream, context, number or None)


def _skip_line(stream: Stream, context: Context, number: int) -> bool:
    """Pass over the rest of a line, holding little of it; False if it has no end in sight."""
    passed = MAX_RECORD_BYTES
    while piece := stream.readline(BUFFER):
        if piece.endswith(b"\n"):
            break
        passed += len(piece)
        if passed > GIVE_UP_BYTES:
            context.problem(
                Kind.TOO_LARGE,
                f"line has no end within {GIVE_UP_BYTES >> 30} GiB; the rest of the file was left unread",
                number,
            )
            return False
    context.too_large(number, "line")
    return True
