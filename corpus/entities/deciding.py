"""Deciding: what changes in a file of decisions when one more is taken, so that it contradicts none that stands there.

A later decision takes back earlier ones: what parts two entities goes when they are merged, and the merges that lead
from one name to another when these are parted.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import yaml

from corpus.configyaml import plain
from corpus.entities.decided import KEYS, MERGE, NEVER, RENAME, SPLIT, Decided, Line, read_decided
from corpus.entities.names import name_key
from corpus.entities.spelling import Spelling
from corpus.errors import ConfigError
from corpus.yamledit import appended, without, without_key

_HEAD = """\
# What names mean in this archive, as a person decided. `broadsheet entities` writes here, and so may you.
# Each line has two names. merge: the first is the second, and is called so. split: the second is none of the first.
# never: the two are never one. rename: the first is called the second.
# A name is a text, or {kind: text} where one kind alone is meant, such as {person: Jordan}.
"""


@dataclass(frozen=True, slots=True)
class Wish:
    """A decision to take: a line, and all spellings of the entities that its two names mean."""

    line: Line
    mine: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()

    @classmethod
    def of(cls, line: Line, mine: Iterable[str], others: Iterable[str] = ()) -> "Wish":
        """Return a wish; of spellings only the words count."""
        return cls(line, frozenset(map(name_key, mine)), frozenset(map(name_key, others)))


@dataclass(frozen=True, slots=True)
class Change:
    """What goes from a file of decisions, and what comes into it."""

    gone: tuple[Line, ...]
    new: tuple[Line, ...]

    def applied(self, lines: Sequence[Line]) -> tuple[Line, ...]:
        """Return lines as they are after the change."""
        return (*(one for one in lines if one not in self.gone), *self.new)


def changes(lines: Sequence[Line], wish: Wish) -> Iterator[Change]:
    """Yield changes that may bring a wish about, the smallest first; the last one does if any can."""
    stands = [one for one in lines if _said(one) == _said(wish.line)]
    others = [one for one in lines if one not in stands]
    gone, moved = _taken_back(others, wish)
    if gone:
        yield Change((*gone, *stands), moved)
    yield Change(gone, moved if stands else (*moved, wish.line))


def _taken_back(lines: Sequence[Line], wish: Wish) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Return the lines that a wish takes back, and those that come in their stead."""
    line = wish.line
    named = [one for one in lines if one.key == RENAME and name_key(one.left.text) in wish.mine]
    if line.key == RENAME:
        return tuple(named), ()
    if line.key == MERGE:
        parting = [one for one in lines if one.key in {SPLIT, NEVER} and _is_between(one, wish)]
        return (*parting, *named), ()
    moved = _names_kept(lines, line) if line.key == SPLIT else []
    return (*leading(lines, line), *moved), tuple(Line(RENAME, line.left, one.right) for one in moved)


def _names_kept(lines: Sequence[Line], split: Line) -> list[Line]:
    """Return the renames by the name that is parted; the entity without it stays called so, unless it has another."""
    joined = _joined(split.left, [one for one in lines if one.key == MERGE])
    own = [one for one in lines if one.key == RENAME and name_key(one.left.text) in joined]
    parted = [one for one in lines if one.key == RENAME and _is_same(one.left, split.right)]
    return parted if all(one in parted for one in own) else []


def _is_between(one: Line, wish: Wish) -> bool:
    left, right = name_key(one.left.text), name_key(one.right.text)
    return (left in wish.mine and right in wish.others) or (right in wish.mine and left in wish.others)


def _is_same(one: Spelling, other: Spelling) -> bool:
    return name_key(one.text) == name_key(other.text) and (one.kind == other.kind or not one.kind or not other.kind)


def leading(lines: Sequence[Line], parted: Line) -> list[Line]:
    """Return the merges of a name through which it is one with another."""
    merges = [one for one in lines if one.key == MERGE]
    own = [one for one in merges if _is_same(one.left, parted.right) or _is_same(one.right, parted.right)]
    rest = [one for one in merges if one not in own]
    joined = _joined(parted.left, rest)
    return [one for one in own if any(name_key(side.text) in joined for side in (one.left, one.right))]


def _joined(start: Spelling, merges: Sequence[Line]) -> set[str]:
    """Return the words of all names that merges make one with a name."""
    beside: dict[str, list[str]] = {}
    for one in merges:
        left, right = name_key(one.left.text), name_key(one.right.text)
        beside.setdefault(left, []).append(right)
        beside.setdefault(right, []).append(left)
    found, waiting = {name_key(start.text)}, [name_key(start.text)]
    while waiting:
        for other in beside.get(waiting.pop(), ()):
            if other not in found:
                found.add(other)
                waiting.append(other)
    return found


def edited(decided: Decided, change: Change) -> Decided:
    """Return a file of decisions with a change made in its text, and nothing else in it touched.

    Raises ConfigError where it is written in a way that cannot be edited safely.
    """
    text = decided.text if decided.exists else _HEAD
    text = without(text, [one.value for one in change.gone if one.value])
    text = _without_empty(read_or_refuse(text, decided), decided)
    for one in change.new:
        text = appended(text, read_or_refuse(text, decided).root, one.key, [written(one)])
    after = read_or_refuse(text, decided)
    if sorted(map(_said, after.lines)) != sorted(map(_said, change.applied(decided.lines))):
        raise _unsafe(decided, change)
    return after


def read_or_refuse(text: str, decided: Decided) -> Decided:
    """Return an edited text as it is read; ConfigError where the edit made something else of it."""
    return read_decided(text, decided.file, exists=decided.exists)


def _without_empty(now: Decided, before: Decided) -> str:
    """Return a text without the keys whose last line went."""
    data = now.root.data if isinstance(now.root.data, dict) and not now.root.flow else {}
    was = plain(before.root) or {}
    gone = [one for key, one in data.items() if key in KEYS and one.data is None and was.get(key)]
    text = now.text
    for one in reversed(gone):
        text = without_key(text, one)
    return text


def _said(one: Line) -> tuple[str, Spelling, Spelling]:
    return one.key, one.left, one.right


def written(line: Line) -> str:
    """Return a decision as YAML on one line.

    >>> written(Line(NEVER, Spelling("person", "Jordan"), Spelling("", "No")))
    "[{person: Jordan}, 'No']"
    """
    names = [{one.kind: one.text} if one.kind else one.text for one in (line.left, line.right)]
    return yaml.safe_dump(names, default_flow_style=True, allow_unicode=True, width=math.inf).strip()


def _unsafe(decided: Decided, change: Change) -> ConfigError:
    out = "".join(f"\n  take out of {one.key}: {written(one)}" for one in change.gone)
    into = "".join(f"\n  add to {one.key}: {written(one)}" for one in change.new)
    return ConfigError(f"{decided.file} is written in a way that cannot be edited safely. By hand:{out}{into}")
