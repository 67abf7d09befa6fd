"""Judged collections: articles, queries, and which article answers which query how well."""

import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.errors import MissingCorpusError

BASELINES: Mapping[str, float] = {
    "time": 0.744,
    "cranfield": 0.519,
    "cisi": 0.396,
    "cacm": 0.499,
    "npl_vaswani": 0.436,
    "adi": 0.483,
}
"""The collections, and the nDCG@10 of BM25 with stemming that comes with each."""


@dataclass(frozen=True, slots=True)
class Collection:
    """A collection. ``queries`` have their texts by their ids, only those that some article answers.

    ``grades`` has for each query the articles that answer it, with how well.
    """

    name: str
    articles: Path
    queries: Mapping[str, str]
    grades: Mapping[str, Mapping[str, int]]

    def texts(self) -> Iterator[tuple[str, str, str]]:
        """Yield id, title and body of each article."""
        with gzip.open(self.articles, "rt", encoding="utf-8") as lines:
            for line in lines:
                one = json.loads(line)
                yield one["id"], one["title"], one["body"]


def read(data: Path, name: str) -> Collection:
    """Read a collection from the folder of all data; raises MissingCorpusError."""
    folder = data / "judged" / name
    paths = [folder / file for file in ("docs.jsonl.gz", "queries.jsonl", "qrels.trec")]
    for path in paths:
        if not path.is_file():
            raise MissingCorpusError(path)
    articles, queries, judged = paths
    grades = _grades(judged.read_text(encoding="utf-8").splitlines())
    texts = [json.loads(line) for line in queries.read_text(encoding="utf-8").splitlines()]
    return Collection(name, articles, {one["id"]: one["text"] for one in texts if one["id"] in grades}, grades)


def _grades(lines: Sequence[str]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for line in lines:
        query, _, article, grade = line.split()
        if int(grade) > 0:
            found.setdefault(query, {})[article] = int(grade)
    return found
