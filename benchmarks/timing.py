"""Interleaved passes over engines, and the percentiles of what they took."""

import gc
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from benchmarks.queries import Query

Ask = Callable[[Query], object]


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds a query: percentiles of wall time, and the mean of processor time over all threads."""

    p50: float
    p95: float
    cpu: float


def percentile(times: Sequence[float], share: float) -> float:
    """Return the value below which a share of the values lies (nearest rank).

    >>> percentile([3.0, 1.0, 2.0], 0.5)
    2.0
    """
    ordered = sorted(times)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def interleaved(asks: Mapping[str, Ask], queries: Sequence[Query], passes: int) -> dict[str, Latency]:
    """Ask every engine everything, A B C A B C …; return medians over the passes by engine.

    One more pass, before, warms caches and is not counted.
    """
    taken: dict[str, list[Latency]] = {name: [] for name in asks}
    for number in range(passes + 1):
        for name, ask in asks.items():
            found = one_pass(ask, queries)
            if number:
                taken[name].append(found)
    return {name: middle(found) for name, found in taken.items()}


def one_pass(ask: Ask, queries: Sequence[Query]) -> Latency:
    """Ask every query once."""
    gc.collect()  # of nobody else's garbage
    times = []
    began = time.process_time()
    for query in queries:
        start = time.perf_counter()
        ask(query)
        times.append((time.perf_counter() - start) * 1e3)
    cpu = (time.process_time() - began) / len(queries) * 1e3
    return Latency(percentile(times, 0.5), percentile(times, 0.95), cpu)


def middle(found: Sequence[Latency]) -> Latency:
    """Return the median of each number."""
    return Latency(median(one.p50 for one in found), median(one.p95 for one in found), median(one.cpu for one in found))
