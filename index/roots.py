"""Roots: the scanned folders, whose names are part of the ids made from paths.

A file belongs to the root known first among those that hold it, so that scanning a subfolder or a
parent of a known root changes no id. A root that moved keeps its name, and so its ids.
"""

from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from index.catalogue import Catalogue, Root

STANDARD_INPUT = "standard-input"


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
        """Make sure that the files below a folder (absolute) have a root."""
        if self._holding(folder) is not None:
            return
        name = folder.name or "root"
        moved = next((root for root in self._known if root.name == name and not Path(root.path).exists()), None)
        if moved is not None:
            self._catalogue.move_root(moved.number, str(folder))
        else:
            self._catalogue.add_root(self._free(folder, name), str(folder))
        self._known = self._catalogue.roots()

    def _holding(self, path: Path) -> Root | None:
        return next((root for root in self._known if path.is_relative_to(root.path)), None)

    def _free(self, folder: Path, name: str) -> str:
        """Return a name that no root has: the folder's, with as many parents as it takes."""
        taken = {root.name for root in self._known}
        for parent in folder.parents:
            if name not in taken:
                return name
            name = f"{parent.name}/{name}"
        return next(free for n in range(2, len(taken) + 3) if (free := f"{name}-{n}") not in taken)

    def locate(self, path: Path) -> Located:
        """Return where a scanned file (absolute) belongs."""
        root = self._holding(path)
        if root is None:
            self.register(path.parent)
            root = self._holding(path)
        if root is None:
            message = f"no root holds {path}"
            raise LookupError(message)
        return Located(root, PurePosixPath(path.relative_to(root.path).as_posix()).as_posix())

    def standard_input(self) -> Located:
        """Return the place of articles that came through a pipe."""
        found = next((root for root in self._known if root.name == STANDARD_INPUT), None)
        if found is None:
            found = self._catalogue.add_root(STANDARD_INPUT, "-")
            self._known = self._catalogue.roots()
        return Located(found, "-")

    def absolute(self, root: int, path: str) -> Path:
        """Return where a catalogued file lies on this machine."""
        home = next(one.path for one in self._known if one.number == root)
        return Path(home, *PurePosixPath(path).parts)
