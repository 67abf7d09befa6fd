"""What a run is worth by the judgments, and whether one is better than another by more than chance."""

from collections.abc import Mapping, Sequence

import numpy as np

from benchmarks.engines.base import load
from benchmarks.relevance.judged import Collection
from benchmarks.relevance.rankers import Run

MEASURES = ("nDCG@10", "AP", "R@100", "RR@10")
_FLIPS = 10_000

Values = Mapping[str, Sequence[float]]
"""For each measure its value for each query, in the order of the queries."""


def measured(collection: Collection, run: Run) -> Values:
    """Return what a run is worth by each measure, for each query; by ir_measures."""
    package = load("ir_measures")
    measures = {package.parse_measure(name): name for name in MEASURES}
    found: dict[str, dict[str, float]] = {name: dict.fromkeys(collection.queries, 0.0) for name in MEASURES}
    scored = {key: docs for key, docs in run.items() if docs}
    for one in package.iter_calc(list(measures), collection.grades, scored):
        found[measures[one.measure]][one.query_id] = one.value
    return {name: list(values.values()) for name, values in found.items()}


def chance(ours: Sequence[float], others: Sequence[float], seed: int = 1) -> float:
    """Return how probable a mean difference as great as theirs is, were it only by chance (two-sided).

    A paired randomisation test: the sign of each query's difference is flipped at random, 10,000 times. After Smucker,
    Allan and Carterette, "A comparison of statistical significance tests for information retrieval" (2007).
    """
    differences = np.subtract(ours, others)
    signs = np.random.default_rng(seed).choice((-1.0, 1.0), (_FLIPS, len(differences)))
    means = np.abs(signs @ differences)
    as_great = int(np.count_nonzero(means >= abs(differences.sum()) - 1e-12))
    return (as_great + 1) / (_FLIPS + 1)
