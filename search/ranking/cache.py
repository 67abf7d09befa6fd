"""A bounded memory of what was made from an index; safe for threads."""

import random
import threading
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

_OVERHEAD = 200
"""What an entry takes beside its arrays and texts: the objects that hold them, in bytes, about."""


_PASSED, _MANY = 16, 64
"""So many values are passed over at the most, one for so many that are kept."""


class Sized(Protocol):
    """What can be kept: anything that knows how many bytes it holds."""

    @property
    def nbytes(self) -> int: ...  # noqa: D102 -- as NumPy's


Value = TypeVar("Value", bound=Sized)


@dataclass(slots=True)
class _Entry:
    value: Any
    size: int
    used: bool = False


class Cache:
    """Keeps values up to a total of bytes, each with its key, and forgets first what was not used again.

    Finding a value takes no lock: it only marks it as used, and a marked one is passed over once when room is needed.
    Of many, some more are passed over by chance: where all that is asked for comes round again and again, and a little
    of it does not fit, the oldest would always be what is asked for next, and nothing would ever be found.
    So empty values count too, and are kept, as they may have cost as much to make as others. The value made last is
    kept whatever its size.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._total = 0
        self._kept: dict[Hashable, _Entry] = {}
        self._lock = threading.Lock()
        self._chance = random.Random(0)  # noqa: S311 -- nothing secret depends on it

    def get(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """Return the value of a key, made when it is not kept; two threads may make it at once."""
        found = self._kept.get(key)
        if found is not None:
            found.used = True
            return found.value  # type: ignore[no-any-return]
        value = make()
        self.put(key, value)
        return value

    def find(self, key: Hashable) -> Any:  # noqa: ANN401 -- whatever was put there
        """Return the value of a key, None where it is not kept."""
        found = self._kept.get(key)
        if found is None:
            return None
        found.used = True
        return found.value

    def put(self, key: Hashable, value: Sized) -> None:
        """Keep a value, unless there is one of this key."""
        with self._lock:
            if key not in self._kept:
                entry = self._kept[key] = _Entry(value, value.nbytes + _size(key))
                self._total += entry.size
                self._shrink(key)

    def _shrink(self, newest: Hashable) -> None:
        while self._total > self._limit and len(self._kept) > 1:
            for _ in range(self._chance.randrange(min(_PASSED, 1 + len(self._kept) // _MANY))):
                passed = next(iter(self._kept))
                self._kept[passed] = self._kept.pop(passed)
            key = next(iter(self._kept))
            entry = self._kept.pop(key)
            if entry.used or key == newest:
                entry.used = False
                self._kept[key] = entry
            else:
                self._total -= entry.size


def _size(key: Hashable) -> int:
    """Return the bytes of a key and of what holds an entry, about."""
    return _OVERHEAD + _depth(key)


def _depth(key: object) -> int:
    if isinstance(key, (int, float)):
        return 32
    if isinstance(key, str):
        return 50 + len(key)
    if isinstance(key, tuple):
        return 50 + sum(_depth(part) for part in key)
    return sum(_depth(getattr(key, name)) for name in getattr(key, "__slots__", ())) or 32
