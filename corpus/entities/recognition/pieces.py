"""Pieces of a long text: read one by one, so that memory does not grow with the text."""

from collections.abc import Iterator

PIECE = 100_000
"""So many code points of a text are read together."""
_GAP = 1000  # code points before the end of a piece, among which a space is looked for


def pieces(text: str) -> Iterator[tuple[int, str]]:
    r"""Yield the pieces of a text and where each begins; they end behind a line where they can, else behind a space.

    >>> [(start, len(piece)) for start, piece in pieces("a" * 60_000 + "\n" + "b" * 60_000)]
    [(0, 60001), (60001, 60000)]
    >>> list(pieces(""))
    []
    """
    start = 0
    while start < len(text):
        end = _end(text, start)
        yield start, text[start:end]
        start = end


def _end(text: str, start: int) -> int:
    end = start + PIECE
    if end >= len(text):
        return len(text)
    parted = max(text.rfind("\n", start + PIECE // 2, end), text.rfind(" ", end - _GAP, end))
    return parted + 1 if parted > 0 else end
