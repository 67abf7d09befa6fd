"""The configuration: what is read, what is refused and how, and how removed ids are added."""

import json
import os
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.config import add_removed, load_config
from corpus.configyaml import _LOADER, parse_yaml, plain
from corpus.errors import ConfigError
from corpus.relevance import Relevance
from corpus.settings import Config, Server


def load(folder: Path, text: str) -> Config:
    file = folder / "broadsheet.yaml"
    file.write_text(text, encoding="utf-8")
    return load_config(file)


def refusal(folder: Path, text: str) -> str:
    with pytest.raises(ConfigError) as caught:
        load(folder, text)
    return str(caught.value)


def test_everything_is_read(tmp_path: Path) -> None:
    found = load(
        tmp_path,
        """
articles: [clips, '*.txt', '-']
mapping: {title: headline, body: [content, text]}
fields: [section, desk-2]
gazetteers: people.yaml
boosts: {title: 4}
relevance: {k1: 1.5, pairs: 0}
half_life: 30.5
deadline: 0.5
server: {host: 0.0.0.0, port: 0, hosts: [News.example.org]}
removed: [abc, "123"]
""",
    )
    folder = tmp_path.absolute()
    assert found == Config(
        file=folder / "broadsheet.yaml",
        articles=(str(folder / "clips"), str(folder / "*.txt"), "-"),
        mapping={"title": ("headline",), "body": ("content", "text")},
        fields=("section", "desk-2"),
        gazetteers=(folder / "people.yaml",),
        boosts={"title": 4.0, "body": 1.0, "entities": 0.5},
        relevance=Relevance(k1=1.5, pairs=0.0),
        half_life=30.5,
        deadline=0.5,
        server=Server("0.0.0.0", 0, ("news.example.org",)),  # noqa: S104 -- read, not bound
        removed=frozenset({"abc", "123"}),
    )


@pytest.mark.parametrize("text", ["", "# nothing\n", "---\n", "articles:\nserver:\n", "{}"])
def test_what_is_left_empty_has_its_default(tmp_path: Path, text: str) -> None:
    assert load(tmp_path, text) == replace(Config(), file=tmp_path.absolute() / "broadsheet.yaml")


def test_without_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert load_config(None) == Config()
    Path("broadsheet.yaml").write_text("half_life: 3", encoding="utf-8")
    assert load_config(None).half_life == 3
    with pytest.raises(ConfigError, match=r"elsewhere\.yaml does not exist"):
        load_config(Path("elsewhere.yaml"))
    with pytest.raises(ConfigError, match="is not a file"):
        load_config(tmp_path)


