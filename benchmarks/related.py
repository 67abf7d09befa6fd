"""How good related articles are, on articles whose topics are known: ``python -m benchmarks.related INDEX LABELS…``.

LABELS are files of JSON lines, each with the ``id`` of an article in the index and its ``topics``, or else its
``categories`` or its ``source``. Of a sample of them it is counted how many of ten related articles share a topic.
Beside that stand what chance would give, and a search for the words of the title.
"""

import argparse
import json
import random
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import mean, median

from search import Engine

LIST = 10
_BY_CHANCE = 100
_LABELS = ("topics", "categories", "source")

Topics = Mapping[str, frozenset[str]]


def read_topics(path: Path) -> dict[str, frozenset[str]]:
    """Return the topics of each article in a file, by its id; those without a topic are left out."""
    with path.open(encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    label = next((name for name in _LABELS if any(one.get(name) for one in records)), "")
    labelled = {one["id"]: one[label] for one in records if one.get(label)}
    return {key: frozenset([value] if isinstance(value, str) else value) for key, value in labelled.items()}


def precision(topics: Topics, asked: Sequence[str], answer: Callable[[str], Sequence[str]]) -> float:
    """Return the share of ten places that hold an article which shares a topic with the one asked for."""
    return mean(sum(bool(topics.get(one, frozenset()) & topics[key]) for one in answer(key)) / LIST for key in asked)


def report(engine: Engine, topics: Topics, count: int, seed: int) -> Iterator[str]:
    """Yield the lines that tell how good related articles are."""
    chosen = random.Random(seed)  # noqa: S311 -- a sample
    known = sorted(topics)
    asked = chosen.sample(known, min(count, len(known)))
    took: list[float] = []

    def related(key: str) -> list[str]:
        began = time.process_time()
        found = engine.related(key, limit=LIST)
        took.append(time.process_time() - began)
        return [one.id for one in found]

    def by_title(key: str) -> list[str]:
        found = engine.rank(engine.article(key).title, limit=LIST + 1).hits
        return [one for one, _ in found if one != key][:LIST]

    def by_chance(_key: str) -> list[str]:
        return chosen.sample(known, min(_BY_CHANCE, len(known)))

    yield f"{len(asked)} of {len(known):,} articles"
    yield f"related {precision(topics, asked, related):.3f}, at the median in {1000 * median(took):.1f} ms of CPU"
    yield f"by title {precision(topics, asked, by_title):.3f}"
    yield f"by chance {precision(topics, asked, by_chance) * LIST / min(_BY_CHANCE, len(known)):.3f}"


def main() -> None:
    """Run as a program."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("index", type=Path)
    parser.add_argument("labels", type=Path, nargs="+")
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=5)
    given = parser.parse_args()
    with Engine.open(given.index) as engine:
        for path in given.labels:
            sys.stdout.write(f"{path.name}\n")
            for line in report(engine, read_topics(path), given.count, given.seed):
                sys.stdout.write(f"  {line}\n")


if __name__ == "__main__":
    main()
