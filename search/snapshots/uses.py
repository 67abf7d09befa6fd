"""Uses: who uses what many threads share, so that it is closed when nobody does any more."""

import threading
from collections.abc import Callable


class Uses:
    """Counts the uses of one thing and closes it, once it is retired, when the last one ends; safe for threads."""

    def __init__(self, close: Callable[[], None]) -> None:
        self._ended = 0
        self._close = close
        self._lock = threading.Lock()
        self._count = 0
        self._retired = False

    def begin(self) -> bool:
        """Count one more use; False when it is closed already."""
        with self._lock:
            if self._retired and not self._count:
                return False
            self._count += 1
            return True

    def end(self) -> int:
        """Count one use less, and return how many have ended."""
        with self._lock:
            self._count -= 1
            self._ended += 1
            self._close_unused()
            return self._ended

    def retire(self) -> None:
        """Close it as soon as nobody uses it."""
        with self._lock:
            self._retired = True
            self._close_unused()

    def _close_unused(self) -> None:
        if self._retired and not self._count:
            self._close()
