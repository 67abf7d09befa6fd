"""Scopes: the paths as they were given, and which files a run looked for below them."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from corpus.globs import is_glob, literal_part, matches
from corpus.scan import absolute
from index.roots import resolve


@dataclass(frozen=True, slots=True)
class Scope:
    """One path, its links resolved. ``base`` is the folder that gives its files their root."""

    path: Path
    base: Path
    is_pattern: bool = False

    def holds(self, path: Path) -> bool:
        """Tell whether a file was looked for under this path."""
        return matches(self.path, path) if self.is_pattern else path.is_relative_to(self.path)


def scope_of(given: str | Path) -> Scope:
    """Return the scope of a path, whether anything is there or not."""
    path = absolute(given)
    if is_glob(path):
        base = literal_part(path)
        depth = len(base.parts)
        return Scope(Path(resolve(base), *path.parts[depth:]), resolve(base), is_pattern=True)
    if path.is_dir():
        return Scope(resolve(path), resolve(path))
    return Scope(resolve(path.parent) / path.name, resolve(path.parent))


class Scopes:
    """Several scopes; a shell may expand a pattern to many thousand files, so these are looked up."""

    def __init__(self, scopes: Iterable[Scope]) -> None:
        # What a path that is not there would hold is not gone: the disk may be unplugged.
        self.all = tuple(one for one in scopes if (one.base if one.is_pattern else one.path).exists())
        self._exact = frozenset(one.path for one in self.all if not one.is_pattern)
        self._patterns = tuple(one for one in self.all if one.is_pattern)

    def holds(self, path: Path) -> bool:
        """Tell whether a file was looked for under any of the paths."""
        if path in self._exact or not self._exact.isdisjoint(path.parents):
            return True
        return any(one.holds(path) for one in self._patterns)
