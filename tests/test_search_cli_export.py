"""``export`` and ``search --batch``: whole tables on standard output or in a file, and what is wrong beside them."""

import csv
import io
import json
import os
import sys
from pathlib import Path
from unittest.mock import patch

import pytest
from click.testing import CliRunner, Result
from conftest import write_index
from test_search_cli_process import PROGRAM, ROOT, call

from corpus.article import Article
from search.cli import main
from search.cli.progress import PAUSE, Ticker
from search.cli.writing import OutputExistsError, writing
from search.export.tables import BOM

ATTACK = '=HYPERLINK("http://x")'
ARTICLES = [
    *(Article(f"a{n}", f"Fox {n}", "red fox", f"2024-01-0{n + 1}", source="ab"[n % 2]) for n in range(5)),
    Article("attack", ATTACK, f"owl {ATTACK}", source=f"@{ATTACK}", author="+1", url="-https://x", lang="en"),
]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_index(tmp_path_factory.mktemp("export") / "index", ARTICLES)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(index: Path, *args: str, **more: object) -> Result:
    args = (*args[:1], "--index", str(index), *args[1:])
    return CliRunner().invoke(main, args, prog_name="broadsheet", catch_exceptions=False, **more)  # type: ignore[arg-type]


def names_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_csv_on_standard_output(index: Path) -> None:
    result = run(index, "export", "fox", "-source:b", "--sort", "oldest")
    assert (result.exit_code, result.stderr) == (0, "")
    assert [row["id"] for row in read(result.stdout)] == ["a0", "a2", "a4"]
    assert result.stdout_bytes.startswith(
        b"id,title,url,published,source,author,lang,score,entities\r\na0,Fox 0,,2024-01-01,a,,"
    )


def test_json_lines_in_a_file(index: Path, here: Path) -> None:
    result = run(index, "export", "fox", "--output", "found.ndjson", "--body", "--snippet")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "5 articles in found.ndjson\n")
    lines = [json.loads(line) for line in (here / "found.ndjson").read_text("utf-8").splitlines()]
    assert [(one["body"], one["snippet"]) for one in lines] == [("red fox", "red fox")] * 5
    assert names_in(here) == ["found.ndjson"]


def test_no_cell_is_a_formula(index: Path) -> None:
    (row,) = read(run(index, "export", "owl", "--body").stdout)
    assert row["title"] == f"'{ATTACK}"
    assert (row["source"], row["author"], row["url"]) == (f"'@{ATTACK}", "'+1", "'-https://x")
    assert row["body"] == f"owl {ATTACK}"


def test_a_file_that_is_there_stays(index: Path, here: Path) -> None:
    file = here / "found.csv"
    file.write_text("mine")
    result = run(index, "export", "fox", "--output", "found.csv")
    assert result.exit_code == 1
    assert "--force" in result.stderr
    assert file.read_text() == "mine"
    assert run(index, "export", "fox", "--output", "found.csv", "--force", "--bom").exit_code == 0
    assert file.read_text("utf-8").startswith(BOM + "id,")


def test_a_file_is_there_whole_or_not_at_all(here: Path) -> None:
    target = here / "found.csv"
    with pytest.raises(AttributeError), writing(target, force=False) as write:
        write(names_in(here))  # type: ignore[arg-type]
    assert names_in(here) == []
    with pytest.raises(OutputExistsError), writing(target, force=False) as write:
        write(str(target.write_text("another's")))
    assert (names_in(here), target.read_text()) == (["found.csv"], "another's")


