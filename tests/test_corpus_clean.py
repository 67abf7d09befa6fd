"""Cleaning: paragraphs, titles, headings, and what is thrown away."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.article import Place, Record, Removed
from corpus.boilerplate.removal import Cut, in_order
from corpus.clean import MAX_FALLBACK, Cleaned, clean
from corpus.text import _remembered, fold


def cleaned(body: str, title: str = "Title") -> Cleaned:
    return clean(Record(Place("a.txt"), title=title, body=body))


WRAPPED = """Showers continued throughout the week in
the Bahia cocoa zone, alleviating the drought since early
January and improving prospects for the coming temporao,
although normal humidity levels have not been restored.
    The dry period means the temporao will be late this year.
    Arrivals for the week ended February 22 were 155,221 bags
of 60 kilos making a cumulative total for the season of 5.93
mln against 5.81 at the same stage last year."""


def test_white_space_and_controls() -> None:
    found = cleaned("One\u00a0  two\tthree.\r\n \r\n\r\nFo\x00ur\xad\ufeff.\u2029", "  A\n title\x07 ")
    assert found == Cleaned("A title", "One two three.\n\nFour.", notes=("control characters",))


def test_halves_of_surrogate_pairs_cannot_be_stored() -> None:
    assert cleaned("a \ud83d b").body == "a b"


def test_lines_of_unwrapped_text_are_paragraphs() -> None:
    assert cleaned("First, and no more.\nSecond.\nThird.").body == "First, and no more.\n\nSecond.\n\nThird."


def test_wrapped_lines_are_joined() -> None:
    paragraphs = cleaned(WRAPPED).body.split("\n\n")
    assert [one[:12] for one in paragraphs] == ["Showers cont", "The dry peri", "Arrivals for"]
    assert "\n" not in "".join(paragraphs)
    assert paragraphs[2].endswith("5.93 mln against 5.81 at the same stage last year.")


def test_tables_are_not_joined() -> None:
    table = "Shr 10 cts vs nine cts\n    Net 388,000 vs 328,000\n    Sales 7.1 mln vs 4.1 mln\n    Year"
    assert cleaned(table).body.count("\n\n") == 3


@pytest.mark.parametrize(
    ("title", "body", "expected_title", "expected_body"),
    [
        ("", "Short line\n\nText here.", "Short line", "Text here."),
        ("Short Line", "short line\n\nText here.", "Short Line", "Text here."),
        ("", "Only this.", "Only this.", "Only this."),
        ("Only this.", "Only this.", "Only this.", "Only this."),
        ("Other", "Short line\n\nText.", "Other", "Short line\n\nText."),
        ("", "", "", ""),
    ],
)
def test_titles(title: str, body: str, expected_title: str, expected_body: str) -> None:
    found = cleaned(body, title)
    assert (found.title, found.body) == (expected_title, expected_body)


def test_a_long_first_line_is_cut_at_a_word_and_stays_in_the_body() -> None:
    found = cleaned("word " * 60 + "\n\nMore.", "")
    assert found.title.endswith("word…")
    assert len(found.title) <= MAX_FALLBACK + 1
    assert found.body.startswith("word word")


def test_headings_are_found() -> None:
    prose = "This is what happened, and it went on for a while."
    found = cleaned(f"{prose}\n\nAmerican Strike\n\n{prose}\n\nWhat now?\n\n{prose}")
    assert [one.title for one in found.sections] == ["American Strike", "What now?"]
    assert all(found.body[one.start : one.end] == one.title for one in found.sections)


@pytest.mark.parametrize(
    "heading",
    ["A sentence.", "in lower case", "- an item", "Byline\nDateline", "* * *", "And so on " * 12, "He said:"],
)
def test_what_is_no_heading(heading: str) -> None:
    prose = "This is what happened, and it went on for a while."
    assert cleaned(f"{prose}\n\n{heading}\n\n{prose}").sections == ()


def test_first_and_last_lines_are_no_headings() -> None:
    prose = "This is what happened, and it went on for a while."
    assert cleaned(f"Get a summary\n\n{prose}\n\nNext Article\n\nAnother Headline").sections == ()


@given(st.text(max_size=40) | st.just(""), st.text(max_size=300) | st.text("ab. \n\r\tA\x00", max_size=200))
@settings(max_examples=300)
def test_any_text_is_cleaned(title: str, body: str) -> None:
    found = cleaned(body, title)
    assert all(line == line.strip() and "  " not in line for line in found.body.split("\n"))
    assert "\n\n\n" not in found.body
    assert found.title == found.title.strip()
    found.body.encode()
    for one in found.sections:
        assert found.body[one.start : one.end] == one.title
    again = cleaned(found.body, found.title or "T")
    assert again.body == found.body or again.notes or "\n\n" in found.body


@pytest.mark.parametrize(
    ("title", "first", "repeated"),
    [("Élysée", "E\u0301lyse\u0301e", True), ("Strasse", "STRASSE", True), ("A", "ﷺ", False), ("é", "é" * 5, False)],
)
def test_only_a_line_about_as_long_repeats_the_title(title: str, first: str, repeated: bool) -> None:  # noqa: FBT001 -- a table
    assert cleaned(f"{first}\n\nText here.", title).body.startswith("Text") is repeated


def test_folding_remembers_words_but_no_paragraphs() -> None:
    before = _remembered.cache_info().misses
    assert fold("É" * 65) == "e" * 65
    assert _remembered.cache_info().misses == before
    assert fold("Éß" * 32) == "ess" * 32
    assert _remembered.cache_info().misses == before + 1


PARAGRAPHS = [f"Soft\xadly, mem\xadber number {number} of the coun\xadcil spoke for an hour." for number in range(30)]


@given(st.sets(st.integers(0, len(PARAGRAPHS))))
def test_what_a_reader_removed_keeps_its_place(numbers: set[int]) -> None:
    body = "\n\n".join(PARAGRAPHS)
    starts = [sum(len(one) + 2 for one in PARAGRAPHS[:number]) for number in range(len(PARAGRAPHS))] + [len(body)]
    removed = tuple(Removed(f"Part {number}", starts[number], "aside") for number in sorted(numbers))
    found = clean(Record(Place("a.html"), title="Title", body=body, removed=removed))
    paragraphs = [*found.body.split("\n\n"), ""]
    wanted = [min(sum(len(one) + 2 for one in paragraphs[:number]), len(found.body)) for number in sorted(numbers)]
    assert [one.text for one in found.removed] == [one.text for one in removed]
    assert [one.at for one in found.removed] == wanted


def test_what_a_reader_removed_stands_among_what_rules_remove() -> None:
    body = "The council met on Monday and voted.\n\nShare this article\n\nThe mayor said that it was late."
    removed = (
        Removed("Home", 0, "navigation"),
        Removed("Advertisement", body.index("The mayor"), "aside"),
        Removed("Imprint", len(body) + 9, "footer"),
    )
    found = clean(Record(Place("a.html"), title="Title", body=body, removed=removed))
    second = found.body.index("The mayor")
    assert [(one.text, one.at) for one in found.removed] == [
        ("Home", 0),
        ("Share this article", second),
        ("Advertisement", second),
        ("Imprint", len(found.body)),
    ]


def test_cuts_of_two_readings_are_counted_alike() -> None:
    earlier = [Cut("a", 0, "x"), Cut("b", 7, "x"), Cut("c", 20, "x")]
    own = [Cut("menu", 0, "y"), Cut("end", 10, "y")]
    assert [(one.text, one.letters) for one in in_order(earlier, own)] == [
        ("a", 0),
        ("menu", 0),
        ("b", 3),
        ("end", 10),
        ("c", 13),
    ]
    assert [one.letters for one in in_order([Cut("b", 2, "x")], own)] == [0, 0, 10]
