"""Prepared names: what the rules alone say of spellings and of pairs of them, kept from one run for the next.

Nothing here depends on articles, decisions or gazetteers, so that it holds as long as the rules do (``fingerprint``).
"""

import hashlib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cache
from importlib import metadata

import numpy as np
import numpy.typing as npt

from corpus.codehash import code_hash
from corpus.entities.spelling import Spelling
from corpus.entities.unify.archive.facts import Ints

Words = npt.NDArray[np.uint32]
Pairs = npt.NDArray[np.uint64]
Relations = npt.NDArray[np.uint8]

_PACKAGES = ("anyascii", "babel", "nicknames", "numpy", "rapidfuzz")
_HALF = np.uint64(32)


class Relation(IntEnum):
    """What two spellings are to each other; ``OPEN`` are not one, and it was not asked whether they are two."""

    UNKNOWN = 0
    OPEN = 1
    UNSURE = 2
    TWO = 3
    NEAR = 4
    SAME = 5


@dataclass(frozen=True, slots=True)
class Prepared:
    """Spellings, ascending, with their node keys; ``counts[s]`` block keys of each that stands for a node.

    ``blocks`` are these keys, one spelling behind the other; ``has_native`` is what they were made for. ``pairs`` are
    two numbers of spellings each, the lower in the higher half, ascending, and ``relations`` what they are.
    """

    spellings: Sequence[Spelling] = ()
    node_keys: Sequence[str] = ()
    has_native: bool = False
    counts: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    blocks: Words = field(default_factory=lambda: np.zeros(0, np.uint32))
    pairs: Pairs = field(default_factory=lambda: np.zeros(0, np.uint64))
    relations: Relations = field(default_factory=lambda: np.zeros(0, np.uint8))

    def places(self, spellings: Sequence[Spelling]) -> Ints:
        """Return where each of some spellings, ascending, stands among those that are known, -1 where it does not."""
        found = np.full(len(spellings), -1, np.int64)
        known = self.spellings
        at, end = 0, len(known)
        for number, one in enumerate(spellings):
            while at < end and known[at] < one:
                at += 1
            if at < end and known[at] == one:
                found[number] = at
        return found

    def related(self, left: Ints, right: Ints) -> Relations:
        """Return what pairs of known spellings are; -1 is no known spelling."""
        found = np.zeros(left.size, np.uint8)
        known = np.flatnonzero((left >= 0) & (right >= 0)) if self.pairs.size else np.zeros(0, np.int64)
        codes = pair_codes(left[known], right[known])
        at = np.minimum(np.searchsorted(self.pairs, codes), max(self.pairs.size - 1, 0))
        is_there = self.pairs[at] == codes
        found[known[is_there]] = self.relations[at[is_there]]
        return found


def pair_codes(left: Ints, right: Ints) -> Pairs:
    """Return one number for each pair, whatever the order of the two."""
    low, high = np.minimum(left, right), np.maximum(left, right)
    return low.astype(np.uint64) << _HALF | high.astype(np.uint64)


@cache
def fingerprint() -> str:
    """Return what tells these rules from those of another version: their code and lists, and what they rest on."""
    # Whether a word of an organisation tells anything is looked up where names are recognised.
    code = code_hash("text.py", "entities/names.py", "entities/recognition", "entities/unify")
    packages = [metadata.version(one) for one in _PACKAGES]
    return hashlib.sha256(code + repr([unicodedata.unidata_version, packages]).encode()).hexdigest()
