"""Unifying across articles: which spellings are one entity, with the evidence of each merge.

The grouping is a function of the facts and the user's decisions alone: it does not matter in what order articles came,
or what was grouped before. In this order, and never against a decision or two names that contradict each other:

1. what the user merges
2. names that agree in two words, or that are known to be one
3. what articles define or say (“also known as”), where they agree
4. nearly the same names that one article has as one
5. short forms that always stand for one entity, in nearly all of their articles
6. nearly the same names in the same company
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, product

import numpy as np

from corpus.entities.spelling import Spelling
from corpus.entities.unify.archive.company import Company
from corpus.entities.unify.archive.comparing import Compared, compared
from corpus.entities.unify.archive.decisions import Decisions
from corpus.entities.unify.archive.facts import Facts, Ints
from corpus.entities.unify.archive.keys import words_key
from corpus.entities.unify.archive.linking import Merge, linked
from corpus.entities.unify.archive.nodes import Nodes, mains
from corpus.entities.unify.archive.prepared import Prepared
from corpus.entities.unify.sets import Sets

_NAMED = 3  # names of a company that are told


@dataclass(frozen=True, slots=True)
class Unified:
    """Entities by number: ``labels[s]`` is that of a spelling, ``main[e]`` the spelling that stands for one.

    ``names[e]`` is what it is called, ``merges`` say why spellings with other words are one. ``prepared`` spares a
    later run work.
    """

    facts: Facts
    labels: Ints
    main: Ints
    names: tuple[str, ...]
    merges: tuple[Merge, ...]
    prepared: Prepared

    def spellings(self, entity: int) -> list[Spelling]:
        """Return the spellings of an entity, those that most articles write first."""
        at = np.flatnonzero(self.labels == entity)
        return [self.facts.spellings[one] for one in at[np.argsort(-self.facts.counts[at], kind="stable")].tolist()]


def unify(facts: Facts, decisions: Decisions | None = None, before: Prepared | None = None) -> Unified:
    """Return the entities of some facts; ConfigError where decisions contradict each other.

    ``before`` is what an earlier run prepared, by the same rules; the result is the same without it.
    """
    decisions = decisions or Decisions()
    decisions.check()
    before = before or Prepared()
    nodes = Nodes.of(facts, (one for _, one in decisions.splits), before)
    return _Unifying(facts, nodes, decisions).unified(before)


def _by_words(spellings: Sequence[Spelling], decisions: Decisions) -> dict[str, list[int]]:
    """Return the spellings that decisions may speak of, by their words."""
    pairs = (*decisions.merges, *decisions.parted())
    named = [*(one for pair in pairs for one in pair), *(one for one, _ in decisions.renames)]
    found: dict[str, list[int]] = {words_key(one.text): [] for one in named}
    for at, spelling in enumerate(spellings) if found else ():
        if (words := words_key(spelling.text)) in found:
            found[words].append(at)
    return found


class _Unifying:
    """One run of unifying."""

    def __init__(self, facts: Facts, nodes: Nodes, decisions: Decisions) -> None:
        self._facts = facts
        self._nodes = nodes
        self._decisions = decisions
        self._by_words = _by_words(facts.spellings, decisions)
        self._sets = Sets(nodes.count)
        self._merges: list[Merge] = []
        self._parted: set[int] = set()

    def unified(self, before: Prepared) -> Unified:
        """Return the entities."""
        self._decide()
        found, prepared = compared(self._facts, self._nodes, before)
        for pair in sorted(found.different):
            self._sets.part(*pair)
        self._join(self._agreeing(found))
        self._join(linked(self._facts, self._nodes, self._sets))
        self._join(self._in_company(found))
        return self._numbered(prepared)

    def _decide(self) -> None:
        for one, other in self._decisions.merges:
            every = [*self._nodes_of(other), *self._nodes_of(one)]
            for left, right in pairwise(every):
                self._join([self._merge(left, right, "the user merged them")])
        for entity, other in self._decisions.parted():
            for pair in product(self._nodes_of(entity), self._nodes_of(other)):
                self._sets.part(*pair)
                self._parted.update(pair)

    def _nodes_of(self, one: Spelling) -> list[int]:
        """Return the nodes that a spelling of a decision means; the one that is written just so goes before others."""
        spellings = self._facts.spellings
        found = self._by_words.get(words_key(one.text), [])
        meant = [at for at in found if one.kind in {"", spellings[at].kind}]
        exact = [at for at in meant if spellings[at].text == one.text]
        return sorted({int(self._nodes.of_spelling[at]) for at in exact or meant})

    def _join(self, merges: list[Merge] | Iterator[Merge]) -> None:
        of_spelling = self._nodes.of_spelling
        for one in merges:
            left, right = int(of_spelling[one.left]), int(of_spelling[one.right])
            if self._sets.find(left) != self._sets.find(right) and self._sets.join(left, right):
                self._merges.append(one)

    def _merge(self, left: int, right: int, reason: str) -> Merge:
        return Merge(int(self._nodes.main[left]), int(self._nodes.main[right]), reason)

    def _agreeing(self, found: Compared) -> list[Merge]:
        """Return merges of names that agree, the most frequent first; those that a decision touches come last."""
        weights = self._nodes.weights
        pairs = sorted(
            found.same,
            key=lambda pair: (not self._parted.isdisjoint(pair), -min(weights[pair[0]], weights[pair[1]]), pair),
        )
        return [self._merge(*pair, found.same[pair]) for pair in pairs]

    def _in_company(self, found: Compared) -> Iterator[Merge]:
        if found.near:
            company = Company.of(self._facts, self._nodes)
            for pair, reason in sorted(found.near.items()):
                shared = company.shared(*pair)
                if shared.size:
                    rarest = shared[np.lexsort((shared, self._nodes.weights[shared]))][:_NAMED]
                    names = ", ".join(self._facts.spellings[int(self._nodes.main[at])].text for at in rarest.tolist())
                    yield self._merge(*pair, f"{reason}, but both stand with {names}")

    def _numbered(self, prepared: Prepared) -> Unified:
        of_nodes = np.fromiter(map(self._sets.find, range(self._nodes.count)), np.int64, self._nodes.count)
        _, labels = np.unique(of_nodes[self._nodes.of_spelling], return_inverse=True)
        labels = labels.astype(np.int64)
        main = mains(self._facts, labels, int(labels.max(initial=-1)) + 1)
        names = [self._facts.spellings[at].text for at in main.tolist()]
        for one, name in self._decisions.renames:
            for node in self._nodes_of(one):
                names[int(labels[int(self._nodes.main[node])])] = name
        return Unified(self._facts, labels, main, tuple(names), tuple(self._merges), prepared)
