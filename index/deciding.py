"""Deciding what names mean: a decision is written to the user's file and applied at once, for no segment changes."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from corpus.config import entities_file, load_config
from corpus.entities.decided import KEYS, MERGE, NEVER, RENAME, SPLIT, Decided, Line, decisions_of, load_decided
from corpus.entities.deciding import Change, Wish, changes, edited, leading
from corpus.entities.names import name_key, tidy
from corpus.entities.spelling import Spelling
from corpus.pipeline import Pipeline
from corpus.settings import Config
from corpus.yamledit import replace
from index.columnar.postings import Postings
from index.columnar.together import Together
from index.entities import Entities
from index.errors import IndexingError, UndecidableError
from index.generations import Generation, current, manifest, prune, put_in_use, staging_path
from index.meant import Meanings, Meant
from index.names import NAME, NameTerm
from index.naming import Known, worked_out
from index.opening import open_segments, open_whoosh
from index.preparing import prepared_in
from index.staging import start_staging
from index.templating import templates_of
from index.writing import writing

_LISTED = 8
"""Spellings that a message names, at the most."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided: the file, whether it was made for it, what changed in it, and the generation published."""

    file: Path
    is_new: bool
    change: Change
    generation: int


def decide(folder: Path, key: str, one: str, other: str, config_file: Path | None = None) -> Decision:
    """Take a decision on names and publish what follows from it; ``key`` is merge, split, never or rename.

    ``one`` and ``other`` are ids or spellings; of a split ``other`` is a spelling of the entity, and of a rename what
    it is to be called. What was decided before and contradicts it is taken back. Either the file and the index change
    or, whatever goes wrong, neither does. ``rollback`` brings back the state before, not the file.

    Raises MissingIndexError, LockedIndexError, ConfigError, UndecidableError or, when the disk is full, IndexingError.
    """
    if key not in KEYS:
        raise ValueError(key)
    folder = Path(folder)
    current(folder)
    with writing(folder):
        if staging_path(folder).is_dir():
            raise IndexingError(
                "An interrupted run waits to be continued, and a decision would end it. Finish it with broadsheet "
                "reindex first."
            )
        config = load_config(config_file)
        decided = load_decided(entities_file(config))
        now = current(folder)
        return _Deciding(now, config, decided).decide(key, one, other)


