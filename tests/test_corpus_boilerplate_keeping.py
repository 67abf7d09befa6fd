"""Of what was removed a bounded part is kept, what stood near the story first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.article import Removed
from corpus.boilerplate.keeping import BY_EXTRACTION, MOST_BY_EXTRACTION, MOST_BY_RULES, kept

LENGTH = 50
MENU = "Menu item " * 1000


def test_what_is_short_is_kept_whole() -> None:
    several = (Removed("Menu", 0, BY_EXTRACTION), Removed("Share", LENGTH, "share bar"))
    assert kept(several, LENGTH) == several


@pytest.mark.parametrize(("place", "first"), [(0, True), (LENGTH, False), (20, False)])
def test_of_a_long_part_the_end_next_to_the_story_is_kept_and_the_rest_counted(place: int, first: bool) -> None:  # noqa: FBT001 -- a table
    found = kept([Removed(f"far {MENU} far", place, f"{BY_EXTRACTION}: navigation")], LENGTH)
    gap, part = found if first else found[::-1]
    assert set(part.text.split()) <= {"Menu", "item", "far"}
    assert part.text.endswith("far") if first else part.text.startswith("far")
    assert part.reason == f"{BY_EXTRACTION}: navigation"
    assert (gap.text, gap.at) == ("…", place)
    assert gap.reason == f"{len(MENU) + 8 - len(part.text):,} characters more, which are not kept"


def test_what_is_near_the_story_is_kept_first() -> None:
    near, far = Removed("n" * MOST_BY_EXTRACTION, 0, BY_EXTRACTION), Removed("far " * 10, 0, BY_EXTRACTION)
    inside = Removed("in", 20, BY_EXTRACTION)
    found = kept([far, near, inside], LENGTH)
    assert found[0] == Removed("…", 0, "42 characters more, which are not kept")
    assert found[1:] == (Removed("n" * (MOST_BY_EXTRACTION - 2), 0, BY_EXTRACTION), inside)


def test_rules_have_room_of_their_own() -> None:
    found = kept([Removed(MENU, 0, BY_EXTRACTION), Removed(MENU, 0, "comments"), Removed(MENU, 30, "comments")], LENGTH)
    assert [one.reason.split()[-1] for one in found] == ["kept", "extraction", "comments", "comments"]
    assert sum(len(one.text) for one in found if one.reason == "comments") == MOST_BY_RULES


@given(
    st.lists(
        st.builds(
            Removed,
            st.sampled_from([MENU, "x" * 3000, "a b", "", "文" * 9000]),
            st.sampled_from([0, 20, LENGTH]),
            st.sampled_from([BY_EXTRACTION, "comments"]),
        ),
        max_size=12,
    )
)
def test_what_is_kept_is_bounded_and_in_order_and_what_is_not_is_counted(removed: list[Removed]) -> None:
    removed.sort(key=lambda one: one.at)
    found = kept(removed, LENGTH)
    gaps = [one for one in found if one.text == "…"]
    rest = [one for one in found if one.text != "…"]
    assert sum(len(one.text) for one in rest) <= MOST_BY_EXTRACTION + MOST_BY_RULES
    gone = sum(int(one.reason.split()[0].replace(",", "")) for one in gaps)
    assert gone + sum(len(one.text) for one in rest) == sum(len(one.text) for one in removed)
    assert [one.at for one in found] == sorted(one.at for one in found)
    originals = iter(removed)
    assert all(any(one.text in other.text and one.reason == other.reason for other in originals) for one in rest)
