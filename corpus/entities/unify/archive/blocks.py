"""Blocks: which nodes are compared, without comparing each with each.

All block keys go into one sorted list, in which nodes that share a key stand side by side. In a block of very many each
is compared with a few neighbours in the order of their texts only, and with the few that most articles have; so the
work grows with the number of names. The result depends on the nodes and their keys alone.
"""

import numpy as np
import numpy.typing as npt

from corpus.distinct import distinct
from corpus.entities.unify.archive.facts import Ints

Words = npt.NDArray[np.uint32]
Codes = npt.NDArray[np.uint64]

_ALL = 48
"""In a block of so many each is compared with each."""

_NEIGHBOURS, _FOREMOST = 4, 8
"""In a larger block: the next ones, and those with most articles."""

_HALF = np.uint64(32)
_LOW = np.uint64(0xFFFFFFFF)


def candidates(keys: Words, nodes: Ints, weights: Ints) -> Ints:
    """Return the pairs of nodes that share a key, the lower first, ascending; shape (pairs, 2).

    ``keys[i]`` is a key of ``nodes[i]``; ``weights[n]`` says how many articles a node has.
    """
    order = np.lexsort((nodes, keys))
    keys, nodes = keys[order], nodes[order]
    _, begins, sizes = np.unique(keys, return_index=True, return_counts=True)
    found = [np.zeros(0, np.uint64)]
    small = np.flatnonzero((sizes > 1) & (sizes <= _ALL))
    for size in distinct(sizes[small]).tolist():
        rows = nodes[begins[small[sizes[small] == size]][:, None] + np.arange(size)]
        left, right = np.triu_indices(size, 1)
        found.append(distinct(_codes(rows[:, left].ravel(), rows[:, right].ravel())))
    large = np.flatnonzero(sizes > _ALL).tolist()
    found += (_of_large(nodes[begins[at] : begins[at] + sizes[at]], weights) for at in large)
    codes = distinct(np.concatenate(found))
    return np.stack([codes >> _HALF, codes & _LOW], axis=1).astype(np.int64)


def _of_large(block: Ints, weights: Ints) -> Codes:
    foremost = block[np.lexsort((block, -weights[block]))[:_FOREMOST]]
    pairs = [_codes(block[:-step], block[step:]) for step in range(1, _NEIGHBOURS + 1)]
    pairs += [_codes(block[block != one], np.full((block != one).sum(), one)) for one in foremost.tolist()]
    return np.concatenate(pairs)


def _codes(left: Ints, right: Ints) -> Codes:
    low, high = np.minimum(left, right), np.maximum(left, right)
    return low.astype(np.uint64) << _HALF | high.astype(np.uint64)