class _Deciding:
    """One decision, on one generation; the lock is held."""

    def __init__(self, now: Generation, config: Config, decided: Decided) -> None:
        self._now = now
        self._decided = decided
        self._meanings = Meanings(now.path, decided.lines)
        self._entries = Pipeline(config, templates_of(now)).entities

    def decide(self, key: str, one: str, other: str) -> Decision:
        wish = self._wish(key, one, other)
        change = self._smallest(wish)
        after = edited(self._decided, change)
        number = self._publish(wish, after)
        return Decision(after.file, not self._decided.exists, change, number)

    def _wish(self, key: str, one: str, other: str) -> Wish:
        """Return what is asked for, with the spellings by which the file speaks of it."""
        mine = self._meanings.meant(one)
        if not mine.number and key in {SPLIT, RENAME}:
            raise UndecidableError(f"No article has the name “{one}”.")
        if key == RENAME:
            name = tidy(other)
            if not name_key(name):
                raise UndecidableError("An entity cannot be called by a name without a letter.")
            return Wish.of(Line(key, mine.spelling, Spelling("", name)), self._meanings.spellings(mine.number))
        if key == SPLIT or (key == NEVER and mine.number in self._meanings.resolved(other)):
            return self._parting(key, mine, other)
        others = self._meanings.meant(other)
        if key == MERGE:
            others = self._meanings.as_called(others)
        if others.number == mine.number != 0:
            raise UndecidableError(f"“{one}” and “{other}” are one already: {self._meanings.told(mine.number)}.")
        left, right = ([one.spelling.text, *self._meanings.spellings(one.number)] for one in (mine, others))
        return Wish.of(Line(key, mine.spelling, others.spelling), left, right)

    def _parting(self, key: str, mine: Meant, other: str) -> Wish:
        """Return the wish that a spelling of an entity be none of it."""
        every = self._meanings.names(mine.number)
        same = [one for one in every if name_key(one.text) == name_key(other)]
        elsewhere = Line(key, mine.spelling, Spelling("", tidy(other)))
        if not same and leading(self._decided.lines, elsewhere):
            return Wish.of(elsewhere, [])  # the file merges them, though the index does not yet
        if not same:
            listed = ", ".join(dict.fromkeys(one.text for one in every[:_LISTED]))
            raise UndecidableError(f"“{other}” is no spelling of {self._meanings.told(mine.number)}. It has: {listed}.")
        parted = next((one for one in same if one.text == other), same[0])
        rest = [one for one in every if one.text != parted.text]
        rest.sort(key=lambda one: (name_key(one.text) == name_key(parted.text), one.text != mine.spelling.text))
        if not rest:
            raise UndecidableError(f"{self._meanings.told(mine.number)} has no other spelling.")
        return Wish.of(Line(key, self._meanings.spelling(mine.number, rest[0].text), parted), [])

    def _smallest(self, wish: Wish) -> Change:
        """Return the smallest change that brings a wish about."""
        every = list(changes(self._decided.lines, wish))
        for one in every[:-1]:
            together = open_segments(open_whoosh(self._now.path))
            arrays = worked_out(together, self._known(one.applied(self._decided.lines)), prepared_in(self._now))
            if _is_fulfilled(wish, together, Entities(arrays)):
                return one
        return every[-1]

    def _known(self, lines: Sequence[Line]) -> Known:
        return Known(self._entries, decisions_of(lines))

    def _publish(self, wish: Wish, after: Decided) -> int:
        """Publish what follows from a decision; the file is written when no more can fail but the switch itself."""
        folder, now = self._now.folder, self._now
        try:
            sealed = self._sealed(after)
            _check(wish, sealed)
            replace(after.file.resolve(), after.text, exists=self._decided.exists)
        except BaseException:
            prune(folder, _kept(now))
            raise
        put_in_use(sealed)
        prune(folder, {sealed.number, now.number})
        return sealed.number

    def _sealed(self, after: Decided) -> Generation:
        """Return a generation with the decisions that is not in use yet."""
        staging = start_staging(self._now.folder, self._now, "decision", (), full=False)
        with closing(staging):
            try:
                return staging.seal(manifest(self._now).counts, self._known(after.lines), self._now.number)
            except BaseException:
                staging.abandon()
                raise


def _check(wish: Wish, sealed: Generation) -> None:
    """Raise UndecidableError where a generation has not what was wished."""
    if not _is_fulfilled(wish, open_segments(open_whoosh(sealed.path)), Entities.load(sealed.path)):
        raise UndecidableError(_stays(wish.line))


def _kept(now: Generation) -> set[int]:
    previous = manifest(now).previous
    return {now.number, *(() if previous is None else (previous,))}


def _is_fulfilled(wish: Wish, together: Together, entities: Entities) -> bool:
    """Tell whether names mean what was wished."""
    line = wish.line
    left = _meaning(line.left, together, entities)
    if line.key == RENAME:
        return any(entities.name(one) == line.right.text for one in left)
    are_one = not left.isdisjoint(_meaning(line.right, together, entities))
    return are_one == (line.key == MERGE)


def _meaning(one: Spelling, together: Together, entities: Entities) -> set[int]:
    """Return the numbers of the entities that a spelling stands for, in all articles or in some."""
    found = set()
    for segment in together.segments:
        postings = segment.postings(NAME)
        if postings is not None:
            codes = entities.codes(segment.name, len(postings))
            for kind in (one.kind,) if one.kind else entities.kinds:
                found |= {int(codes[at]) for at in _numbers(NameTerm(kind, one.text), postings)}
    return found - {0} or entities.holding(one)


def _numbers(name: NameTerm, postings: Postings) -> Iterator[int]:
    """Yield the numbers of a name, for itself and for longer ones."""
    term = name.term.encode("utf-8", "replace")
    at = postings.place_of(term)
    while at < len(postings) and f"{postings.text(at).decode('utf-8', 'replace')}\t".startswith(f"{name.term}\t"):
        yield at
        at += 1


def _stays(line: Line) -> str:
    if line.key == MERGE:
        return f"“{line.left.text}” and “{line.right.text}” cannot be one: another decision keeps them apart."
    if line.key == RENAME:
        return f"“{line.left.text}” cannot be called “{line.right.text}”: another decision calls it otherwise."
    return f"“{line.right.text}” cannot be parted from “{line.left.text}”: they are one by their words alone."
