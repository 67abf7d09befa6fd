"""How well an archive's own questions are answered: queries and judgments are read, asked and measured.

The measures are those of trec_eval: nDCG with the grades as gains (Järvelin and Kekäläinen, "Cumulated gain-based
evaluation of IR techniques", 2002), average precision, recall, and the reciprocal rank.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log2
from pathlib import Path
from statistics import fmean

from search.engine import Engine
from search.errors import ArticleNotFoundError
from search.evaluation.judgments import Grades, read_grades, read_queries

DEEP = 100
"""The articles that are asked for."""

_SHOWN = 10
MEASURES = ("nDCG@10", "AP", "R@100", "RR@10")


@dataclass(frozen=True, slots=True)
class Measured:
    """How well one query is answered: its id, its text, and a value from 0 to 1 for each measure."""

    query: str
    text: str
    values: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """How well queries are answered, and their mean for each measure.

    ``unjudged`` are queries that no article is judged to answer, which are left out; ``missing`` are judged articles
    that the index does not have, and that count as not found.
    """

    queries: tuple[Measured, ...]
    means: Mapping[str, float]
    unjudged: tuple[str, ...]
    missing: tuple[str, ...]


def evaluate(engine: Engine, queries: Path, judgments: Path) -> Evaluation:
    """Ask the queries in a file, and measure the answers by the judgments in another.

    Raises JudgmentsError, which names file and line, or OSError.
    """
    asked, grades = read_queries(queries), read_grades(judgments, queries)
    found = [
        Measured(key, text, measures(_found(engine, text), grades[key])) for key, text in asked.items() if key in grades
    ]
    means = {name: fmean(one.values[name] for one in found) for name in MEASURES} if found else {}
    unjudged = tuple([key for key in asked if key not in grades])
    judged = dict.fromkeys(article for key in asked for article in grades.get(key, ()))
    return Evaluation(tuple(found), means, unjudged, tuple([one for one in judged if not _has(engine, one)]))


def _found(engine: Engine, text: str) -> list[str]:
    return [one.id for one in engine.search(text, limit=DEEP).hits]


def _has(engine: Engine, article: str) -> bool:
    try:
        engine.article(article)
    except ArticleNotFoundError:
        return False
    return True


def measures(found: Sequence[str], grades: Grades) -> dict[str, float]:
    """Return what an answer is worth by each measure; ``grades`` are above 0, and there is one at least.

    >>> measures(["a", "b", "c"], {"a": 1, "c": 1})
    {'nDCG@10': 0.9197207891481876, 'AP': 0.8333333333333333, 'R@100': 1.0, 'RR@10': 1.0}
    """
    ranks = [rank for rank, article in enumerate(found[:DEEP], 1) if article in grades]
    ideal = _gained(sorted(grades.values(), reverse=True))
    return {
        "nDCG@10": _gained([grades.get(article, 0) for article in found]) / ideal,
        "AP": sum(at / rank for at, rank in enumerate(ranks, 1)) / len(grades),
        "R@100": len(ranks) / len(grades),
        "RR@10": 1 / ranks[0] if ranks and ranks[0] <= _SHOWN else 0.0,
    }


def _gained(gains: Sequence[int]) -> float:
    return sum(gain / log2(rank + 1) for rank, gain in enumerate(gains[:_SHOWN], 1))
