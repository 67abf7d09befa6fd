"""``broadsheet entities``: whole output of real commands."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from search.cli import main

Run = Callable[..., Result]

ARTICLES = [
    {"id": "a", "title": "Talks", "body": "They met.", "date": "2024-01-05", "entities": {"person": ["Abu Taqwa"]}},
    {"id": "b", "title": "Strike", "body": "It fell.", "entities": {"person": ["Mushtaq al-Jawari", "Abu Taqwa"]}},
    {"id": "c", "title": "Visit", "body": "He left.", "entities": {"person": ["Jordan"], "place": ["Amman"]}},
    {"id": "d", "title": "Border", "body": "It opened.", "entities": {"place": ["Jordan"]}},
]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command where four articles are indexed."""
    monkeypatch.chdir(tmp_path)
    for name in ("BROADSHEET_INDEX", "BROADSHEET_CONFIG", "BROADSHEET_DEBUG", "FORCE_COLOR", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)

    def invoke(*args: str) -> Result:
        return CliRunner().invoke(main, args, prog_name="broadsheet", catch_exceptions=False)

    Path("all.jsonl").write_text("".join(json.dumps(one) + "\n" for one in ARTICLES), encoding="utf-8")
    assert invoke("reindex", "all.jsonl").exit_code == 0
    return invoke


def test_list(run: Run) -> None:
    assert run("entities", "list", "--limit", "1").stdout == "2  Abu Taqwa  person.abu-taqwa\n"
    assert run("entities", "list", "jordan", "--kind", "place").stdout == "1  Jordan  place.jordan\n"
    assert run("entities", "list", "nobody").stdout == "No entity.\n"


def test_merge_show_and_split(run: Run) -> None:
    merged = run("entities", "merge", "Abu Taqwa", "person.mushtaq-al-jawari")
    assert merged.stdout == (
        "Decided: merge “Abu Taqwa”, “Mushtaq al-Jawari”\nMade entities.yaml; generation 2 is in use from now on.\n"
    )
    assert run("entities", "show", "abu taqwa").stdout == (
        "Mushtaq al-Jawari\n"
        "person.mushtaq-al-jawari, person, 2 articles\n"
        "\nSpellings\n"
        "  2  Abu Taqwa\n"
        "  1  Mushtaq al-Jawari\n"
        "\nWhy they are one\n"
        "  “Mushtaq al-Jawari” and “Abu Taqwa”: the user merged them\n"
        "\nMentions\n"
        f"  2024-01-05      1  {'▇' * 40}\n"
        "  1 article without a date\n"
        "\nNewest passages\n"
        "  Talks  2024-01-05 · a\n"
        "    They met.\n"
        "  Strike  b\n"
        "    It fell.\n"
    )
    split = run("entities", "split", "Mushtaq al-Jawari", "Abu Taqwa")
    assert split.stdout == (
        "Taken back: merge “Abu Taqwa”, “Mushtaq al-Jawari”\n"
        "Changed entities.yaml; generation 3 is in use from now on.\n"
    )


def test_rename_and_never(run: Run) -> None:
    assert run("entities", "rename", "Abu Taqwa", "The commander").exit_code == 0
    assert run("entities", "never", "Abu Taqwa", "Amman").exit_code == 0
    assert "2  The commander  person.abu-taqwa  also Abu Taqwa\n" in run("entities", "list").stdout
    assert (
        Path("entities.yaml")
        .read_text(encoding="utf-8")
        .endswith("rename:\n  - [Abu Taqwa, The commander]\nnever:\n  - [Abu Taqwa, Amman]\n")
    )


def test_several_are_told_with_their_ids(run: Run) -> None:
    for args in (("merge", "Jordan", "Amman"), ("show", "Jordan")):
        found = run("entities", *args)
        assert found.exit_code == 1
        assert "person.jordan" in found.stderr
        assert "place.jordan" in found.stderr
    assert not Path("entities.yaml").exists()


def test_a_name_of_nobody_is_told_with_a_near_one(run: Run) -> None:
    found = run("entities", "rename", "Abu Takwa", "X")
    assert found.exit_code == 1
    assert found.stderr == (
        "Error: No article has the name “Abu Takwa”. Did you mean person.abu-taqwa (Abu Taqwa, 2 articles)?\n"
    )


def test_a_rollback_says_that_the_decision_stays(run: Run) -> None:
    run("entities", "rename", "Abu Taqwa", "The commander")
    assert "entities.yaml stay, and the next reindex applies them again" in run("rollback").stderr
    again = run("entities", "rename", "Abu Taqwa", "The commander")
    assert again.stdout == "Nothing to change in entities.yaml; generation 4 is in use from now on.\n"
    assert "2  The commander" in run("entities", "list").stdout
    Path("entities.yaml").write_text("merge: 3", encoding="utf-8")
    found = run("rollback")
    assert (found.exit_code, found.stderr) == (0, "")


def test_the_places_may_stand_anywhere(run: Run) -> None:
    assert run("entities", "--index", "nowhere", "list").exit_code == 1
    assert run("entities", "list", "--index", "nowhere").exit_code == 1
    assert run("--index", "nowhere", "entities", "list").exit_code == 1


@pytest.mark.parametrize("name", ["list", "show", "merge", "split", "never", "rename"])
def test_every_command_explains_itself(run: Run, name: str) -> None:
    assert "--config FILE" in run("entities", name, "-h").stdout
