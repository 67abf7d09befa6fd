"""Comparison: the copies of a story, and what differs between one of them and the earliest, paragraph by paragraph."""

from bisect import bisect_left
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from corpus.article import Article
from corpus.copies.differences import Passage, passages
from corpus.copies.reading import Reading
from corpus.copies.words import pattern
from index.schema import UNDATED
from search.results import Copies, Copy
from search.snapshots.snapshot import Snapshot

MOST_LISTED = 100
"""Copies of a story that are listed."""

MOST_COMPARED = 100_000
"""Code points of each body that are compared."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Change:
    """A passage of the earliest copy, and what stands in its place in another; one of them may be empty.

    The spans are those in the bodies, in code points.
    """

    before: str
    after: str
    before_span: Span
    after_span: Span


@dataclass(frozen=True, slots=True)
class Part:
    """One or more paragraphs of the earliest copy, and those that stand for them in another.

    The spans are those in the bodies, in code points; where there are no ``changes`` the words are the same.
    """

    before_span: Span
    after_span: Span
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """A copy of a story beside the earliest one, which is the article itself where it has no other.

    ``complete`` tells that the bodies were compared to their ends.
    """

    earliest: Article
    article: Article
    parts: tuple[Part, ...]
    complete: bool = True

    @property
    def changes(self) -> tuple[Change, ...]:
        """What differs, in reading order; words alone count, not their case or punctuation."""
        return tuple(change for part in self.parts for change in part.changes)


def copies(snapshot: Snapshot, doc: int) -> Copies:
    """Return the copies of a document, itself among them."""
    members = _by_date(snapshot, doc)
    return Copies(snapshot.group(doc), tuple(_copy(snapshot.article(one)) for one in members[:MOST_LISTED]))


def comparison(snapshot: Snapshot, doc: int) -> Comparison:
    """Return a document beside the earliest of its copies."""
    article = snapshot.article(doc)
    earliest = next(iter(_by_date(snapshot, doc)), doc)
    return compared(article if earliest == doc else snapshot.article(earliest), article)


def _by_date(snapshot: Snapshot, doc: int) -> list[int]:
    """Return the copies of a document, the earliest first, undated ones last; none where it has no other."""
    members = snapshot.groups.members(doc)
    published = snapshot.published[members]
    found: list[int] = members[np.lexsort((members, published, published == UNDATED))].tolist()
    return found


def _copy(article: Article) -> Copy:
    return Copy(article.id, article.title, article.url, article.published, article.source, article.guessed)


class _Text:
    """The beginning of a body, its words, and where paragraphs begin: at which word, and at which code point.

    The end counts as the beginning of one more.
    """

    def __init__(self, body: str) -> None:
        self.complete = len(body) <= MOST_COMPARED
        self.text = body[:MOST_COMPARED]
        self.spans = [one.span() for one in pattern(self.text).finditer(self.text)]
        self.reading = Reading.of([self.text[start:end] for start, end in self.spans])
        self.starts = {**dict(self._paragraphs()), len(self.spans): len(self.text)}

    def _paragraphs(self) -> Iterator[Span]:
        begins = [start for start, _ in self.spans]
        at = 0
        for paragraph in self.text.split("\n\n"):
            word = bisect_left(begins, at)
            if word < len(begins) and begins[word] < at + len(paragraph):
                yield word, at
            at += len(paragraph) + len("\n\n")

    def parted(self, cuts: Sequence[int]) -> list[Span]:
        """Return the spans between cuts, which are words that begin a paragraph; together they are all the text."""
        return list(pairwise([0, *(self.starts[word] for word in cuts[1:-1]), len(self.text)]))

    def span(self, start: int, end: int) -> Span:
        """Return the span of some words, an empty one before the word ``start`` where there are none."""
        if start < end:
            return self.spans[start][0], self.spans[end - 1][1]
        at = self.spans[start][0] if start < len(self.spans) else len(self.text)
        return at, at

    def said(self, span: Span) -> str:
        """Return the text of a span."""
        return self.text[span[0] : span[1]]


def compared(earliest: Article, article: Article) -> Comparison:
    """Return two articles side by side, in time that grows with their lengths, up to the most that is compared."""
    left, right = _Text(earliest.body), _Text(article.body)
    found = list(passages(left.reading, right.reading))
    changes = deque(zip(found, (_change(left, right, one) for one in found), strict=True))
    cuts = _cuts(left, right, found)
    spans = zip(left.parted([cut for cut, _ in cuts]), right.parted([cut for _, cut in cuts]), strict=True)
    parts = []
    for (end, right_end), (before, after) in zip(cuts[1:], spans, strict=True):
        inside = []
        while changes and changes[0][0].left_end <= end and changes[0][0].right_end <= right_end:
            inside.append(changes.popleft()[1])
        parts.append(Part(before, after, tuple(inside)))
    return Comparison(earliest, article, tuple(parts), left.complete and right.complete)


def _change(left: _Text, right: _Text, one: Passage) -> Change:
    before, after = left.span(one.left, one.left_end), right.span(one.right, one.right_end)
    return Change(left.said(before), right.said(after), before, after)


def _cuts(left: _Text, right: _Text, found: Sequence[Passage]) -> list[tuple[int, int]]:
    """Return the words at which a paragraph begins in both texts, in order, from the first words to the ends."""
    first, whole = (0, 0), (len(left.spans), len(right.spans))
    starts = sorted(left.starts)
    cuts: dict[tuple[int, int], None] = {}
    at, right_at = first
    for one in (*found, Passage(*(end for end in whole for _ in range(2)))):
        same = starts[bisect_left(starts, at) : bisect_left(starts, one.left + 1)]
        cuts |= {(word, other): None for word in same if (other := right_at + word - at) in right.starts}
        at, right_at = one.left_end, one.right_end
    return [first, *(cut for cut in cuts if cut not in {first, whole}), whole]
