"""What the commands print: progress, warnings, and text made harmless."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from corpus.article import Entity
from corpus.errors import Kind, Problem
from index.counts import Progress
from search.cli.console import clean, safe_json, visible
from search.cli.listing import marked, show_results
from search.cli.problems import SHOWN, Problems
from search.cli.progress import PAUSE, Lines, showing
from search.results import Expansion, FacetValue, Hit, QueryWarning, Results, Snippet

HARMFUL = {chr(code) for code in [*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)]}


@given(st.text())
def test_nothing_harmful_gets_past(text: str) -> None:
    assert not set(clean(text)) & HARMFUL
    assert not set(visible(text)) & HARMFUL
    assert not set(visible(text, lines=True)) & (HARMFUL - {"\n"})


@given(st.text())
def test_json_keeps_its_meaning(text: str) -> None:
    written = safe_json(json.dumps(text, ensure_ascii=False))
    assert json.loads(written) == text
    assert not set(written) & HARMFUL
    written.encode("utf-8")


@given(st.text(), st.data())
def test_marks_take_nothing_away(text: str, data: st.DataObject) -> None:
    ends = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=6)))
    spans = list(zip(ends[::2], ends[1::2], strict=False))
    shown = marked(text, spans, stars=False)
    assert not set(shown.plain) & HARMFUL
    # Control strings go with what stands in them, stars too.
    starred = marked(text, spans, stars=True)
    assert starred.plain.replace("*", "") == shown.plain.replace("*", "")
    assert starred.plain.count("*") == shown.plain.count("*") + 2 * len(spans)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\tb\nc", "a b c"),
        ("\x1b[1;31mred\x1b[0m", "red"),
        ("\x1b]8;;http://example.org\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x9b31mred", "red"),
        ("ليلى", "ليلى"),
        ("\u200fשלום", "\u200fשלום"),
        ("\x1b", ""),
    ],
)
def test_clean(text: str, shown: str) -> None:
    assert clean(text) == shown


def results() -> Results:
    force = Entity("pmf", "Popular Mobilization Forces")
    return Results(
        query="hashd",
        total=1,
        hits=(
            Hit(
                "a", "A title", None, "2024-01", "Wire", None, "en", 1.0,
                (Snippet("of the Popular Mobilization Forces", ((7, 34),), 12),), ((2, 7),), (force,),
            ),
            Hit("b", "", None, None, None, None, None, 0.5, (), relaxed=True),
        ),
        facets={"source": (FacetValue("wire", "Wire", 1200), FacetValue("post", "Post", 3))},
        warnings=(QueryWarning("The bracket was never closed."),),
        expansions=(Expansion("pmf", "Popular Mobilization Forces", "hashd", ("PMF", "PMU")),),
        relaxed=True,
        complete=False,
        undated=2,
        next="abc",
        read="hashd (a",
    )  # fmt: skip


def test_a_listing_in_a_pipe() -> None:
    file = io.StringIO()
    console = Console(file=file, markup=False, highlight=False, soft_wrap=True)
    show_results(console, results())
    assert file.getvalue() == (
        "1 article for hashd\n"
        "\n"
        "1. A *title*\n"
        "   Wire · 2024-01 · en · a\n"
        "   … of the *Popular Mobilization Forces* …\n"
        "\n"
        "These match some of your words:\n"
        "\n"
        "2. (no title)\n"
        "   b\n"
        "\n"
        "Other names of hashd were searched too: PMF, PMU. --no-expand leaves them out.\n"
        "Searched for: hashd (a\n"
        "Note: The bracket was never closed.\n"
        "2 matches without a date were left out; --undated includes them.\n"
        "The answer is not complete: the query took too long.\n"
        "\n"
        "source\n"
        "   1,200  Wire\n"
        "       3  Post\n"
        "\n"
        "There are more: repeat the command with --cursor abc\n"
    )


def test_a_listing_on_a_terminal_is_coloured_and_indented() -> None:
    file = io.StringIO()
    show_results(Console(file=file, force_terminal=True, color_system="standard", width=30), results())
    shown = file.getvalue()
    assert "*" not in shown
    assert "\x1b[1;33mPopular" in shown
    plain = clean(shown.replace("\n", "|"))
    assert "|   … of the Popular|   Mobilization Forces …|" in plain
    assert max(len(line) for line in plain.split("|")) <= 30


def test_a_terminal_without_colours_marks_with_stars() -> None:
    file = io.StringIO()
    show_results(Console(file=file, force_terminal=True, color_system=None, width=80), results())
    assert "*Popular Mobilization Forces*" in file.getvalue()


def test_problems_are_counted_by_kind() -> None:
    said: list[str] = []
    problems = Problems(said.append, verbose=False)
    for number in range(SHOWN + 1212):
        problems(Problem(Kind.EMPTY, f"{number}.txt", "there is nothing in it"))
    problems(Problem(Kind.BROKEN, "a\x1b[2J.json", "no JSON", 3))
    problems.close()
    assert said[0] == "0.txt: there is nothing in it"
    assert said[SHOWN:] == [
        "a\\x1b[2J.json:3: no JSON",
        "… and 1,212 more that are empty; --verbose shows all",
    ]


def test_plain_progress_speaks_now_and_then() -> None:
    said: list[str] = []
    now = 0.0
    lines = Lines(said.append, lambda: now)
    for second in range(16):
        now = float(second)
        lines(Progress(second, 100, second * 10, 1000, second * 50))
    assert len(said) == 15 // int(PAUSE)
    assert said[0] == "5 of 100 files, 250 articles, 50 a second, about 1 min 35 s left"


def test_progress_on_a_terminal_is_a_bar_that_goes_away() -> None:
    file = io.StringIO()
    console = Console(file=file, force_terminal=True, width=100)
    with showing(console) as (progress, say):
        progress(Progress(1, 2, 50, 100, 1200))
        say("a.txt: there is nothing in it")
    assert "Reading" in file.getvalue()
    assert "1,200 articles" in file.getvalue()
    assert "a.txt: there is nothing in it\n" in file.getvalue()
