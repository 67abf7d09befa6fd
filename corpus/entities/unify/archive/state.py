"""State: the ids that were published, and what each means, kept in one file.

An id means the entity that has its *anchor*: the spelling that the id was made of when it was first published. So it
never changes its meaning, however the grouping changes: where two entities become one, the id that is older stands for
both and the other redirects; where they part again, each id is again that of its own anchor.

Only the ids depend on the past: which anchors there are, and their order. The grouping does not.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Self

import numpy as np

from corpus.entities.names import hashed, slug
from corpus.entities.unify.archive.across import Unified
from corpus.entities.unify.archive.facts import Spelling
from corpus.entities.unify.archive.keys import words_key

FILE: Final = "entity-ids.json"
_VERSION = 1


@dataclass(frozen=True, slots=True)
class Ids:
    """The ids of a grouping: ``of_entity[e]`` is that of entity ``e``; ``redirects`` leads from other ids to these."""

    of_entity: tuple[str, ...]
    redirects: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class State:
    """The anchors of all published ids, the oldest first."""

    anchors: Mapping[str, Spelling] = field(default_factory=dict)

    def published(self, unified: Unified) -> tuple["State", Ids]:
        """Return the state with the ids of all entities of a grouping, and these ids.

        Entities that have no id yet get one in the order of their numbers: the words of the spelling that stands for
        them, and where another entity has that id, a hash of it with the kind.
        """
        entities = _Entities(unified)
        of_entity: dict[int, str] = {}
        redirects: dict[str, str] = {}
        for key, anchor in self.anchors.items():
            entity = entities.of(anchor)
            if entity is not None:
                first = of_entity.setdefault(entity, key)
                if first != key:
                    redirects[key] = first
        anchors = dict(self.anchors)
        for entity in range(len(unified.names)):
            if entity not in of_entity:
                anchor = unified.facts.spellings[int(unified.main[entity])]
                key = next(one for one in _proposed(anchor) if one not in anchors)
                of_entity[entity] = key
                anchors[key] = anchor
        return State(anchors), Ids(tuple(of_entity[at] for at in range(len(unified.names))), redirects)

    def save(self, folder: Path) -> None:
        """Write the state to ``entity-ids.json`` in a folder; OSError if that fails."""
        rows = [[key, *anchor] for key, anchor in self.anchors.items()]
        text = json.dumps({"version": _VERSION, "ids": rows}, ensure_ascii=False, separators=(",", ":"))
        (folder / FILE).write_text(text, encoding="utf-8", errors="replace", newline="\n")

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read a state that ``save`` wrote, an empty one where there is none; ValueError if it is damaged."""
        path = folder / FILE
        try:
            found = json.loads(path.read_bytes())
            return cls(dict(_anchors(found)))
        except FileNotFoundError:
            return cls()
        except (KeyError, TypeError, ValueError, RecursionError) as error:
            raise ValueError(f"{path} is not a state of entity ids: {error}") from error


def _anchors(found: dict[str, Any]) -> Iterator[tuple[str, Spelling]]:
    if found["version"] != _VERSION:
        raise ValueError(f"version {found['version']} is not known")
    for row in found["ids"]:
        if not isinstance(row, list) or not all(isinstance(one, str) for one in row):
            raise TypeError("a row is no list of texts")
        key, kind, text = row
        yield key, Spelling(kind, text)


class _Entities:
    """The entities of a grouping, found by a spelling, or by another one with the same words."""

    def __init__(self, unified: Unified) -> None:
        self._exact: dict[Spelling, int] = {}
        self._by_words: dict[tuple[str, str], int] = {}
        counts = unified.facts.counts
        for at in np.lexsort((np.arange(counts.size), -counts.astype(np.int64))).tolist():
            one, entity = unified.facts.spellings[at], int(unified.labels[at])
            self._exact[one] = entity
            self._by_words.setdefault((one.kind, words_key(one.text)), entity)

    def of(self, anchor: Spelling) -> int | None:
        """Return the entity that has a spelling, None where no article has it."""
        found = self._exact.get(anchor)
        return self._by_words.get((anchor.kind, words_key(anchor.text))) if found is None else found


def _proposed(anchor: Spelling) -> Iterator[str]:
    """Yield ids for an entity, the plainest first, without end."""
    yield slug(anchor.text)
    at = 0
    while True:
        yield hashed(f"{anchor.kind} {anchor.text} {at}" if at else f"{anchor.kind} {anchor.text}")
        at += 1
