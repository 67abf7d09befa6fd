"""The commands, run within this process on a small archive."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from index.lock import writer_lock
from search.cli import main
from search.cli.group import ALIASES, COMMANDS

Run = Callable[..., Result]

ARTICLES = [
    {
        "id": "coalition",
        "headline": "Coalition begins its withdrawal from Iraq",
        "text": "The coalition announced the withdrawal of its forces on Friday. The minister welcomed it.",
        "date": "2024-01-05",
        "source": "Meridian Wire",
        "section": "world",
    },
    {
        "id": "committee",
        "headline": "A committee sets the date",
        "text": "A bilateral committee will set a date for the withdrawal, said the minister.",
        "date": "2024-01-20",
        "source": "Harbour Gazette",
        "section": "world",
    },
    {
        "id": "harvest",
        "headline": "A good harvest of apples",
        "text": "Growers speak of the best harvest in years.",
        "source": "Harbour Gazette",
        "section": "country",
    },
]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command in an empty folder of its own."""
    monkeypatch.chdir(tmp_path)
    for name in ("BROADSHEET_INDEX", "BROADSHEET_CONFIG", "BROADSHEET_DEBUG", "FORCE_COLOR", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)

    def invoke(*args: str, **more: object) -> Result:
        return CliRunner().invoke(main, args, prog_name="broadsheet", catch_exceptions=False, **more)  # type: ignore[arg-type]

    return invoke


@pytest.fixture
def archive(run: Run, tmp_path: Path) -> Run:
    """Run a command where three articles are indexed."""
    (tmp_path / "news").mkdir()
    write(tmp_path / "news" / "all.jsonl", ARTICLES)
    (tmp_path / "broadsheet.yaml").write_text("articles: [news]\nfields: [section]\n", encoding="utf-8")
    assert run("reindex").exit_code == 0
    return run


def write(path: Path, articles: list[dict[str, str]]) -> None:
    path.write_text("".join(json.dumps(one) + "\n" for one in articles), encoding="utf-8")


def ids(result: Result) -> list[str]:
    assert result.exit_code == 0, result.output
    return [hit["id"] for hit in json.loads(result.stdout)["hits"]]


# The group


def test_help_lists_every_command(run: Run) -> None:
    for option in ("-h", "--help"):
        result = run(option)
        assert result.exit_code == 0
        for name, (_, line) in COMMANDS.items():
            assert re.search(rf"^  {name} +{re.escape(line)}$", result.output, re.MULTILINE)


def test_a_command_without_arguments_of_its_own_is_found_under_its_names() -> None:
    context = click.Context(main)
    for name in COMMANDS:
        command = main.get_command(context, name)
        assert command is not None
        assert command.name == name
    for alias, name in ALIASES.items():
        assert main.get_command(context, alias) is main.get_command(context, name)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself_and_takes_the_places(run: Run, name: str) -> None:
    result = run(name, "-h")
    assert result.exit_code == 0
    assert "--index FOLDER" in result.output
    assert "--config FILE" in result.output
    for one in main.get_command(click.Context(main), name).params:  # type: ignore[union-attr]
        if isinstance(one, click.Option):
            assert one.help, one.name
            assert all(option.startswith("--") for option in one.opts)


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["serch", "Iraq"], "There is no command 'serch'. Did you mean 'search'?"),
        (["zebra"], "There is no command 'zebra'. To search for it: broadsheet search zebra"),
        (["search", "Iraq", "--souce", "x"], "--source"),
        (["search", "Iraq", "--limit"], "Option '--limit' needs a value: --limit N"),
        (["search", "Iraq", "--limit", "many"], "'many' is not a valid integer"),
        (["search", "Iraq", "--field", "politics"], "'politics' is not NAME=VALUE"),
        (["search", "Iraq", "--sort", "age"], "'age' is not one of"),
        (["reindex"], "broadsheet reindex my-articles"),
        (["reindex", "no-such-folder"], "There is no file or folder no-such-folder"),
        (["remove"], "Missing argument 'ID...'"),
        (["serve", "--port", "0"], "0 is not in the range"),
    ],
)
def test_wrong_usage_exits_2_and_says_what_is_right(run: Run, args: list[str], told: str) -> None:
    result = run(*args)
    assert result.exit_code == 2
    assert told in result.stderr
    assert result.stdout == ""


def test_version(run: Run) -> None:
    assert re.fullmatch(r"broadsheet \S.*\n", run("--version").output)


