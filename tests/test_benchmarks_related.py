"""The benchmark of related articles: what it reads, and what it counts."""

import re
from pathlib import Path
from typing import Any

from conftest import MakeIndex
from support import lines
from test_search_related import ARTICLES

from benchmarks.related import precision, read_topics, report
from search import Engine


def test_reads_topics(tmp_path: Path) -> None:
    records: list[dict[str, Any]] = [
        {"id": "a", "topics": ["x", "y"], "source": "s"},
        {"id": "b", "topics": [], "source": "s"},
        {"id": "c", "categories": ["z"]},
        {"id": "d"},
    ]
    (tmp_path / "labels").write_text(lines(records), encoding="utf-8")
    assert read_topics(tmp_path / "labels") == {"a": frozenset("xy")}
    (tmp_path / "labels").write_text(lines(records[1:2]), encoding="utf-8")
    assert read_topics(tmp_path / "labels") == {"b": frozenset("s")}


def test_counts() -> None:
    topics = {"a": frozenset("xy"), "b": frozenset("y"), "c": frozenset("z")}
    assert precision(topics, ["a", "c"], lambda _: ["b", "unknown"]) == 0.05


def test_topics_that_are_words_are_found(make_index: MakeIndex) -> None:
    topics = {one.id: frozenset([one.id[:5]]) for one in ARTICLES}
    with Engine.open(make_index(ARTICLES)) as engine:
        first, related, _, chance = report(engine, topics, 12, 1)
    assert first == "12 of 24 articles"
    assert re.match(r"related 0\.[67]", related)
    assert re.match(r"by chance 0\.3", chance)
