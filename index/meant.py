"""Whom a name in a command means: an entity of a generation, and the spelling by which decisions speak of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from corpus.entities.decided import NEVER, RENAME, SPLIT, Line
from corpus.entities.names import name_key
from corpus.entities.spelling import Spelling
from index.entities import Entities, terms_of
from index.errors import UndecidableError
from index.opening import open_segments, open_whoosh

_LISTED = 8
"""Entities that a name may mean, as far as they are told."""

_COMPARED = 500


@dataclass(frozen=True, slots=True)
class Meant:
    """An entity that a name means, and a spelling of it; its number is 0 where decisions alone speak of it."""

    number: int
    spelling: Spelling


class Meanings:
    """The entities of a generation as commands and decisions speak of them."""

    def __init__(self, folder: Path, lines: Sequence[Line]) -> None:
        self._folder = folder
        self._lines = lines
        self._entities = Entities.load(folder)

    def resolved(self, name: str) -> list[int]:
        """Return the numbers of the entities that have a spelling."""
        return self._entities.resolved(name)

    def meant(self, name: str) -> Meant:
        """Return the one entity that an id or a spelling means; UndecidableError for none and for several."""
        number = self._entities.number(name)
        if number is not None:
            return Meant(number, self.spelling(number, self._written(number)[0]))
        found = self._entities.resolved(name)
        if not found and (spoken := self._spoken_of(name)):
            return Meant(0, spoken)
        if not found:
            raise UndecidableError(f"No article has the name “{name}”.{self._near(name)}")
        if len(found) > 1:
            listed = "".join(f"\n  {self.told(one)}" for one in found[:_LISTED])
            raise UndecidableError(f"“{name}” may mean {len(found)} entities; say which one by its id:{listed}")
        same = [text for text in self._written(found[0]) if name_key(text) == name_key(name)]
        text = name if name in same else next(iter(same), self._written(found[0])[0])
        return Meant(found[0], self.spelling(found[0], text))

    def as_called(self, meant: Meant) -> Meant:
        """Return an entity with the spelling that it is called by, where it has one."""
        number = meant.number
        return Meant(number, self.spelling(number, self._written(number)[0])) if number else meant

    def _spoken_of(self, name: str) -> Spelling | None:
        """Return a spelling that decisions keep apart, so that one may be taken back though no article has it."""
        parted = [line for line in self._lines if line.key in {SPLIT, NEVER}]
        sides = (side for line in parted for side in (line.left, line.right))
        return next((side for side in sides if name_key(side.text) == name_key(name)), None)

    def _near(self, name: str) -> str:
        key = name_key(name)
        near = get_close_matches(key, self._entities.beginning(key[:2], _COMPARED), 1)
        found = self._entities.resolved(near[0]) if near else []
        return f" Did you mean {self.told(found[0])}?" if found else ""

    def told(self, number: int) -> str:
        """Return an entity as messages name it."""
        entities = self._entities
        articles = entities.articles(number)
        many = "1 article" if articles == 1 else f"{articles:,} articles"
        return f"{entities.id(number)} ({entities.name(number)}, {many})"

    def spellings(self, number: int) -> list[str]:
        """Return what an entity is called, and its other spellings."""
        return [] if number == 0 else [self._entities.name(number), *self._entities.spellings(number)]

    def _written(self, number: int) -> list[str]:
        """Return the spellings of an entity without a name that it has by a decision alone, if it has any other."""
        decided = {one.right.text for one in self._lines if one.key == RENAME}
        every = self.spellings(number)
        return [one for one in every if one not in decided] or every

    def names(self, number: int) -> list[Spelling]:
        """Return the spellings of an entity with their kinds, and names that single articles have for it."""
        together = open_segments(open_whoosh(self._folder))
        written = self._written(number)
        terms = [Spelling(term.kind, term.text) for _, _, term in terms_of(together, self._entities, number)]
        known = {one.text for one in terms}
        listed = [Spelling(self._kinds(number, text)[0], text) for text in written if text not in known]
        places = {text: at for at, text in enumerate(written)}
        return sorted(dict.fromkeys([*terms, *listed]), key=lambda one: places.get(one.text, len(places)))

    def _kinds(self, number: int, text: str) -> list[str]:
        """Return the kinds that a spelling has where it means an entity, that of the entity first."""
        found = [kind for kind in self._entities.kinds if number in self._entities.holding(Spelling(kind, text))]
        return sorted(found, key=lambda kind: (kind != self._entities.kind(number), not kind)) or [""]

    def spelling(self, number: int, text: str) -> Spelling:
        """Return a spelling of an entity, with its kind where another entity or kind has it too."""
        kinds = self._kinds(number, text)
        is_shared = len(kinds) > 1 or self._entities.holding(Spelling("", text)) != {number}
        return Spelling(kinds[0] if is_shared else "", text)
