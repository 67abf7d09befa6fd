"""Paging: from one page of an answer to the next, and back, so that none repeats an article or leaves one out.

A cursor names the article that a page begins behind. Where the archive is as it was, that article is found at its
place; where it has changed, it is sought in the whole order, or else those that would stand before it are counted.
"""

from dataclasses import dataclass, replace

import numpy as np

from index.schema import UNDATED
from search.paging.cursors import Cursor, Key, write_cursor
from search.ranking.collapse import Collapsed, collapsed, first_places
from search.ranking.listed import Listed
from search.ranking.matching import Selection
from search.ranking.order import Order, Ranking, distinct, listing, page, sorted_by
from search.ranking.plan import Plan
from search.snapshots import bitmaps
from search.snapshots.columns import Floats, Ints, Numbers
from search.snapshots.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Page:
    """A page from place ``start`` on; ``moved`` tells that its place had to be sought in a changed archive."""

    start: int
    shown: Collapsed
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages of one answer: what it lists, in which order, and whether each story once."""

    snapshot: Snapshot
    plan: Plan
    ranking: Ranking
    order: Order
    collapse: bool = False

    def turn(self, cursor: Cursor | None, limit: int) -> Page:
        """Return the page that a cursor names, the first one without."""
        if cursor is None:
            return Page(0, self._shown(0, limit))
        found = self._remembered(cursor, limit) if cursor.generation == self.snapshot.number else None
        if found is not None:
            return found
        place = self._sought(cursor)
        start, end = (max(place - limit, 0), place) if cursor.back else (place, place + limit)
        return Page(start, self._shown(start, end), moved=True)

    def cursors(self, found: Page, question: bytes) -> tuple[str | None, str | None]:
        """Return the cursors of the page before and of the page behind, None where there is none."""
        places, end = found.shown.places, found.start + len(found.shown.places)
        before = self._cursor(places[0], found.start, question, back=True) if places and found.start else None
        behind = self._cursor(places[-1], end, question, back=False) if places and end < found.shown.count else None
        return before, behind

    def _shown(self, start: int, end: int) -> Collapsed:
        if self.collapse:
            return collapsed(self.plan, self.ranking, self.order, start, end, self.snapshot.groups.codes)
        places = page(self.plan, self.ranking, self.order, start, end)
        full = min(max(self.ranking.full.count - start, 0), len(places))
        return Collapsed(places, full, self.ranking.full.count, self.ranking.count)

    def _remembered(self, cursor: Cursor, limit: int) -> Page | None:
        """Return the page at a cursor's place, if its article is the one that stands next to it."""
        if cursor.back:
            start = max(cursor.place - limit, 0)
            wide = self._shown(start, cursor.place + 1)
            places, border = wide.places[:-1], wide.places[-1:]
            full = min(wide.full, len(places))
            is_there = len(wide.places) == cursor.place + 1 - start
        else:
            start = cursor.place
            wide = self._shown(start - 1, start + limit) if start else self._shown(0, 0)
            places, border = wide.places[1:], wide.places[:1]
            full = max(wide.full - 1, 0)
            is_there = bool(border)
        if not is_there or self.snapshot.id_of([border[0][0]]) != [cursor.article]:
            return None
        return Page(start, replace(wide, places=places, full=full))

    def _sought(self, cursor: Cursor) -> int:
        """Return where the article of a cursor stands now, or would stand by its key; behind it for a page behind."""
        docs, scores = listing(self.plan, self.ranking, self.order, 0, self.ranking.count)
        doc = self.snapshot.find(cursor.article)
        at = np.flatnonzero(docs == doc) if doc is not None else docs[:0]
        place = int(at[0]) + (not cursor.back) if at.size else self._counted(cursor, docs, scores)
        if not self.collapse:
            return place
        return int(np.searchsorted(first_places(docs, self.snapshot.groups.codes), place))

    def _counted(self, cursor: Cursor, docs: Numbers, scores: Floats) -> int:
        """Return how many documents stand before a key. Those of the same key may be shown again, none is missed."""
        counts = [self.ranking.full.count, *(tier.count for tier in self.ranking.tiers)]
        key = cursor.key
        found = (np.repeat(np.arange(len(counts)), counts), *self._keys(docs, scores))
        before, same = np.zeros(len(docs), bool), np.ones(len(docs), bool)
        for values, value in zip(found, (key.tier, key.undated, key.value), strict=True):
            before |= same & (values < value)
            same &= values == value
        return int(np.count_nonzero(before | same if cursor.back else before))

    def _keys(self, docs: Numbers, scores: Floats) -> tuple[Ints, Floats]:
        """Return what some documents are ordered by within a tier: whether they are undated, and a value, ascending."""
        sort = sorted_by(self.order, distinct(self.plan))
        undated = self.snapshot.published.take(docs) == UNDATED
        if sort == "relevance":
            return np.zeros(len(docs), np.int64), -scores
        if sort == "recent-relevant":
            return undated.astype(np.int64), -scores
        dates = self.snapshot.published.take(docs).astype(np.float64)
        return undated.astype(np.int64), np.where(undated, 0.0, -dates if sort == "newest" else dates)

    def _cursor(self, border: tuple[int, float], place: int, question: bytes, *, back: bool) -> str:
        doc, score = border
        undated, values = self._keys(np.array([doc], np.intp), np.array([score]))
        tier = next(at for at, one in enumerate((self.ranking.full, *self.ranking.tiers)) if _has(one, doc))
        key = Key(tier, bool(undated[0]), float(values[0]))
        (article,) = self.snapshot.id_of([doc])
        return write_cursor(Cursor(self.snapshot.number, place, question, back, self.order.now, key, article))


def _has(selection: Selection, doc: int) -> bool:
    """Tell whether a document is among some, without listing them."""
    found = selection.found
    if isinstance(found, Listed):
        at = int(found.docs.searchsorted(doc))
        return at < found.size and int(found.docs[at]) == doc
    return bool(bitmaps.holds(found, np.array([doc], np.intp))[0])
