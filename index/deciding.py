"""Deciding what names mean: a decision is written to the user's file and applied at once, for no segment changes."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from corpus.config import Config, entities_file, load_config
from corpus.entities.decided import KEYS, MERGE, NEVER, RENAME, SPLIT, Decided, Line, decisions_of, load_decided
from corpus.entities.deciding import Change, Wish, changes, edited, leading
from corpus.entities.names import name_key, tidy
from corpus.entities.unify.facts import Spelling
from corpus.pipeline import Pipeline
from corpus.yamledit import replace
from index.columnar.postings import Postings
from index.columnar.together import Together
from index.entities import Entities, terms_of
from index.errors import IndexingError, UndecidableError
from index.generations import Generation, current, manifest, prune, put_in_use, staging_path
from index.names import NAME, NameTerm
from index.naming import Known, worked_out
from index.opening import open_segments, open_whoosh
from index.staging import start_staging
from index.templating import templates_of
from index.writing import writing

_LISTED = 8
"""Entities that a name may mean, as far as they are told."""

_COMPARED = 500


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided: the file, whether it was made for it, what changed in it, and the generation published."""

    file: Path
    is_new: bool
    change: Change
    generation: int


@dataclass(frozen=True, slots=True)
class _Meant:
    """An entity that a name in a command means, and the spelling by which decisions speak of it."""

    number: int
    spelling: Spelling


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
        self._entities = Entities.load(now.path)
        self._entries = Pipeline(config, templates_of(now)).entities

    def decide(self, key: str, one: str, other: str) -> Decision:
        wish = self._wish(key, one, other)
        change = self._smallest(wish)
        after = edited(self._decided, change)
        number = self._publish(wish, after)
        return Decision(after.file, not self._decided.exists, change, number)

    def _wish(self, key: str, one: str, other: str) -> Wish:
        """Return what is asked for, with the spellings by which the file speaks of it."""
        mine = self._meant(one)
        if key == RENAME:
            name = tidy(other)
            if not name_key(name):
                raise UndecidableError("An entity cannot be called by a name without a letter.")
            return Wish.of(Line(key, mine.spelling, Spelling("", name)), self._spellings(mine.number))
        if key == SPLIT or (key == NEVER and mine.number in self._entities.resolved(other)):
            return self._parting(key, mine, other)
        others = self._meant(other)
        if others.number == mine.number:
            raise UndecidableError(f"“{one}” and “{other}” are one already: {self._told(mine.number)}.")
        spellings = self._spellings(mine.number), self._spellings(others.number)
        return Wish.of(Line(key, mine.spelling, others.spelling), *spellings)

    def _parting(self, key: str, mine: _Meant, other: str) -> Wish:
        """Return the wish that a spelling of an entity be none of it."""
        every = self._names(mine.number)
        same = [one for one in every if name_key(one.text) == name_key(other)]
        elsewhere = Line(key, mine.spelling, Spelling("", tidy(other)))
        if not same and leading(self._decided.lines, elsewhere):
            return Wish.of(elsewhere, [])  # the file merges them, though the index does not yet
        if not same:
            listed = ", ".join(dict.fromkeys(one.text for one in every[:_LISTED]))
            raise UndecidableError(f"“{other}” is no spelling of {self._told(mine.number)}. It has: {listed}.")
        parted = next((one for one in same if one.text == other), same[0])
        rest = [one for one in every if one.text != parted.text]
        rest.sort(key=lambda one: (name_key(one.text) == name_key(parted.text), one.text != mine.spelling.text))
        if not rest:
            raise UndecidableError(f"{self._told(mine.number)} has no other spelling.")
        return Wish.of(Line(key, self._spelling(mine.number, rest[0].text), parted), [])

    def _meant(self, name: str) -> _Meant:
        """Return the one entity that an id or a spelling means; UndecidableError for none and for several."""
        number = self._entities.number(name)
        if number is not None:
            return _Meant(number, self._spelling(number, self._written(number)[0]))
        found = self._entities.resolved(name)
        if not found:
            raise UndecidableError(f"No article has the name “{name}”.{self._near(name)}")
        if len(found) > 1:
            listed = "".join(f"\n  {self._told(one)}" for one in found[:_LISTED])
            raise UndecidableError(f"“{name}” may mean {len(found)} entities; say which one by its id:{listed}")
        same = [text for text in self._written(found[0]) if name_key(text) == name_key(name)]
        text = name if name in same else next(iter(same), self._written(found[0])[0])
        return _Meant(found[0], self._spelling(found[0], text))

    def _near(self, name: str) -> str:
        key = name_key(name)
        near = get_close_matches(key, self._entities.beginning(key[:2], _COMPARED), 1)
        found = self._entities.resolved(near[0]) if near else []
        return f" Did you mean {self._told(found[0])}?" if found else ""

    def _told(self, number: int) -> str:
        entities = self._entities
        articles = entities.articles(number)
        many = "1 article" if articles == 1 else f"{articles:,} articles"
        return f"{entities.id(number)} ({entities.name(number)}, {many})"

    def _spellings(self, number: int) -> list[str]:
        return [self._entities.name(number), *self._entities.spellings(number)]

    def _written(self, number: int) -> list[str]:
        """Return the spellings of an entity without a name that it has by a decision alone, if it has any other."""
        decided = {one.right.text for one in self._decided.lines if one.key == RENAME}
        every = self._spellings(number)
        return [one for one in every if one not in decided] or every

    def _names(self, number: int) -> list[Spelling]:
        """Return the spellings of an entity with their kinds, and names that single articles have for it."""
        together = open_segments(open_whoosh(self._now.path))
        terms = [Spelling(term.kind, term.text) for _, _, term in terms_of(together, self._entities, number)]
        places = {text: at for at, text in enumerate(self._spellings(number))}
        return sorted(dict.fromkeys(terms), key=lambda one: places.get(one.text, len(places)))

    def _spelling(self, number: int, text: str) -> Spelling:
        """Return a spelling of an entity, with its kind where another entity or kind has it too."""
        entities = self._entities
        kinds = [kind for kind in entities.kinds if number in entities.holding(Spelling(kind, text)) and kind]
        kind = entities.kind(number) if entities.kind(number) in kinds else next(iter(kinds), "")
        is_shared = len(kinds) > 1 or entities.holding(Spelling("", text)) != {number}
        return Spelling(kind if is_shared else "", text)

    def _smallest(self, wish: Wish) -> Change:
        """Return the smallest change that brings a wish about."""
        every = list(changes(self._decided.lines, wish))
        for one in every[:-1]:
            together = open_segments(open_whoosh(self._now.path))
            arrays = worked_out(together, self._known(one.applied(self._decided.lines)))
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
