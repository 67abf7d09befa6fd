"""Gazetteer files: names known beforehand, in YAML.

A file is a list of entries, of which only ``name`` is needed::

    - name: Popular Mobilization Forces
      kind: organisation
      id: popular-mobilization-forces
      aliases: [PMF, Hashd al-Shaabi, Popular Mobilisation Forces]
    - name: Will
      kind: person
      case_sensitive: true        # found only as it is written here
    - name: May
      never: true                 # no name of anything, whatever finds it

Ours, ``corpus/gazetteer.yaml``, is always read, and the user's files win over it. An entry with the
id of one of ours extends it: its name and kind stand, our aliases are kept beside its own. An entry
of another id that claims an alias of ours takes it away; one that claims the very name of ours
takes the place of the whole entry. Two entries of the user's that claim one alias are an error,
whichever files they stand in. `corpus.entities.matching` says how spellings are found.
"""

import re
from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import NamedTuple

from corpus.article import Entity
from corpus.configyaml import Value, near, read_text, yaml_items
from corpus.entities.kinds import normal_kind
from corpus.entities.matching import Gazetteer, case_of
from corpus.entities.names import MAX_NAME, name_key, slug
from corpus.entities.packed import PackedEntities
from corpus.errors import ConfigError

__all__ = ["BUILT_IN", "Gazetteer", "load_gazetteers"]

BUILT_IN = Path(__file__).parent.parent / "gazetteer.yaml"
MAX_BYTES = 500_000_000
_LIST = "a list of entries (lines of “- name: …”)"
_KEYS = ("id", "name", "kind", "aliases", "case_sensitive", "never")
_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")


class _Entry(NamedTuple):
    """An entry: its entity, whether it is found only as it is written, and whether it is no name at all."""

    entity: Entity
    case_sensitive: bool
    never: bool


@dataclass(slots=True)
class _Read:
    """What was read of files: the entities of their entries, in order, and by these the lines, and what is said."""

    entities: PackedEntities = field(default_factory=PackedEntities)
    lines: "array[int]" = field(default_factory=lambda: array("I"))
    files: list[tuple[int, Path]] = field(default_factory=list)  # each with the number of its first entry
    exact: list[str] = field(default_factory=list)
    never: list[int] = field(default_factory=list)

    def file(self, number: int) -> tuple[int, Path]:
        """Return the file of an entry, and the number of its first one."""
        return next(one for one in reversed(self.files) if one[0] <= number)


def load_gazetteers(paths: Iterable[Path] = ()) -> Gazetteer:
    """Return our gazetteer with the user's files laid over it; ConfigError names the file and the entry."""
    read = _read(paths)
    users = read.entities
    never = [users[number] for number in read.never]
    laid = [(laid, users.number(laid.id)) for one in _built_in() if (laid := _under(users, one))]
    for entity, number in laid:
        if number is None:
            users.append(entity)
        else:
            users.put(number, entity)
    for number in read.never:
        users.drop(number)
    return Gazetteer(users, exact=read.exact, never=never)


@cache
def _built_in() -> tuple[Entity, ...]:
    return tuple(_read([BUILT_IN]).entities)


def _under(users: PackedEntities, ours: Entity) -> Entity | None:
    """Return what is left of an entity of ours under those of the user, None if nothing is."""
    holder = _holder(users, ours.name)
    if holder is not None and holder.id != ours.id:
        return None
    left = tuple(name for name in ours.aliases if _holder(users, name) is None)
    number = users.number(ours.id)
    return replace(ours, aliases=left) if number is None else _extended(users[number], ours, left)


def _holder(users: PackedEntities, name: str) -> Entity | None:
    """Return the entity that claims a name."""
    claim = _claim(name)
    found = (number for number, other in users.having(claim[0]) if _claim(other) == claim)
    return next((users[number] for number in found), None)


def _extended(user: Entity, ours: Entity, aliases: tuple[str, ...]) -> Entity:
    named = () if _claim(ours.name) in map(_claim, _names(user)) else (ours.name,)
    return replace(user, kind=user.kind or ours.kind, aliases=(*user.aliases, *named, *aliases))


def _names(entity: Entity) -> tuple[str, ...]:
    return (entity.name, *entity.aliases)