def test_paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = str(tmp_path / "home")
    monkeypatch.setenv("HOME", home)
    monkeypatch.setenv("USERPROFILE", home)
    absolute = str(tmp_path / "abs")
    odd = tmp_path / "year [2024]"
    odd.mkdir()
    found = load(odd, json.dumps({"articles": ["~/clips", absolute, ".", "*.txt"], "gazetteers": ["~/g.yaml"]}))
    escaped = str(tmp_path / "year [[]2024]" / "*.txt")
    assert found.articles == (str(Path(home) / "clips"), absolute, str(odd), escaped)
    assert found.gazetteers == (Path(home) / "g.yaml",)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a: 1\nartciles: x", ["line 1", "“a”", "Known here: articles"]),
        ("\nartciles:\n  - x", ["line 2", "“artciles”", "Did you mean “articles”?"]),
        ("half-life: 3", ["Did you mean “half_life”?"]),
        ("server:\n  prot: 1", ["line 2", "“server.prot”", "Did you mean “port”?"]),
        ("mapping: {titel: x}", ["“mapping.titel”", "Did you mean “title”?"]),
        ("server:\n  port: eight", ["line 2", "server.port: expected a whole number", "found the text “eight”"]),
        ("server: {port: 70000}", ["from 0 to 65535", "found the number 70000"]),
        ("server: {port: true}", ["found the yes-or-no value true"]),
        ("server: [1]", ["server: expected a mapping", "found a list"]),
        ("server: {hosts: ['http://a.b']}", ["server.hosts[1]", "without http://", "news.example.org"]),
        ("server: {host: ''}", ["server.host: expected an address"]),
        ("boosts: {title: .inf}", ["boosts.title: expected a number from 0 to 1000", "found the number .inf"]),
        ("boosts: {title: .nan}", ["found the number .nan"]),
        ("boosts: {title: -1}", ["found the number -1"]),
        ("relevance: {k2: 1}", ["there is no key “relevance.k2”", "k1"]),
        ("relevance: {feedback: 1}", ["relevance.feedback: expected a number from 0 to 0.9", "found the number 1"]),
        ("half_life: 0", ["above 0"]),
        ("deadline: 0", ["above 0"]),
        ("deadline: 2 s", ["a number"]),
        (f"half_life: {'9' * 400}", ["half_life", "above 0"]),
        (f"half_life: {'9' * 5000}", ["line 1", "not a value"]),
        ("fields: [title]", ["fields[1]", "“title” is a name that Broadsheet itself uses"]),
        ("fields: [Cursor]", ["“Cursor” is a name that Broadsheet itself uses"]),
        ("fields: [section, Section]", ["“Section” stands here a second time"]),
        ("fields: ['a b']", ["a letter first", "found the text “a b”"]),
        ("fields: {a: b}", ["expected a list"]),
        ("fields: [1]", ["found the number 1", 'Write it in quotes: "1"']),
        ("articles: 3", ["expected a path", "found the number 3"]),
        ("articles: [[a]]", ["articles[1]: expected a path, found a list"]),
        ("removed: [123]", ["removed[1]", "found the number 123", 'Write it in quotes: "123"']),
        ("removed: [a, 1.5e+3]", ["removed[2]", "found the number 1.5e+3"]),
        ("removed: [2024-01-01]", ["found the date 2024-01-01", 'Write it in quotes: "2024-01-01"']),
        ("removed: [no]", ["found the yes-or-no value no"]),
        ("removed: [null]", ["found nothing"]),
        ("removed: [http://a.b/c]", ["expected an article's id"]),
        ("- a", ["expected a mapping", "found a list"]),
        ("1: 2", ["a key must be text, found the number 1"]),
        ("articles: a\narticles: b", ["line 2", "“articles” stands here a second time (first on line 1)"]),
        ("a: &x 1\nb: *x", ["line 1", "anchors (&) and aliases (*) are not allowed"]),
        ("articles: *.txt", ["line 1", "this is not YAML", "belongs in quotes"]),
        ("[" * 100_000, ["nested too deeply"]),
        ("{a: " * 5000, ["nested too deeply"]),
        ("articles: a\n---\narticles: b", ["line 2", "second document"]),
        ("articles: *txt", ["line 1", "aliases (*) are not allowed; quote"]),
        ("articles: [a", ["this is not YAML"]),
        ("articles:\n\t- a", ["line 2", "this is not YAML"]),
        ("a: !!python/object:os.system x", ["this is not YAML"]),
        ("removed: [2024-13-45]", ["line 1", "not a value"]),
        ("# " + "x" * 5_000_000, ["5,000,000 bytes"]),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, parts: list[str]) -> None:
    message = refusal(tmp_path, text)
    assert str(tmp_path / "broadsheet.yaml") in message
    for part in parts:
        assert part in message


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    file = tmp_path / "broadsheet.yaml"
    file.write_bytes(b"articles: x\n# caf\xe9\n")
    with pytest.raises(ConfigError, match=r"line 2: this is not UTF-8"):
        load_config(file)
    file.write_bytes(b"articles: \x00\n")
    with pytest.raises(ConfigError, match="this is not YAML"):
        load_config(file)
    for encoding in ("utf-8-sig", "utf-16"):
        file.write_bytes("removed: [é]".encode(encoding))
        with pytest.raises(ConfigError, match="found the text “é”"):
            load_config(file)


@given(st.text() | st.text("abc: -[]{}&*!|>'\"\n#,?%@`", max_size=60))
@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_read_as_safe_yaml_reads_it_or_refused(tmp_path: Path, text: str) -> None:
    try:
        found = plain(parse_yaml(text, tmp_path))
    except ConfigError:
        return
    assert repr(found) == repr(yaml.load(text, Loader=_LOADER))  # noqa: S506 -- a safe loader, the one that is used


EDITED = [
    ("", "removed:\n  - abc\n"),
    ("# mine", "# mine\nremoved:\n  - abc\n"),
    ("articles: a # why\n", "articles: a # why\nremoved:\n  - abc\n"),
    ("articles: a", "articles: a\nremoved:\n  - abc\n"),
    ("  articles: a\n", "  articles: a\n  removed:\n    - abc\n"),
    ("articles: a\n...\n", "articles: a\nremoved:\n  - abc\n...\n"),
    ("removed:\n", "removed: [abc]\n"),
    ("removed: # none yet\nfields: [x]\n", "removed: [abc] # none yet\nfields: [x]\n"),
    ("removed: ~\n", "removed: [abc]\n"),
    ("removed: []\n", "removed: [abc ]\n"),
    ("removed: [x, y]\n", "removed: [x, y, abc]\n"),
    ("removed: [x,\n  y, # last\n]\n", "removed: [x,\n  y, abc, # last\n]\n"),
    ("removed: x\n", "removed: [x, abc]\n"),
    ("removed:\n- x # first\n# end\n", "removed:\n- x # first\n- abc\n# end\n"),
    ("removed:\n    - x\n    - 'y'\nfields: [x]\n", "removed:\n    - x\n    - 'y'\n    - abc\nfields: [x]\n"),
    ("removed:\n- x", "removed:\n- x\n- abc\n"),
    ("removed:\r\n  - x\r\nhalf_life: 3\r\n", "removed:\r\n  - x\r\n  - abc\r\nhalf_life: 3\r\n"),
    ("{half_life: 3}\n", "{half_life: 3, removed: [abc] }\n"),
    ("removed: [abc]\n", "removed: [abc]\n"),
]


