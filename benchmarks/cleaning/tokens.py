r"""Token F1: how much of a gold text another text holds, and what else, as article-extraction-benchmark defines it.

After ``evaluate.py`` of scrapinghub/article-extraction-benchmark: tokens are the runs of ``\w``,
case kept; a text is the multiset of its shingles, which are its windows of four tokens (a text of fewer is one
shingle); an article's precision and recall are those of the multisets; a set's are the means over its articles, and
its F1 is the harmonic mean of these two means, not the mean of the articles' F1.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import fmean

SHINGLE = 4
"""Tokens in a shingle."""

_TOKEN = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Score:
    """Precision and recall, each from 0 to 1; None where there is nothing it could be a share of."""

    precision: float | None
    recall: float | None

    @property
    def f1(self) -> float:
        """The harmonic mean; 0 where either is 0 or missing."""
        if not self.precision or not self.recall:
            return 0.0
        return 2 * self.precision * self.recall / (self.precision + self.recall)


def shingles(text: str, size: int = SHINGLE) -> Counter[tuple[str, ...]]:
    """Return the shingles of a text with their numbers.

    >>> shingles("to be, or not to be")
    Counter({('to', 'be', 'or', 'not'): 1, ('be', 'or', 'not', 'to'): 1, ('or', 'not', 'to', 'be'): 1})
    >>> shingles("One word"), shingles("!")
    (Counter({('One', 'word'): 1}), Counter())
    """
    tokens = _TOKEN.findall(text)
    if not tokens:
        return Counter()
    return Counter(tuple(tokens[at : at + size]) for at in range(max(1, len(tokens) - size + 1)))


def score(gold: str, found: str, size: int = SHINGLE) -> Score:
    """Return how well one text found matches its gold text.

    >>> score("a b c d e", "a b c d x"), score("", "")
    (Score(precision=0.5, recall=0.5), Score(precision=None, recall=None))
    """
    wanted, had = shingles(gold, size), shingles(found, size)
    common = (wanted & had).total()
    return Score(_share(common, had.total()), _share(common, wanted.total()))


def mean(scores: Iterable[Score]) -> Score:
    """Return the score of a set: the means of precision and of recall, over the articles that have one."""
    scores = list(scores)
    return Score(
        _mean(one.precision for one in scores),
        _mean(one.recall for one in scores),
    )


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _mean(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return fmean(known) if known else None
