"""Company: the names that stand in the same articles, by which two spellings that are nearly one are told to be one."""

from dataclasses import dataclass

import numpy as np

from corpus.distinct import distinct
from corpus.entities.unify.archive.facts import Facts, Ints
from corpus.entities.unify.archive.nodes import Nodes

_ARTICLES = 400
"""Of a name that very many articles have so many are looked at."""

_TELLING_SHARE, _TELLING_FEWEST = 0.02, 12
"""A name that more articles have than this share of all, and than so many, is anyone's company."""

_SHARED, _SHARE = 3, 0.3
"""How many telling names two spellings must have in common, and which share of the one that has fewer."""


@dataclass(frozen=True, slots=True)
class Company:
    """Which articles each node stands in, and which nodes stand in each article.

    ``articles[starts[n]:starts[n + 1]]`` are those of node ``n``; ``nodes[begins[a]:begins[a + 1]]`` those of ``a``.
    """

    begins: Ints
    nodes: Ints
    starts: Ints
    articles: Ints

    @classmethod
    def of(cls, facts: Facts, nodes: Nodes) -> "Company":
        """Return the company of all nodes."""
        of_codes = nodes.of_spelling[facts.codes]
        of_articles = np.repeat(np.arange(facts.begins.size - 1), np.diff(facts.begins))
        order = np.argsort(of_codes, kind="stable")
        starts = np.searchsorted(of_codes[order], np.arange(nodes.count + 1))
        return cls(facts.begins, of_codes, starts.astype(np.int64), of_articles[order].astype(np.int64))

    def shared(self, one: int, other: int) -> Ints:
        """Return the telling nodes that two nodes have both stood with, none where that is no strong company.

        Two that stand in one article are two for all that this tells.
        """
        none = np.zeros(0, np.int64)
        mine, others = self._articles(one), self._articles(other)
        if np.intersect1d(mine, others).size:
            return none
        beside, besides = (self._beside(articles, [one, other]) for articles in (mine, others))
        both = np.intersect1d(beside, besides)
        return both if both.size >= max(_SHARED, _SHARE * min(beside.size, besides.size)) else none

    def _articles(self, node: int) -> Ints:
        return distinct(self.articles[self.starts[node] : self.starts[node + 1]][:_ARTICLES])

    def _beside(self, articles: Ints, but: list[int]) -> Ints:
        """Return the telling nodes of some articles."""
        rows = [self.nodes[self.begins[at] : self.begins[at + 1]] for at in articles.tolist()]
        found = np.setdiff1d(np.concatenate(rows), but) if rows else np.zeros(0, np.int64)
        most = max(_TELLING_FEWEST, _TELLING_SHARE * (self.begins.size - 1))
        telling: Ints = found[(self.starts[found + 1] - self.starts[found]) <= most]
        return telling