@pytest.mark.parametrize(("before", "after"), EDITED)
def test_an_id_is_added_where_it_belongs(tmp_path: Path, before: str, after: str) -> None:
    file = tmp_path / "broadsheet.yaml"
    file.write_bytes(before.encode())
    add_removed(file, ["abc"])
    assert file.read_bytes().decode() == after
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("one", ["123", "no", "Null", "1e5", "1_000", "0x1f", "2024-01-01", "y", "-", "---", ".", "~a"])
def test_ids_that_yaml_would_misread_are_quoted(tmp_path: Path, one: str) -> None:
    file = tmp_path / "broadsheet.yaml"
    if one == "~a":
        with pytest.raises(ConfigError, match="is not an article's id"):
            add_removed(file, [one])
        assert not file.exists()
        return
    add_removed(file, [one])
    assert file.read_text(encoding="utf-8") == f'removed:\n  - "{one}"\n'
    assert load_config(file).removed == {one}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_the_encoding_stays(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "broadsheet.yaml"
    file.write_bytes("# café 🗞\nremoved: [x]\n".encode(encoding))
    add_removed(file, ["abc"])
    assert file.read_bytes() == "# café 🗞\nremoved: [x, abc]\n".encode(encoding)


def test_what_cannot_be_edited_safely_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "broadsheet.yaml"
    for text in ("articles: |\n  a\n  b", "removed: 3\n", "- a\n", "removed: [a"):
        file.write_text(text, encoding="utf-8", newline="")
        with pytest.raises(ConfigError):
            add_removed(file, ["abc"])
        assert file.read_bytes().decode() == text
    with pytest.raises(ConfigError, match="cannot be written"):
        add_removed(tmp_path / "nowhere" / "broadsheet.yaml", ["abc"])


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_a_link_and_its_rights_stay(tmp_path: Path) -> None:
    target = tmp_path / "real.yaml"
    target.write_text("removed: [x]\n", encoding="utf-8")
    target.chmod(0o640)
    link = tmp_path / "broadsheet.yaml"
    link.symlink_to(target)
    add_removed(link, ["abc"])
    assert link.is_symlink()
    assert target.read_text(encoding="utf-8") == "removed: [x, abc]\n"
    assert os.stat(target).st_mode & 0o777 == 0o640  # noqa: PTH116 -- the target's own


ids = st.lists(st.from_regex(r"[A-Za-z0-9._-]{1,12}", fullmatch=True), max_size=5, unique=True)
comments = st.sampled_from(["", "# a note: [x]", "   # removed:", "# 'é 🗞"])


@st.composite
def configurations(draw: st.DrawFn) -> tuple[str, list[str]]:
    """Draw a configuration with comments, and the ids it lists as removed."""
    removed = draw(ids)
    quoted = [f'"{one}"' for one in removed]
    dash = draw(st.sampled_from(["- ", "  - ", "    -   "]))
    block = "\n".join(f"{dash}{one} {draw(comments)}" for one in quoted)
    flow = ("," + draw(st.sampled_from([" ", "\n  ", " # c\n   "]))).join(quoted)
    forms = [f"removed: [{flow}] {draw(comments)}", f"removed: # why\n{block}" if removed else "removed: ~"]
    lines = ["articles: [a, b] # mine", "half_life: 3", "fields:\n- x\n# end\n- y", "server:\n  port: 1 # one"]
    parts = [*draw(st.lists(st.sampled_from(lines), unique=True))]
    if removed:
        parts.insert(draw(st.integers(0, len(parts))), draw(st.sampled_from(forms)))
    text = "\n".join(one for part in parts for one in (draw(comments), part)) + draw(
        st.sampled_from(["", "\n", "\n\n"])
    )
    return text.replace("\n", draw(st.sampled_from(["\n", "\r\n"]))), removed


@given(configurations(), ids)
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_adding_ids_changes_nothing_else(tmp_path: Path, configuration: tuple[str, list[str]], new: list[str]) -> None:
    text, removed = configuration
    file = tmp_path / "broadsheet.yaml"
    file.write_bytes(text.encode())
    before = load_config(file)
    assert before.removed == frozenset(removed)
    add_removed(file, new)
    assert load_config(file) == replace(before, removed=before.removed | set(new))
    written = file.read_bytes().decode()
    for comment in ("# mine", "# why", "# end", "# one", "# a note: [x]", "# 'é 🗞"):
        assert written.count(comment) == text.count(comment)
