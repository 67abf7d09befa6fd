"""Zones are before the story and behind it, and never reach over prose."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.templates.lines import Line, line
from corpus.templates.zones import END, MOST, START, Gap, zones

PROSE = "The council voted on Monday to close the harbour for a week, said the mayor."
LINES = {"a": "Alpha", "b": "Beta", "h": "A headline of another", "p": PROSE, "r": "Net 12 vs 13", "g": "gone"}

layouts = st.text("abhprg", max_size=30)


def zoned(layout: str) -> tuple[str, str, list[Gap]]:
    """Return what is at the head and the tail of lines, a letter each; those called a and b recur."""
    lines = [line(LINES[one], gone=one == "g") for one in layout]
    found = zones(lines, [one if one in "ab" else "" for one in layout])
    return "".join(layout[at] for at in found.head), "".join(layout[at] for at in found.tail), list(found.gaps)


@pytest.mark.parametrize(
    ("layout", "head", "tail"),
    [
        ("abppp", "ab", ""),
        ("pppab", "", "ab"),
        ("ahbpppahhb", "ab", "ab"),
        ("ppapp", "", ""),
        ("apbpppp", "ab", ""),
        ("appbpppp", "a", ""),
        ("arrbrrrr", "a", ""),
        ("a" + "h" * MOST + "bpp", "ab", ""),
        ("a" + "h" * (MOST + 1) + "bpppp", "a", ""),
        ("ppp", "", ""),
        ("", "", ""),
    ],
)
def test_zones(layout: str, head: str, tail: str) -> None:
    assert zoned(layout)[:2] == (head, tail)


def test_gaps_are_named_by_what_stands_around_them() -> None:
    assert zoned("hagbppahhbh")[2] == [
        Gap((START, "a"), [0], is_head=True),
        Gap(("a", "b"), [7, 8], is_head=False),
        Gap(("b", END), [10], is_head=False),
    ]


@given(layouts)
def test_zones_are_apart_and_of_lines_that_recur(layout: str) -> None:
    lines = [line(LINES[one], gone=one == "g") for one in layout]
    found = zones(lines, [one if one in "ab" else "" for one in layout])
    at_edge = [*found.head, *found.tail]
    assert at_edge == sorted(set(at_edge))
    assert all(layout[at] in "ab" for at in at_edge)
    between = [at for gap in found.gaps for at in gap.lines]
    assert len(between) == len(set(between))
    assert all(layout[at] not in "abg" for at in between)


@pytest.mark.parametrize("layout", ["a" * 100_000, "h" * 100_000, "ah" * 50_000, "p" * 100_000])
def test_very_many_lines(layout: str) -> None:
    kinds: dict[str, Line] = {one: line(text) for one, text in LINES.items()}
    found = zones([kinds[one] for one in layout], [one if one in "ab" else "" for one in layout])
    assert len(found.head) + len(found.tail) == layout.count("a")