@pytest.mark.parametrize("args", [["search", "Iraq"], ["status"], ["rollback"], ["remove", "a"], ["serve"]])
def test_a_missing_index_is_named_with_the_command_that_makes_it(run: Run, tmp_path: Path, args: list[str]) -> None:
    result = run(*args)
    assert result.exit_code == 1
    assert result.stderr.startswith(f"Error: There is no index in {tmp_path / 'var' / 'index'}.\nMake one with: ")
    assert "Traceback" not in result.output


@pytest.mark.parametrize("args", [["--index", "other", "status"], ["status", "--index", "other"]])
def test_the_index_is_named_before_or_after_the_command(run: Run, tmp_path: Path, args: list[str]) -> None:
    assert f"There is no index in {tmp_path / 'other'}." in run(*args).stderr
    assert f"There is no index in {tmp_path / 'other'}." in run(*args, env={"BROADSHEET_INDEX": "third"}).stderr


def test_the_index_is_named_by_the_environment(run: Run, tmp_path: Path) -> None:
    assert f"{tmp_path / 'third'}." in run("status", env={"BROADSHEET_INDEX": "third"}).stderr


def test_a_wrong_configuration_fails(run: Run, tmp_path: Path) -> None:
    (tmp_path / "odd.yaml").write_text("artciles: [news]\n", encoding="utf-8")
    for result in (run("reindex", "--config", "odd.yaml"), run("reindex", env={"BROADSHEET_CONFIG": "odd.yaml"})):
        assert result.exit_code == 1
        assert "artciles" in result.stderr
        assert "articles" in result.stderr


def test_debug_shows_where_an_error_comes_from(run: Run) -> None:
    from index.errors import MissingIndexError  # noqa: PLC0415 -- for this test alone

    for args in (["--debug", "status"], ["status", "--debug"]):
        with pytest.raises(MissingIndexError):
            run(*args)


# reindex


def test_reindex_prints_a_summary_on_standard_output(run: Run, tmp_path: Path) -> None:
    (tmp_path / "news").mkdir()
    write(tmp_path / "news" / "all.jsonl", ARTICLES)
    (tmp_path / "news" / "empty.txt").write_text("", encoding="utf-8")
    (tmp_path / "news" / "photo.jpg").write_bytes(b"\xff\xd8")
    result = run("reindex", "news")
    assert result.exit_code == 0
    assert re.sub(r"in [\d.]+ s\n$", "in 0 s\n", result.stdout) == (
        "added      3\n"
        "changed    0\n"
        "removed    0\n"
        "unchanged  0\n"
        "skipped    1  (see the warnings; --full repeats those of unchanged files)\n"
        "withheld   0\n"
        "not read   1 file of other kinds: 1 .jpg\n"
        f"3 articles in {tmp_path / 'var' / 'index'}, generation 1, in 0 s\n"
    )
    assert result.stderr.count("\n") == 1
    assert "empty.txt: " in result.stderr


def test_reindex_again_finds_everything_unchanged_under_its_other_name(archive: Run) -> None:
    result = archive("index")
    assert result.exit_code == 0
    assert "added      0\n" in result.stdout
    assert "unchanged  3\n" in result.stdout


def test_reindex_reads_standard_input(run: Run) -> None:
    result = run("reindex", "-", input="".join(json.dumps(one) + "\n" for one in ARTICLES))
    assert result.exit_code == 0
    assert "added      3\n" in result.stdout


