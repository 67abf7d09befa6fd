"""Did you mean: a query again with words of the archive in place of those that hardly any article has.

Which word was meant is told by its letters, and by how many of the articles that have the rest of the query have it
too: in "nuclear tset ban" it is "test", however many articles have "set". The likeliest are tried in the query, for
only what finds more is suggested. All else of the query stays as it was typed: what changes is replaced by its place
in the text.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from heapq import heappop, heappush
from math import log
from typing import NamedTuple

from index.analysis import bare
from search.query.compile import compile_tree
from search.query.tree import Query
from search.ranking.bm25 import Scorer
from search.ranking.matching import select
from search.ranking.order import ENOUGH, Ranking
from search.ranking.plan import All, Docs
from search.results import Suggestion
from search.snapshots.bitmaps import of_docs
from search.snapshots.snapshot import Snapshot
from search.suggest.doubting import Doubtful, doubtful, leaf_of, rest_of
from search.suggest.sounding import sounding
from search.suggest.spelling import Near, as_typed, distance_for, likeness, near

_LOOKED_AT = 48
"""Words of the archive that one word may have been meant for, at the most."""

_TRIED = 6
"""Combinations of them that are tried in the query."""

_TIMES = 20
"""How much more often than a word that some articles have another must occur, to be what was meant."""

_TELLING = 0.5
"""How much less it tells that a word stands with the others, the more articles have it anyway; of its logarithm."""

_PRIOR = 20.0
"""So many articles are thought of that have the rest of the query, and words as often as any."""

_SURE = 1.0
"""How much likelier than any other, as a logarithm, a text must be to be answered instead."""

_LONG = 6
"""Letters of words that are hardly ever near two others that make sense."""

_DOUBT = 1.0
"""What it costs to put a word in place of one that some article has."""

Span = tuple[int, int]


class _Choice(NamedTuple):
    """A word in place of another, with the logarithm of how likely it was meant."""

    text: str
    value: float


def suggested(
    scorer: Scorer, query: Query, passing: Docs | None, ranking: Ranking, count: Callable[[str], int]
) -> Suggestion | None:
    """Return what a query that finds few articles may have meant, None where nothing would find more.

    ``count`` tells how many articles another text finds. What was meant is ``applied`` where no article has a word,
    and either nothing else can have been meant or there is nothing else to show.
    """
    some = doubtful(scorer, query, ranking.full.count) if ranking.full.count < ENOUGH else []
    likely = {one: _likely(scorer.snapshot, one) for one in some}
    if not any(likely.values()):
        return None
    beside = _beside(scorer, query, passing, some)
    choices = {one: found for one in some if (found := _choices(scorer, one, likely[one], beside))}
    tried = sorted(_tried(query.text, choices, ranking.full.count, count), key=lambda one: (-one[0], one[1].text))
    if not tried:
        return None
    best = tried[0][1]
    is_long = all(end - start >= _LONG for start, end in best.spans)
    is_sure = is_long or len(tried) == 1 or tried[0][0] - tried[1][0] >= _SURE
    return replace(best, applied=best.applied and (is_sure or not ranking.count))


def _tried(
    text: str, choices: Mapping[Doubtful, Sequence[_Choice]], total: int, count: Callable[[str], int]
) -> Iterator[tuple[float, Suggestion]]:
    """Yield what finds more than ``total`` articles, each with the logarithm of how likely it was meant."""
    for chosen in _combinations(list(choices.values())):
        changes = [(one, word.text) for one, word in zip(choices, chosen, strict=True) if word.text != one.text]
        fresh, spans = _replaced(text, changes)
        more = count(fresh) if changes else 0
        if more > total:
            is_unknown = any(not one.known for one, _ in changes)
            yield log(1 + more) + sum(word.value for word in chosen), Suggestion(fresh, spans, more, is_unknown)


def _beside(scorer: Scorer, query: Query, passing: Docs | None, some: list[Doubtful]) -> Docs:
    """Return the articles that have what else a query asks for; all that pass its filters where there are none."""
    plan = compile_tree(rest_of(query, some), scorer.snapshot).plan
    docs = select(scorer, plan if passing is None else All((passing, plan))).docs
    if docs.size:
        return Docs(of_docs(docs, scorer.snapshot.size), docs.size)
    return passing or Docs(scorer.snapshot.every, scorer.snapshot.count)


def _likely(snapshot: Snapshot, one: Doubtful) -> list[Near]:
    """Return the words that stand so often that they may have been meant."""
    distance = 1 if one.known else distance_for(one.text)
    least = 0 if one.is_odd else _TIMES * one.known
    return [word for word in _near(snapshot, one, distance) if word.count >= least]


def _choices(scorer: Scorer, one: Doubtful, likely: Sequence[Near], beside: Docs) -> list[_Choice]:
    """Return the words that may have been meant, the likeliest first."""
    doubt = 0.0 if one.is_odd else _DOUBT
    choices = [_Choice(as_typed(word.text, one.text), _value(scorer, one, word, beside) - doubt) for word in likely]
    if not one.is_odd:
        choices.append(_Choice(one.text, _company(scorer, one.text, beside, one.known)))
    return sorted(choices, key=lambda choice: (-choice.value, choice.text))


class _Words(tuple[Near, ...]):
    """Words that can be kept in a memory."""

    __slots__ = ()

    @property
    def nbytes(self) -> int:
        """What the words take, about."""
        return 400 * len(self)


def _near(snapshot: Snapshot, one: Doubtful, distance: int) -> Sequence[Near]:
    """Return the likeliest words near one, and names that sound so if no article has it; remembered for next pages."""

    def made() -> _Words:
        found = near(snapshot.words, one.text, distance)[:_LOOKED_AT]
        known = {word.folded for word in found}
        alike = [] if one.known else sounding(snapshot, one.text)
        return _Words([*found, *(word for word in alike if word.folded not in known)])

    return snapshot.memory.get(("near", one.text, distance, not one.known), made)


def _value(scorer: Scorer, one: Doubtful, word: Near, beside: Docs) -> float:
    return likeness(bare(one.text), word) + _company(scorer, word.text, beside, word.count)


def _company(scorer: Scorer, word: str, beside: Docs, count: int) -> float:
    """Return the logarithm of how much more often than elsewhere a word stands in some articles.

    It occurs ``count`` times; other articles have words of the same stem. Where it stands beside nothing, it counts how
    often it is elsewhere.
    """
    leaf = leaf_of(scorer, word)
    having = scorer.group(leaf).count
    share = min(count / max(having, 1), 1.0)
    together = share * select(scorer, All((leaf, beside))).count
    own = 1 + share * having
    return log(together + own * _PRIOR / scorer.snapshot.size) - _TELLING * log(own)


def _combinations(choices: Sequence[Sequence[_Choice]]) -> Iterator[list[_Choice]]:
    """Yield one choice for each word, the likeliest combinations first."""
    heap = [(0.0, (0,) * len(choices))] if choices else []
    met = set(heap)
    for _ in range(_TRIED):
        if not heap:
            return
        cost, places = heappop(heap)
        yield [several[at] for several, at in zip(choices, places, strict=True)]
        for number, at in enumerate(places):
            if at + 1 < len(choices[number]):
                more = choices[number][at].value - choices[number][at + 1].value
                following = cost + more, (*places[:number], at + 1, *places[number + 1 :])
                if following not in met:
                    met.add(following)
                    heappush(heap, following)


def _replaced(text: str, changes: Sequence[tuple[Doubtful, str]]) -> tuple[str, tuple[Span, ...]]:
    """Return a text with words replaced, in order, and where these stand in it."""
    pieces: list[str] = []
    spans: list[Span] = []
    at = length = 0
    for one, word in changes:
        kept = text[at : one.start]
        spans.append((length + len(kept), length + len(kept) + len(word)))
        pieces += [kept, word]
        length += len(kept) + len(word)
        at = one.end
    return "".join((*pieces, text[at:])), tuple(spans)
