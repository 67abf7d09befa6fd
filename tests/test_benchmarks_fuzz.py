"""What the fuzzer holds every query to: made-up ones here too, and the check itself can fail."""

from collections.abc import Iterator

import pytest
from conftest import write_index
from hypothesis import example, given, settings
from hypothesis import strategies as st

from benchmarks.fuzzed import ARTICLES, SEEDS, check
from corpus.settings import Config
from search import Engine

PIECES = st.sampled_from([one for seed in SEEDS for one in seed.split(" ")] + ["(", ")", '"', " ", "exact:", "\ud800"])


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    folder = write_index(tmp_path_factory.mktemp("fuzz"), ARTICLES)
    with Engine.open(folder, Config(deadline=3_600)) as found:
        yield found


@pytest.mark.slow
@settings(max_examples=60)
@given(st.lists(PIECES | st.text(max_size=8), max_size=12).map(" ".join) | st.text(max_size=3_000))
@example("\x00\ud800*")
@example("a " * 5_000)
@example("(" * 2_048)
@example("C++ " * 500)
@example("l'" * 1_000)
@example("a.a" * 600 + "/")
@example("‘" * 1_000 + "’")
@example(" ".join(["ab*", "abcd~", '"a b"~9', "-a", "source:a"] * 50))
def test_any_text_is_answered(engine: Engine, text: str) -> None:
    check(engine, text)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_seeds_are_answered(engine: Engine, seed: str) -> None:
    assert check(engine, seed).complete


def test_a_query_of_5_mb_is_answered(engine: Engine) -> None:
    for text in ("a" * 5_000_000, "(" * 5_000_000, "東" * 1_600_000, "* " * 2_500_000):
        assert check(engine, text).total == 0


def test_the_check_can_fail(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benchmarks.fuzzed.told", lambda query: query.text + "(")
    with pytest.raises(AssertionError, match="not read as it is told"):
        check(engine, "a")
