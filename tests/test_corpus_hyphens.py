"""Hyphens at line ends: words parted by one are put together, compounds keep theirs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.hyphens import SOFT, line_ends


def joined(text: str, *others: str) -> str:
    lines = text.split("\n")
    return line_ends([lines, *([one] for one in others)]).join(lines)


@pytest.mark.parametrize(
    ("text", "elsewhere", "expected"),
    [
        ("the govern-\nment said", "of a government", "the government said"),
        ("the GOVERN-\nMENT said", "of a government", "the GOVERNMENT said"),
        ("Mr al-\nSudani said", "", "Mr al-Sudani said"),
        ("Mr al-\nsudani said", "of al-Sudani", "Mr al-sudani said"),
        ("a well-\nknown man", "the well-known", "a well-known man"),
        ("a well-\nknown man", "", "a well-known man"),
        ("in 1914-\n18 there", "", "in 1914-18 there"),
        ("the US-\namerikanische Heer", "", "the US-amerikanische Heer"),
        ("commander-in-\nchief of", "", "commander-in-chief of"),
        ("ex-presi-\ndent of", "the president", "ex-president of"),
        ("Haupt-\nund Nebenfach", "", "Haupt- und Nebenfach"),
        ("pre-\nand post-war", "", "pre- and post-war"),
        ("a dash -\nor two", "", "a dash - or two"),
        (f"re{SOFT}\nported", "", "reported"),
        ("re¬\nported", "", "reported"),
        (f"al{SOFT}\nSudani", "of al-Sudani", "al-Sudani"),
        (f"the end{SOFT}", "", "the end"),
        ("a 5 ¬\nb", "", "a 5  b"),
        ("Regie⸗\nrung", "die Regierung", "Regierung"),
        ("no hyphen\nhere", "", "no hyphen here"),
    ],
)
def test_joined(text: str, elsewhere: str, expected: str) -> None:
    assert joined(text, elsewhere) == expected


def test_a_text_in_the_habit_of_parting_words() -> None:
    text = (
        "They re-\nported that the com-\nmittee had been con-\nvened on Tues-\nday by Mr Al-\nSudani and pre-\nwar men"
    )
    assert (
        joined(text) == "They reported that the committee had been convened on Tuesday by Mr Al-Sudani and prewar men"
    )


def test_a_text_that_marks_its_parted_words_keeps_all_other_hyphens() -> None:
    text = "They re¬\nported that the com¬\nmittee had con¬\nvened the well-\nknown, good-\nnatured, short-\nlived"
    assert joined(text).endswith("convened the well-known, good-natured, short-lived")


def test_lines_that_stand_for_themselves_stay_so() -> None:
    lines = ["The govern-", "ment fell", "The list:", "- government", f"re{SOFT}", "ported", "the end-"]
    assert line_ends([lines]).put_together(lines) == [
        "The government fell", "The list:", "- government", "reported", "the end-",
    ]  # fmt: skip


@given(st.lists(st.text(st.sampled_from(f"aAb1 -{SOFT}¬⸗é'"), max_size=6) | st.text(max_size=6), max_size=8))
def test_nothing_is_lost_but_hyphens_and_spaces(lines: list[str]) -> None:
    kept = str.maketrans(dict.fromkeys(f"-‐⸗¬{SOFT} "))
    ends = line_ends([lines])
    wanted = "".join("".join(lines).translate(kept).split())
    assert "".join(ends.join(lines).translate(kept).split()) == wanted
    assert "".join("".join(ends.put_together(lines)).translate(kept).split()) == wanted
