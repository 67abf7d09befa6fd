"""The first of many by their values, without sorting all of them."""

import numpy as np

from search.snapshots.columns import Floats, Numbers

_FEW = 256
_COLUMNS = 4
_LEAST_COLUMNS = 256


def top(values: Floats, count: int) -> Numbers:
    """Return the places of the greatest values, the greatest first; of equal ones the lower place comes first.

    >>> top(np.array([1.0, 3.0, 2.0, 3.0]), 3).tolist()
    [1, 3, 2]
    """
    count = min(count, len(values))
    if count <= 0:
        return np.zeros(0, np.intp)
    if len(values) <= _FEW or count * _COLUMNS > len(values):
        return (-values).argsort(kind="stable")[:count]
    places = (values >= _bound(values, count)).nonzero()[0]
    kept = values.take(places)
    if len(kept) > _FEW + count:
        least = np.partition(kept, len(kept) - count)[len(kept) - count]
        above = np.flatnonzero(kept > least)
        equal = np.flatnonzero(kept == least)[: count - len(above)]
        chosen = np.sort(np.concatenate([above, equal]))
        places, kept = places.take(chosen), kept.take(chosen)
    return places.take((-kept).argsort(kind="stable")[:count])


def _bound(values: Floats, count: int) -> float:
    """Return a value that so many of the values reach: the least of the greatest of so many columns of them."""
    columns = max(count * _COLUMNS, _LEAST_COLUMNS)
    rows = len(values) // columns
    greatest = values[: rows * columns].reshape(rows, columns).max(axis=0) if rows > 1 else values.copy()
    greatest.partition(len(greatest) - count)
    return float(greatest[len(greatest) - count])
