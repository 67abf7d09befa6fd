"""Decisions: what the user says of names. They always win, and two that contradict each other are an error."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from corpus.entities.spelling import Spelling
from corpus.entities.unify.archive.keys import words_key
from corpus.entities.unify.sets import Sets
from corpus.errors import ConfigError

Pair = tuple[Spelling, Spelling]


@dataclass(frozen=True, slots=True)
class Decisions:
    """What the user decided; a spelling without a kind means those of all kinds with its words.

    ``merges`` are names and what each is merged into. ``splits`` are entities, by any of their spellings, and the
    spelling that is none of it. ``nevers`` are names that are never one. ``renames`` are spellings of entities and the
    names that these are shown under.
    """

    merges: tuple[Pair, ...] = ()
    splits: tuple[Pair, ...] = ()
    nevers: tuple[Pair, ...] = ()
    renames: tuple[tuple[Spelling, str], ...] = ()

    def check(self) -> None:
        """Raise ConfigError where merges go in a circle, or other decisions contradict them."""
        numbers: dict[Spelling, int] = {}
        for pair in (*self.merges, *self.parted()):
            for one in pair:
                numbers.setdefault(spelling_key(one), len(numbers))
        self._check_circles()
        sets = Sets(len(numbers))
        for one, other in self.merges:
            sets.join(numbers[spelling_key(one)], numbers[spelling_key(other)])
        for one, other in self.parted():
            if spelling_key(one) != spelling_key(other) and sets.find(numbers[spelling_key(one)]) == sets.find(
                numbers[spelling_key(other)]
            ):
                raise ConfigError(f"“{one.text}” and “{other.text}” are merged, and kept apart by another decision.")
        self._check_names(sets, numbers)

    def parted(self) -> tuple[Pair, ...]:
        """Return the pairs that are kept apart."""
        return (*self.splits, *self.nevers)

    def _check_circles(self) -> None:
        into: dict[Spelling, list[Pair]] = {}
        for pair in self.merges:
            into.setdefault(spelling_key(pair[0]), []).append(pair)
        done: set[Spelling] = set()
        for start in into:
            _check_from(start, into, done)

    def _check_names(self, sets: Sets, numbers: Mapping[Spelling, int]) -> None:
        names: dict[object, str] = {}
        for one, name in self.renames:
            entity = sets.find(numbers[spelling_key(one)]) if spelling_key(one) in numbers else spelling_key(one)
            if names.setdefault(entity, name) != name:
                raise ConfigError(f"“{one.text}” is to be called both “{names[entity]}” and “{name}”.")


def _check_from(start: Spelling, into: Mapping[Spelling, list[Pair]], done: set[Spelling]) -> None:
    """Follow merges from a name, depth first and without recursion; raise ConfigError where they come back."""
    path: dict[Spelling, Iterator[Pair]] = {start: iter(into.get(start, ()))} if start not in done else {}
    while path:
        here, rest = next(reversed(path.items()))
        pair = next(rest, None)
        if pair is None:
            done.add(here)
            del path[here]
        elif (there := spelling_key(pair[1])) in path:
            raise ConfigError(f"“{pair[0].text}” is merged into “{pair[1].text}”, which is merged into it again.")
        elif there not in done:
            path[there] = iter(into.get(there, ()))


def spelling_key(one: Spelling) -> Spelling:
    """Return a spelling by its words, as decisions are compared."""
    return Spelling(one.kind, words_key(one.text))
