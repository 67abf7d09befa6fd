"""What an index holds, for a person who asks."""

from dataclasses import dataclass
from pathlib import Path

from index.catalogue import reading
from index.counts import Counts
from index.generations import current, generation_path, manifest, numbers, staging_path


@dataclass(frozen=True, slots=True)
class RootStatus:
    """A scanned folder: its name, where it was last seen, and how many articles came from it."""

    name: str
    path: str
    articles: int


@dataclass(frozen=True, slots=True)
class Status:
    """``size`` is in bytes, a file shared by generations counted once; ``interrupted``: a run can be continued."""

    generation: int
    articles: int
    published_at: str
    size: int
    generations: tuple[int, ...]
    roots: tuple[RootStatus, ...]
    last_run: Counts
    interrupted: bool


def status(folder: Path) -> Status:
    """Return what an index holds. Raises MissingIndexError, IncompatibleIndexError or DamagedIndexError."""
    folder = Path(folder)
    now = current(folder)
    known = manifest(now)
    with reading(now.path) as catalogue:
        roots = tuple(RootStatus(one.name, one.path, catalogue.count_below(one.number)) for one in catalogue.roots())
    return Status(
        generation=known.number,
        articles=known.articles,
        published_at=known.published_at,
        size=_size(folder),
        generations=numbers(folder),
        roots=roots,
        last_run=known.counts,
        interrupted=staging_path(folder).is_dir(),
    )


def _size(folder: Path) -> int:
    seen = {}
    for number in numbers(folder):
        for path in generation_path(folder, number).iterdir():
            found = path.stat()
            seen[found.st_ino or path] = found.st_size
    return sum(seen.values())
