"""Entities that a file carries: names, mappings of one entity, or lists of these by kind.

    ["Reuters", {"name": "Mushtaq al-Jawari", "kind": "person", "aliases": ["Abu Taqwa"]}]
    {"places": ["usa", "iran"], "PERSON": "Reagan; Shultz"}

A text may hold several names parted by ``;`` or ``|`` or be JSON itself, as in a CSV cell. An entity
that the gazetteer knows keeps the name and spellings it has there; beside them stand those aliases
of the file's that the gazetteer knows of no entity.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice

from corpus.article import Entity, Json
from corpus.entities.kinds import normal_kind
from corpus.entities.matching import Gazetteer
from corpus.entities.names import hashed, name_key, slug, tidy

MAX_ENTITIES = 1000
"""So many entities of one article are read, and so many aliases of one entity."""
MAX_ALIASES = 20
"""So many aliases that one article carries for an entity are kept."""

_MAX_DEPTH = 5
_MAX_TEXT = 100_000
_NAME_KEYS = ("name", "text", "label")
_KIND_KEYS = ("kind", "type", "category")


def carried_entities(carried: Json, gazetteer: Gazetteer) -> tuple[Entity, ...]:
    """Return the entities that a file carries, each once, with the aliases of all its mentions."""
    found: dict[str, Entity] = {}
    aliases: dict[str, list[str]] = {}
    for one in islice(_read(carried, "", _MAX_DEPTH), MAX_ENTITIES):
        entity = _known(one, gazetteer)
        found.setdefault(entity.id, entity)
        aliases.setdefault(entity.id, []).extend(one.aliases)
    return tuple(_spelled(one, aliases[one.id], gazetteer) for one in found.values())


def _read(carried: Json, kind: str, depth: int) -> Iterator[Entity]:
    if depth == 0:
        return
    if isinstance(carried, str):
        yield from _from_text(carried, kind, depth)
    elif isinstance(carried, list):
        for one in carried:
            yield from _read(one, kind, depth - 1)
    elif isinstance(carried, dict):
        name = next((carried[key] for key in _NAME_KEYS if isinstance(carried.get(key), str)), None)
        if isinstance(name, str):
            yield from _from_mapping(name, carried, kind)
        else:
            for key, value in carried.items():
                yield from _read(value, normal_kind(key), depth - 1)


def _from_text(text: str, kind: str, depth: int) -> Iterator[Entity]:
    text = text[:_MAX_TEXT].strip()
    if text.startswith(("[", "{")):
        try:
            inner: Json = json.loads(text)
        except (ValueError, RecursionError):
            pass
        else:
            yield from _read(inner, kind, depth - 1)
            return
    for part in text.replace("|", ";").split(";"):
        yield from _entity(part, kind)


def _from_mapping(name: str, carried: dict[str, Json], kind: str) -> Iterator[Entity]:
    given = next((value for key in _KIND_KEYS if isinstance(value := carried.get(key), str)), "")
    aliases = carried.get("aliases")
    names = [aliases] if isinstance(aliases, str) else aliases if isinstance(aliases, list) else []
    spelled = [tidy(one) for one in names[:MAX_ENTITIES] if isinstance(one, str)]
    yield from _entity(name, normal_kind(given) or kind, spelled)


def _entity(name: str, kind: str, aliases: list[str] | None = None) -> Iterator[Entity]:
    name = tidy(name)
    if name_key(name):
        kept = dict.fromkeys(alias for alias in aliases or [] if name_key(alias) and alias != name)
        yield Entity(slug(name), name, kind, tuple(kept)[:MAX_ALIASES])


def _spelled(entity: Entity, aliases: Iterable[str], gazetteer: Gazetteer) -> Entity:
    """Return an entity with the aliases of a file; a spelling of the gazetteer's stays with whom it names."""
    if gazetteer.get(entity.id) is None:
        kept = dict.fromkeys(alias for alias in aliases if alias != entity.name)
        return replace(entity, aliases=tuple(kept)[:MAX_ALIASES])
    new: dict[str, str] = {}
    for alias in aliases:
        if gazetteer.resolve(alias) is None:
            new.setdefault(name_key(alias), alias)
    return replace(entity, aliases=(*entity.aliases, *islice(new.values(), MAX_ALIASES)))


def _known(entity: Entity, gazetteer: Gazetteer) -> Entity:
    """Return the gazetteer's entity of this name; one of another kind is another, with an id of its own."""
    known = gazetteer.resolve(entity.name)
    if known is not None and (not entity.kind or not known.kind or entity.kind == known.kind):
        return known
    if gazetteer.get(entity.id) is None:
        return entity
    return Entity(hashed(f"{name_key(entity.name)} {entity.kind}"), entity.name, entity.kind, entity.aliases)
