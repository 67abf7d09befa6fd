"""Adding removed ids to ``broadsheet.yaml`` without touching anything else in it."""

import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from corpus.configyaml import Value, parse_yaml, plain, read_text
from corpus.errors import ConfigError
from corpus.yamledit import appended, replace

KEY = "removed"
_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9._-]*")
_ALSO_VALUES = frozenset({"y", "n"})  # booleans to some readers of YAML, though not to ours
_EXPECTED = "an article's id (1 to 64 letters, digits, dots, _ and -, as search results show it)"


def ids_of(value: Value) -> list[str]:
    """Return the ids listed under ``removed``; ConfigError if one is not an id."""
    if value.data is None:
        return []
    items = value.data if isinstance(value.data, list) else [value]
    for one in items:
        if isinstance(one.data, str) and _ID.fullmatch(one.data):
            continue
        scalar = not isinstance(one.data, str | list | dict) and one.data is not None
        raise one.wrong(_EXPECTED, f'Write it in quotes: "{one.raw}".' if scalar else "")
    return [str(one.data) for one in items]


def add_removed(path: Path, ids: Iterable[str]) -> None:
    """Add ids to the ``removed`` list of a configuration file, which is made if it is missing.

    The file is edited as text: comments, order, line ends and encoding stay. The result is read
    back before it replaces the file in one step; ConfigError, and no change, if that fails.
    """
    new = list(dict.fromkeys(ids))
    for one in new:
        if not _ID.fullmatch(one):
            raise ConfigError(f"{one!r} is not {_EXPECTED}.")
    target = Path(os.path.realpath(path))  # the file itself where the path is a link to it
    exists = target.exists()
    text = read_text(target) if exists else ""
    before = parse_yaml(text, path)
    known = _removed(before)
    new = [one for one in new if one not in known]
    if not new:
        return
    after = appended(text, before, KEY, list(map(_quoted, new)))
    if not _differs_by(before, after, new, path):
        listed = ", ".join(map(_quoted, new))
        raise ConfigError(f"{path} is written in a way that cannot be edited safely. Add by hand: {KEY}: [{listed}]")
    replace(target, after, exists=exists)


def _removed(root: Value) -> list[str]:
    if root.data is not None and not isinstance(root.data, dict):
        raise root.wrong("a mapping (lines of “key: value”)")
    return ids_of(root.data[KEY]) if root.data and KEY in root.data else []


def _quoted(one: str) -> str:
    """Return an id as YAML, in quotes where YAML would read something else than text.

    >>> _quoted("8dd5"), _quoted("abc"), _quoted("no")
    ('"8dd5"', 'abc', '"no"')
    """
    loader: Any = yaml.SafeLoader("")
    tag = loader.resolve(yaml.ScalarNode, one, (True, False))
    if _PLAIN.fullmatch(one) and tag == "tag:yaml.org,2002:str" and one.lower() not in _ALSO_VALUES:
        return one
    return f'"{one}"'


def _differs_by(before: Value, after: str, new: list[str], path: Path) -> bool:
    """Tell whether an edited text says what it did and the new ids, no more and no less."""
    try:
        root = parse_yaml(after, path)
        ids = _removed(root)
    except ConfigError:
        return False
    was, now = plain(before) or {}, plain(root)
    others = {key: value for key, value in was.items() if key != KEY}
    return ids == [*_removed(before), *new] and others == {key: value for key, value in now.items() if key != KEY}
