"""JSON files: an article, several, an array of them, or an object around one list of them."""

from collections.abc import Iterator

from corpus.article import Json, Record
from corpus.decode import UndecodableError, decode
from corpus.errors import Kind
from corpus.formats.context import Context
from corpus.formats.fields import TooDeepError
from corpus.formats.jsonlines import NotJsonError, load, loads
from corpus.formats.jsonvalues import TooLargeError, UnfinishedError, Values
from corpus.formats.streams import Stream, as_utf8
from corpus.formats.whole import data_damage


def read(stream: Stream, context: Context) -> Iterator[Record]:
    """Yield the articles of a JSON file, each item read by itself; a broken item costs itself."""
    values = Values(as_utf8(stream))
    if not values.peek():
        if stream.damage is None:
            context.problem(Kind.EMPTY, "is empty")
        data_damage(stream, context)
        return
    try:
        first = True
        while start := values.peek():
            if start not in b"[{":
                context.problem(Kind.BROKEN, "is not JSON here; the rest was left unread", values.line)
                return
            if start == b"[":
                values.drop()
                yield from _items(values, context)
            else:
                yield from _top(values, context, first=first)
            first = False
    except UnfinishedError:
        if stream.damage is None:
            context.problem(Kind.BROKEN, "ends in the middle of a value; what stood before that was kept", values.line)
    except TooLargeError:
        context.problem(Kind.TOO_LARGE, "a value has no end in sight; the rest was left unread", values.line)
    data_damage(stream, context, values.line)


def _items(values: Values, context: Context) -> Iterator[Record]:
    """Yield the articles of the list entered, to its closing bracket and past it."""
    objects = 0
    while (start := values.peek()) != b"]":
        if not start:
            raise UnfinishedError
        if start == b",":
            values.drop()
        elif start == b"{":
            objects += 1
            if record := _item(values, context):
                yield record
        else:
            line = values.line
            if not objects:  # a list of something else altogether
                values.skip(depth=1)
            elif start in b'"[':
                values.skip()
            else:
                values.skip_scalar()
            context.problem(Kind.BROKEN, "is not a JSON object; skipped", line)
            if not objects:
                return
    values.drop()


def _item(values: Values, context: Context) -> Record | None:
    line = values.line
    try:
        data = values.take()
    except TooLargeError:
        context.too_large(line)
        values.skip()
        return None
    item = load(data, context, line)
    return context.item(item, line) if isinstance(item, dict) else None


def _top(values: Values, context: Context, *, first: bool) -> Iterator[Record]:
    """Yield the article that an object is, or those in its list."""
    line = values.line
    try:
        data = values.take()
    except (TooLargeError, UnfinishedError) as error:
        if _enter(values, context):
            yield from _wrapped(values, context)
        elif isinstance(error, UnfinishedError):
            raise
        else:
            context.too_large(line)
            values.skip()
        return
    item = _loaded(data)
    if item is None:
        values.give_back(data)
        if _enter(values, context):
            yield from _wrapped(values, context)
            return
        values.take()
        load(data, context, line)  # for the report
        return
    alone = first and not values.peek()
    listed = _list_in(item, context)
    if listed is not None:
        yield from _listed(listed, context, line)
    elif record := context.item(item, None if alone else line, single=alone):
        yield record


def _loaded(data: bytes) -> dict[str, Json] | None:
    try:
        value = loads(decode(data))
    except (NotJsonError, UndecodableError):
        return None
    return value if isinstance(value, dict) else None


def _enter(values: Values, context: Context) -> bool:
    """Pass into the list of articles in an object that cannot be read as a whole; False if it has none."""
    passed = values.enter_list()
    if not passed:
        return False
    try:
        data = values.take()
    except (TooLargeError, UnfinishedError):
        return True
    values.give_back(data)
    item = _loaded(data)
    if item is None or _has_body(item, context):
        return True
    values.give_back(passed)
    return False


def _wrapped(values: Values, context: Context) -> Iterator[Record]:
    yield from _items(values, context)
    values.skip(depth=1)


def _listed(items: list[Json], context: Context, line: int) -> Iterator[Record]:
    for item in items:
        if not isinstance(item, dict):
            context.problem(Kind.BROKEN, "holds an item that is not a JSON object; skipped", line)
        elif record := context.item(item, line):
            yield record


def _has_body(item: dict[str, Json], context: Context) -> bool:
    try:
        return context.fields.has_body(item)
    except TooDeepError:
        return False


def _list_in(item: dict[str, Json], context: Context) -> list[Json] | None:
    """Return the one list of articles in an object that is no article itself, else None."""
    lists = [value for value in item.values() if isinstance(value, list) and value and isinstance(value[0], dict)]
    if len(lists) != 1 or _has_body(item, context):
        return None
    first = lists[0][0]
    wanted = isinstance(first, dict) and (_has_body(first, context) or not context.fields.title(item))
    return lists[0] if wanted else None
