"""Memory of processes, from Linux's /proc; other systems have no number that counts shared pages once."""

import threading
from pathlib import Path

_PROC = Path("/proc")
_MIB = 1 / 1024
_PERIOD = 0.1


def is_measurable() -> bool:
    """Tell whether this system says what is asked here."""
    return (_PROC / "self" / "smaps_rollup").exists()


def resident() -> float:
    """Return the resident memory of this process in MiB, mapped files included, each page once."""
    return _read(_PROC / "self" / "smaps_rollup", "Rss:")


def shared_out(process: int) -> float:
    """Return the memory of a process and its descendants in MiB, pages that several hold counted once."""
    return sum(_read(_PROC / str(one) / "smaps_rollup", "Pss:") for one in _family(process))


def _family(process: int) -> list[int]:
    found = [process]
    for one in found:
        for task in (_PROC / str(one) / "task").glob("*/children"):
            try:
                found += map(int, task.read_text().split())
            except OSError:  # ended meanwhile
                continue
    return found


def _read(file: Path, name: str) -> float:
    try:
        lines = file.read_text().splitlines()
    except OSError:  # ended meanwhile
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith(name)) * _MIB


class Peak:
    """Watches a process and its descendants from a thread; ``stop`` says how much they had at most, in MiB."""

    def __init__(self, process: int) -> None:
        self._process = process
        self._most = 0.0
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        while not self._done.wait(_PERIOD):
            self._most = max(self._most, shared_out(self._process))

    def stop(self) -> float:
        """End the watch and return the most there was."""
        self._done.set()
        self._thread.join()
        return self._most
