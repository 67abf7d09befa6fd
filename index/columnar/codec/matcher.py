"""The matcher: Whoosh's walk over the postings of a term, decoded at once."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from whoosh.matching import LeafMatcher, ReadTooFar

from index.columnar.arrays import starts_of
from index.columnar.fields import BLOCK
from index.columnar.formats import Occurrences, value_of
from index.columnar.opaque import Items, OpaquePostings
from index.columnar.postings import Postings


@dataclass(frozen=True, slots=True)
class Run:
    """The postings of a term: a number each of ``ids``, ``weights``, value and places.

    Every ``size`` of them are a block, of which ``most`` has the highest weight and ``shortest`` the shortest
    field; ``longest`` is the longest field of all.
    """

    ids: Sequence[Any]
    weights: Sequence[float]
    value: Callable[[int], bytes]
    places: Callable[[int], list[int]] | None
    size: int
    most: Sequence[float]
    shortest: Sequence[int]
    longest: int


class ColumnarMatcher(LeafMatcher):  # type: ignore[misc]
    """Walks over a run. Its bounds of quality never underestimate, as they come from exact lengths and weights."""

    def __init__(self, run: Run, format_: Any, term: Any = None, scorer: Any = None) -> None:  # noqa: ANN401
        self.format = format_
        self.scorer = scorer
        self._term = term
        self._run = run
        self._ids = run.ids
        self._at = 0

    def copy(self) -> "ColumnarMatcher":
        """Return a matcher that stands where this one does."""
        found = ColumnarMatcher(self._run, self.format, self._term, self.scorer)
        found._at = self._at
        return found

    def reset(self) -> None:
        """Go back to the first posting."""
        self._at = 0

    def is_active(self) -> bool:
        """Return whether there is a posting here."""
        return self._at < len(self._ids)

    def id(self) -> Any:  # noqa: ANN401
        """Return the document, or in a vector the term."""
        return self._ids[self._at]

    def all_ids(self) -> Iterator[Any]:
        """Yield every document."""
        return iter(self._ids)

    def all_items(self) -> Iterator[tuple[Any, bytes]]:
        """Yield every document with the value of its posting."""
        return ((one, self._run.value(at)) for at, one in enumerate(self._ids))

    def weight(self) -> float:
        """Return the weight of the posting."""
        return self._run.weights[self._at]

    def value(self) -> bytes:
        """Return the value of the posting, as its format has it."""
        return self._run.value(self._at)

    def value_as(self, astype: str) -> Any:  # noqa: ANN401
        """Return the value of the posting as its format understands it, for example as ``positions``."""
        if astype == "positions" and self._run.places is not None and self.format.supports("positions"):
            return self._run.places(self._at)
        return super().value_as(astype)

    def next(self) -> bool:
        """Go to the next posting; return whether it is in another block. Raises ReadTooFar behind the last."""
        if self._at >= len(self._ids):
            raise ReadTooFar
        self._at += 1
        return self._at % self._run.size == 0 or self._at == len(self._ids)

    def skip_to(self, targetid: Any) -> None:  # noqa: ANN401
        """Go to the first posting from here on that is not before a document. Raises ReadTooFar behind the last."""
        if self._at >= len(self._ids):
            raise ReadTooFar
        self._at = bisect_left(self._ids, targetid, self._at)

    def skip_to_quality(self, minquality: float) -> int:
        """Go to the next block, this one included, that may have a higher quality; return how many were left out."""
        skipped = 0
        while self.is_active() and self.block_quality() <= minquality:
            self._at = (self._block() + 1) * self._run.size
            skipped += 1
        return skipped

    def block_min_id(self) -> Any:  # noqa: ANN401
        """Return the first document of the block."""
        return self._ids[self._block() * self._run.size]

    def block_max_id(self) -> Any:  # noqa: ANN401
        """Return the last document of the block."""
        return self._ids[min((self._block() + 1) * self._run.size, len(self._ids)) - 1]

    def block_min_length(self) -> int:
        """Return a length that no field of the block is shorter than."""
        return self._run.shortest[self._block()]

    def block_max_length(self) -> int:
        """Return a length that no field of the block is longer than."""
        return self._run.longest

    def block_max_weight(self) -> float:
        """Return the highest weight of the block."""
        return self._run.most[self._block()]

    def _block(self) -> int:
        return self._at // self._run.size


def packed_run(postings: Postings, term: int, format_: Any) -> Run:  # noqa: ANN401
    """Return the postings of a term of a packed field; DamagedSegmentError where they cannot be read."""
    docs, freqs = postings.docs(term)
    most, shortest, longest = postings.bounds(term)
    blocks = postings.blocks(term)
    known = _Places(postings, term, freqs)
    exact = postings.is_exact
    return Run(
        docs.tolist(),
        freqs.astype(np.float64).tolist(),
        lambda at: value_of(format_, int(freqs[at]), None if exact else known.occurrences(at)),
        None if exact else lambda at: known.occurrences(at).places,
        BLOCK if blocks else max(docs.size, 1),
        blocks.most.astype(np.float64).tolist() if blocks else [float(most)],
        blocks.shortest.tolist() if blocks else [shortest],
        longest,
    )


class _Places:
    """The places of a term, decoded when the first are asked for. Two threads may both do it, to the same end."""

    def __init__(self, postings: Postings, term: int, freqs: Any) -> None:  # noqa: ANN401
        self._postings = postings
        self._term = term
        self._freqs = freqs
        self._found: tuple[list[int], list[int], list[int], list[str]] | None = None

    def occurrences(self, at: int) -> Occurrences:
        """Return where a posting's term stands, and in which form."""
        if self._found is None:
            places, codes = self._postings.places(self._term, self._freqs)
            forms = [form.decode("utf-8", "replace") for form in self._postings.forms(self._term)]
            if codes.max(initial=0) >= len(forms):
                raise self._postings.damaged("freqs", self._term)
            self._found = places.tolist(), codes.tolist(), starts_of(self._freqs).tolist(), forms
        all_places, all_codes, starts, forms = self._found
        begin, end = starts[at], starts[at + 1]
        if len(forms) == 1:
            return Occurrences(all_places[begin:end], forms * (end - begin))
        return Occurrences(all_places[begin:end], [forms[code] for code in all_codes[begin:end]])


def opaque_run(postings: OpaquePostings, term: int) -> Run:
    """Return the postings of a term of a field of another format; DamagedSegmentError where they cannot be read."""
    items = postings.items(term)
    shortest, longest = postings.lengths(term)
    return run_of(items.docs.tolist(), items, shortest, longest)


def run_of(ids: Sequence[Any], items: Items, shortest: int, longest: int) -> Run:
    """Return postings as they are, which need not be those of documents."""
    begins = np.arange(0, max(len(ids), 1), BLOCK)
    most = np.maximum.reduceat(items.weights, begins).tolist() if len(ids) else [0.0]
    return Run(ids, items.weights.tolist(), items.value, None, BLOCK, most, [shortest] * len(most), longest)
