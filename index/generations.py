"""Generations: complete states of an index side by side, and the one file that names the current.

::

    INDEX/CURRENT            the number of the generation in use; replaced atomically, the one commit point
    INDEX/generations/0007/  a complete Whoosh index, its side files and manifest.json; never changes
    INDEX/staging/           the next generation while a run writes it, or what an interrupted run left
    INDEX/LOCK               held while a process writes
"""

import os
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from index.counts import Counts
from index.errors import DamagedIndexError, IncompatibleIndexError, MissingIndexError
from index.manifest import NAME as MANIFEST
from index.manifest import Checked, Manifest, check_files, read_manifest, sync, write_manifest
from index.sidefiles import ENDING

CURRENT = "CURRENT"
_TRASH = "trash"
_PATIENCE = 2.0
"""Seconds to wait for a reader that has CURRENT open, which Windows does not let us replace meanwhile."""

_SIDE_FILES = {"catalogue.sqlite", "templates.json"}


@dataclass(frozen=True, slots=True)
class Generation:
    """One published state: its number, its own folder, and the folder of the whole index."""

    number: int
    path: Path
    folder: Path


def generation_path(folder: Path, number: int) -> Path:
    """Return where a generation lies."""
    return folder / "generations" / f"{number:04d}"


def staging_path(folder: Path) -> Path:
    """Return where the next generation is written."""
    return folder / "staging"


def current_number(folder: Path) -> int:
    """Return the number of the generation in use; raises MissingIndexError or DamagedIndexError."""
    path = folder / CURRENT
    try:
        return int(path.read_text(encoding="ascii"))
    except FileNotFoundError as error:
        raise MissingIndexError(folder) from error
    except NotADirectoryError as error:
        raise MissingIndexError(folder) from error
    except (OSError, ValueError) as error:
        raise DamagedIndexError(path, f"it names no generation ({error})", folder) from error


def current(folder: Path) -> Generation:
    """Return the generation in use, checked for format and completeness.

    Raises MissingIndexError, IncompatibleIndexError or DamagedIndexError.
    """
    number = current_number(folder)
    found = Generation(number, generation_path(folder, number), folder)
    read_manifest(found.path, folder)
    return found


def manifest(generation: Generation) -> Manifest:
    """Return a generation's manifest."""
    return read_manifest(generation.path, generation.folder)


def numbers(folder: Path) -> tuple[int, ...]:
    """Return the numbers of the generations on disk, lowest first."""
    return tuple(sorted(_numbers(folder)))


def _numbers(folder: Path) -> Iterator[int]:
    with suppress(FileNotFoundError):
        for path in (folder / "generations").iterdir():
            if path.name.isdecimal() and path.is_dir():
                yield int(path.name)


def create(folder: Path) -> None:
    """Make the folder of an index, for its user alone."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    (folder / "generations").mkdir(mode=0o700, exist_ok=True)


def _is_copied(name: str) -> bool:
    """Tell whether a run rewrites a file; all others never change and may be hard-linked."""
    return name in _SIDE_FILES or name.endswith((".toc", ENDING))


def link(source: Path, target: Path) -> None:
    """Fill a new folder with a generation's files: hard links where possible, copies elsewhere."""
    target.mkdir(mode=0o700)
    for path in source.iterdir():
        if path.name == MANIFEST or not path.is_file():
            continue
        if _is_copied(path.name):
            shutil.copyfile(path, target / path.name)
            continue
        try:
            os.link(path, target / path.name)
        except OSError:
            shutil.copyfile(path, target / path.name)


def seal(  # noqa: PLR0913 -- what a manifest says
    folder: Path,
    staged: Path,
    *,
    previous: int | None,
    articles: int,
    counts: Counts,
    linked: Mapping[str, Checked],
    checked: Mapping[str, Checked] | None = None,
) -> Generation:
    """Turn a finished staging folder into a generation under the next number; it is not in use yet.

    ``linked`` are the checksums of the generation that it was linked from, ``checked`` those of files that this run has
    forced to the disk already.
    """
    number = max((*numbers(folder), _current_or_zero(folder))) + 1
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    immutable = {name: one for name, one in linked.items() if not _is_copied(name)}
    names = {path.name for path in staged.iterdir()}
    known = {name: one for name, one in (checked or {}).items() if name in names}
    files = {**known, **check_files(staged, immutable, names - known.keys())}
    counts = replace(counts, generation=number)
    write_manifest(staged, Manifest(number, previous, now, articles, counts, files))
    path = generation_path(folder, number)
    staged.rename(path)
    sync(path.parent)
    return Generation(number, path, folder)


def put_in_use(generation: Generation) -> None:
    """Make a generation the current one; a crash before the replacement leaves the last one."""
    folder = generation.folder
    fresh = folder / (CURRENT + ".new")
    fresh.write_text(f"{generation.number}\n", encoding="ascii")
    sync(fresh)
    _replace(fresh, folder / CURRENT)
    sync(folder)


def _replace(source: Path, target: Path) -> None:
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            source.replace(target)
        except PermissionError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.01)
        else:
            return


def _current_or_zero(folder: Path) -> int:
    try:
        return current_number(folder)
    except (MissingIndexError, DamagedIndexError):
        return 0


def prune(folder: Path, keep: set[int]) -> None:
    """Delete the generations that nothing needs.

    What cannot be deleted because a reader has it open (on Windows) goes in a later run.
    """
    for number in numbers(folder):
        if number not in keep:
            shutil.rmtree(generation_path(folder, number), ignore_errors=True)


def clean_up(folder: Path) -> None:
    """Delete what an interrupted run left beside the current generation and the one before; the lock is held."""
    shutil.rmtree(folder / _TRASH, ignore_errors=True)
    with suppress(MissingIndexError, DamagedIndexError, IncompatibleIndexError):
        now = current(folder)
        previous = manifest(now).previous
        prune(folder, {now.number, *(() if previous is None else (previous,))})


def discard(path: Path) -> None:
    """Delete a staging folder, if there is one.

    It is moved away first: on Windows a segment that a reader has open under another name cannot be
    deleted, and the name must be free for the next run.
    """
    if not path.exists():
        return
    trash = path.parent / _TRASH
    trash.mkdir(mode=0o700, exist_ok=True)
    path.rename(next(free for n in count() if not (free := trash / str(n)).exists()))
    shutil.rmtree(trash, ignore_errors=True)
