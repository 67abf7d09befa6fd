"""Whole files: what the formats of one article to a file have in common."""

from corpus.decode import UndecodableError, declared_encoding, decode, tidy
from corpus.errors import Kind
from corpus.formats.context import Context
from corpus.formats.streams import Stream, read_limited


def read_text(stream: Stream, context: Context, *, declares: bool = False) -> str | None:
    """Return the text of a stream; None, with one problem reported, where there is none to be had.

    ``declares``: the text may name its own encoding. Of data cut short, what is there is returned.
    """
    data = read_limited(stream)
    if data is None:
        context.too_large()
        return None
    if not data.strip() and stream.damage is None:
        context.problem(Kind.EMPTY, "is empty")
        return None
    if stream.damage is not None:
        kept = bool(data.strip()) and stream.damage == CUT_SHORT
        context.problem(Kind.BROKEN, f"{stream.damage}; {KEPT if kept else SKIPPED}", skipped=not kept)
        if not kept:
            return None
    try:
        text = tidy(decode(data, declared_encoding(data) if declares else None))
    except UndecodableError as error:
        context.problem(Kind.UNDECODABLE, f"{error}; skipped")
        return None
    if not text.strip():
        context.problem(Kind.EMPTY, "is empty")
        return None
    return text


CUT_SHORT = "is cut short"
KEPT = "what stood before that was kept"
SKIPPED = "skipped"


def data_damage(stream: Stream, context: Context, line: int | None = None) -> None:
    """Report, at the end of a container, that its data ended too early."""
    if stream.damage is not None:
        context.problem(Kind.BROKEN, f"{stream.damage}; {KEPT}", line)
