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
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import NamedTuple

from corpus.article import Entity
from corpus.configyaml import Value, near, parse_yaml, read_text
from corpus.entities.kinds import normal_kind
from corpus.entities.matching import Gazetteer, case_of
from corpus.entities.names import MAX_NAME, name_key, slug

__all__ = ["BUILT_IN", "Gazetteer", "load_gazetteers"]

BUILT_IN = Path(__file__).parent.parent / "gazetteer.yaml"
_KEYS = ("id", "name", "kind", "aliases", "case_sensitive", "never")
_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")


class _Entry(NamedTuple):
    """An entry: its entity, whether it is found only as it is written, and whether it is no name at all."""

    entity: Entity
    case_sensitive: bool
    never: bool


def load_gazetteers(paths: Iterable[Path] = ()) -> Gazetteer:
    """Return our gazetteer with the user's files laid over it; ConfigError names the file and the entry."""
    entries = list(_read(paths))
    users = {one.entity.id: one.entity for one in entries}
    holders = {_claim(name): one.id for one in users.values() for name in _names(one)}
    for ours in _built_in():
        if holders.get(_claim(ours.name), ours.id) != ours.id:
            continue
        left = tuple(name for name in ours.aliases if _claim(name) not in holders)
        users[ours.id] = _extended(users[ours.id], ours, left) if ours.id in users else replace(ours, aliases=left)
    nothing = {one.entity.id for one in entries if one.never}
    return Gazetteer(
        [one for one in users.values() if one.id not in nothing],
        exact=[one.entity.id for one in entries if one.case_sensitive],
        never=[name for one in entries if one.never for name in _names(one.entity)],
    )


@cache
def _built_in() -> tuple[Entity, ...]:
    return tuple(one.entity for one in _read([BUILT_IN]))


def _extended(user: Entity, ours: Entity, aliases: tuple[str, ...]) -> Entity:
    named = () if _claim(ours.name) in map(_claim, _names(user)) else (ours.name,)
    return replace(user, kind=user.kind or ours.kind, aliases=(*user.aliases, *named, *aliases))


def _names(entity: Entity) -> tuple[str, ...]:
    return (entity.name, *entity.aliases)


def _claim(name: str) -> tuple[str, str]:
    """Return what two entries may not both claim: a key, in capitals or not (SANA is not Sana)."""
    return name_key(name), "capitals" if case_of(name) == "capitals" else ""


def _read(paths: Iterable[Path]) -> Iterator[_Entry]:
    """Yield the entries of files in order, checked against each other."""
    ids: dict[str, Value] = {}
    claims: dict[tuple[str, str], tuple[str, Value]] = {}
    for path in paths:
        root = parse_yaml(read_text(path), path)
        if root.data is None:
            continue
        if not isinstance(root.data, list):
            raise root.wrong("a list of entries (lines of “- name: …”)")
        for at, one in enumerate(root.data, 1):
            entry = _entry(one, at)
            entity = entry.entity
            if entity.id in ids:
                raise one.error(f"entry {at} ({entity.name}) has the id of {_place(ids[entity.id])}: {entity.id}.")
            ids[entity.id] = one
            for name in _names(entity):
                holder, place = claims.setdefault(_claim(name), (entity.id, one))
                if holder != entity.id:
                    raise one.error(f"entry {at} ({entity.name}) claims “{name}”, as {_place(place)} does.")
            yield entry


def _place(value: Value) -> str:
    return f"the entry on line {value.line} of {value.file.name}"


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
