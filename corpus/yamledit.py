"""Editing YAML as text: items come into lists and go from them, and all else stays as it was written."""

import os
import secrets
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

from corpus.configyaml import Value, encoding_of
from corpus.errors import ConfigError


def appended(text: str, root: Value, key: str, items: Sequence[str]) -> str:
    """Return a text with items, each written as YAML on one line, at the end of the list that a key of its has.

    ``root`` is the text as it was read. Where it has no such key, that comes at its end.
    """
    newline = "\r\n" if "\r\n" in text else "\n"
    listed = ", ".join(items)
    if not isinstance(root.data, dict):
        return _with_line_end(text, newline) + _block(key, 0, newline, items)
    if key not in root.data:
        return _with_key(text, root, key, newline, items)
    value = root.data[key]
    if isinstance(value.data, list) and value.data:
        last = value.data[-1]
        if value.flow:
            return f"{text[: last.end]}, {listed}{text[last.end :]}"
        return _with_items(text, value, newline, items)
    if isinstance(value.data, list):
        return f"{text[: value.start + 1]}{listed} {text[value.start + 1 :]}"
    kept = text[value.start : value.end] + ", " if value.data is not None else ""
    space = "" if text[: value.start].endswith(" ") else " "
    return f"{text[: value.start]}{space}[{kept}{listed}]{text[value.end :]}"


def _with_items(text: str, value: Value, newline: str, items: Iterable[str]) -> str:
    """Add items to a block list, each on a line of its own after the last one's line."""
    at = _line_end(text, _end(value))
    column = value.start - (text.rfind("\n", 0, value.start) + 1)
    lines = "".join(f"{' ' * column}- {one}{newline}" for one in items)
    return _with_line_end(text[:at], newline) + lines + text[at:]


def _with_key(text: str, root: Value, key: str, newline: str, items: Sequence[str]) -> str:
    """Add the key at the end of a mapping."""
    if root.flow:
        last = list(root.data.values())[-1].end if isinstance(root.data, dict) and root.data else root.start + 1
        comma = ", " if root.data else ""
        return f"{text[:last]}{comma}{key}: [{', '.join(items)}] {text[last:]}"
    column = root.start - (text.rfind("\n", 0, root.start) + 1)
    return _with_line_end(text[: root.end], newline) + _block(key, column, newline, items) + text[root.end :]


def _block(key: str, column: int, newline: str, items: Iterable[str]) -> str:
    indent = " " * column
    return f"{indent}{key}:{newline}" + "".join(f"{indent}  - {one}{newline}" for one in items)


def _with_line_end(text: str, newline: str) -> str:
    return text if not text or text.endswith("\n") else text + newline


def without_key(text: str, value: Value) -> str:
    """Return a text without a key of a block mapping, whose value this is, and all that stands in it."""
    at = text.rfind(f"{value.key}:", 0, value.start)
    begin = text.rfind("\n", 0, max(at, 0)) + 1
    return text if at < 0 else text[:begin] + text[_line_end(text, _end(value)) :]


def without(text: str, items: Iterable[Value]) -> str:
    """Return a text without some items of lists; one that has its lines for itself goes with these."""
    for one in sorted(items, key=lambda one: one.start, reverse=True):
        begin, end = one.start, _end(one)
        first, last = text.rfind("\n", 0, begin) + 1, _line_end(text, end)
        rest = text[end:last].strip()
        if text[first:begin].strip() == "-" and (not rest or rest.startswith("#")):
            begin, end = first, last
        elif text[end:].lstrip().startswith(","):
            end = text.index(",", end) + 1
            end += len(text[end:]) - len(text[end:].lstrip(" "))
        elif text[:begin].rstrip().endswith(","):
            begin = text.rindex(",", 0, begin)
        text = text[:begin] + text[end:]
    return text


def _end(value: Value) -> int:
    """Return where a value ends; YAML lets a block go on to the next thing that is no comment."""
    while isinstance(value.data, list | dict) and value.data and not value.flow:
        value = value.data[-1] if isinstance(value.data, list) else list(value.data.values())[-1]
    return value.end


def _line_end(text: str, at: int) -> int:
    found = text.find("\n", at)
    return len(text) if found < 0 else found + 1


def replace(target: Path, text: str, *, exists: bool) -> None:
    """Write a text in the encoding the file had, and put it in the file's place in one step."""
    temporary = target.with_name(f".{target.name}.{secrets.token_hex(4)}.tmp")
    try:
        encoding = encoding_of(target.read_bytes()) if exists else "utf-8"
        with temporary.open("xb") as file:
            file.write(text.encode(encoding))
            file.flush()
            os.fsync(file.fileno())
        if exists:
            shutil.copymode(target, temporary)
        temporary.replace(target)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise ConfigError(f"{target} cannot be written: {error.strerror or error}.") from error
