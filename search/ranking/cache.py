"""A bounded memory of what was read from an index; safe for threads."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sized
from typing import TypeVar

Value = TypeVar("Value", bound=Sized)


class Cache:
    """Keeps the values used last, up to a total length (``len`` of each, and one)."""

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
                self._total += len(value) + 1
            while self._total > self._limit and len(self._kept) > 1:
                _, dropped = self._kept.popitem(last=False)
                self._total -= len(dropped) + 1
        return value
