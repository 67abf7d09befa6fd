"""Candidates are all that resemble each other, found alike in whatever order, and few where very many share a hash."""

import random
import time

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from corpus.copies import candidates as module
from corpus.copies.candidates import Array, candidates
from corpus.copies.signature import SKETCH


def _rows(several: list[set[int]]) -> Array:
    found = np.zeros((len(several), SKETCH), np.uint32)
    for row, hashes in enumerate(several):
        found[row, : len(hashes)] = sorted(hashes)
    return found


def _random(seed: int, count: int = SKETCH) -> set[int]:
    return set(random.Random(seed).sample(range(1, 1 << 28), count))


def _pairs(rows: Array) -> list[tuple[int, int]]:
    return [(low, high) for low, high in candidates(rows).tolist()]


def test_resemblance_and_containment_are_candidates_and_chance_is_not() -> None:
    story, other = _random(1), _random(2)
    near = set(sorted(story)[::2]) | _random(3, SKETCH // 2)
    within = {one for one in story if one % 3 == 0}
    by_chance = _random(4, SKETCH - 1) | {min(story)}
    assert _pairs(_rows([story, other, near, within, by_chance])) == [(0, 2), (0, 3)]


def test_no_articles_and_empty_sketches() -> None:
    assert _pairs(_rows([])) == []
    assert _pairs(_rows([set(), set(), {1}, {1}])) == []


@given(st.lists(st.sets(st.integers(1, 30), max_size=12), max_size=12), st.sampled_from([16, 1 << 22]))
def test_as_by_comparing_each_with_each(several: list[set[int]], together: int) -> None:
    rows = _rows(several)
    kept, module._TOGETHER = module._TOGETHER, together
    try:
        found = _pairs(rows)
    finally:
        module._TOGETHER = kept
    every = [(low, high) for high in range(len(several)) for low in range(high)]
    assert found == sorted(pair for pair in every if module._may_overlap(rows[[pair[0]]], rows[[pair[1]]])[0])


def test_copies_meet_among_very_many_of_one_template() -> None:
    template = set(range(1, 25))
    rows = [template | {one + 100 for one in _random(seed, SKETCH - len(template))} for seed in range(3000)]
    rows[17] = rows[2950]
    began = time.process_time()
    found = _pairs(_rows(rows))
    assert (17, 2950) in found
    assert len(found) < 40 * len(rows)
    assert time.process_time() - began < 20
