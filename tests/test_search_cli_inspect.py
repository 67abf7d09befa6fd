"""``broadsheet inspect``: what is removed stands where it stood, and what is known is shown with what says so."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from search.cli import main

SEED = """\
Dockers walk out

No time to read?
Get a summary

The harbour was closed on Monday after dockers walked out over pay, the union said.

Previous Article

Council votes on new lanes
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "2024-03-04-harbour.txt"
    path.write_text(SEED, encoding="utf-8")
    return path


def test_removed_parts_are_struck_through(file: Path) -> None:
    result = CliRunner().invoke(main, ["inspect", str(file)])
    assert result.exit_code == 0, result.output
    lines = [line for line in result.output.splitlines() if line]
    assert lines[0] == "Dockers walk out"
    assert any("2024-03-04, guessed by path" in line for line in lines)
    assert [line for line in lines if "~~" in line] == [
        "~~No time to read?~~ ← call-out",
        "~~Get a summary~~ ← call-out",
        "~~Previous Article~~ ← previous or next article",
        "~~Council votes on new lanes~~ ← previous or next article",
    ]
    assert lines.index("~~Get a summary~~ ← call-out") < next(at for at, one in enumerate(lines) if "harbour" in one)
    assert not (file.parent / "var").exists()


def test_a_page_is_shown_whole(tmp_path: Path) -> None:
    story = [f"The council voted on the {name} on Friday, the mayor said after months of delay." for name in "abcdefgh"]
    text = "".join(f"<p>{one}</p>" for one in story)
    menu = "<nav>" + "<p>An entry of the menu</p>" * 400 + "</nav>"
    page = f"<body>{menu}<article><h1>Vote held</h1>{text}<div class='newsletter'>Our letter</div></article></body>"
    (tmp_path / "vote.html").write_text(f"<html><head><title>Vote held</title></head>{page}</html>", encoding="utf-8")
    lines = CliRunner().invoke(main, ["inspect", str(tmp_path / "vote.html")]).output.splitlines()
    assert lines.count("An entry of the menu") == 398
    assert "An entry of the menu~~ ← left out by the extraction: navigation" in lines
    assert [line for line in lines if line.startswith("~~")][1:] == [
        "~~Vote held~~ ← the title, repeated",
        "~~Our letter~~ ← newsletter notice, by its class or id",
    ]
    places = [lines.index(one) for one in ("~~Vote held~~ ← the title, repeated", *story)]
    assert places == sorted(places)


def test_as_json(file: Path) -> None:
    found = json.loads(CliRunner().invoke(main, ["inspect", str(file), "--json"]).output)
    assert found["dated"] == {"value": "2024-03-04", "source": "path", "certainty": "guessed"} | {
        "evidence": found["dated"]["evidence"]
    }
    assert [one["reason"] for one in found["removed"]] == ["call-out"] * 2 + ["previous or next article"] * 2


def test_a_file_without_articles(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("")
    result = CliRunner().invoke(main, ["inspect", str(tmp_path / "empty.txt")])
    assert result.exit_code == 1
    assert "There is no article in" in result.output


def test_what_a_file_holds_is_harmless_on_a_terminal(tmp_path: Path) -> None:
    (tmp_path / "odd.txt").write_text("Title\n\nA \x1b[31mred [bold]word[/bold] stands here now.\n\nShare\n")
    result = CliRunner().invoke(main, ["inspect", str(tmp_path / "odd.txt")])
    assert "[bold]word[/bold]" in result.output
    assert "\x1b" not in result.output
