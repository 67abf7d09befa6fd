"""A bounded memory of what was read from an index; safe for threads."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sized
from typing import TypeVar

Value = TypeVar("Value", bound=Sized)
_CHARACTERS = 50


class Cache:
    """Keeps the values used last, up to a total size: the ``len`` of each value and the size of its key.

    The size of a key is one, and one more for each thing in it and every 50 characters of a text, which is about
    the memory that as many postings take. So empty values count too, and are kept, as they may have cost as much to
    make as others. The value used last is kept whatever its size.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._total = 0
        self._kept: OrderedDict[Hashable, Sized] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """Return the value of a key, made when it is not kept; two threads may make it at once."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]  # type: ignore[return-value]
        value = make()
        with self._lock:
            if key not in self._kept:
                self._kept[key] = value
                self._total += len(value) + _size(key)
            while self._total > self._limit and len(self._kept) > 1:
                unused, dropped = self._kept.popitem(last=False)
                self._total -= len(dropped) + _size(unused)
        return value


def _size(key: Hashable) -> int:
    """Return what a key counts.

    >>> _size("ant"), _size(("body", "ant")), _size("a" * 120)
    (1, 3, 3)
    """
    if isinstance(key, tuple):
        return 1 + sum(_size(part) for part in key)
    return 1 + len(key) // _CHARACTERS if isinstance(key, str) else 1
