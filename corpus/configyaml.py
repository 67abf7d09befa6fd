"""Careful reading of YAML that people write: every value knows its line, every error says it.

PyYAML's parser gives events; the tree is put together here, so that aliases (and the bombs made of
them), duplicate keys and deep nesting are refused before anything is built. Scalars become what
YAML's safe loader makes of them.
"""

import codecs
import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeAlias

import yaml
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    DocumentStartEvent,
    Event,
    ScalarEvent,
    SequenceStartEvent,
)

from corpus.errors import ConfigError

MAX_BYTES = 5_000_000
MAX_DEPTH = 20
_SHOWN = 60  # characters of a wrong value that an error repeats


@dataclass(frozen=True, slots=True)
class Value:
    """A value in a YAML file: ``data`` is a scalar, a list of values, or a mapping of text to values.

    ``key`` is the dotted path to it (``server.port``, ``removed[3]``); ``line`` counts from 1;
    ``start`` and ``end`` are code points of the file's text; ``raw`` is a scalar as it is written;
    ``flow`` tells that a list or mapping is written in brackets.
    """

    data: "Data"
    file: Path
    key: str
    line: int
    start: int
    end: int
    raw: str = ""
    flow: bool = False

    def wrong(self, expected: str, hint: str = "") -> ConfigError:
        """Return the error that says where this value is, what was expected and what was found."""
        return self.error(f"{self.key}: expected {expected}, found {self.found()}.".removeprefix(": "), hint)

    def error(self, message: str, hint: str = "") -> ConfigError:
        """Return an error that names the file and the line."""
        return ConfigError(f"{self.file}, line {self.line}: {message}{' ' + hint if hint else ''}")

    def text(self, expected: str) -> str:
        """Return the text that this is, without white space around it; ConfigError if it is none, or empty."""
        if isinstance(self.data, str) and self.data.strip():
            return self.data.strip()
        scalar = self.data is not None and not isinstance(self.data, str | list | dict)
        raise self.wrong(expected, f'Write it in quotes: "{self.raw}".' if scalar else "")

    def texts(self, expected: str) -> "list[tuple[str, Value]]":
        """Return the texts of a list, or the one text that stands for a list, each with its place; or ConfigError."""
        if isinstance(self.data, list):
            return [(one.text(expected), one) for one in self.data]
        if isinstance(self.data, dict):
            raise self.wrong(f"a list, each item {expected}")
        return [(self.text(expected), self)]

    def found(self) -> str:
        """Describe the value for a person."""
        for kind, name in _KINDS:
            if isinstance(self.data, kind):
                return name.format(self.raw if len(self.raw) <= _SHOWN else self.raw[:_SHOWN] + "…")
        return "something else"


Data: TypeAlias = bool | int | float | str | bytes | dt.date | dt.datetime | list[Value] | dict[str, Value] | None
_KINDS: tuple[tuple[type, str], ...] = (
    (type(None), "nothing"),
    (bool, "the yes-or-no value {}"),
    (int, "the number {}"),
    (float, "the number {}"),
    (str, "the text “{}”"),
    (dt.date, "the date {}"),
    (list, "a list"),
    (dict, "a mapping"),
)


def read_text(path: Path, most: int = MAX_BYTES) -> str:
    """Return the text of a YAML file: UTF-8, or UTF-16 with its mark.

    ConfigError if there is none, or more than ``most`` bytes.
    """
    try:
        with path.open("rb") as file:
            found = file.read(most + 1)
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror or error}.") from error
    if len(found) > most:
        raise ConfigError(f"{path} has more than {most:,} bytes, too many for such a file.")
    try:
        return found.decode(encoding_of(found))
    except UnicodeDecodeError as error:
        line = found.count(b"\n", 0, error.start) + 1
        raise ConfigError(f"{path}, line {line}: this is not UTF-8; save the file as UTF-8.") from error


def encoding_of(found: bytes) -> str:
    """Name the codec of a file by its byte order mark, which the codec takes off and puts back.

    >>> encoding_of(b"a: 1"), encoding_of("a: 1".encode("utf-16"))
    ('utf-8', 'utf-16')
    """
    if found.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    return "utf-16" if found.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8"


def parse_yaml(text: str, path: Path) -> Value:
    """Return the one document of a YAML text, an empty one as None; ConfigError where it is not good YAML."""
    with _explained(path):
        return _Tree(_LOADER(text), path).document()


