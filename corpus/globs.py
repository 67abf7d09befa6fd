"""Globs: patterns of paths, expanded in sorted order without following links to folders."""

import fnmatch
import glob
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

from corpus.formats import is_clutter

Entries: TypeAlias = Callable[[Path], list[os.DirEntry[str]]]
"""Gives the entries of a folder, sorted by name; none for one that cannot be read."""


def is_glob(path: Path) -> bool:
    """Tell whether a path that names nothing is a pattern."""
    return not os.path.lexists(path) and glob.has_magic(str(path))


def literal_part(pattern: Path) -> Path:
    """Return the folder before the first part of a pattern that can match several names.

    >>> literal_part(Path("/news[[]1]/20*/a.txt")).as_posix()
    '/news[1]'
    """
    parts = pattern.parts
    plain = [glob.has_magic(_unescaped(part)) and not _is_escaped(part) for part in parts]
    first = plain.index(True) if True in plain else len(parts) - 1
    return Path(*map(_unescaped, parts[:first]))


def _unescaped(part: str) -> str:
    return re.sub(r"\[([*?\[])\]", r"\1", part)


def _is_escaped(part: str) -> bool:
    return part == glob.escape(_unescaped(part))


def expand(pattern: Path, entries: Entries) -> Iterator[Path]:
    """Yield what an absolute pattern matches; ``**`` stands for any depth of folders.

    Hidden names match only a pattern that begins with a dot.
    """
    yield from _matching(Path(pattern.parts[0]), pattern.parts[1:], entries)


def _matching(base: Path, parts: tuple[str, ...], entries: Entries) -> Iterator[Path]:
    if not parts:
        yield base
        return
    part, rest = parts[0], parts[1:]
    if part == "**":
        if not rest:
            yield base
        for folder in _folders(base, entries) if rest else ():
            yield from _matching(folder, rest, entries)
    elif glob.has_magic(part) and not _is_escaped(part):
        for entry in entries(base):
            wanted = part.startswith(".") or not is_clutter(entry.name)
            if wanted and fnmatch.fnmatch(entry.name, part) and (not rest or (base / entry.name).is_dir()):
                yield from _matching(base / entry.name, rest, entries)
    else:
        path = base / _unescaped(part)
        if path.is_dir() if rest else os.path.lexists(path):
            yield from _matching(path, rest, entries)


def matches(pattern: Path, path: Path) -> bool:
    """Tell whether ``expand`` would yield a path, or a folder above it, if it were there.

    >>> matches(Path("/news/**/*.txt"), Path("/news/2023/01/a.txt"))
    True
    >>> matches(Path("/news/20*"), Path("/news/2023/a.txt")), matches(Path("/news/*.txt"), Path("/news/b/a.txt"))
    (True, False)
    """
    return _fits(pattern.parts, path.parts)


def _fits(wanted: tuple[str, ...], parts: tuple[str, ...]) -> bool:
    if not wanted:
        return True
    if wanted[0] == "**":
        return len(wanted) == 1 or any(_fits(wanted[1:], parts[at:]) for at in range(len(parts)))
    if not parts:
        return False
    is_pattern = glob.has_magic(wanted[0]) and not _is_escaped(wanted[0])
    fits = fnmatch.fnmatch(parts[0], wanted[0]) if is_pattern else parts[0] == _unescaped(wanted[0])
    return fits and _fits(wanted[1:], parts[1:])


def _folders(top: Path, entries: Entries) -> Iterator[Path]:
    """Yield a folder and all those below it that are not hidden."""
    waiting = [top]
    while waiting:
        folder = waiting.pop()
        yield folder
        below = [folder / entry.name for entry in entries(folder) if _is_plain_folder(entry)]
        waiting.extend(reversed(below))


def _is_plain_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir(follow_symlinks=False) and not is_clutter(entry.name)
    except OSError:
        return False
