"""Rollback: undoes the last run."""

from pathlib import Path

from corpus.entities.table import EntityTable
from index.errors import NothingToRollBackError
from index.generations import Generation, current_number, generation_path
from index.lock import writer_lock
from index.manifest import read_manifest
from index.staging import start_staging


def rollback(folder: Path) -> Generation:
    """Publish the state before the last run again, under a number of its own.

    The number is new so that no reader takes it for one it has open. Raises MissingIndexError,
    LockedIndexError or NothingToRollBackError.
    """
    folder = Path(folder)
    number = current_number(folder)
    with writer_lock(folder):
        earlier = _earlier(folder, number)
        before = read_manifest(earlier.path, folder)
        staging = start_staging(folder, earlier, "rollback", (), full=False)
        return staging.publish(before.counts, EntityTable.load(earlier.path), None)


def _earlier(folder: Path, number: int) -> Generation:
    previous = read_manifest(generation_path(folder, number), folder).previous
    if previous is None or not generation_path(folder, previous).is_dir():
        raise NothingToRollBackError(folder)
    return Generation(previous, generation_path(folder, previous), folder)