def test_nothing_to_index_exits_1(run: Run, tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8")
    result = run("reindex", ".")
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: Nothing in ")


def test_strict_publishes_nothing(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "all.jsonl", ARTICLES)
    (tmp_path / "broken.jsonl").write_text('{"headline": "A"\n', encoding="utf-8")
    result = run("reindex", ".", "--strict")
    assert result.exit_code == 1
    assert "broken.jsonl:1: " in result.stderr
    assert "--strict" in result.stderr
    assert run("status").exit_code == 1


def test_warnings_beyond_the_first_twenty_are_counted(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "all.jsonl", ARTICLES)
    with (tmp_path / "all.jsonl").open("a", encoding="utf-8") as file:
        file.write("{}}\n" * 25)
    result = run("reindex", "all.jsonl")
    assert result.exit_code == 0
    assert re.findall(r"all\.jsonl:(\d+): ", result.stderr) == [str(line) for line in range(4, 24)]
    assert result.stderr.endswith("… and 5 more that are broken; --verbose shows all\n")
    everything = run("reindex", "all.jsonl", "--full", "--verbose").stderr
    assert len(re.findall(r"all\.jsonl:(\d+): ", everything)) == 25
    assert "more" not in everything.splitlines()[-1]


def test_removals_that_are_too_many_are_refused(run: Run, tmp_path: Path) -> None:
    news = tmp_path / "news"
    news.mkdir()
    many = [{"id": f"n{number}", "headline": f"Report {number}", "text": "It was so."} for number in range(120)]
    write(news / "many.jsonl", many)
    write(news / "all.jsonl", ARTICLES)
    assert run("reindex", "news").exit_code == 0
    (news / "many.jsonl").unlink()
    refused = run("reindex", "news")
    assert refused.exit_code == 1
    assert refused.stderr.startswith("120 articles are gone")
    assert "--allow-removals" in refused.stderr
    assert "removed    0\n" in refused.stdout
    allowed = run("reindex", "news", "--allow-removals")
    assert allowed.exit_code == 0
    assert "removed    120\n" in allowed.stdout


def test_a_second_writer_is_told_who_holds_the_lock(archive: Run, tmp_path: Path) -> None:
    with writer_lock(tmp_path / "var" / "index"):
        result = archive("reindex")
    assert result.exit_code == 1
    assert "is being written to by process" in result.stderr


# search


def test_a_listing_as_a_whole(archive: Run) -> None:
    result = archive("search", "withdrawal", "minister", "--since", "2024", "--facet", "source")
    assert result.exit_code == 0
    assert result.stderr == ""
    assert result.stdout == (
        "2 articles for withdrawal minister\n"
        "\n"
        "1. Coalition begins its *withdrawal* from Iraq\n"
        "   Meridian Wire · 2024-01-05 · en · coalition\n"
        "   The coalition announced the *withdrawal* of its forces on Friday. The *minister* welcomed it.\n"
        "\n"
        "2. A committee sets the date\n"
        "   Harbour Gazette · 2024-01-20 · en · committee\n"
        "   A bilateral committee will set a date for the *withdrawal*, said the *minister*.\n"
        "\n"
        "source\n"
        "   1  Harbour Gazette\n"
        "   1  Meridian Wire\n"
    )


def test_nothing_found(archive: Run) -> None:
    result = archive("search", "zeppelin")
    assert result.exit_code == 0
    assert result.stdout.startswith("No article for zeppelin\n")


def test_undated_matches_are_told(archive: Run) -> None:
    left_out = archive("search", "harvest", "--since", "2024")
    assert "1 match without a date was left out; --undated includes it.\n" in left_out.stdout
    assert ids(archive("search", "harvest", "--since", "2024", "--undated", "--json")) == ["harvest"]


def test_pages(archive: Run) -> None:
    first = archive("search", "withdrawal", "--limit", "1")
    assert first.stdout.startswith("2 articles for withdrawal, 1 to 1\n")
    cursor = re.search(r"repeat the command with --cursor (\S+)\n", first.stdout)
    assert cursor is not None
    second = archive("search", "withdrawal", "--limit", "1", "--cursor", cursor[1])
    assert second.stdout.startswith("2 articles for withdrawal, 2 to 2\n")
    assert "\n2. " in second.stdout
    assert "--cursor" not in second.stdout


def test_counts_beside_the_answer(archive: Run) -> None:
    result = archive("search", "withdrawal", "--histogram", "--facet", "source", "--facet-words", "harb")
    assert result.exit_code == 0
    shown = result.stdout.partition("\nsource\n")[2]
    assert shown.splitlines()[0].split() == ["1", "Harbour", "Gazette"]
    assert "Meridian" not in shown
    by_day = shown.partition("By day\n")[2].splitlines()
    assert [line.split()[:2] for line in by_day][:16] == [
        [f"2024-01-{day:02d}", str(int(day in {5, 20}))] for day in range(5, 21)
    ]
    assert by_day[0].endswith("\u2587" * 40)
    assert ids(archive("search", "withdrawal", "--exclude", "source:harbour gazette", "--json")) == ["coalition"]


@pytest.mark.parametrize(
    ("args", "found"),
    [
        (["withdrawal"], {"coalition", "committee"}),
        (["withdrawal", "-committee"], {"coalition"}),
        (["-committee", "withdrawal"], {"coalition"}),
        (["--", "withdrawal", "-committee"], {"coalition"}),
        (["-withdrawal"], {"harvest"}),
        (['"bilateral committee"'], {"committee"}),
        (['"committee bilateral"'], set()),
        (["withdrawal", "title:committee"], {"committee"}),
        (["withdrawal", "--source", "Meridian Wire"], {"coalition"}),
        (["--source=Meridian Wire", "withdrawal"], {"coalition"}),
        (["withdrawal", "--source", "Meridian Wire", "--source", "Harbour Gazette"], {"coalition", "committee"}),
        (["--field", "section=country"], {"harvest"}),
        (["--field", "section=country", "--field", "section=world"], {"coalition", "committee", "harvest"}),
        (["withdrawal", "--since", "2024-01-06"], {"committee"}),
        (["withdrawal", "--until", "2024-01-05"], {"coalition"}),
        ([], {"coalition", "committee", "harvest"}),
    ],
)
def test_words_and_filters(archive: Run, args: list[str], found: set[str]) -> None:
    result = archive("search", "--json", *args)
    assert set(ids(result)[: json.loads(result.stdout)["total"]]) == found


def test_the_order_can_be_chosen(archive: Run) -> None:
    assert ids(archive("search", "withdrawal", "--sort", "newest", "--json")) == ["committee", "coalition"]
    assert ids(archive("search", "withdrawal", "--sort", "oldest", "--json")) == ["coalition", "committee"]


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["--since", "Freitag"], "--since"),
        (["--limit", "0"], "--limit"),
        (["--cursor", "nonsense"], "--cursor"),
        (["--facet", "colour"], "--facet"),
        (
            ["--strict", '"never closed'],
            '\n  withdrawal "never closed\n             ^\nDid you mean: withdrawal "never closed"',
        ),
    ],
)
def test_what_cannot_be_asked_exits_2(archive: Run, args: list[str], told: str) -> None:
    result = archive("search", "withdrawal", *args)
    assert result.exit_code == 2
    assert told in result.stderr


