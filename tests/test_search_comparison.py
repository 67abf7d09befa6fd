"""Comparing copies: every word of both is shown, in its order, and what is not marked is the same."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.article import Article
from corpus.copies.words import lowered, words
from search.comparison import MOST_COMPARED, Comparison, Part, compared

PARAGRAPHS = [
    "The council voted on Friday to close the old harbour bridge to heavy lorries from next spring.",
    "The mayor said that the repair would cost 12 million euros and take two years.",
    "Shopkeepers on the eastern bank fear that customers will stay away.",
]


def compare(before: str, after: str) -> Comparison:
    return compared(Article("a", "", before), Article("b", "", after))


def test_paragraphs_stand_beside_those_they_became() -> None:
    one, two, three = PARAGRAPHS
    fresh = "A ferry will run every ten minutes."
    found = compare(f"{one}\n\n{two}\n\n{three}", f"{one}\n\n{two.replace('12', '14')}\n\n{fresh}\n\n{three}")
    bodies = found.earliest.body, found.article.body
    shown = [
        tuple(body[slice(*span)].strip() for body, span in zip(bodies, _spans(part), strict=True))
        for part in found.parts
    ]
    assert shown == [(one, one), (two, two.replace("12", "14")), ("", fresh), (three, three)]
    assert [(change.before, change.after) for change in found.changes] == [("12", "14"), ("", fresh.rstrip("."))]
    assert [len(part.changes) for part in found.parts] == [0, 1, 1, 0]


def _spans(part: Part) -> tuple[tuple[int, int], tuple[int, int]]:
    return part.before_span, part.after_span


def test_paragraphs_at_either_end_stand_alone() -> None:
    one, two, three = PARAGRAPHS
    found = compare(f"{one}\n\n{two}", f"{two}\n\n{three}")
    assert [bool(part.changes) for part in found.parts] == [True, False, True]


def test_case_punctuation_and_line_breaks_are_no_difference() -> None:
    assert compare("THE END.\n\nReally", "The end;\n\n\n\nreally!").changes == ()


TEXTS = st.lists(st.sampled_from(["a", "b c", "One two three four five six.", "…", "東京は", "x\ny"])).map("\n\n".join)


@given(TEXTS, TEXTS)
def test_parts_hold_both_texts_and_what_is_not_marked_is_the_same(before: str, after: str) -> None:
    found = compare(before, after)
    for side, body in (("before_span", before), ("after_span", after)):
        spans = [getattr(part, side) for part in found.parts]
        assert all(left[1] == right[0] for left, right in pairwise(spans))
        assert words("\n".join(body[start:end] for start, end in spans)) == words(body)
    for part in found.parts:
        left, right = (body[slice(*span)] for body, span in ((before, part.before_span), (after, part.after_span)))
        for change in reversed(part.changes):
            assert before[slice(*change.before_span)] == change.before
            assert after[slice(*change.after_span)] == change.after
            left = _without(left, part.before_span[0], change.before_span)
            right = _without(right, part.after_span[0], change.after_span)
        assert lowered(words(left)) == lowered(words(right))


def _without(text: str, base: int, span: tuple[int, int]) -> str:
    start, end = span[0] - base, span[1] - base
    assert 0 <= start <= end <= len(text)
    return f"{text[:start]} {text[end:]}"


@pytest.mark.parametrize("unit", ["word ", "a b a ", "x", "東", "a\n\n", "\ud800", "\x00"])
def test_long_texts_are_compared_in_part_and_in_time(unit: str) -> None:
    text = unit * (5_000_000 // len(unit))
    began = time.process_time()
    found = compare(text, f"b {text}")
    assert time.process_time() - began < 60
    assert not found.complete
    assert all(part.after_span[1] <= MOST_COMPARED for part in found.parts)
