"""Signatures are equal for equal words, alike for alike texts, and absent for what is too short."""

import random

from hypothesis import given
from hypothesis import strategies as st

from corpus.copies.signature import DIGEST, SKETCH, compared, signature
from corpus.copies.words import lowered, shingles, words

WORDS = [f"word{at}" for at in range(900)]


def _story(seed: int, count: int = 300) -> str:
    return " ".join(random.Random(seed).choices(WORDS, k=count))


def test_title_counts_only_where_the_body_is_short() -> None:
    body = _story(1)
    assert signature("One", body) == signature("Another", body)
    assert signature("One", "He said so today and then he said it once again yesterday") != signature(
        "Another", "He said so today and then he said it once again yesterday"
    )


def test_too_short_to_have_copies() -> None:
    assert signature("Photo gallery", "See all of the photos here") == ()
    assert signature("", "") == ()
    assert len(signature("", "A short report of just about a dozen words has a digest alone")) == DIGEST


def test_punctuation_and_space_do_not_count_but_capitals_do_for_the_digest() -> None:
    body = _story(2)
    assert signature("", body.replace(" ", ",\n ")) == signature("", body)
    assert signature("", body.upper())[:DIGEST] != signature("", body)[:DIGEST]
    assert signature("", body.upper())[DIGEST:] == signature("", body)[DIGEST:]


@given(st.integers(0, 999), st.integers(30, 600))
def test_the_sketch_is_the_least_hashes(seed: int, count: int) -> None:
    body = _story(seed, count)
    hashes = {max(one >> 32, 1) for one in shingles(lowered(words(body))).tolist()}
    assert list(signature("", body)[DIGEST:]) == sorted(hashes)[:SKETCH]


def test_the_sketch_of_a_text_that_repeats_itself() -> None:
    body = " ".join(["round and round it goes all day"] * 400 + [_story(3)])
    hashes = {max(one >> 32, 1) for one in shingles(lowered(words(body))).tolist()}
    assert list(signature("", body)[DIGEST:]) == sorted(hashes)[:SKETCH]


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_text(title: str, body: str) -> None:
    found = signature(title, body)
    assert all(0 <= one < 1 << 32 for one in found)
    assert len(found) <= DIGEST + SKETCH
    assert bool(found) == bool(compared(title, body))
    assert not found or found[0] > 0


def test_a_signature_is_what_segments_hold() -> None:
    found = signature("", " ".join(WORDS[:34]))
    assert found[:4] == (599578271, 673955612, 220434565, 263913857)
