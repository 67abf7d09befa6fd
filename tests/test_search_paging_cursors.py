"""Cursors: they come back as they were written, and nothing else passes for one."""

import base64
import math
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.errors import BadCursorError
from search.paging.cursors import MAX_PLACE, Cursor, Key, _seal, fingerprint, read_cursor, write_cursor

ONE = Cursor(7, 40, b"question", back=False, now=1.7e9, key=Key(1, undated=True, value=-4.5), article="a1")
finite = st.floats(allow_nan=False, allow_infinity=False)


@given(
    st.builds(
        Cursor,
        st.integers(0, 1 << 63),
        st.integers(0, MAX_PLACE),
        st.binary(min_size=8, max_size=8),
        st.booleans(),
        st.floats(0, 1e11),
        st.builds(Key, st.integers(0, 65_535), st.booleans(), finite),
        st.text(max_size=64),
    )
)
def test_cursors_come_back(cursor: Cursor) -> None:
    token = write_cursor(cursor)
    assert token.replace("-", "").replace("_", "").isalnum()
    assert token.isascii()
    assert read_cursor(token) == cursor


@pytest.mark.parametrize("token", ["", "x", "MS4y", "é", "!!!!", "a" * 5000, "\ud800", write_cursor(ONE)[:-2], None, 7])
def test_bad_cursors(token: object) -> None:
    with pytest.raises(BadCursorError):
        read_cursor(token)


@settings(max_examples=50)
@given(st.text(max_size=120))
def test_no_text_passes_for_a_cursor(token: str) -> None:
    with pytest.raises(BadCursorError):
        read_cursor(token)


def sealed(packed: bytes) -> str:
    return base64.urlsafe_b64encode(packed + _seal(packed)).decode("ascii").rstrip("=")


@given(st.binary(max_size=120))
def test_a_true_seal_does_not_make_a_cursor(packed: bytes) -> None:
    try:
        found = read_cursor(sealed(packed))
    except BadCursorError:
        return
    assert found.place <= MAX_PLACE
    assert math.isfinite(found.key.value)
    assert math.isfinite(found.now)


@pytest.mark.parametrize(
    ("place", "value", "now"), [(MAX_PLACE + 1, 0.0, 0.0), (0, math.nan, 0.0), (0, 0.0, math.inf), (0, 0.0, -1.0)]
)
def test_values_that_no_answer_has(place: int, value: float, now: float) -> None:
    with pytest.raises(BadCursorError):
        read_cursor(sealed(struct.pack(">QQ8sBBHdd", 1, place, b"question", 0, 0, 0, value, now) + b"a"))


def test_questions_differ() -> None:
    assert fingerprint("a", ()) == fingerprint("a", ())
    assert fingerprint("a", ()) != fingerprint("b", ())
    assert len(fingerprint("\ud800")) == 8
