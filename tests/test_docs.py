"""The documentation is true: every example runs, every command is described, every link leads somewhere."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import corpus
from corpus.boilerplate.rules import load_rules
from corpus.config import load_config
from corpus.entities.decided import read_decided
from corpus.settings import Config
from index import reindex
from search.cli import main
from search.cli.group import COMMANDS
from search.web import create_app
from search.web.state import site_of

ROOT = Path(__file__).parents[1]
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
EXAMPLES = [page for page in PAGES if page.name == "README.md" or page.parent.name == "docs"]

_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
_OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]+")

FOREIGN_OPTIONS = {"--version"}
"""Options of ours that are no command's, and of others that the pages mention."""


def blocks(page: Path, *kinds: str) -> list[str]:
    return [text for kind, text in _BLOCK.findall(page.read_text(encoding="utf-8")) if kind in kinds]


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def with_blocks(*kinds: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("page", [page for page in EXAMPLES if blocks(page, *kinds)], ids=name_of)


def make_workspace(folder: Path) -> Path:
    """Put sample articles into my-articles in a folder, and an index of them."""
    shutil.copytree(Path(corpus.__file__).parent / "samples", folder / "my-articles")
    reindex([folder / "my-articles"], folder=folder / "var" / "index", config=Config())
    return folder


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """Take the user's own settings out of the environment."""
    for name in ("BROADSHEET_INDEX", "BROADSHEET_CONFIG", "BROADSHEET_DEBUG", "FORCE_COLOR", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)
    for name in ("HOME", "USERPROFILE", "LOCALAPPDATA", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    return monkeypatch


@pytest.fixture
def workspace(tmp_path: Path, plain: pytest.MonkeyPatch) -> Path:
    """Go to a folder with articles and an index, which the test may change."""
    plain.chdir(make_workspace(tmp_path))
    return tmp_path


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_workspace(tmp_path_factory.mktemp("shared"))


@pytest.fixture
def library(shared: Path, plain: pytest.MonkeyPatch) -> Path:
    """Go to a folder with articles and an index, which tests only read."""
    plain.chdir(shared)
    return shared


def steps(block: str) -> Iterator[tuple[str, str]]:
    """Yield each command of a console block with what it is said to print."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, shown = part.partition("\n")
        yield command, shown


def run(args: list[str]) -> str:
    if args[0] == "serve" or (args[0] == "demo" and "--no-serve" not in args):
        return run_server([arg for arg in args if arg != "--open"])  # nobody wants a browser to open in a test
    result = CliRunner().invoke(main, args, prog_name="broadsheet", catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def run_server(args: list[str]) -> str:
    """Start a server, read what it prints until it has said where it is, and stop it."""
    command = [sys.executable, "-m", "search.cli", *args]
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stdout is not None
        printed = ""
        for line in process.stdout:
            printed += line
            if "The search page is at" in line:
                break
        process.kill()
    assert "The search page is at" in printed
    return printed


def call(url: str) -> str:
    app = create_app(Path("var/index"), load_config(None))
    with site_of(app).engine:
        answer = app.test_client().get(url.removeprefix("http://127.0.0.1:8000"))
    assert answer.status_code == 200, answer.text
    return answer.text


@with_blocks("console")
def test_every_command_runs_and_prints_what_the_page_shows(page: Path, workspace: Path) -> None:
    assert workspace.is_dir()
    for block in blocks(page, "console"):
        for command, shown in steps(block):
            program, *args = shlex.split(command)
            assert program in {"broadsheet", "curl"}, command
            printed = run(args) if program == "broadsheet" else call(args[0])
            for part in re.split(r"^\.\.\.$", shown, flags=re.MULTILINE):
                assert squeezed(part) in squeezed(printed), f"{command}\n{printed}"


def squeezed(text: str) -> str:
    return " ".join(text.split())


@with_blocks("python")
def test_every_python_example_runs(page: Path, library: Path) -> None:
    assert library.is_dir()
    names: dict[str, object] = {}
    for block in blocks(page, "python"):
        exec(compile(block, str(page), "exec"), names)  # noqa: S102 -- our own documentation


@with_blocks("yaml")
def test_every_configuration_loads(page: Path, library: Path) -> None:
    (library / "names.yaml").write_text("", encoding="utf-8")
    for block in blocks(page, "yaml"):
        file = library / "example.yaml"
        file.write_text(block, encoding="utf-8")
        if block.startswith("- "):  # a gazetteer rather than a configuration
            (library / "names.yaml").write_text(block, encoding="utf-8")
            file.write_text("gazetteers: [names.yaml]\n", encoding="utf-8")
        if block.startswith("merge:"):
            read_decided(block, file)
            continue
        if block.startswith("only:"):  # rules
            load_rules([file])
            continue
        load_config(file)


def test_every_configuration_key_is_described() -> None:
    text = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    for field in fields(Config):
        if field.name != "file":
            assert f"## `{field.name}`" in text, field.name


def parameters_of(command: click.Command) -> list[click.Parameter]:
    """Return the parameters of a command and of those below it."""
    below = command.commands.values() if isinstance(command, click.Group) else ()
    return [*command.params, *(one for inner in below for one in parameters_of(inner))]


def test_every_command_and_option_is_described() -> None:
    text = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
    context = click.Context(main)
    for name in COMMANDS:
        section = re.search(rf"^## {name}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
        assert section, name
        command = main.get_command(context, name)
        assert command is not None
        for one in parameters_of(command):
            common = one.name in {"folder", "config_file", "debug"}
            if isinstance(one, click.Option):
                assert any(f"`{option}" in (text if common else section[1]) for option in one.opts), (name, one.opts)
    for one in main.params:
        assert any(f"`{option}" in text or f" {option}`" in text for option in one.opts), one.opts


def test_no_page_names_an_option_that_does_not_exist() -> None:
    context = click.Context(main)
    known = {option for one in main.params for option in one.opts} | {"--help"}
    for name in COMMANDS:
        command = main.get_command(context, name)
        assert command is not None
        known |= {option for one in parameters_of(command) for option in one.opts}
    for page in EXAMPLES:
        if page.name == "changelog.md":
            continue  # it tells of the past
        for line in re.findall(r".*broadsheet.*|^\| `--.*", page.read_text(encoding="utf-8"), re.MULTILINE):
            assert set(_OPTION.findall(line)) <= known, (page.name, line)


def test_the_json_that_is_shown_is_what_is_answered(library: Path) -> None:
    assert library.is_dir()
    (shown,) = blocks(ROOT / "docs" / "http-api.md", "json")
    answered = json.loads(call("/api/v1/search?q=Hashd+al-Shaabi&facet=source"))
    assert shape(json.loads(shown)) == shape(answered)


def shape(value: object) -> object:
    """Return the names in a JSON value; of a list those of its first item that has any."""
    if isinstance(value, dict):
        return {name: shape(one) for name, one in value.items()}
    if isinstance(value, list):
        return next((found for one in value if (found := shape(one))), None)
    return None


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_leads_somewhere(page: Path) -> None:
    for link in _LINK.findall(page.read_text(encoding="utf-8")):
        if re.match(r"[a-z]+:", link):
            continue
        file, _, anchor = link.partition("#")
        target = (page.parent / file) if file else page
        assert target.exists(), link
        if anchor:
            assert anchor in anchors(target), link


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_the_two_commands_stand_in_the_readme() -> None:
    shell = "".join(blocks(ROOT / "README.md", "sh"))
    assert "pip install . && broadsheet demo\n" in shell
    assert 'pip install -e ".[test]" && pytest\n' in shell
