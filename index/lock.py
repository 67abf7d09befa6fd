"""One writer at a time: a lock that says who holds it and dies with its holder."""

import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import LockedIndexError


@contextmanager
def writer_lock(folder: Path) -> Iterator[None]:
    """Hold an index's writer lock; raises LockedIndexError when another process has it."""
    holder = folder / "LOCK.holder"
    lock = FileLock(folder / "LOCK", timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise LockedIndexError(folder, _read(holder)) from error
    try:
        now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
        holder.write_text(f"process {os.getpid()} on {platform.node()}, since {now}", encoding="utf-8")
        yield
    finally:
        with suppress(OSError):
            holder.unlink(missing_ok=True)
        lock.release()


def _read(holder: Path) -> str:
    try:
        return holder.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return "another process"
