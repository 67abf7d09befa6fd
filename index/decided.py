"""What a run knows of names beforehand: the decisions of a person, and under these what gazetteers say."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from corpus.entities.decided import Line, decisions_of, load_decided
from corpus.entities.spelling import Spelling
from corpus.entities.unify.archive.decisions import Decisions, Pair, spelling_key
from corpus.entities.unify.archive.keys import words_key
from corpus.entities.unify.sets import Sets
from corpus.errors import ConfigError, Kind, Problem
from corpus.settings import Config
from index.catalogue import reading
from index.entities import Entities
from index.generations import current

NOTE = "decisions"
"""Under this the catalogue notes which decisions a generation was made with."""


def lines_of(config: Config) -> tuple[Line, ...]:
    """Return the lines of the file of decisions; ConfigError where it is wrong, or named and not there."""
    if config.entities is None:
        return ()
    if not config.entities.is_file():
        raise ConfigError(
            f"The file of decisions {config.entities} does not exist. "
            "broadsheet entities merge, split, never and rename make it; until then leave out `entities:`."
        )
    return load_decided(config.entities).lines


def mark(decisions: Decisions) -> str:
    """Return what tells one set of decisions from another, empty for none."""
    every = [decisions.merges, decisions.splits, decisions.nevers, decisions.renames]
    text = json.dumps(every)
    return hashlib.sha256(text.encode("ascii")).hexdigest() if any(every) else ""


def is_pending(folder: Path, config: Config) -> bool:
    """Tell whether the decisions in the file are not those of the generation in use; ConfigError where it is wrong."""
    with reading(current(folder).path) as catalogue:
        return catalogue.meta(NOTE) != mark(decisions_of(lines_of(config)))


def unknown(lines: Iterable[Line], entities: Entities, file: Path) -> Iterator[Problem]:
    """Yield a problem for each decision on a name that no article has; nothing is lost by it."""
    meant = [(line, one) for line in lines for one in _names(line) if not entities.holding(one)]
    if not meant:
        return
    # Unifying drops a little more of a name than what ids and queries are found by.
    folded = {words_key(key) for key in entities.beginning("", entities.keys_count())}
    for line, one in meant:
        if words_key(one.text) not in folded:
            message = f"no article has the name “{one.text}”, so that this decision ({line.key}) changes nothing"
            yield Problem(Kind.NO_NAME, str(file), message, line.value.line if line.value else None, skipped=False)


def _names(line: Line) -> tuple[Spelling, ...]:
    return (line.left,) if line.key == "rename" else (line.left, line.right)


def joined(given: Decisions, decided: Decisions, spellings: Sequence[Spelling]) -> Decisions:
    """Return what gazetteers say and what a person decided as one; where both speak of the same, the person is right.

    What is merged is called as that into which it is, unless another name was decided.
    """
    decided = Decisions(decided.merges, _of_kinds(decided.splits, spellings), decided.nevers, decided.renames)
    merges = (*_left_together(given.merges, decided.parted()), *decided.merges)
    parted = {words_key(one.text) for _, one in decided.splits}
    given = Decisions(renames=tuple(one for one in given.renames if words_key(one[0].text) not in parted))
    return Decisions(merges, decided.splits, decided.nevers, tuple(_renames(given, decided, merges)))


def _of_kinds(splits: Sequence[Pair], spellings: Sequence[Spelling]) -> tuple[Pair, ...]:
    """Return splits with the kinds of the spellings that they part, which have to be written just so."""
    wanted = {one.text for _, one in splits if not one.kind}
    kinds: dict[str, list[Spelling]] = {}
    for one in spellings if wanted else ():
        if one.text in wanted:
            kinds.setdefault(one.text, []).append(one)
    return tuple((of, it) for of, one in splits for it in ([] if one.kind else kinds.get(one.text, [])) or [one])


def _left_together(given: Iterable[Pair], parted: Iterable[Pair]) -> list[Pair]:
    """Return the merges of gazetteers without those through which two names are one that a person keeps apart."""
    kept = {frozenset((words_key(one.text), words_key(other.text))): (one, other) for one, other in given}
    for left, right in parted:
        mine, other = words_key(left.text), words_key(right.text)
        if kept.pop(frozenset((mine, other)), None) is None:
            centres = {word for pair in kept if mine in pair for word in pair - {mine}}
            for centre in centres:
                kept.pop(frozenset((centre, other)), None)
    return list(kept.values())


def _renames(given: Decisions, decided: Decisions, merges: Iterable[Pair]) -> Iterator[tuple[Spelling, str]]:
    """Yield what entities are called: by a person's word, by what they are merged into, or by a gazetteer's word."""
    groups = _Groups(merges, [one for one, _ in (*given.renames, *decided.renames)])
    said = {groups.of(one) for one, _ in decided.renames}
    listed = {spelling_key(one): name for one, name in given.renames}
    sources = {spelling_key(one) for one, _ in decided.merges}
    for _, into in decided.merges:
        if groups.of(into) not in said and spelling_key(into) not in sources:
            said.add(groups.of(into))
            yield into, listed.get(spelling_key(into), into.text)
    yield from (one for one in given.renames if groups.of(one[0]) not in said)
    yield from decided.renames


class _Groups:
    """The spellings that merges make one; a spelling without a kind is one with those of all kinds."""

    def __init__(self, merges: Iterable[Pair], others: Iterable[Spelling]) -> None:
        pairs = [(spelling_key(one), spelling_key(other)) for one, other in merges]
        every = dict.fromkeys([*(one for pair in pairs for one in pair), *map(spelling_key, others)])
        self._numbers = {one: at for at, one in enumerate(every)}
        self._sets = Sets(len(self._numbers))
        loose = [(one, Spelling("", one.text)) for one in every if Spelling("", one.text) in self._numbers]
        for one, other in (*pairs, *loose):
            self._sets.join(self._numbers[one], self._numbers[other])

    def of(self, one: Spelling) -> int:
        """Return the group of a spelling."""
        return self._sets.find(self._numbers[spelling_key(one)])
