"""Limits: how much of a batch a process writes may be lowered while it is at it, so that another writes the rest."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Claim = Callable[[int], int]
"""Asks for the documents up to a number and returns up to which they are granted; what is not, another has."""

_PATIENCE = 1.0
"""Seconds; a claim takes a millionth of one."""


def all_of_it(end: int) -> int:
    """Grant whatever is asked for: a claim for a process that works alone."""
    return end


@dataclass(frozen=True, slots=True)
class Limit:
    """Of one batch: up to which document it has been claimed, and up to which it may be."""

    numbers: Any  # an array of multiprocessing's, which has its lock
    place: int

    def begin(self, size: int) -> None:
        """Let a batch of so many documents be written whole, which nobody has begun."""
        # Without the lock: a process that was killed may hold it for ever.
        numbers = self.numbers.get_obj()
        numbers[2 * self.place] = 0
        numbers[2 * self.place + 1] = size

    def claim(self, end: int) -> int:
        """Claim the documents up to a number, or up to the limit where that is lower; return which."""
        with self.numbers.get_lock():
            granted: int = min(end, self.numbers[2 * self.place + 1])
            self.numbers[2 * self.place] = granted
            return granted

    def claimed(self) -> int:
        """Return up to which document the batch has been claimed."""
        return int(self.numbers.get_obj()[2 * self.place])

    def lower(self, end: int) -> int:
        """Set the limit, not below what has been claimed; return what it is now.

        Where a process that was killed holds the lock, the limit stays.
        """
        lock = self.numbers.get_lock()
        if not lock.acquire(timeout=_PATIENCE):
            return int(self.numbers.get_obj()[2 * self.place + 1])
        try:
            granted: int = max(end, self.numbers[2 * self.place])
            self.numbers[2 * self.place + 1] = granted
            return granted
        finally:
            lock.release()
