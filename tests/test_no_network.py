"""No command connects outward: every one runs with all ways out of the machine barred."""

import socket
from pathlib import Path
from typing import NoReturn

import pytest
from click.testing import CliRunner

from search.cli import main


def _refuse(*args: object, **kwargs: object) -> NoReturn:
    message = f"a connection was tried: {args} {kwargs}"
    raise AssertionError(message)


@pytest.fixture(autouse=True)
def _barred(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, _refuse)
    for name in ("getaddrinfo", "gethostbyname", "create_connection"):
        monkeypatch.setattr(socket, name, _refuse)


PAGE = """<html><head><title>A page</title><link rel="canonical" href="https://example.org/a">
<meta property="og:image" content="https://example.org/i.png"></head><body><article><p>The minister spoke to
the assembly about the coming elections, and <a href="https://example.org/b">others</a> answered her at
length.</p><p>She said that nothing had been decided, and that nothing would be before the spring.</p>
<img src="https://example.org/i.png"><script src="https://example.org/x.js"></script></article></body></html>"""


def test_no_command_connects(tmp_path: Path) -> None:
    files = tmp_path / "files"
    files.mkdir()
    (files / "a.html").write_text(PAGE, encoding="utf-8")
    (files / "b.xml").write_text(
        '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "https://example.org/x">]>'
        "<rss><channel><title>Feed</title><item><title>One &x;</title><link>https://example.org/1</link>"
        "<description>A text of its own.</description></item></channel></rss>",
        encoding="utf-8",
    )
    options = ["--index", str(tmp_path / "index"), "--config", str(tmp_path / "broadsheet.yaml")]
    (tmp_path / "broadsheet.yaml").write_text(f"articles: ['{files.as_posix()}']\n", encoding="utf-8")
    for command in (
        ["reindex"],
        ["search", "minister", "--json", "--facet", "source"],
        ["status"],
        ["reindex", "--full"],
        ["rollback"],
        ["remove", "nothing"],
    ):
        ran = CliRunner().invoke(main, [*options, *command], catch_exceptions=False)
        assert ran.exit_code == (command[0] == "remove"), (command, ran.output)


def test_the_demo_connects_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOME", "XDG_CACHE_HOME", "LOCALAPPDATA", "USERPROFILE"):
        monkeypatch.setenv(name, str(tmp_path))
    ran = CliRunner().invoke(main, ["demo", "--no-serve"], catch_exceptions=False)
    assert ran.exit_code == 0, ran.output