def _claim(name: str) -> tuple[str, str]:
    """Return what two entries may not both claim: a key, in capitals or not (SANA is not Sana)."""
    return name_key(name), "capitals" if case_of(name) == "capitals" else ""


def _read(paths: Iterable[Path]) -> _Read:
    """Return the entries of files in order, checked against each other."""
    read = _Read()
    for path in paths:
        read.files.append((len(read.entities), path))
        for at, one in enumerate(yaml_items(read_text(path, MAX_BYTES), path, _LIST), 1):
            entry = _entry(one, at)
            number = read.entities.append(entry.entity)
            read.lines.append(one.line)
            if entry.case_sensitive:
                read.exact.append(entry.entity.id)
            if entry.never:
                read.never.append(number)
    for number in read.entities.sharing():
        _check(read, number)
    return read


def _check(read: _Read, number: int) -> None:
    """Raise ConfigError where an entry has the id or a name of one before it."""
    entity = read.entities[number]
    first = read.entities.number(entity.id)
    if first is not None and first < number:
        raise _error(read, number, f"has the id of {_place(read, first)}: {entity.id}.")
    for name in _names(entity):
        claim = _claim(name)
        for holder, other in read.entities.having(claim[0]):
            if holder < number and _claim(other) == claim:
                raise _error(read, number, f"claims “{name}”, as {_place(read, holder)} does.")


def _error(read: _Read, number: int, message: str) -> ConfigError:
    first, file = read.file(number)
    entry = f"entry {number - first + 1} ({read.entities[number].name})"
    return ConfigError(f"{file}, line {read.lines[number]}: {entry} {message}")


def _place(read: _Read, number: int) -> str:
    return f"the entry on line {read.lines[number]} of {read.file(number)[1].name}"


def _entry(value: Value, at: int) -> _Entry:
    if not isinstance(value.data, dict):
        raise value.error(f"entry {at}: expected a mapping with a name, found {value.found()}.")
    for key, one in value.data.items():
        if key not in _KEYS:
            hint = f"{near(key, _KEYS)} Known here: {', '.join(_KEYS)}.".strip()
            raise one.error(f"entry {at}: there is no key “{key}”.", hint)
    given = {key: one for key, one in value.data.items() if one.data is not None}
    if "name" not in given:
        raise value.error(f"entry {at} has no name.")
    name = _name(given["name"], at)
    key = _id(given["id"], at) if "id" in given else slug(name)
    kind = _text(given["kind"], at, "a word such as person, organisation or place") if "kind" in given else ""
    entity = Entity(key, name, normal_kind(kind), _aliases(given.get("aliases"), at, name))
    return _Entry(entity, _flag(given.get("case_sensitive"), at), _flag(given.get("never"), at))


def _flag(value: Value | None, at: int) -> bool:
    if value is None:
        return False
    if not isinstance(value.data, bool):
        raise value.error(f"entry {at}: {value.key}: expected true or false, found {value.found()}.")
    return value.data


def _aliases(value: Value | None, at: int, name: str) -> tuple[str, ...]:
    if value is None:
        return ()
    if not isinstance(value.data, list):
        raise value.error(f"entry {at}: aliases: expected a list of names, found {value.found()}.")
    return tuple(alias for alias in dict.fromkeys(_name(one, at) for one in value.data) if alias != name)


def _name(value: Value, at: int) -> str:
    text = _text(value, at, "a name")
    if not name_key(text) or len(text) > MAX_NAME:
        raise value.error(f"entry {at}: expected a name of 1 to {MAX_NAME} characters with a letter, found “{text}”.")
    return text


def _id(value: Value, at: int) -> str:
    expected = "an id of 1 to 64 letters, digits, dots, _ and -"
    text = _text(value, at, expected)
    if not _ID.fullmatch(text):
        raise value.error(f"entry {at}: id: expected {expected}, found “{text}”.")
    return text


def _text(value: Value, at: int, expected: str) -> str:
    if not isinstance(value.data, str):
        scalar = not isinstance(value.data, list | dict) and value.data is not None
        hint = f'Write it in quotes: "{value.raw}".' if scalar else ""
        raise value.error(f"entry {at}: expected {expected}, found {value.found()}.", hint)
    return " ".join(value.data.split())
