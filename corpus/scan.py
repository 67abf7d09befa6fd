"""Scanning: paths, folders and globs in, the files to read out, sorted and one at a time."""

import errno
import os
import stat
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import Kind, Problem, Report
from corpus.formats import extension, format_of, is_clutter, page_folders
from corpus.globs import expand, is_glob, literal_part

Key = tuple[int, int] | str

_WINDOWS_LOOP = 1921  # ERROR_CANT_RESOLVE_FILENAME


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A regular file of a kind that is read: its absolute path, links not resolved, bytes and time."""

    path: Path
    size: int
    mtime_ns: int


def scan(paths: Iterable[str | Path], report: Report, ignored: Counter[str]) -> Iterator[FoundFile]:
    """Yield the files under paths, folder by folder, each folder's files sorted and before its subfolders.

    A path may be a file, a folder or a glob; a name that exists is never taken as a glob. A folder
    reached twice is read once. Files of other kinds are counted in ``ignored`` by extension;
    paths that are missing, folders that cannot be read and circular links are reported.
    """
    scanner = _Scanner(report, ignored)
    for path in paths:
        yield from scanner.path(path)


def base_of(path: str | Path) -> Path:
    """Return the folder that the paths of the files found under ``path`` are told from.

    A folder itself, the folder of a file, and of a glob the part before the first pattern.
    """
    given = absolute(path)
    if given.is_dir():
        return given
    return literal_part(given) if is_glob(given) else given.parent


def absolute(path: str | Path) -> Path:
    """Return a path as scanning takes it: ``~`` and ``..`` resolved, links not followed."""
    try:
        path = Path(path).expanduser()
    except RuntimeError:  # no such user, no home: then it is a name that begins with ~
        path = Path(path)
    return Path(os.path.abspath(path))  # noqa: PTH100 -- Path.absolute keeps "..", Path.resolve follows links


class _Scanner:
    """One run over several paths, which remembers the folders it has read."""

    def __init__(self, report: Report, ignored: Counter[str]) -> None:
        self._report = report
        self._ignored = ignored
        self._folders: set[Key] = set()
        self._files: set[Key] = set()

    def _problem(self, kind: Kind, path: Path | str, message: str) -> None:
        self._report(Problem(kind, str(path), message))

    def path(self, given: str | Path) -> Iterator[FoundFile]:
        """Yield the files under one path as it was given."""
        path = absolute(given)
        if not is_glob(path):
            yield from self._one(path)
            return
        matched = False
        for one in expand(path, self._entries):
            matched = True
            yield from self._one(one)
        if not matched:
            self._problem(Kind.UNREADABLE, str(given), "matches no file")

    def _one(self, path: Path) -> Iterator[FoundFile]:
        status = self._status(path)
        if status is None:
            return
        if stat.S_ISDIR(status.st_mode):
            yield from self._walk(path)
            return
        key = _key(path, status)
        if key in self._files or self._was_walked(path):
            return
        self._files.add(key)
        if stat.S_ISREG(status.st_mode) and format_of(path.name):
            yield FoundFile(path, status.st_size, status.st_mtime_ns)
        else:
            self._ignored[extension(path.name)] += 1

    def _was_walked(self, path: Path) -> bool:
        try:
            return (
                bool(self._folders)
                and not is_clutter(path.name)
                and _key(path.parent, path.parent.stat()) in self._folders
            )
        except OSError:
            return False

    def _status(self, path: Path) -> os.stat_result | None:
        try:
            return path.stat()
        except (FileNotFoundError, NotADirectoryError):
            linked = path.is_symlink()
            self._problem(Kind.UNREADABLE, path, "links to a file that does not exist" if linked else "does not exist")
        except (OSError, ValueError) as error:
            circular = _is_circular(path, error)
            kind = Kind.LOOP if circular else Kind.UNREADABLE
            self._problem(kind, path, "is a link to itself" if circular else _why(error))
        return None

    def _walk(self, top: Path) -> Iterator[FoundFile]:
        """Yield the files under a folder; those behind links last, so that real places win."""
        links = deque[Path]()
        folders = [top]
        while folders or links:
            folder = folders.pop() if folders else links.popleft()
            if not self._enter(folder):
                continue
            entries = self._entries(folder)
            if _is_an_index(entries):
                continue
            below: list[Path] = []
            saved = _saved_pages(entries)
            for entry in entries:
                path = folder / entry.name
                if _is_folder(entry):
                    if is_clutter(entry.name) or entry.name.lower() in saved:
                        self._count_all(path)
                    elif entry.is_symlink():
                        links.append(path)
                    else:
                        below.append(path)
                elif (found := self._file(entry, path)) is not None:
                    yield found
            folders.extend(reversed(below))

    def _enter(self, folder: Path) -> bool:
        """Tell whether a folder is still to be read; report a link to a folder around it."""
        status = self._status(folder)
        if status is None:
            return False
        key = _key(folder, status)
        if key not in self._folders:
            self._folders.add(key)
            return True
        if folder.is_symlink() and Path(os.path.realpath(folder.parent)).is_relative_to(os.path.realpath(folder)):
            self._problem(Kind.LOOP, folder, "is a link to a folder that it stands in; not followed")
        return False

    def _entries(self, folder: Path) -> list[os.DirEntry[str]]:
        try:
            with os.scandir(folder) as entries:
                return sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            self._problem(Kind.UNREADABLE, folder, _why(error))
            return []

    def _file(self, entry: os.DirEntry[str], path: Path) -> FoundFile | None:
        if is_clutter(entry.name) or format_of(entry.name) is None:
            self._ignored[extension(entry.name)] += 1
            return None
        status = self._status(path)
        if status is None or (self._files and _key(path, status) in self._files):
            return None
        if not stat.S_ISREG(status.st_mode):
            self._ignored[extension(entry.name)] += 1
            return None
        return FoundFile(path, status.st_size, status.st_mtime_ns)

    def _count_all(self, top: Path) -> None:
        """Count the files of a folder that is not read."""
        if top.is_symlink():
            return
        for _, _, names in os.walk(top):
            self._ignored.update(map(extension, names))


def _is_an_index(entries: Iterable[os.DirEntry[str]]) -> bool:
    """Tell whether a folder is an index of ours, as ``./var/index`` is when ``.`` is scanned."""
    names = {entry.name for entry in entries}
    return "generations" in names and not names.isdisjoint({"CURRENT", "LOCK"})


def _why(error: Exception) -> str:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return f"cannot be read ({reason})"


def _is_circular(path: Path, error: Exception) -> bool:
    if not isinstance(error, OSError) or not path.is_symlink():
        return False
    return error.errno == errno.ELOOP or getattr(error, "winerror", None) == _WINDOWS_LOOP


def _key(path: Path, status: os.stat_result) -> Key:
    """Return what tells a file or folder from all others, by whichever way it was reached."""
    return (status.st_dev, status.st_ino) if status.st_ino else os.path.normcase(os.path.realpath(path))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link to itself, which is told of when its status is asked for
        return False


def _saved_pages(entries: list[os.DirEntry[str]]) -> frozenset[str]:
    if not any(entry.name.lower().endswith("_files") for entry in entries):
        return frozenset()
    return page_folders(entry.name for entry in entries)
