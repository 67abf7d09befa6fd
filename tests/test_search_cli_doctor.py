"""``broadsheet doctor``: what it prints and how it ends."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from support import lines

from index.generations import current
from search.cli import main

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command in a folder where two articles are indexed."""
    monkeypatch.chdir(tmp_path)
    for name in ("BROADSHEET_INDEX", "BROADSHEET_CONFIG", "BROADSHEET_DEBUG", "FORCE_COLOR", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)

    def invoke(*args: str) -> Result:
        return CliRunner().invoke(main, args, prog_name="broadsheet", catch_exceptions=False)

    records = [{"id": f"a{n}", "headline": f"Headline {n}", "text": "Words."} for n in range(2)]
    (tmp_path / "news.jsonl").write_text(lines(records), encoding="utf-8")
    assert invoke("reindex", "news.jsonl").exit_code == 0
    return invoke


def spoil(folder: Path, name: str) -> Path:
    """Change the first byte of a file of the generation in use."""
    path = current(folder).path / name
    path.write_bytes(b"\xff" + path.read_bytes()[1:])
    return path


def test_a_whole_index(run: Run) -> None:
    result = run("doctor")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "The index is whole.\n", "")


def test_a_damaged_file(run: Run, tmp_path: Path) -> None:
    path = spoil(tmp_path / "var" / "index", "entities.side")
    rebuild = f'broadsheet --index "{Path("var") / "index"}" reindex --full'
    result = run("doctor")
    assert result.exit_code == 1
    assert result.stdout == f"damaged: {path}: its content is not what was published; repair it: {rebuild}\n"
    assert run("reindex", "--full").exit_code == 0
    assert run("doctor").exit_code == 0


def test_as_json(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "var" / "index"
    assert json.loads(run("doctor", "--json").stdout) == {"index": str(folder), "is_damaged": False, "findings": []}
    path = spoil(folder, "entities.side")
    result = run("doctor", "--json")
    assert result.exit_code == 1
    (found,) = json.loads(result.stdout)["findings"]
    assert found == {
        "file": str(path),
        "what": "its content is not what was published",
        "repair": f'broadsheet --index "{Path("var") / "index"}" reindex --full',
        "is_damage": True,
    }


def test_what_is_only_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "var" / "index" / "staging").mkdir()
    result = run("doctor")
    assert result.exit_code == 0
    told, verdict = result.stdout.splitlines()
    assert told.startswith(f"note: {tmp_path / 'var' / 'index' / 'staging'}: a run has begun and not ended")
    assert verdict == "The index is whole."


def test_no_index(run: Run, tmp_path: Path) -> None:
    result = run("--index", "none", "doctor")
    assert (result.exit_code, result.stdout) == (1, "")
    assert str(tmp_path / "none") in result.stderr


@pytest.mark.skipif(os.name == "nt", reason="no file can have such a name")
def test_a_name_cannot_move_the_cursor(run: Run, tmp_path: Path) -> None:
    (current(tmp_path / "var" / "index").path / "x\x1b[2Jy").write_bytes(b"")
    result = run("doctor")
    assert result.exit_code == 1
    assert "\x1b" not in result.stdout
    assert r"x\x1b[2Jy: it does not belong there" in result.stdout
    (found,) = json.loads(run("doctor", "--json").stdout)["findings"]
    assert found["file"].endswith("x\x1b[2Jy")