def test_what_was_left_out_is_told(index: Path) -> None:
    result = run(index, "export", '"fox', "--since", "2024-01-04")
    assert len(read(result.stdout)) == 2
    assert "A quote is not closed" in result.stderr
    result = run(index, "export", "owl", "--since", "2024")
    assert "1 more; --undated includes them" in result.stderr


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--sort", "best"], "--sort"),
        (["--format", "xls"], "--format"),
        (["--limit", "3"], "--limit"),
        (["--exclude", "colour:red"], "--exclude"),
        (["--strict", '"fox'], "not closed"),
    ],
)
def test_wrong_usage(index: Path, args: list[str], said: str) -> None:
    result = run(index, "export", *args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


def test_a_batch(index: Path, here: Path) -> None:
    (here / "names.txt").write_bytes("\ufefffox\r\n\r\n  nonesuch\n=owl\n(red\n".encode())
    result = run(index, "search", "--batch", "names.txt", "--limit", "2", "--sort", "newest")
    assert result.exit_code == 0
    found = [(row["query"], row["rank"], row["id"], row["total"]) for row in read(result.stdout)]
    assert found == [
        ("fox", "1", "a4", "5"),
        ("fox", "2", "a3", "5"),
        ("nonesuch", "", "", "0"),
        ("'=owl", "1", "attack", "1"),
        ("(red", "1", "a4", "5"),
        ("(red", "2", "a3", "5"),
    ]
    assert result.stdout_bytes.startswith(
        b"query,rank,id,title,published,source,url,score,total\r\nfox,1,a4,Fox 4,2024-01-05,a,,"
    )
    assert result.stderr == "line 5: A bracket is not closed; it was closed at the end.\n"


def test_a_line_that_fails_does_not_stop_the_others(index: Path) -> None:
    result = run(index, "search", "--batch", "-", "--strict", input="fox\n(red\nowl\n")
    assert result.exit_code == 1
    assert {row["query"] for row in read(result.stdout)} == {"fox", "owl"}
    assert "line 2: A bracket is not closed" in result.stderr
    assert "Error: 1 of 3 lines could not be searched." in result.stderr


def test_any_bytes_are_lines(index: Path, here: Path) -> None:
    (here / "names.txt").write_bytes(bytes(range(1, 128)) * 3 + b"\n" + b"fox " * 20_000 + b"\nowl")
    result = run(index, "search", "--batch", "names.txt")
    assert result.exit_code == 0
    assert read(result.stdout)[-1]["id"] == "attack"
    assert "\x1b" not in result.stderr
    assert "\x1b" not in result.stdout


@pytest.mark.parametrize("args", [["fox"], ["--json"], ["--facet", "source"], ["--cursor", "x"], ["--histogram"]])
def test_what_does_not_go_with_a_batch(index: Path, here: Path, args: list[str]) -> None:
    (here / "names.txt").write_text("fox\n")
    result = run(index, "search", "--batch", "names.txt", *args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "--batch" in result.stderr


@pytest.mark.parametrize("option", [["--limit", "0"], ["--exclude", "colour:red"], ["--since", "someday"]])
def test_wrong_options_of_a_batch(index: Path, here: Path, option: list[str]) -> None:
    (here / "names.txt").write_text("fox\nowl\n")
    result = run(index, "search", "--batch", "names.txt", *option)
    assert result.exit_code == 2
    assert option[0] in result.stderr


def test_a_missing_batch(index: Path) -> None:
    result = run(index, "search", "--batch", "none.txt")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "none.txt" in result.stderr


def test_a_batch_that_is_no_text(index: Path, here: Path) -> None:
    (here / "names.txt").write_bytes(b"\0\1\2")
    result = run(index, "search", "--batch", "names.txt")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "names.txt is binary" in result.stderr


def test_progress() -> None:
    said: list[str] = []
    moments = iter(range(0, 1_000, 2))
    ticker = Ticker(said.append, 400, "lines", clock=lambda: float(next(moments)))
    assert list(ticker.counting(range(400))) == list(range(400))
    assert (ticker.done, said[0]) == (400, "150 of 400 lines")
    assert len(said) == 2
    assert PAUSE > 2


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="a pipe of Windows closes otherwise")
def test_a_closed_pipe_ends_quietly(here: Path) -> None:
    many = write_index(here / "many", [Article(f"a{n}", f"Fox {n}", "red fox " * 500) for n in range(400)])
    program = " ".join(f"'{part}'" for part in (*PROGRAM, "--index", str(many), "export", "fox", "--body"))
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "HOME": str(here)}
    with patch("test_search_cli_process.PROGRAM", ("sh", "-c")):
        done = call([f"({program}; echo $? >&2) | head -n 1"], env, here)
    assert done.stdout.startswith(b"id,title")
    assert done.stderr == b"0\n"
