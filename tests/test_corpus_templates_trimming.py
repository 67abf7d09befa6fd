"""What a template takes out is kept where it stood, and what is left is the story, word by word."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.article import Removed, Section, Text
from corpus.boilerplate.lines import key
from corpus.templates.lines import parts_of
from corpus.templates.template import Template
from corpus.templates.trimming import BETWEEN, LINE, REPEATED, Trimmer

PROSE = "The council voted on Monday to close the harbour for a week."
OTHER = "Dockers will be paid meanwhile, the mayor told the Courier on the quay."
LINES = ["The Harbour Courier", "Front page", "Read more of this from our desk", "Quay Lane"]

TEMPLATE = Template(
    {key(one): one for one in LINES} | {"# comments": "12 comments"},
    {"hear this": "Hear this"},
    frozenset({("read more of this from our desk", "quay lane"), ("^", "front page")}),
)


def text(*paragraphs: str, title: str = "Vote held", removed: tuple[Removed, ...] = ()) -> Text:
    return Text(title, "\n\n".join(paragraphs), (), removed)


def trimmed(*paragraphs: str, title: str = "Vote held") -> tuple[list[str], list[tuple[str, str]]]:
    found = Trimmer(TEMPLATE).trimmed(text(*paragraphs, title=title))
    return found.body.split("\n\n"), [(one.text, one.reason) for one in found.removed]


def test_lines_at_the_edge() -> None:
    assert trimmed("The Harbour Courier", "Front page", PROSE, OTHER, "Quay lane.", "3 comments") == (
        [PROSE, OTHER],
        [(one, LINE) for one in ("The Harbour Courier", "Front page", "Quay lane.", "3 comments")],
    )


def test_a_line_amid_the_story_stays() -> None:
    assert trimmed(PROSE, OTHER, "Front page", OTHER, PROSE) == ([PROSE, OTHER, "Front page", OTHER, PROSE], [])


def test_a_call_out_goes_wherever_it_stands() -> None:
    assert trimmed(PROSE, "Hear this", OTHER) == ([PROSE, OTHER], [("Hear this", LINE)])


def test_headlines_between_two_lines() -> None:
    tail = ["Read more of this from our desk", "A bridge opens", "Mayor: no", "Quay Lane"]
    assert trimmed(PROSE, *tail) == ([PROSE], [(one, LINE if at in {0, 3} else BETWEEN) for at, one in enumerate(tail)])


@pytest.mark.parametrize(
    ("between", "left"),
    [
        (["A bridge opens", OTHER], ["A bridge opens", OTHER]),
        (["A bridge opens", "Vote held"], ["A bridge opens", "Vote held"]),
        (["A bridge opens", "Mayor: no", OTHER], [OTHER]),
        (["A bridge opens", "Mayor: no", OTHER * 2], ["A bridge opens", "Mayor: no", OTHER * 2]),
    ],
)
def test_prose_between_two_lines_stays(between: list[str], left: list[str]) -> None:
    story = f"{PROSE} {PROSE} {PROSE}"
    assert trimmed(story, "Read more of this from our desk", *between, "Quay Lane")[0] == [story, *left]


def test_lines_that_are_joined_with_a_paragraph() -> None:
    found = Trimmer(TEMPLATE).trimmed(text(f"The Harbour Courier Front page {PROSE}", OTHER))
    assert found.body == f"{PROSE}\n\n{OTHER}"
    assert [(one.text, one.at) for one in found.removed] == [("The Harbour Courier", 0), ("Front page", 0)]


def test_a_title_behind_the_head_is_repeated() -> None:
    assert trimmed("Front page", "VOTE HELD", PROSE) == ([PROSE], [("Front page", LINE), ("VOTE HELD", REPEATED)])


def test_a_title_that_was_made_of_furniture_is_made_again() -> None:
    found = Trimmer(TEMPLATE).trimmed(text("The Harbour Courier", PROSE, OTHER, title="The Harbour Courier"))
    assert found.title == "The Harbour Courier"
    other = Template({"x and y of the day": "X and Y of the day"})
    found = Trimmer(other).trimmed(text("X and Y of the day …", PROSE, OTHER, title="X and Y of the day …"))
    assert found.body.startswith("X and Y")


def test_where_no_story_would_be_left_all_stays() -> None:
    whole = text("The Harbour Courier", "Front page", "Quay Lane")
    assert Trimmer(TEMPLATE).trimmed(whole) is whole
    assert Trimmer(TEMPLATE).trimmed(text()) == text()


def test_what_was_removed_before_keeps_its_place() -> None:
    before = (Removed("Menu", 0, "rule"), Removed("Share", len("Front page\n\n"), "rule"), Removed("Foot", 500, "rule"))
    found = Trimmer(TEMPLATE).trimmed(text("Front page", PROSE, "Quay Lane", removed=before))
    assert [(one.text, one.at) for one in found.removed] == [
        ("Menu", 0),
        ("Front page", 0),
        ("Share", 0),
        ("Quay Lane", len(PROSE)),
        ("Foot", len(PROSE)),
    ]


def test_sections_move_with_the_body() -> None:
    body = f"Front page\n\n{PROSE}\n\nA bridge\n\n{OTHER}"
    at = body.index("A bridge")
    found = Trimmer(TEMPLATE).trimmed(Text("T", body, (Section(at, at + 8, "A bridge"),)))
    (one,) = found.sections
    assert found.body[one.start : one.end] == one.title == "A bridge"


pieces = st.sampled_from(
    [*LINES, "12 comments", "Hear this", "Vote held", "A bridge", PROSE, OTHER, f"Front page Quay Lane {PROSE}",
     f"{OTHER} Quay Lane", "The Harbour Courier Front page", "***", "\ud800", "Net 3 vs 4", "के Quay Lane के"]
)  # fmt: skip


@st.composite
def whole_texts(draw: st.DrawFn) -> Text:
    paragraphs = draw(st.lists(pieces, max_size=12))
    body = "\n\n".join(paragraphs)
    starts = [0]
    for one in paragraphs[:-1]:
        starts.append(starts[-1] + len(one) + 2)
    taken = draw(st.lists(st.tuples(st.sampled_from([*starts, len(body)]), pieces), max_size=3))
    sections = [
        Section(at, at + len(one), one) for at, one in zip(starts, paragraphs, strict=False) if one == "A bridge"
    ]
    title = draw(st.sampled_from(["Vote held", "Front page", PROSE]))
    return Text(title, body, tuple(sections), tuple(Removed(one, at, "rule") for at, one in sorted(taken)))


def words(found: Text) -> list[str]:
    """Return all words of a text in order, with those that were removed put back."""
    return [word for _, part in parts_of(found.body, found.removed) for word in re.findall(r"\w+", part)]


@given(whole_texts())
def test_no_word_is_lost_or_moved(whole: Text) -> None:
    found = Trimmer(TEMPLATE).trimmed(whole)
    assert sorted(words(found)) == sorted(words(whole))
    if " Quay Lane" not in whole.body and "Front page Quay" not in whole.body and "Courier Front" not in whole.body:
        assert words(found) == words(whole)


@given(whole_texts())
def test_places_are_ascending_and_sections_are_where_they_say(whole: Text) -> None:
    found = Trimmer(TEMPLATE).trimmed(whole)
    places = [one.at for one in found.removed]
    assert places == sorted(places)
    assert all(0 <= at <= len(found.body) for at in places)
    assert all(found.body[one.start : one.end] == one.title for one in found.sections)
    assert len(found.sections) == whole.body.split("\n\n").count("A bridge") - sum(
        one.text == "A bridge" and one.reason != "rule" for one in found.removed
    )


@given(whole_texts())
def test_one_template_takes_out_the_same_again(whole: Text) -> None:
    trimmer = Trimmer(TEMPLATE)
    assert trimmer.trimmed(whole) == trimmer.trimmed(whole) == Trimmer(TEMPLATE).trimmed(whole)
    assert Trimmer(Template()).trimmed(whole) is whole


@pytest.mark.parametrize(
    "body",
    [
        "x" * 5_000_000,
        "\n\n".join(["Front page"] * 20_000),
        "\n\n".join(["Front page", PROSE] * 5_000),
        "Front page " * 400_000,
        "\n\n".join(map(str, range(20_000))),
        "\ud800",
        "\x00\x07",
    ],
)
def test_hostile_texts(body: str) -> None:
    whole = Text("T", body)
    assert re.findall(r"\w+", "".join(words(Trimmer(TEMPLATE).trimmed(whole)))) == re.findall(
        r"\w+", "".join(words(whole))
    )
