import gzip
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from benchmarks.errors import MissingCorpusError
from benchmarks.relevance import measuring, rankers, tables
from benchmarks.relevance.__main__ import main
from benchmarks.relevance.crossed import choices, left_out
from benchmarks.relevance.judged import read
from benchmarks.relevance.measuring import MEASURES, chance
from benchmarks.relevance.tables import Measured, of_sets
from corpus.settings import Config

ARTICLES = [
    {"id": "a", "title": "Dam", "body": "The dam at the upper river broke in the night, the ministry said."},
    {"id": "b", "title": "Flood", "body": "A flood went through the lower villages after the dam broke."},
    {"id": "c", "title": "Harvest", "body": "Farmers brought in the harvest before the rain."},
]
QUERIES = [{"id": "1", "text": "harvest"}, {"id": "2", "text": "flood"}, {"id": "3", "text": "nobody judged it"}]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data" / "judged" / "adi"
    folder.mkdir(parents=True)
    with gzip.open(folder / "docs.jsonl.gz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(one) + "\n" for one in ARTICLES)
    (folder / "queries.jsonl").write_text("".join(json.dumps(one) + "\n" for one in QUERIES), encoding="utf-8")
    (folder / "qrels.trec").write_text("1 0 c 1\n1 0 a 0\n2 0 b 2\n", encoding="utf-8")
    return tmp_path / "data"


def test_a_collection(data: Path) -> None:
    found = read(data, "adi")
    assert found.queries == {"1": "harvest", "2": "flood"}
    assert found.grades == {"1": {"c": 1}, "2": {"b": 2}}
    assert [key for key, _, _ in found.texts()] == ["a", "b", "c"]
    with pytest.raises(MissingCorpusError):
        read(data, "time")


def test_ours_is_asked_as_it_is(data: Path, tmp_path: Path) -> None:
    answered = rankers.ours(read(data, "adi"), tmp_path)
    assert {key: list(run) for key, run in answered.run.items()} == {"1": ["c"], "2": ["b"]}
    again = rankers.ours_by(read(data, "adi"), tmp_path, Config(boosts={"title": 1.0}))
    assert again == answered.run


def test_measured_by_ir_measures(data: Path) -> None:
    pytest.importorskip("ir_measures")
    found = measuring.measured(read(data, "adi"), {"1": {"a": 0.0, "c": -1.0}, "2": {}})
    assert found["RR@10"] == [0.5, 0.0]
    assert found["R@100"] == [1.0, 0.0]
    assert found["nDCG@10"][0] == pytest.approx(0.63093, abs=1e-5)


def test_chance() -> None:
    assert chance([1.0] * 20, [0.0] * 20) < 0.001
    assert chance([0.3] * 20, [0.3] * 20) == 1.0
    assert chance([1.0, 0.0], [0.0, 1.0]) == 1.0
    assert chance([0.5, 0.6, 0.7], [0.4, 0.5, 0.9]) > 0.2


def row(collection: str, engine: str, *values: float) -> Measured:
    return Measured(collection, engine, dict.fromkeys(MEASURES, values), 0.002)


def test_the_table() -> None:
    names = [tables.OURS, tables.YARDSTICK]
    rows = [row("time", one, *((0.8, 0.7) if one == tables.OURS else (0.7, 0.7))) for one in names]
    assert of_sets(rows).splitlines()[-2:] == [
        "| time | 2 | 0.744 | 0.750 | 0.700 | 1.008 × | 1.071 × | 1.0000 | 2.0 |",
        "| mean | 2 | 0.744 | 0.750 | 0.700 | 1.008 × | 1.071 × | 1.0000 |  |",
    ]


def test_each_collection_is_measured_by_what_is_best_on_the_others() -> None:
    values = {"one": {"adi": 0.9, "time": 0.1, "cisi": 0.5}, "other": {"adi": 0.2, "time": 0.6, "cisi": 0.4}}
    assert [(one.name, one.said, one.value) for one in left_out(values)] == [
        ("adi", "other", 0.2),
        ("time", "one", 0.1),
        ("cisi", "one", 0.5),
    ]
    assert Config() in choices().values(), "what is used by default is one of the choices"


@pytest.mark.slow
def test_the_page(data: Path, tmp_path: Path) -> None:
    for package in ("ir_measures", "bm25s", "Stemmer"):
        pytest.importorskip(package)
    page = tmp_path / "relevance.md"
    result = CliRunner().invoke(
        main, ["--data", str(data), "--cache", str(tmp_path / "cache"), "--page", str(page), "--set", "adi"]
    )
    assert result.exit_code == 0, result.output
    assert "| adi | 2 | 0.483 | 1.000 | 1.000 | 1.000 | 2.070 × | 1.000 × | 1.0000 |" in page.read_text(
        encoding="utf-8"
    )
    assert CliRunner().invoke(main, ["--data", str(tmp_path), "--page", str(page)]).exit_code == 1
