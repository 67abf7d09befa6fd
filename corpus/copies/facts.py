"""Facts: figures and names; two texts of one template have others, two copies of one story the same.

“Fed adds reserves” of two days, two companies' bond issues, or two weeks' prices share most of their words, but not
what they say. A copy that an editor changed has other running text: a new headline, paragraphs cut or added, words
put right, now and then a figure. So what differs decides, passage by passage:

1. Only where one passage stands for another can texts contradict each other; what was cut or added says nothing.
2. *Figures* are words with a digit. *Names* are words with a capital that stand nowhere in either text in small
   letters, and months. In a passage the mean of both sides counts, as “1.5” may stand for “two”.
3. The texts **have other facts** when one in fifty of all words or more is a fact that was replaced, and of the words
   that were replaced

   - at least half are facts, a tenth of all figures or a fifth of all names, or
   - at least a quarter are facts, a tenth of all figures and a tenth of all names, or
   - at least half are facts, and three, in a table: where at least half of all words are facts.

The shares are of the text that has fewer. Scripts without capitals have no names here: only figures and months count.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from corpus.copies.differences import Passage, passages
from corpus.copies.reading import Reading
from corpus.datewords import date_words
from corpus.text import fold

_MOSTLY, _LARGELY = 0.5, 0.25
"""Of the words that were replaced, facts."""

_OF_WORDS = 0.02
_TENTH, _FIFTH = 0.1, 0.2
_TABLE = 0.5
_IN_TABLE = 3


@dataclass(frozen=True, slots=True)
class _Tally:
    """How many words there are, and how many of them are figures and names; half ones where sides differ."""

    words: float
    figures: float
    names: float

    @property
    def facts(self) -> float:
        return self.figures + self.names


def have_other_facts(left: Reading, right: Reading) -> bool:
    """Tell whether two texts that overlap contradict each other in facts rather than in running text."""
    names = _names(left, right)
    replaced = _replaced(left, right, names)
    fewer = min((_tally(one.lower, names) for one in (left, right)), key=lambda one: one.words)
    figures, known = (
        one / of if of else float(one > 0)
        for one, of in ((replaced.figures, fewer.figures), (replaced.names, fewer.names))
    )
    if not replaced.facts or replaced.facts < _OF_WORDS * fewer.words:
        return False
    if replaced.facts >= _MOSTLY * replaced.words:
        is_table = fewer.facts >= _TABLE * fewer.words and replaced.facts >= _IN_TABLE
        return is_table or figures >= _TENTH or known >= _FIFTH
    return replaced.facts >= _LARGELY * replaced.words and figures >= _TENTH and known >= _TENTH


def _replaced(left: Reading, right: Reading, names: frozenset[str]) -> _Tally:
    """Return the tally of the passages that stand for one another: of words that of the longer sides."""
    words = figures = known = 0.0
    for one in passages(left, right):
        if one.left < one.left_end and one.right < one.right_end:
            sides = [_tally(side, names) for side in _own(left, right, one)]
            words += max(side.words for side in sides)
            figures += sum(side.figures for side in sides) / 2
            known += sum(side.names for side in sides) / 2
    return _Tally(words, figures, known)


def _own(left: Reading, right: Reading, one: Passage) -> tuple[list[str], list[str]]:
    """Return the words of each side of a passage that the other side has not."""
    mine, other = Counter(left.lower[one.left : one.left_end]), Counter(right.lower[one.right : one.right_end])
    return list((mine - other).elements()), list((other - mine).elements())


def _tally(lower: Sequence[str], names: frozenset[str]) -> _Tally:
    return _Tally(len(lower), _count(map(_is_figure, lower)), _count(word in names for word in lower))


def _count(several: Iterable[bool]) -> int:
    return sum(several)


def _names(left: Reading, right: Reading) -> frozenset[str]:
    """Return the names and months in two texts, in lower case."""
    small = {word for one in (left, right) for word in one.words if word[0].islower()}
    written = {pair for one in (left, right) for pair in zip(one.words, one.lower, strict=True)}
    return frozenset(
        lower
        for word, lower in written
        if not _is_figure(word) and ((word[0].isupper() and lower not in small) or _is_month(lower))
    )


def _is_figure(word: str) -> bool:
    return any(map(str.isdigit, word))


def _is_month(lower: str) -> bool:
    return len(lower) > 1 and fold(lower) in _months()


@cache
def _months() -> frozenset[str]:
    return frozenset(word for word, month in date_words().items() if month)
