"""The benchmark of templates, on articles made up here."""

import gzip
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from benchmarks.cleaning import templates
from benchmarks.cleaning.templates import Count, Page, counted

SENTENCE = "The {} of {} was closed on Monday by its keepers, who want to be paid for the nights of last winter."


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    (folder / "corpora").mkdir()
    for name, title, body in (("made_en", "Harbour {} is closed", _story), ("reuters_en", "FIRM {} 1ST QTR", _table)):
        with gzip.open(folder / "corpora" / f"{name}.jsonl.gz", "wt", encoding="utf-8") as file:
            for number in range(60):
                one = {"id": f"{name}{number}", "title": title.format(number), "body": body(number)}
                file.write(json.dumps(one) + "\n")
    return folder


def _story(number: int) -> str:
    return "\n\n".join(
        SENTENCE.format(f"{['quay', 'pier', 'dock'][at % 3]} {number}{at}", f"town {number + at}") for at in range(5)
    )


def _table(number: int) -> str:
    quarter = [
        f"Shr {number + at} cts vs {number * 2 + at} cts\nNet {number + 3 * at},000 vs {number},{at}00"
        for at in range(2)
    ]
    return "\nYear\n".join(quarter)


@pytest.mark.parametrize(
    "name", ["ten pages", "sixty pages, busy", "fifteen pages, dates in words", "forty pages, tables"]
)
def test_furniture_is_found_and_no_story_is_cut(data: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    count, designs = templates.SOURCES[name]
    monkeypatch.setitem(templates.SOURCES, name, (min(count, 40), designs))
    pages = templates.pages(data, name)
    assert pages == templates.pages(data, name)
    found = counted(pages)
    assert found.furniture == sum(len(page.furniture) for page in pages)
    assert found.wrong == 0
    assert found.recall > 0.9


def test_what_is_counted() -> None:
    count = Count(3, 4, 1) + Count(0, 1, 0)
    assert (count.precision, count.recall) == (0.75, 0.6)
    assert (Count().precision, Count().recall) == (0, 0)


def test_a_line_of_a_story_that_goes_is_wrong_and_one_of_furniture_that_stays_is_missed() -> None:
    kept = "Readers of our harbour pages"
    pages = [
        Page(f"Title {n}", _story(n), (f"Only in {one}",), f"{kept}\n\n{_story(n)}\n\nOnly in {one}")
        for n, one in enumerate("abcdefgh")
    ]
    shown = [Page(one.title, f"{kept}\n\n{one.story}", one.furniture, one.body) for one in pages]
    assert counted(pages) == Count(0, 8, 0)
    assert counted(shown) == Count(0, 8, 8)


def test_the_command_prints_every_source(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(templates, "SOURCES", {"ten pages": templates.SOURCES["ten pages"]})
    result = CliRunner().invoke(templates.main, ["--data", str(data)])
    assert result.exit_code == 0, result.output
    assert [line.split(":")[0] for line in result.output.splitlines()[:2]] == ["ten pages", "all"]
    assert result.output.splitlines()[-1] == "must reach precision 0.99, recall 0.97"
