"""Comparing two articles word by word: whether one is a copy of the other."""

from enum import IntEnum

import numpy as np

from corpus.copies.facts import have_other_facts
from corpus.copies.reading import Reading
from corpus.distinct import distinct

VERSION = 1
"""Of what makes two articles copies; what an older one found is compared again."""

RESEMBLANCE = 0.5
"""Two articles are near copies when this share of all their shingles is common to both."""

CONTAINMENT = 0.8
"""An article is a shortened copy of another that has this share of its shingles."""


class Verdict(IntEnum):
    """What two articles are to each other."""

    APART = 0
    NEAR = 1
    LEFT_INSIDE = 2
    """The left one is a shortened copy of the right one."""

    RIGHT_INSIDE = 3


def overlap(left: Reading, right: Reading) -> tuple[float, float]:
    """Return the Jaccard resemblance of the shingles of two texts, and the containment of the one with fewer."""
    mine, other = distinct(left.shingles), distinct(right.shingles)
    common = np.intersect1d(mine, other, assume_unique=True).size
    return common / max(mine.size + other.size - common, 1), common / max(min(mine.size, other.size), 1)


def overlapping(left: Reading, right: Reading) -> Verdict:
    """Return what two texts are to each other by the words they have in common alone."""
    resemblance, containment = overlap(left, right)
    if resemblance >= RESEMBLANCE:
        return Verdict.NEAR
    if containment < CONTAINMENT:
        return Verdict.APART
    return Verdict.LEFT_INSIDE if len(left.words) < len(right.words) else Verdict.RIGHT_INSIDE


def compare(left: Reading, right: Reading) -> Verdict:
    """Return what two articles are to each other; those of one template with other facts are apart."""
    found = overlapping(left, right)
    return Verdict.APART if found and have_other_facts(left, right) else found
