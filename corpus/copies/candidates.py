"""Candidates: which articles may be copies, by their sketches, without comparing each with each.

Every hash of every sketch goes into one sorted list, in which articles that share a hash stand side by side. A hash
that many have says little: there each is compared with a few neighbours only, so that the work grows with the number
of articles. Copies still meet, at the hashes that only they have. The result depends on the articles alone.
"""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.uint32]
Pairs = npt.NDArray[np.int64]
Codes = npt.NDArray[np.uint64]

_ALL = 64
"""Of so many articles with one hash each is compared with each; of more each with fewer neighbours."""

_FEWEST = 2
"""Neighbours that an article is compared with at a hash that very many have."""

_TOGETHER = 1 << 22
"""Hashes that are sorted together, which bounds the memory that this takes beside the sketches."""

_CHUNK = 1 << 14
"""Pairs whose sketches are compared together."""

_SHARED = 2
"""Hashes that two sketches must share; one they may share by chance."""

_RESEMBLANCE, _CONTAINMENT = 0.3, 0.5
"""What the sketches must say, far enough below what is wanted of the texts that chance misses next to none."""

_NUMBER = np.uint64(0xFFFFFFFF)
_HALF = np.uint64(32)


def candidates(sketches: Array) -> Pairs:
    """Return the pairs of rows that may be copies, the lower first, ascending.

    A row has the hashes of an article, ascending, with zeros for those that are missing.
    """
    parts = 1 << max(sketches.size // _TOGETHER, 1).bit_length() - 1
    met = [_sharing(sketches, part, parts) for part in range(parts)]
    codes, counts = (np.concatenate(several) for several in zip(*met, strict=True))
    order = np.argsort(codes, kind="stable")
    codes, firsts = np.unique(codes[order], return_index=True)
    shared = np.add.reduceat(counts[order], firsts) if firsts.size else counts
    return _likely(sketches, _pairs(codes[shared >= _SHARED]))


def _sharing(sketches: Array, part: int, parts: int) -> tuple[Codes, Codes]:
    """Return the pairs that share one of a part of all hashes, each once, and how many of these they share."""
    hashes = sketches.ravel()
    at = np.flatnonzero((hashes & np.uint32(parts - 1)) == part)
    keys = hashes[at].astype(np.uint64) << _HALF | (at // max(sketches.shape[1], 1)).astype(np.uint64)
    keys = keys[hashes[at] > 0]
    keys.sort()
    is_same = np.diff(keys >> _HALF) == 0
    keys = keys[np.append(is_same, False) | np.append(False, is_same)] if keys.size else keys
    _, begins, sizes = np.unique(keys >> _HALF, return_index=True, return_counts=True)
    reach = np.where(sizes <= _ALL, sizes - 1, np.maximum(_ALL * _ALL // np.maximum(sizes, 1), _FEWEST))
    last = np.minimum(np.arange(keys.size) + np.repeat(reach, sizes), np.repeat(begins + sizes - 1, sizes))
    none = np.zeros(0, np.uint64)
    return np.unique(np.concatenate([none, *_steps(keys & _NUMBER, last)]), return_counts=True)


def _steps(owners: Codes, last: npt.NDArray[np.int64]) -> Iterator[Codes]:
    """Yield the pairs of neighbours at each distance; ``last`` is the place of the furthest neighbour of each."""
    at = np.arange(owners.size)
    distance = 1
    while (at := at[at + distance <= last[at]]).size:
        yield owners[at] << _HALF | owners[at + distance]
        distance += 1


def _pairs(codes: Codes) -> Pairs:
    return np.stack([codes >> _HALF, codes & _NUMBER], axis=1).astype(np.int64)


def _likely(sketches: Array, pairs: Pairs) -> Pairs:
    """Return the pairs whose sketches say that the texts may overlap enough."""
    chunks = [pairs[at : at + _CHUNK] for at in range(0, len(pairs), _CHUNK)]
    return np.concatenate([pairs[:0], *(one[_may_overlap(sketches[one[:, 0]], sketches[one[:, 1]])] for one in chunks)])


def _may_overlap(left: Array, right: Array) -> npt.NDArray[np.bool_]:
    bound = np.minimum(_bound(left), _bound(right))[:, None]
    both = np.sort(np.concatenate([left, right], axis=1), axis=1)
    shared = ((both[:, 1:] == both[:, :-1]) & (both[:, 1:] > 0)).sum(axis=1)
    counts = [((one > 0) & (one <= bound)).sum(axis=1) for one in (left, right)]
    fewer = np.maximum(np.minimum(*counts), 1)
    resemblance = shared / np.maximum(counts[0] + counts[1] - shared, 1)
    found: npt.NDArray[np.bool_] = (shared >= _SHARED) & (
        (resemblance >= _RESEMBLANCE) | (shared / fewer >= _CONTAINMENT)
    )
    return found


def _bound(sketches: Array) -> Array:
    """Return up to which hash a sketch has all of its article: its last one, or any where the article has no more."""
    return np.where(sketches[:, -1] > 0, sketches[:, -1], np.uint32(_NUMBER))
