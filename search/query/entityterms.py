"""Terms of the field ``entity``: an entity, and its spellings that are left out, by their words."""

from collections.abc import Iterable
from typing import NamedTuple, Self

from corpus.entities.names import name_key

_TAB = "\t"


class EntityTerm(NamedTuple):
    """An entity by its id, without some of its spellings: ``without`` are their words, folded."""

    entity: str
    without: frozenset[str] = frozenset()

    @property
    def term(self) -> str:
        """The term that a leaf has.

        >>> EntityTerm.of(EntityTerm("person.a", frozenset({"b c"})).term).without
        frozenset({'b c'})
        """
        return _TAB.join((self.entity, *sorted(self.without)))

    @classmethod
    def of(cls, term: str) -> Self:
        """Return what a term stands for."""
        entity, *without = term.split(_TAB)
        return cls(entity, frozenset(without))

    def has(self, text: str) -> bool:
        """Tell whether a spelling of the entity is not left out."""
        return not self.without or name_key(text) not in self.without


def asked(slots: Iterable[Iterable[str]]) -> dict[str, EntityTerm]:
    """Return the entities that the slots of a leaf ask for, by their ids."""
    found = (EntityTerm.of(one) for slot in slots for one in slot)
    return {one.entity: one for one in found}
