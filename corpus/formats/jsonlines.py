"""JSON lines: one object on each line."""

import json
import re
from collections.abc import Iterator

from corpus.article import Json, Record
from corpus.decode import UndecodableError, decode
from corpus.errors import Kind
from corpus.formats.context import Context
from corpus.formats.lines import lines
from corpus.formats.streams import Stream, as_utf8

_LONGEST_INT = 19
# An array, or objects spread over several lines, under the name of JSON lines.
_NOT_LINES = re.compile(rb"\s*(?:\[\s*\{|\[\s*\n|\{\s*\n)")


class NotJsonError(ValueError):
    """Text that is no JSON; ``line`` counts from 1 within the text."""

    def __init__(self, message: str, line: int = 1) -> None:
        super().__init__(message)
        self.line = line


def read(stream: Stream, context: Context) -> Iterator[Record]:
    """Yield the articles of JSON lines; a broken line costs itself."""
    stream = as_utf8(stream)
    if _NOT_LINES.match(stream.peek(1)):
        from corpus.formats import jsonfile  # noqa: PLC0415 -- it imports this module

        yield from jsonfile.read(stream, context)
        return
    for number, line in lines(stream, context):
        item = load(line, context, number)
        if isinstance(item, dict):
            if record := context.item(item, number):
                yield record
        elif item is not None:
            context.problem(Kind.BROKEN, "is not a JSON object; skipped", number)


def load(data: bytes, context: Context, line: int) -> Json:
    """Return a JSON value; None, with one problem reported, if it is broken."""
    data = data.strip()
    try:
        value = loads(decode(data))
    except NotJsonError as error:
        context.problem(Kind.BROKEN, f"is broken JSON ({error}); skipped", line + error.line - 1)
    except UndecodableError as error:
        context.problem(Kind.UNDECODABLE, f"{error}; skipped", line)
    else:
        # None stands for what was reported.
        return [] if value is None else value
    return None


def loads(text: str) -> Json:
    r"""Return the value of JSON text, NaN and infinities as None; NotJsonError if it is none.

    >>> loads('{"a": NaN}'), loads('["tab\t"]')
    ({'a': None}, ['tab\t'])
    """
    try:
        value: Json = json.loads(text, strict=False, parse_constant=_nothing)
    except json.JSONDecodeError as error:
        raise NotJsonError(f"{error.msg} at column {error.colno}", error.lineno) from error
    except RecursionError as error:
        raise NotJsonError("nested too deeply") from error
    except ValueError:
        # Python refuses to read integers of thousands of digits.
        value = json.loads(text, strict=False, parse_constant=_nothing, parse_int=_integer)
    return value


def _nothing(_name: str) -> None:
    return None


def _integer(digits: str) -> int | str:
    return int(digits) if len(digits) <= _LONGEST_INT else digits
