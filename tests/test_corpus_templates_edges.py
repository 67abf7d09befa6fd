"""The edge of articles, and the company that lines keep there."""

from corpus.templates.edges import Edges, named
from corpus.templates.lines import line

PROSE = "The council voted on Monday to close the harbour for a week, said the mayor."
NAMES = {one: one for one in ("a", "b", "c", "# d")}


def edges(*layouts: str) -> Edges:
    """Return the edges of articles, a letter each line; p is prose."""
    return Edges([[line(PROSE if one == "p" else one) for one in layout] for layout in layouts], NAMES)


def test_names_are_keys_or_masks() -> None:
    assert named([line("A!"), line("7 d"), line("x"), line("8 e")], NAMES) == ["a", "# d", "", ""]


def test_counts() -> None:
    found = edges("abppc", "appp", "pppxc")
    assert {one: found.count(one) for one in "abcx"} == {"a": 2, "b": 1, "c": 2, "x": 0}
    assert found.next_to_story == {"a": 1, "b": 1, "c": 2}


def test_company_and_fellows() -> None:
    found = edges("abpp", "abpp", "abpp", "cpp", "cpp", "acpp", "app", "app", "app")
    assert {one: found.has_company(one) for one in "abc"} == {"a": False, "b": True, "c": False}
    assert {one: found.has_fellow(one) for one in "abc"} == {"a": False, "b": False, "c": False}
    assert edges("abpp", "abpp", "cpp").has_fellow("b")


def test_what_stands_beyond_prose() -> None:
    assert edges("apbppp").over_prose == {"b": 1}
    assert edges("pppbpa").over_prose == {"b": 1}
    assert edges("abppp").over_prose == {}
