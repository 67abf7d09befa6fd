"""The benchmarks under benchmarks/cleaning, on made-up pages."""

import gzip
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.cleaning.extraction import TARGETS, main, measure
from benchmarks.cleaning.tokens import Score, mean, score, shingles


def test_scores_are_those_of_multisets() -> None:
    assert score("a b c d", "a b c d a b c d") == Score(1 / 5, 1.0)
    assert score("a b c d a b c d", "a b c d") == Score(1.0, 1 / 5)
    assert score("A b c d", "a b c d") == Score(0.0, 0.0)
    assert score("one two", "") == Score(None, 0.0)


def test_the_mean_is_of_precision_and_recall_not_of_f1() -> None:
    found = mean([Score(1.0, 0.5), Score(None, 0.0), Score(0.5, 1.0)])
    assert found == Score(0.75, 0.5)
    assert found.f1 == pytest.approx(0.6)
    assert mean([]).f1 == 0


@given(st.text(), st.text())
def test_precision_of_one_is_recall_of_the_other(one: str, other: str) -> None:
    forth, back = score(one, other), score(other, one)
    assert (forth.precision, forth.recall) == (back.recall, back.precision)
    if shingles(one):
        assert score(one, one).f1 == 1


def test_extraction_is_measured_from_the_bytes_of_pages(tmp_path: Path) -> None:
    story = "The council held its vote on Friday, after months of délibération, said the mayor of the town. " * 4
    for name in TARGETS:
        (tmp_path / "extraction" / name / "html").mkdir(parents=True)
        page = f"<meta charset=latin-1><article><p>{story}</p></article><footer>Contact</footer>"
        file = tmp_path / "extraction" / name / "html" / "a.html.gz"
        file.write_bytes(gzip.compress(page.encode("latin-1")))
        (tmp_path / "extraction" / name / "gold.json").write_text(json.dumps({"a": {"body": story}}))
    measured = measure(tmp_path / "extraction" / "zyte_aeb")
    assert (measured.pages, measured.found) == (1, Score(1.0, 1.0))
    result = CliRunner().invoke(main, ["--data", str(tmp_path)])
    assert result.exit_code == 0
    assert "| zyte_aeb | 1 | 1.0000 | 0.958 |" in result.output


def test_missing_pages_are_named(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["--data", str(tmp_path)])
    assert result.exit_code == 1
    assert "gold.json" in result.output
