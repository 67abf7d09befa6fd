"""The benchmark of whole runs: its articles, its made-up names, and what its table says."""

import gzip
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from benchmarks import corpora
from benchmarks.entities import corpus, madeup
from benchmarks.entities.corpus import Run, table
from corpus.entities.gazetteer import load_gazetteers


def test_made_up_names_are_a_gazetteer_and_the_same_every_time(tmp_path: Path) -> None:
    count = 500
    known = load_gazetteers([madeup.write(tmp_path / "names.yaml", count)])
    assert len(list(known.entities)) == count + len(list(load_gazetteers().entities))
    assert known.fingerprint == load_gazetteers([madeup.write(tmp_path / "again.yaml", count)]).fingerprint


def test_times_are_compared_by_processor_time() -> None:
    found = {
        "plain": Run(60_000, 90, 100, 200),
        "none": Run(60_000, 70, 150, 300),
        "gazetteer": Run(60_000, 70, 180, 300),
        "rules": Run(60_000, 361, 600, 300),
        "tagger": Run(60_000, 700, 1300, 300),
    }
    told = [line.split(" | ")[-1] for line in table(found).splitlines()[2:]]
    assert told == ["– |", "yes, 1.50 × |", "**no**, 1.20 × |", "**no**, 361 s |", "yes, 700 s |"]


def test_what_was_not_measured_is_not_told() -> None:
    assert "not measured" in table({"none": Run(60_000, 70, 150, 300)})
    assert "not measured" in table({"rules": Run(500, 7, 15, 300)})


@pytest.mark.slow
def test_a_run_over_some_articles(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "corpora"
    folder.mkdir(parents=True)
    for name in corpora.NAMES:
        with gzip.open(folder / f"{name}.jsonl.gz", "wt", encoding="utf-8") as file:
            for at in range(100):
                body = f"Mr. Smith of the United Nations went to Paris for the {at}th time. " * 5
                file.write(json.dumps({"id": f"{name}-{at}", "title": f"Story {at} of {name}", "body": body}) + "\n")
    options = ["--data", str(tmp_path / "data"), "--limit", "150", "--level", "plain", "--level", "rules"]
    result = CliRunner().invoke(corpus.main, [*options, "--output", str(tmp_path / "table.md")])
    assert result.exit_code == 0, result.output
    assert (tmp_path / "table.md").read_text(encoding="utf-8").count("| 150 |") == 2


def test_a_missing_corpus_is_named(tmp_path: Path) -> None:
    result = CliRunner().invoke(corpus.main, ["--data", str(tmp_path)])
    assert result.exit_code == 1
    assert f"{corpora.NAMES[0]}.jsonl.gz" in result.output
