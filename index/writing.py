"""Writing to an index: under its lock, beginning tidy, and with failures a person can understand."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import disk_usage

from index.errors import IndexingError
from index.generations import clean_up
from index.lock import writer_lock

_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Hold the lock of an index, tidied of what an interrupted run left beside its generations.

    Raises LockedIndexError when another process has the lock, and what ``explained`` does.
    """
    with explained(folder), writer_lock(folder):
        clean_up(folder)
        yield


@contextmanager
def explained(folder: Path) -> Iterator[None]:
    """Turn what the operating system refuses into an IndexingError; the published state stays."""
    try:
        yield
    except BrokenPipeError:
        raise  # of the console, not of the index
    except OSError as error:
        raise _explained(error, folder) from error
    except sqlite3.OperationalError as error:
        if "full" not in str(error):
            raise
        raise _explained(OSError(errno.ENOSPC, str(error)), folder) from error


def _explained(error: OSError, folder: Path) -> IndexingError:
    if error.errno in _FULL:
        free = disk_usage(folder).free
        return IndexingError(
            f"The disk of {folder.absolute()} is full ({free:,} bytes are free). "
            "What was published before stays as it was; make room and run the same command again."
        )
    return IndexingError(f"The index in {folder.absolute()} cannot be written: {error}.")