def yaml_items(text: str, path: Path, expected: str) -> Iterator[Value]:
    """Yield the items of the list that a YAML text is, none of an empty one, without keeping them.

    ConfigError where it is not good YAML, or no list as ``expected`` says.
    """
    with _explained(path):
        yield from _Tree(_LOADER(text), path).items(expected)


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Raise what the parser finds wrong with a file as ConfigError."""
    try:
        yield
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f", line {mark.line + 1}" if mark else ""
        if "nesting depth" in str(error.problem):  # newer parsers refuse it themselves
            raise ConfigError(f"{path}{where}: this is nested too deeply.") from error
        message = f"this is not YAML: {error.problem or error.context}"
        raise ConfigError(f"{path}{where}: {message}. Text with special characters belongs in quotes.") from error
    except yaml.YAMLError as error:
        raise ConfigError(f"{path}: this is not YAML: {' '.join(str(error).split())}.") from error


# The C parser where PyYAML has it: ten times faster. Only its events are used, as its composer
# overruns the stack on deeply nested text.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Tree:
    """Puts a document together from events."""

    def __init__(self, loader: Any, path: Path) -> None:  # noqa: ANN401 -- one of two loaders without a common type
        self._loader = loader
        self._path = path

    def document(self) -> Value:
        self._loader.get_event()  # the start of the stream
        event = self._loader.get_event()
        if not isinstance(event, DocumentStartEvent):
            return Value(None, self._path, "", 1, 0, 0)
        found = self._value(self._loader.get_event(), "", 0)
        self._end_document()
        return found

    def items(self, expected: str) -> Iterator[Value]:
        self._loader.get_event()  # the start of the stream
        if not isinstance(self._loader.get_event(), DocumentStartEvent):
            return
        event = self._loader.get_event()
        if isinstance(event, SequenceStartEvent) and not event.anchor:
            for at, item in enumerate(self._children(), 1):
                yield self._value(item, f"[{at}]", 1)
        elif (found := self._value(event, "", 0)).data is not None:
            raise found.wrong(expected)
        self._end_document()

    def _end_document(self) -> None:
        self._loader.get_event()  # the end of the document
        if isinstance(more := self._loader.get_event(), DocumentStartEvent):
            raise self._error(more, "a second document begins here (---); write one only.")

    def _value(self, event: Event, key: str, depth: int, line: int | None = None) -> Value:
        """Build the value that an event begins; ``line`` is that of its key, where it has one."""
        if isinstance(event, AliasEvent) or getattr(event, "anchor", None):
            raise self._error(
                event, "anchors (&) and aliases (*) are not allowed; quote the text if it is meant as text."
            )
        if depth > MAX_DEPTH:
            raise self._error(event, "this is nested too deeply.")
        start, end = _places(event)
        raw, flow = "", False
        data: Data
        if isinstance(event, ScalarEvent):
            data, raw = self._scalar(event), event.value
        else:
            flow = bool(getattr(event, "flow_style", False))
            data, end = self._list(key, depth) if isinstance(event, SequenceStartEvent) else self._mapping(key, depth)
        return Value(data, self._path, key, line or _line(event), start, end, raw, flow)

    def _scalar(self, event: ScalarEvent) -> Data:
        tag = event.tag
        if tag is None or tag == "!":
            tag = self._loader.resolve(yaml.ScalarNode, event.value, event.implicit)
        if tag == "tag:yaml.org,2002:str":
            return event.value
        start: Any = event.start_mark
        node = yaml.ScalarNode(tag, event.value, start, start)
        try:
            found: Data = self._loader.construct_object(node)
        except (ValueError, OverflowError) as error:
            message = f"{event.value[:_SHOWN]!r} is not a value YAML can hold. Quote it if it is meant as text."
            raise self._error(event, message) from error
        return found

    def _children(self) -> Iterator[Event]:
        while not isinstance(event := self._loader.get_event(), CollectionEndEvent):
            yield event
        self._end = _places(event)[1]

    def _list(self, key: str, depth: int) -> tuple[list[Value], int]:
        found = [self._value(event, f"{key}[{at}]", depth + 1) for at, event in enumerate(self._children(), 1)]
        return found, self._end

    def _mapping(self, key: str, depth: int) -> tuple[dict[str, Value], int]:
        found: dict[str, Value] = {}
        for event in self._children():
            name = self._key(event, key, depth)
            if name in found:
                raise self._error(
                    event, f"the key “{name}” stands here a second time (first on line {found[name].line})."
                )
            path = f"{key}.{name}" if key else name
            found[name] = self._value(self._loader.get_event(), path, depth + 1, _line(event))
        return found, self._end

    def _key(self, event: Event, key: str, depth: int) -> str:
        if isinstance(event, ScalarEvent) and not event.anchor and isinstance(name := self._scalar(event), str):
            return name
        found = self._value(event, key, depth + 1)
        raise found.error(f"a key must be text, found {found.found()}; quote it if it is meant as text.")

    def _error(self, event: Event, message: str) -> ConfigError:
        return ConfigError(f"{self._path}, line {_line(event)}: {message}")


def _line(event: Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _places(event: Event) -> tuple[int, int]:
    """Return where an event begins and ends in the text."""
    return (event.start_mark.index if event.start_mark else 0), (event.end_mark.index if event.end_mark else 0)


def near(name: str, known: Iterable[str]) -> str:
    """Return a question that suggests the known name nearest to a wrong one, ``""`` if none is near.

    >>> near("artciles", ["articles", "fields"])
    'Did you mean “articles”?'
    """
    found = get_close_matches(name.lower().replace("-", "_"), list(known), 1)
    return f"Did you mean “{found[0]}”?" if found else ""


def plain(value: Value) -> Any:  # noqa: ANN401 -- whatever stood in the file
    """Return a value as plain Python, without places."""
    if isinstance(value.data, list):
        return [plain(one) for one in value.data]
    if isinstance(value.data, dict):
        return {name: plain(one) for name, one in value.data.items()}
    return value.data
