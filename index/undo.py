"""Rollback: undoes the last run."""

from contextlib import closing, suppress
from pathlib import Path

from index.errors import DamagedIndexError, NothingToRollBackError
from index.generations import Generation, current_number, generation_path, numbers
from index.manifest import read_manifest
from index.staging import start_staging
from index.writing import writing


def rollback(folder: Path) -> Generation:
    """Publish the state before the last run again, under a number of its own.

    The number is new so that no reader takes it for one it has open. Raises MissingIndexError,
    LockedIndexError or NothingToRollBackError.
    """
    folder = Path(folder)
    current_number(folder)
    with writing(folder):
        earlier = _earlier(folder, current_number(folder))
        before = read_manifest(earlier.path, folder)
        with closing(start_staging(folder, earlier, "rollback", (), full=False)) as staging:
            return staging.publish(before.counts, None, None)


def _earlier(folder: Path, number: int) -> Generation:
    """Return the generation before, or when the current one is damaged the newest that is whole."""
    try:
        previous = read_manifest(generation_path(folder, number), folder).previous
        candidates = [] if previous is None else [previous]
    except DamagedIndexError:
        candidates = [one for one in reversed(numbers(folder)) if one < number]
    for one in candidates:
        with suppress(DamagedIndexError):
            read_manifest(generation_path(folder, one), folder)
            return Generation(one, generation_path(folder, one), folder)
    raise NothingToRollBackError(folder)
