"""Several clients at once, each a thread, from text to rendered results."""

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from statistics import median

from benchmarks.engines.base import Reader
from benchmarks.figures import Row
from benchmarks.queries import Query
from benchmarks.setting import Setting
from benchmarks.timing import percentile

CLIENTS = 8


def rows(setting: Setting) -> list[Row]:
    """Let every client ask half of the queries, beginning each at another."""
    setting.tell(f"{CLIENTS} clients, {setting.passes} passes")
    rates: dict[str, list[float]] = {}
    tails: dict[str, list[float]] = {}
    with setting.readers("clients") as readers:
        clients = {name: [one.client() for _ in range(CLIENTS)] for name, one in readers.items()}
        for number in range(setting.passes + 1):
            for name in readers:
                rate, tail = _pass(clients[name], setting.queries.words)
                if number:  # the first pass warms
                    rates.setdefault(name, []).append(rate)
                    tails.setdefault(name, []).append(tail)
    middle = {name: median(found) for name, found in rates.items()}
    slow = {name: median(found) for name, found in tails.items()}
    return [
        Row(f"{CLIENTS} clients, throughput", "queries/s", middle, more_is_better=True),
        Row(f"{CLIENTS} clients, p95", "ms", slow),
    ]


def _pass(clients: Sequence[Reader], queries: Sequence[Query]) -> tuple[float, float]:
    """Return queries a second and the 95th percentile in milliseconds."""
    began = time.perf_counter()
    with ThreadPoolExecutor(len(clients)) as pool:
        parts = [pool.submit(_client, one, _share(queries, number)) for number, one in enumerate(clients)]
        times = [took for part in parts for took in part.result()]
    return len(times) / (time.perf_counter() - began), percentile(times, 0.95)


def _share(queries: Sequence[Query], client: int) -> Sequence[Query]:
    start = len(queries) * client // CLIENTS
    return (*queries[start:], *queries[:start])[::2]


def _client(reader: Reader, queries: Sequence[Query]) -> list[float]:
    times = []
    for query in queries:
        start = time.perf_counter()
        reader.rendered(query)
        times.append((time.perf_counter() - start) * 1e3)
    return times
