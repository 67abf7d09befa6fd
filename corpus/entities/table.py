"""Entities that come from several places, as one of each."""

from collections.abc import Iterable

from corpus.article import Entity


def unique(entities: Iterable[Entity]) -> tuple[Entity, ...]:
    """Return entities by their ids, ascending; those of one id become one, in whatever order they come."""
    found: dict[str, Entity] = {}
    merged: dict[str, set[Entity]] = {}
    for one in entities:
        first = found.setdefault(one.id, one)
        if first is not one and first != one:
            merged.setdefault(one.id, {first}).add(one)
    whole = {**found, **{key: _merge(several) for key, several in merged.items()}}
    return tuple(whole[key] for key in sorted(whole))


def _merge(several: Iterable[Entity]) -> Entity:
    """Make one entity of several with one id, the same in every order: the best-looking name stands."""
    several = list(several)
    names = {one.name for one in several}
    name = min(names, key=lambda text: (text.isupper(), text.islower(), text))
    aliases = names.union(*(one.aliases for one in several)) - {name}
    kind = min((one.kind for one in several if one.kind), default="")
    return Entity(several[0].id, name, kind, tuple(sorted(aliases)))
