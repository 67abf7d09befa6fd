"""Counting: what is told beside the articles of an answer, by the values of its facets and by their dates."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index.schema import UNDATED
from search.query.filters import Masks, masks
from search.query.tree import Dates, Filter
from search.ranking.bm25 import Scorer
from search.ranking.matching import Selection
from search.ranking.order import find
from search.ranking.plan import Plan
from search.results import Bin, FacetValue, Histogram, QueryWarning
from search.snapshots.columns import Ints, Numbers
from search.snapshots.facets import MAX_VALUES
from search.snapshots.fieldterms import ENTITY
from search.snapshots.snapshot import Snapshot

MOST_BINS = 62
"""Bins of a histogram, at the most: the days of two months."""

_EPOCH = 1970
_LAST_YEAR = 9999
_SEVERAL = (1, 2, 5, 10, 20, 50, 100, 200)
"""How many years a bin may take. Years of four digits fit into the bins of the longest."""


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What an answer is narrowed by: filters, and dates."""

    filters: Sequence[Filter]
    dates: Sequence[Dates]
    undated: bool

    def masks(self, snapshot: Snapshot, leaving: str = "") -> tuple[Masks, list[QueryWarning]]:
        """Return the masks of all filters but of the values that are chosen of the field ``leaving``."""
        filters = [one for one in self.filters if one.excluded or one.name != leaving]
        return masks(snapshot, filters, self.dates, undated=self.undated)


@dataclass(frozen=True, slots=True)
class Matched:
    """What is counted: the full matches of a plan, and what narrowed it to them."""

    scorer: Scorer
    plan: Plan
    full: Selection
    narrowed: Narrowed


def facets(matched: Matched, names: Sequence[str], words: str = "") -> dict[str, tuple[FacetValue, ...]]:
    """Return the values that the matches have of some fields, or those of them that have some words.

    The counts of a field leave out what is chosen of it, as a further value adds to that; all entities chosen are
    wanted, so that theirs do not.
    """
    if names and matched.scorer.deadline.is_over:
        return dict.fromkeys(names, ())
    found = {}
    for name in names:
        is_chosen = name != ENTITY and any(one.name == name and not one.excluded for one in matched.narrowed.filters)
        docs = _without_its_own(matched, name) if is_chosen else matched.full.docs
        # The years tell from when to when an archive goes, so that none may be missing.
        most = None if name == "published" else MAX_VALUES
        found[name] = matched.scorer.snapshot.values(name).listing(docs, most, words)
    return found


def _without_its_own(matched: Matched, name: str) -> Numbers:
    passing, _ = matched.narrowed.masks(matched.scorer.snapshot, leaving=name)
    return find(matched.scorer, matched.plan, None, passing.passing).full.docs


def histogram(matched: Matched) -> Histogram:
    """Return how many matches were published from when to when, without a gap from the first to the last."""
    published = matched.scorer.snapshot.published.take(matched.full.docs)
    dates = published[published != UNDATED]
    undated = len(published) - len(dates)
    if not dates.size:
        return Histogram("day", (), undated)
    for step, unit in (("day", "D"), ("month", "M")):
        numbers = dates.astype("datetime64[s]").astype(f"datetime64[{unit}]").astype(np.int64)
        if _span(numbers) <= MOST_BINS:
            every = np.arange(_span(numbers)) + numbers.min()
            whens = every.astype(f"datetime64[{unit}]").astype(str).tolist()
            return Histogram(step, tuple(map(Bin, whens, whens, _counts(numbers))), undated)
    return Histogram("year", _by_years(dates), undated)


def _by_years(dates: Ints) -> tuple[Bin, ...]:
    years = dates.astype("datetime64[s]").astype("datetime64[Y]").astype(np.int64) + _EPOCH
    several = next((one for one in _SEVERAL if _span(years // one) <= MOST_BINS), _SEVERAL[-1])
    numbers = years // several
    starts = [(int(numbers.min()) + at) * several for at in range(_span(numbers))]
    return tuple(
        Bin(f"{max(start, 1):04d}", f"{min(start + several - 1, _LAST_YEAR):04d}", count)
        for start, count in zip(starts, _counts(numbers), strict=True)
    )


def _span(numbers: Ints) -> int:
    return int(numbers.max() - numbers.min()) + 1


def _counts(numbers: Ints) -> list[int]:
    """Return how often each number stands there, from the least to the greatest."""
    found: list[int] = np.bincount(numbers - numbers.min()).tolist()
    return found
