"""The memory of what was made from an index."""

import numpy as np
import pytest

from search.ranking.cache import Cache
from search.ranking.plan import Leaf


def test_forgets_what_was_not_used_again() -> None:
    cache = Cache(limit=3_500)
    made: list[str] = []

    def get(key: str) -> None:
        def make() -> "np.ndarray[tuple[int], np.dtype[np.uint8]]":
            made.append(key)
            return np.full(1_000, ord(key), np.uint8)

        assert cache.get(key, make)[0] == ord(key)

    for key in "abacab":
        get(key)
    assert "".join(made) == "abcb", "a was used again, so that b went when c came"


def test_counts_keys_and_empty_values() -> None:
    cache = Cache(limit=20_000)
    made: list[object] = []

    def get(key: object) -> None:
        def make() -> "np.ndarray[tuple[int], np.dtype[np.uint8]]":
            made.append(key)
            return np.zeros(0, np.uint8)

        cache.get(key, make)

    long = (Leaf(("body",), tuple((f"word{number}",) for number in range(50))), (1.0,))
    get(long)
    get(long)
    assert made == [long], "an empty value is kept"
    for number in range(200):
        get(("body", number))
    get(long)
    assert made.count(long) == 2, "many empty values drive others out"


def test_keeps_the_last_value_whatever_its_size() -> None:
    cache = Cache(limit=10)
    first = cache.get("a", lambda: np.zeros(100))
    assert cache.get("a", lambda: np.ones(100)) is first
    cache.get("b", lambda: np.zeros(100))
    assert cache.get("a", lambda: np.ones(100)) is not first


def test_what_is_put_is_found_until_there_is_no_room() -> None:
    cache = Cache(10_000)
    assert cache.find("a") is None
    cache.put("a", np.zeros(100))
    cache.put("a", np.ones(100))
    assert cache.find("a").tolist() == [0.0] * 100
    for number in range(50):
        cache.put(number, np.zeros(100))
    assert cache.find(0) is None
    assert cache.find(49) is not None


@pytest.mark.parametrize("kept", [200, 1_000])
def test_what_comes_round_is_mostly_found_though_a_little_does_not_fit(kept: int) -> None:
    value = np.zeros(100, np.uint8)
    cache = Cache(0)
    cache.put(0, value)
    cache = Cache(kept * cache._total)
    every = range(kept + kept // 50)
    found = []
    for _ in range(20):
        for key in every:
            found.append(cache.find(key) is not None)
            cache.put(key, value)
    last = found[-5 * len(every) :]
    assert sum(last) > len(last) / 2
