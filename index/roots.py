"""Roots: the scanned folders, whose names are part of the ids made from paths.

A file belongs to the root known first among those that hold it, so that scanning a subfolder or a
parent of a known root changes no id. A root that moved keeps its name, and so its ids. Paths are
kept with their links resolved, so that a folder is one root by whichever way it is reached.
"""

import os
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from index.catalogue import Catalogue, Root

STANDARD_INPUT = "standard-input"
PIPE = "-"
"""The path of the root and of the file that stand for standard input."""

# A file name may hold bytes that are no text, which Python shows as lone surrogates and SQLite
# refuses: they are kept as characters of a private plane instead.
_KEEP = {code: 0xF0000 + code for code in range(0xD800, 0xE000)}
_GIVE = {kept: code for code, kept in _KEEP.items()}


@dataclass(frozen=True, slots=True)
class Located:
    """A file's root and its path within the root, with ``/``."""

    root: Root
    path: str


class Roots:
    """The roots of a catalogue, growing as folders are scanned."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._known = catalogue.roots()

    def register(self, folder: Path) -> None:
        """Make sure that the files below a folder (resolved) have a root."""
        if self._holding(folder) is not None:
            return
        name = _kept(folder.name) or folder.drive.rstrip(":") or "root"
        moved = next((root for root in self._folders() if root.name == name and self._lies_now(root, folder)), None)
        if moved is None:
            self._catalogue.add_root(self._free(folder, name), _kept(str(folder)))
        else:
            self._move(moved, folder)
        self._known = self._catalogue.roots()

    def holds(self, path: Path) -> bool:
        """Tell whether a path lies in a known root; the old place of one that moved does not."""
        return self._holding(path) is not None

    def _folders(self) -> list[Root]:
        return [root for root in self._known if root.path != PIPE]

    def _holding(self, path: Path) -> Root | None:
        return next((root for root in self._folders() if path.is_relative_to(_given(root.path))), None)

    def _lies_now(self, root: Root, folder: Path) -> bool:
        """Tell whether a folder is a root that moved: its old place is empty and a file of it is here."""
        if Path(_given(root.path)).exists():
            return False
        return any(_has(folder / _given(path), size) for path, size in self._catalogue.files_below(root.number))

    def _move(self, moved: Root, folder: Path) -> None:
        """Note the new place of a root, and of the roots inside it."""
        old = Path(_given(moved.path))
        for root in self._folders():
            place = Path(_given(root.path))
            if place.is_relative_to(old):
                self._catalogue.move_root(root.number, _kept(str(folder / place.relative_to(old))))

    def _free(self, folder: Path, name: str) -> str:
        """Return a name that no root has: the folder's, with as many parents as it takes."""
        taken = {root.name for root in self._known} | {STANDARD_INPUT}
        for parent in folder.parents:
            if name not in taken:
                return name
            name = f"{_kept(parent.name)}/{name}"
        return next(free for n in range(2, len(taken) + 3) if (free := f"{name}-{n}") not in taken)

    def locate(self, path: Path) -> Located:
        """Return where a file found below a registered folder belongs."""
        root = self._holding(path)
        if root is None:
            self.register(path.parent)
            root = self._holding(path)
        if root is None:
            raise LookupError(f"no root holds {path}")
        return Located(root, _kept(path.relative_to(_given(root.path)).as_posix()))

    def standard_input(self) -> Located:
        """Return the place of articles that came through a pipe."""
        found = self.pipe()
        if found is None:
            found = self._catalogue.add_root(STANDARD_INPUT, PIPE)
            self._known = self._catalogue.roots()
        return Located(found, PIPE)

    def pipe(self) -> Root | None:
        """Return the root that stands for standard input, if anything came that way."""
        return next((root for root in self._known if root.path == PIPE), None)

    def absolute(self, root: int, path: str) -> Path:
        """Return where a catalogued file lies on this machine."""
        home = next(one.path for one in self._known if one.number == root)
        return Path(_given(home), *PurePosixPath(_given(path)).parts)


def resolve(folder: Path) -> Path:
    """Return a folder with its links resolved."""
    return Path(os.path.realpath(folder))


def _kept(text: str) -> str:
    return text if text.isascii() else text.translate(_KEEP)


def _given(text: str) -> str:
    return text if text.isascii() else text.translate(_GIVE)


def _has(path: Path, size: int) -> bool:
    try:
        return path.stat().st_size == size
    except OSError:
        return False
