"""Lines tell prose, rows of tables and fragments apart, and nothing of an article is lost among them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.article import Removed
from corpus.templates.lines import line, lines_of, masked, paragraphs, parts_of

SENTENCE = "The council voted on Monday to close the harbour for a week."

texts = st.text(st.characters(exclude_characters="\n"), min_size=1, max_size=20)


@pytest.mark.parametrize(
    ("text", "is_prose", "is_row"),
    [
        (SENTENCE, True, False),
        (SENTENCE.removesuffix("."), False, False),
        (SENTENCE * 5, True, False),
        ("Will the council vote to close the harbour on Monday or not?", False, False),
        ("Read more.", False, False),
        ("Shr 62 cts vs 56 cts", False, True),
        ("Net 6,474,000 vs 5,808,000", False, True),
        ("12 comments", False, False),
        ("3 March 2019, 14:15", False, False),
        ("Seven of the 12 men were held in 3 towns by the police", False, False),
        ("", False, False),
    ],
)
def test_what_can_be_told(text: str, is_prose: bool, is_row: bool) -> None:  # noqa: FBT001
    found = line(text)
    assert (found.is_prose, found.is_row, found.is_told) == (is_prose, is_row, is_prose or is_row)


@pytest.mark.parametrize(
    ("text", "key", "mask"),
    [
        ("  12 Comments »", "12 comments", "# comments"),
        ("Read more", "read more", ""),
        ("Publié le lundi 3 mars 2014", "publié le lundi 3 mars 2014", "publié le # # # #"),
        ("In March", "in march", ""),
        ("***", "", ""),
        ("x" * 700, "", ""),
    ],
)
def test_what_lines_are_compared_by(text: str, key: str, mask: str) -> None:
    found = line(text)
    assert (found.key, found.mask) == (key, mask)


def test_digits_of_any_script_are_numbers() -> None:
    assert masked("٢٣ رأيا") == "# رأيا"


@given(st.lists(texts, max_size=5), st.lists(st.tuples(st.integers(0, 60), texts), max_size=4))
def test_parts_are_all_paragraphs_and_all_that_was_removed(some: list[str], taken: list[tuple[int, str]]) -> None:
    body = "\n\n".join(some)
    removed = tuple(Removed(text, at, "rule") for at, text in sorted(taken))
    parts = list(parts_of(body, removed))
    assert [text for owner, text in parts if owner >= 0] == list(paragraphs(body))
    assert [text for owner, text in parts if owner < 0] == [one.text for one in removed]
    assert [owner for owner, _ in parts if owner < 0] == [-1 - at for at in range(len(removed))]


def test_what_was_removed_stands_where_it_stood() -> None:
    removed = (Removed("Menu", 0, "rule"), Removed("Share\nPrint", 5, "rule"), Removed("Foot", 8, "rule"))
    found = lines_of("One\n\nTwo", removed)
    assert [(one.text, one.gone) for one in found] == [
        ("Menu", True),
        ("One", False),
        ("Share", True),
        ("Print", True),
        ("Two", False),
        ("Foot", True),
    ]


@pytest.mark.parametrize("text", ["x" * 5_000_000, "1 " * 2_500_000, "\ud800" * 100_000, "\x00\x07", "…" * 1_000_000])
def test_hostile_lines(text: str) -> None:
    assert line(text).text == text
