"""The hits of a page, remembered with what they show.

Who narrows a question, sorts it anew, goes back a page or asks what others ask sees the same articles for the same
words again.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from search.asking import Asking
from search.highlight.hits import Highlighter
from search.results import Hit

_FIELDS, _EACH = 1_000, 150
"""The bytes of a hit beside its passages, about, and those of a passage or a span."""


class _Kept(NamedTuple):
    hit: Hit

    @property
    def nbytes(self) -> int:
        """The bytes that it takes, about."""
        hit = self.hit
        texts = sum(len(one.text.encode("utf-8", "surrogatepass")) for one in hit.snippets)
        spans = len(hit.title_spans) + sum(1 + len(one.spans) for one in hit.snippets)
        return _FIELDS + texts + _EACH * spans


class _Shown:
    """Stands for what is shown of a query in the keys of its hits, where it is compared quickly."""

    nbytes = 0


def hits(asking: Asking, places: Sequence[tuple[int, float]], full: int) -> tuple[Hit, ...]:
    """Return the hits of a page; of its places the first ``full`` match fully."""
    plan, scorer = asking.shown, asking.scorer
    snapshot, deadline = scorer.snapshot, scorer.deadline
    shown = snapshot.memory.get(("shown", plan), _Shown)
    highlighter: Highlighter | None = None
    found = []
    for at, (doc, score) in enumerate(places):
        key = shown, doc, at >= full
        kept: _Kept | None = snapshot.opened.find(key)
        if kept is None:
            highlighter = highlighter or Highlighter(snapshot, plan, scorer)
            kept = _Kept(highlighter.hit(doc, score, relaxed=at >= full, shown=not deadline.is_over))
            if not deadline.missed:
                snapshot.opened.put(key, kept)
        # By age a score is another each second.
        found.append(kept.hit if kept.hit.score == score else replace(kept.hit, score=score))
    return tuple(found)
