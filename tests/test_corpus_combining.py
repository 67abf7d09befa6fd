"""Combining marks as what stands between the brackets of an expression."""

import re

from hypothesis import given
from hypothesis import strategies as st

from corpus.combining import MARKS, bracketed, combining


def test_marks_are_no_letters_but_stand_in_words() -> None:
    assert {0x301, 0x64E, 0x93F, 0x20DD} <= set(combining())
    assert not re.search(r"\w", "".join(map(chr, combining())))
    assert set(combining()) - set(combining(MARKS - {"Me"})) >= {0x488, 0x20DD}


@given(st.sets(st.integers(0x300, 0x400), min_size=1))
def test_brackets_hold_what_is_given_and_nothing_else(codes: set[int]) -> None:
    pattern = re.compile(f"[{bracketed(sorted(codes))}]")
    assert {code for code in range(0x2F0, 0x410) if pattern.match(chr(code))} == codes
