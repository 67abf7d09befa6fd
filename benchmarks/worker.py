"""One measurement in a process of its own, which begins with nothing loaded.

``python -m benchmarks.worker TASK`` takes a task as JSON and prints the numbers as JSON in its last line.
"""

import time

_BEGAN = time.perf_counter()  # before anything else is loaded: opening is measured from here

import gc  # noqa: E402
import json  # noqa: E402
import os  # noqa: E402
import sys  # noqa: E402
from collections.abc import Callable, Iterable, Iterator, Mapping  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import Any  # noqa: E402

from benchmarks.engines import peer  # noqa: E402
from benchmarks.queries import Query  # noqa: E402

Task = Mapping[str, Any]
Numbers = dict[str, float]


def index(task: Task) -> Numbers:
    """Build an index from articles in memory, or with ``stream`` from their file; what it took."""
    from benchmarks import articlefile  # noqa: PLC0415 -- opening does without

    engine = peer(task["engine"])
    articles: Iterable[Any] = articlefile.read(Path(task["corpus"]), engine.most)
    if not task["stream"]:
        articles = list(articles)
        gc.collect()
        gc.freeze()  # what was there before is nobody's garbage
    seen = _Counting(articles)
    wall, cpu = time.perf_counter(), _cpu()
    engine.build(Path(task["folder"]), seen, task["threads"])
    took = time.perf_counter() - wall
    return {"wall": took, "cpu": _cpu() - cpu, "articles": seen.count}


class _Counting:
    """Counts what is taken from an iterable."""

    def __init__(self, articles: Iterable[Any]) -> None:
        self._articles = articles
        self.count = 0

    def __iter__(self) -> Iterator[Any]:
        for one in self._articles:
            self.count += 1
            yield one


def open_(task: Task) -> Numbers:
    """Open an index and answer one query; the time since this process began to load anything."""
    reader = peer(task["engine"]).open(Path(task["folder"]))
    found = reader.top(_query(task["queries"][0]))
    return {"wall": time.perf_counter() - _BEGAN, "hits": len(found)}


def serve(task: Task) -> Numbers:
    """Answer queries with snippets, or without where there are none; the memory that is resident then."""
    from benchmarks import memory  # noqa: PLC0415 -- opening does without

    engine = peer(task["engine"])
    reader = engine.open(Path(task["folder"]))
    ask: Callable[[Query], object] = reader.rendered if "rendered" in engine.abilities else reader.top
    for one in task["queries"]:
        ask(_query(one))
    return {"mib": memory.resident()}


def add(task: Task) -> Numbers:
    """Add articles one by one to an open index; the median time until each is found, and until all of it ended.

    The first is not counted.
    """
    from statistics import median  # noqa: PLC0415 -- opening does without

    from benchmarks import articlefile  # noqa: PLC0415
    from corpus.article import Article  # noqa: PLC0415

    folder = Path(task["folder"])
    reader = peer(task["engine"]).open(folder)
    found, ended = [], []
    for number, base in enumerate(articlefile.read(Path(task["corpus"]), task["count"] + 1)):
        word = f"zyxwv{chr(ord('a') + number % 26)}{time.time_ns():x}"
        article = Article(f"added-{word}", f"Found by {word}", base.body)
        began = time.perf_counter()
        found.append(reader.add(folder, article, Query(word, (word,))) - began)
        ended.append(time.perf_counter() - began)
    reader.close()
    return {"found": median(found[1:]), "ended": median(ended[1:])}


def reindex(task: Task) -> Numbers:
    """Bring a new index in line with files, as the command does; without any names where that is ``nameless``."""
    from corpus import pipeline  # noqa: PLC0415 -- the others do without
    from corpus.entities.naming import Named  # noqa: PLC0415
    from corpus.settings import Config  # noqa: PLC0415
    from index import reindex as run  # noqa: PLC0415

    if task["nameless"]:  # other processes would not know of it: only for one job
        vars(pipeline).update(named=lambda *_: Named((), (), ()), carried_entities=lambda *_: ())
    config = Config(recognition=task["recognition"], gazetteers=tuple(map(Path, task["gazetteers"])))
    wall, cpu = time.perf_counter(), _cpu()
    counts = run(task["paths"], folder=Path(task["folder"]), config=config, jobs=task["jobs"])
    took = time.perf_counter() - wall
    return {"wall": took, "cpu": _cpu() - cpu, "articles": counts.total}


def _query(found: Mapping[str, Any]) -> Query:
    return Query(**{**found, "words": tuple(found["words"])})


def _cpu() -> float:
    """Return the processor time of this process and of those that it started and awaited, in seconds."""
    found = os.times()
    return found.user + found.system + found.children_user + found.children_system


_TASKS: Mapping[str, Callable[[Task], Numbers]] = {
    "index": index,
    "open": open_,
    "serve": serve,
    "add": add,
    "reindex": reindex,
}


def main() -> None:
    """Do the task in the first argument."""
    task = json.loads(sys.argv[1]) if sys.argv[1] != "-" else json.load(sys.stdin)
    sys.stdout.write("\n" + json.dumps(_TASKS[task["task"]](task)) + "\n")


if __name__ == "__main__":
    main()
