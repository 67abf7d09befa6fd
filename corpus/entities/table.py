"""The table of entities of one index: found by id and by any of their names, kept in one file."""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from corpus.article import Entity
from corpus.entities.names import name_key

FILE: Final = "entities.json"
_VERSION = 1


class EntityTable(Mapping[str, Entity]):
    """Entities by id. Do not change one that others read; make a new one with ``of``."""

    def __init__(self, entities: Mapping[str, Entity]) -> None:
        self._entities = dict(sorted(entities.items()))
        self._names: tuple[dict[str, tuple[str, ...]], frozenset[str]] | None = None

    @classmethod
    def of(cls, entities: Iterable[Entity]) -> "EntityTable":
        """Return the table of these entities; those of one id become one, in whatever order they come."""
        found: dict[str, Entity] = {}
        merged: dict[str, set[Entity]] = {}
        for one in entities:
            first = found.setdefault(one.id, one)
            if first is not one and first != one:
                merged.setdefault(one.id, {first}).add(one)
        return cls({**found, **{key: _merge(several) for key, several in merged.items()}})

    def __getitem__(self, key: str) -> Entity:
        return self._entities[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._entities)

    def __len__(self) -> int:
        return len(self._entities)

    def resolve(self, name: str) -> tuple[str, ...]:
        """Return the ids of the entities that have this name or alias, however it is spaced and accented.

        Those whose own name it is come first.

        >>> table = EntityTable.of([Entity("un", "United Nations", "organisation", ("UN", "U.N."))])
        >>> table.resolve("united nations"), table.resolve("u.n."), table.resolve("nato")
        (('un',), ('un',), ())
        """
        return self._known()[0].get(name_key(name), ())

    def begins(self, word: str) -> bool:
        """Tell whether a name or alias begins with this folded word, so that most words need no ``resolve``.

        >>> table = EntityTable.of([Entity("un", "United Nations", "organisation", ("UN", "U.N."))])
        >>> table.begins("united"), table.begins("nations")
        (True, False)
        """
        return word in self._known()[1]

    def _known(self) -> tuple[dict[str, tuple[str, ...]], frozenset[str]]:
        if self._names is None:
            names = self._by_name()
            self._names = names, frozenset(key.partition(" ")[0] for key in names)
        return self._names

    def _by_name(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for one in self._entities.values():
            found.setdefault(name_key(one.name), []).append(one.id)
        for one in self._entities.values():
            for alias in one.aliases:
                ids = found.setdefault(name_key(alias), [])
                if one.id not in ids:
                    ids.append(one.id)
        found.pop("", None)
        return {key: tuple(ids) for key, ids in found.items()}

    def save(self, folder: Path) -> None:
        """Write the table to ``entities.json`` in a folder; OSError if that fails."""
        rows = [[one.id, one.name, one.kind, list(one.aliases)] for one in self._entities.values()]
        text = json.dumps({"version": _VERSION, "entities": rows}, ensure_ascii=False, separators=(",", ":"))
        (folder / FILE).write_text(text, encoding="utf-8", errors="replace", newline="\n")

    @classmethod
    def load(cls, folder: Path) -> "EntityTable":
        """Read a table that ``save`` wrote; OSError if it is not there, ValueError if it is damaged."""
        path = folder / FILE
        try:
            entities = _entities(json.loads(path.read_bytes()))
        except (KeyError, TypeError, ValueError, RecursionError) as error:
            raise ValueError(f"{path} is not a table of entities: {error}") from error
        return cls({one.id: one for one in entities})


def _entities(found: dict[str, Any]) -> list[Entity]:
    if found["version"] != _VERSION:
        raise ValueError(f"version {found['version']} is not known")
    return [_entity(*row) for row in found["entities"]]


def _entity(key: object, name: object, kind: object, aliases: object) -> Entity:
    if not isinstance(aliases, list):
        raise TypeError("aliases are no list")
    if not all(isinstance(text, str) for text in (key, name, kind, *aliases)):
        raise TypeError("a name is no text")
    return Entity(str(key), str(name), str(kind), tuple(aliases))


def _merge(several: Iterable[Entity]) -> Entity:
    """Make one entity of several with one id, the same in every order: the best-looking name stands."""
    several = list(several)
    names = {one.name for one in several}
    name = min(names, key=lambda text: (text.isupper(), text.islower(), text))
    aliases = names.union(*(one.aliases for one in several)) - {name}
    kind = min((one.kind for one in several if one.kind), default="")
    return Entity(several[0].id, name, kind, tuple(sorted(aliases)))
