"""Values of documents as arrays: those of an exact field, the years of dates, and places in the order of dates."""

import numpy as np

from index.columnar.together import Together
from index.schema import UNDATED
from search.snapshots.columns import Codes, Flags, Ints

_EPOCH = 1970


def codes_of(together: Together, field: str) -> Codes:
    """Return the values of an exact field."""
    values, starts, codes = together.values(field)
    counts = np.diff(starts)
    if counts.max(initial=0) > 1:
        return Codes(tuple(values), starts, codes)
    single = np.zeros(together.size, np.uint32)
    single[counts == 1] = codes
    return Codes(tuple(values), None, single)


def years_of(published: Ints, live: Flags) -> Codes:
    """Return the years of dates, of documents that are not deleted."""
    dates = live & (published != UNDATED)
    years = published.astype("datetime64[s]").astype("datetime64[Y]").astype(np.int64) + _EPOCH
    found, codes = np.unique(years[dates], return_inverse=True)
    every = np.zeros(published.size, np.uint32)
    every[dates] = codes + 1
    return Codes(tuple(f"{year:04d}" for year in found.tolist()), None, every)


def places_by_date(published: Ints, *, newest: bool) -> Ints:
    """Return each document's place by date, the newest or the oldest first, and last those without one."""
    order = np.lexsort(((-1 if newest else 1) * published, published == UNDATED))
    places = np.empty(published.size, np.int64)
    places[order] = np.arange(published.size)
    return places
