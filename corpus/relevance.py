"""What the order by relevance depends on, besides the boosts of the fields."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Relevance:
    """The parameters of BM25F, and what counts beside it; ``docs/relevance.md`` says how they were found.

    ``k1`` is how soon a word that is repeated counts no more; ``title_length`` and ``body_length`` are BM25's b, how
    much a long title or body counts against its words. ``rarity`` is the power of idf, above 1 where rare words count
    more than in BM25. ``pairs`` is what words count that stand side by side in the
    query and in an article, ``feedback`` the share of a question's score that is for the words of the best articles;
    with 0 there is none.
    """

    k1: float = 1.2
    title_length: float = 0.5
    body_length: float = 0.75
    rarity: float = 1.2
    pairs: float = 0.12
    feedback: float = 0.5
