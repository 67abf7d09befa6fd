"""``broadsheet evaluate``: whole output of real commands."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import MakeIndex

from corpus.article import Article
from search.cli import main

ARTICLES = [Article("a", "Dam", "a dam breaks"), Article("b", "Flood", "the water of the flood")]


@pytest.fixture
def folder(make_index: MakeIndex, tmp_path: Path) -> Path:
    make_index(ARTICLES)
    (tmp_path / "q.tsv").write_text("1\tflood\n2\t\x1bdam\n3\tnobody\n", encoding="utf-8")
    (tmp_path / "j.tsv").write_text("1\tb\t1\n2\ta\t1\n2\tgone\t1\n", encoding="utf-8")
    return tmp_path


def run(folder: Path, *args: str) -> Result:
    return CliRunner().invoke(main, ["evaluate", "--index", str(folder / "index"), *args], prog_name="broadsheet")


def test_the_table(folder: Path) -> None:
    result = run(folder, str(folder / "q.tsv"), str(folder / "j.tsv"), "--each")
    assert [line.split() for line in result.stdout.splitlines()] == [
        ["query", "nDCG@10", "AP", "R@100", "RR@10"],
        ["1", "flood", "1.000", "1.000", "1.000", "1.000"],
        ["2", "dam", "0.613", "0.500", "0.500", "1.000"],
        ["mean", "of", "2", "queries", "0.807", "0.750", "0.750", "1.000"],
    ]
    assert result.stderr == (
        "Left out, as no article is judged to answer them: 3.\n"
        "Judged, but not in the index, so that they count as not found: gone.\n"
    )


def test_json(folder: Path) -> None:
    found = json.loads(run(folder, str(folder / "q.tsv"), str(folder / "j.tsv"), "--json").stdout)
    assert found["means"]["AP"] == 0.75
    assert found["queries"][0] == {"id": "1", "text": "flood", "nDCG@10": 1.0, "AP": 1.0, "R@100": 1.0, "RR@10": 1.0}
    assert (found["unjudged"], found["missing"]) == (["3"], ["gone"])


def test_what_cannot_be_read(folder: Path) -> None:
    broken = folder / "broken.tsv"
    broken.write_text("1\tb\t1\n1\ta\tgood\n", encoding="utf-8")
    result = run(folder, str(folder / "q.tsv"), str(broken))
    assert (result.exit_code, result.stdout) == (1, "")
    assert "broken.tsv, line 2: the grade is no whole number but good." in " ".join(result.stderr.split())
    assert run(folder, str(folder / "none.tsv"), str(broken)).exit_code == 1