def test_what_articles_hold_cannot_steer_the_terminal(run: Run, tmp_path: Path) -> None:
    nasty = "\x1b[31mred\x1b]0;owned\x07 \u202edrawkcab \x9b2J [bold]markup[/bold] :smile:"
    write(tmp_path / "all.jsonl", [{"id": "n", "headline": f"Nasty {nasty}", "text": f"Body {nasty}", "source": nasty}])
    assert run("reindex", "all.jsonl").exit_code == 0
    for args in (["nasty"], ["body"], ["nasty \x1b[31m"], ["nasty", "--facet", "source"]):
        shown = run("search", *args).output
        assert not set(shown) & {"\x1b", "\x07", "\x9b", "\u202e"}
        assert "[bold]markup[/bold] :smile:" in shown
    as_json = run("search", "nasty", "--json").stdout
    assert not set(as_json) & {"\x1b", "\x07", "\x9b", "\u202e"}
    assert "\u202e" in json.loads(as_json)["hits"][0]["title"] + "\u202e"


# status, rollback, remove


def test_status(archive: Run, tmp_path: Path) -> None:
    result = archive("status")
    assert result.exit_code == 0
    told = re.sub(r"(published  ).*|(size       ).*", r"\1\2…", result.stdout)
    assert told == (
        f"index      {tmp_path / 'var' / 'index'}\n"
        "articles   3\n"
        "published  …\n"
        "generation 1 (kept: 1)\n"
        "size       …\n"
        f"folders    news: 3 articles, {tmp_path / 'news'}\n"
        "last run   3 added, 0 changed, 0 removed, 0 unchanged, 0 skipped, 0 withheld\n"
    )
    as_json = json.loads(archive("status", "--json").stdout)
    assert as_json["articles"] == 3
    assert as_json["index"] == str(tmp_path / "var" / "index")
    assert as_json["last_run"]["added"] == 3


def test_rollback(archive: Run, tmp_path: Path) -> None:
    nothing = archive("rollback")
    assert nothing.exit_code == 1
    assert "no earlier state" in nothing.stderr
    write(tmp_path / "news" / "more.jsonl", [{"id": "more", "headline": "More", "text": "More to read."}])
    archive("reindex")
    result = archive("rollback")
    assert result.exit_code == 0
    assert re.fullmatch(r"Back at .* with 3 articles.*\n", result.stdout)
    assert json.loads(archive("status", "--json").stdout)["articles"] == 3


def test_remove(archive: Run, tmp_path: Path) -> None:
    result = archive("remove", "harvest")
    assert result.exit_code == 0
    assert result.stdout == "Removed: harvest\nListed under `removed` in broadsheet.yaml.\n"
    assert "harvest" in (tmp_path / "broadsheet.yaml").read_text(encoding="utf-8")
    assert ids(archive("search", "harvest", "--json")) == []
    assert "withheld   1  (listed as removed in the configuration)\n" in archive("reindex", "--full").stdout
    unknown = archive("remove", "no-such-id")
    assert unknown.exit_code == 1
    assert "Not in the index: no-such-id" in unknown.stderr
