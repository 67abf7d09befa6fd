"""Linking across articles by what articles link inside them, where the articles agree with each other."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from corpus.entities.unify.archive.facts import Evidence, Facts
from corpus.entities.unify.archive.keys import words_key
from corpus.entities.unify.archive.nodes import Nodes
from corpus.entities.unify.article.inside import How
from corpus.entities.unify.sets import Sets
from corpus.entities.unify.spelling.folding import word_keys

_AGREED = 0.9
"""The share of articles, of those that say what a name stands for, that must say the same."""

_COVERED = 0.8
"""The share of all its articles in which a short form must be linked, to stand for one entity everywhere."""


@dataclass(frozen=True, slots=True)
class Merge:
    """Two spellings, by their numbers, that are one: why, and the article and sentence that say so, if one does."""

    left: int
    right: int
    reason: str
    article: str = ""
    sentence: str = ""


def linked(facts: Facts, nodes: Nodes, sets: Sets) -> Iterator[Merge]:
    """Yield the merges that links make, the surest first; each sees in ``sets`` what those before it made."""
    for how in (How.DEFINED, How.CALLED):
        several = _of(facts, how)
        agreed = _agreed(facts, nodes, sets, several)
        yield from (_merge(one) for one in several if _key(one, nodes) in agreed)
    yield from (_merge(one) for one in _of(facts, How.SPELLED) if _have_one_kind(facts, one))
    yield from _short(facts, nodes, sets)


def _of(facts: Facts, how: How) -> list[Evidence]:
    return sorted(
        (one for one in facts.evidence if one.how is how), key=lambda one: (-one.articles, one.left, one.right)
    )


def _merge(one: Evidence) -> Merge:
    return Merge(one.left, one.right, one.reason, one.article, one.sentence)


def _have_one_kind(facts: Facts, one: Evidence) -> bool:
    kinds = {facts.spellings[one.left].kind, facts.spellings[one.right].kind}
    return len(kinds - {""}) <= 1


def _key(one: Evidence, nodes: Nodes) -> tuple[int, int]:
    return int(nodes.of_spelling[one.left]), int(nodes.of_spelling[one.right])


def _agreed(facts: Facts, nodes: Nodes, sets: Sets, several: Iterable[Evidence]) -> set[tuple[int, int]]:
    """Return the pairs of nodes, what is called first, in which the second means one entity to nearly all articles."""
    meant: dict[int, Counter[int]] = {}
    kept = [one for one in several if _have_one_kind(facts, one)]
    for one in kept:
        left, right = _key(one, nodes)
        meant.setdefault(right, Counter())[sets.find(left)] += one.articles
    found = set()
    for one in kept:
        left, right = _key(one, nodes)
        counts = meant[right]
        if counts[sets.find(left)] >= _AGREED * counts.total():
            found.add((left, right))
    return found


def _short(facts: Facts, nodes: Nodes, sets: Sets) -> Iterator[Merge]:
    """Yield the merges of short forms that stand for one entity in nearly all their articles, and for no other."""
    several = [one for one in _of(facts, How.SHORT) if _have_one_kind(facts, one)]
    meant: dict[int, Counter[int]] = {}
    for one in several:
        left, right = _key(one, nodes)
        meant.setdefault(right, Counter())[sets.find(left)] += one.articles
    bearers = _bearers(facts, nodes, meant)
    for one in several:
        left, right = _key(one, nodes)
        counts = meant[right]
        is_covered = counts.total() >= _COVERED * int(nodes.weights[right])
        if (
            len(counts) == 1
            and is_covered
            and len({sets.find(at) for at in bearers.get(right, ())} - {sets.find(right)}) <= 1
        ):
            yield _merge(one)


def _bearers(facts: Facts, nodes: Nodes, short: Iterable[int]) -> dict[int, list[int]]:
    """Return for each short form the nodes of all names that have it as their last word, or as their first ones."""
    wanted = {
        (facts.spellings[int(nodes.main[at])].kind, words_key(facts.spellings[int(nodes.main[at])].text)): at
        for at in short
    }
    last = {(kind, words.split()[-1]): at for (kind, words), at in wanted.items() if words.split()}
    found: dict[int, list[int]] = {}
    for node, main in enumerate(nodes.main.tolist()) if last else ():
        kind, text = facts.spellings[main]
        words = word_keys(text)
        for word in {words[-1], words[0]} if len(words) > 1 else ():
            if (at := last.get((kind, word))) is not None:
                found.setdefault(at, []).append(node)
    return found
