"""Plain text as it was scraped: the title is the first line, blank lines part paragraphs."""

from collections.abc import Iterator

from corpus.article import Record
from corpus.formats.context import Context
from corpus.formats.fields import Found
from corpus.formats.streams import Stream
from corpus.formats.whole import read_text
from corpus.text import squeeze

_LONGEST_TITLE = 300


def read(stream: Stream, context: Context) -> Iterator[Record]:
    """Yield the one article of a text file."""
    text = read_text(stream, context)
    if text is not None and (record := context.single(Found(parse(text), None, {}))):
        yield record


def parse(text: str) -> dict[str, str]:
    r"""Return the title and body of a text; a first line too long for a title is part of the body.

    >>> parse("A title\n\nA paragraph.\n\nAnother.\n")
    {'title': 'A title', 'body': 'A paragraph.\n\nAnother.'}
    """
    first, _, rest = text.strip().partition("\n")
    if len(first) > _LONGEST_TITLE:
        return {"body": text.strip()}
    parts = {"title": squeeze(first), "body": rest.strip()}
    return {name: part for name, part in parts.items() if part}
