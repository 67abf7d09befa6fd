"""What is wrong with the files of a generation, whatever they hold: nothing in them is trusted."""

import os
import sqlite3
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from corpus.templates.template import FILE as TEMPLATES
from corpus.templates.template import Templates
from index.catalogue import NAME as CATALOGUE
from index.catalogue import Catalogue, reading
from index.columnar.arrays import ArrayFile
from index.columnar.errors import DamagedSegmentError
from index.columnar.segment import EXTENSIONS
from index.generations import generation_path
from index.manifest import NAME as MANIFEST
from index.manifest import Checked, Manifest, digest, parse
from index.opening import newest_table, read_table
from index.unpickling import NotPlainError

CheckSegment = Callable[[Path, str], Iterable[tuple[str, str]]]
"""Takes a generation's folder and a segment's name; yields the files that are damaged, each with what is wrong."""


def segment_faults(folder: Path, name: str) -> Iterator[tuple[str, str]]:
    """Yield what is wrong inside of a segment whose files are as they were published: the file, and what."""
    for extension in EXTENSIONS:
        path = folder / (name + extension)
        try:
            ArrayFile.open(path).verify()
        except DamagedSegmentError as error:
            yield path.name, error.why
        except OSError as error:
            yield path.name, f"it cannot be read ({error.strerror})"


class FaultError(Exception):
    """What is wrong with a file."""


@dataclass(slots=True)
class Faults:
    """Finds what is wrong with generations of one index; a file that they share is read once."""

    folder: Path
    check_segment: CheckSegment = segment_faults
    digests: dict[tuple[int, int, int, int], str] = field(default_factory=dict)
    """By device, number, size and time of the file."""

    def in_generation(self, number: int) -> tuple[tuple[Path, str], ...]:
        """Return the damaged files of a generation, each with what is wrong; none if it is deleted meanwhile."""
        path = generation_path(self.folder, number)
        found = tuple(self._found(path, number))
        return found if path.exists() else ()

    def _found(self, path: Path, number: int) -> Iterator[tuple[Path, str]]:
        try:
            manifest = manifest_in(path)
        except FaultError as error:
            yield path / MANIFEST, str(error)
            return
        if manifest.number != number:
            yield path / MANIFEST, f"it is of state {manifest.number}"
        checked = {name: self._file(path / name, one) for name, one in manifest.files.items()}
        strange = {name for name in names_in(path) - {*checked, MANIFEST} if not _is_harmless(name)}
        faults = {name: what for name, what in checked.items() if what}
        faults.update(dict.fromkeys(strange, "it does not belong there"))
        for name in sorted(faults):
            yield path / name, faults[name]
        yield from self._insides(path, frozenset(faults))

    def _file(self, path: Path, checked: Checked) -> str:
        """Return what is wrong with a file, nothing when it is as it was published."""
        try:
            found = _regular(path)
            if found.st_size != checked.size:
                return f"it has {found.st_size:,} bytes instead of {checked.size:,}"
            return "" if self._digest(path, found) == checked.digest else "its content is not what was published"
        except FaultError as error:
            return str(error)
        except OSError as error:
            return _why(error)

    def _digest(self, path: Path, found: os.stat_result) -> str:
        key = (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)
        if not found.st_ino:
            return digest(path)
        if key not in self.digests:
            self.digests[key] = digest(path)
        return self.digests[key]

    def _insides(self, path: Path, damaged: frozenset[str]) -> Iterator[tuple[Path, str]]:
        """Yield the files that are as they were published, and wrong all the same."""
        if CATALOGUE not in damaged and (path / CATALOGUE).exists() and (fault := _catalogue_fault(path)):
            yield path / CATALOGUE, fault
        for name, load in ((TEMPLATES, Templates.load),):
            if name not in damaged and (fault := _loading_fault(load, path)):
                yield path / name, fault
        if damaged:
            return
        table = newest_table(path)
        if table is None:
            yield path, "it holds no table of contents"
        else:
            yield from self._segments(*table)

    def _segments(self, table: Path, number: int) -> Iterator[tuple[Path, str]]:
        try:
            found = read_table(content(table), number).segments
        except (FaultError, NotPlainError) as error:
            yield table, str(error)
            return
        for segment in found:
            for name, what in self.check_segment(table.parent, segment.segment_id()):
                yield table.parent / name, what


def _is_harmless(name: str) -> bool:
    """Tell whether a file is one that a file manager leaves behind."""
    return name.startswith(".") or name in {"Thumbs.db", "desktop.ini"}


def _why(error: OSError) -> str:
    return "it is missing" if isinstance(error, FileNotFoundError) else f"it cannot be read ({error.strerror})"


def _regular(path: Path) -> os.stat_result:
    """Return what the system knows of a file; reading another thing, such as a pipe, could last for ever."""
    try:
        found = path.stat()
    except (OSError, ValueError) as error:
        raise FaultError(_why(error) if isinstance(error, OSError) else "it has no possible name") from error
    if not stat.S_ISREG(found.st_mode):
        raise FaultError("it is no file")
    return found


def content(path: Path, most: int = 1 << 26) -> bytes:
    """Return what a file holds, at most so many bytes; raises FaultError."""
    if _regular(path).st_size > most:
        raise FaultError("it is too large")
    try:
        return path.read_bytes()
    except OSError as error:
        raise FaultError(_why(error)) from error


def manifest_in(path: Path) -> Manifest:
    """Return the manifest of a generation, whatever files there are; raises FaultError."""
    try:
        return parse(content(path / MANIFEST))
    except ValueError as error:
        raise FaultError(str(error)) from error


def _catalogue_fault(path: Path) -> str:
    try:
        with reading(path) as catalogue:
            return _database_fault(catalogue)
    except sqlite3.Error as error:
        return f"it cannot be read ({error})"


def _database_fault(catalogue: Catalogue) -> str:
    try:
        told = catalogue.connection.execute("PRAGMA quick_check(1)").fetchone()
        catalogue.count()
    except sqlite3.Error as error:
        return f"it cannot be read ({error})"
    return "" if told == ("ok",) else f"SQLite finds it damaged ({told and told[0]})"


def _loading_fault(load: Callable[[Path], object], path: Path) -> str:
    try:
        load(path)
    except OSError as error:
        return _why(error)
    except ValueError as error:
        return str(error.__cause__ or error)
    return ""


def names_in(folder: Path) -> set[str]:
    """Return the names of what is in a folder, nothing where there is none."""
    try:
        return {path.name for path in folder.iterdir()}
    except OSError:
        return set()
