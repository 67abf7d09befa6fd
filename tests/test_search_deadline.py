"""Deadlines: a query answers in time with what it has, all of it true, and says that this is not all."""

from pathlib import Path

import pytest
from conftest import write_index

from corpus.article import Article
from corpus.settings import Config
from search import Engine, deadline
from search.deadline import Deadline

WORDS = ["ant", "bear", "cat", "dog"]
ARTICLES = [
    Article(f"a{number}", "", " ".join(word for at, word in enumerate(WORDS) if number >> at & 1) + " end", source="x")
    for number in range(16)
]
QUERIES = [
    "ant", "ant bear", "ant OR bear", "ant -bear", "-ant", "-(ant -bear)", '"ant bear"', 'dog -"ant bear"', "an* -be*",
    "aunt~ OR cat", "-aunt~", "-an*", "ant bear cat dog end x", "source:x -cat", '"ant bear" OR "cat dog"',
    "exact:ant -exact:cat",
]  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_index(tmp_path_factory.mktemp("deadline"), ARTICLES)


class Clock:
    """A clock that goes on by one second each time it is read."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        self.now += 1.0
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deadline, "monotonic", Clock())


def test_without_an_end_no_time_is_over() -> None:
    assert not Deadline().is_over
    assert not Deadline(3600).is_over
    over = Deadline(1e-9)
    assert over.is_over
    assert over.missed


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize("text", QUERIES)
def test_what_is_found_in_time_is_true(folder: Path, text: str) -> None:
    with Engine.open(folder, Config(deadline=1e9)) as engine:
        whole = engine.search(text, facet="source")
    assert whole.complete
    true = {hit.id for hit in whole.hits if not hit.relaxed}
    counts = []
    for seconds in range(1, 30):
        with Engine.open(folder, Config(deadline=seconds)) as engine:
            found = engine.search(text, facet="source")
            again = engine.rank(text, limit=100, total=True)
        full = {hit.id for hit in found.hits if not hit.relaxed}
        assert full <= true
        assert found.total == len(full)
        assert not found.complete or found.hits == whole.hits
        assert {one for one, _ in again.hits[: again.total]} <= true
        assert not again.complete or again.total == whole.total
        counts.append(found.total)
    assert counts[-1] == whole.total
    assert not all(counts) or text == "-(ant -bear)"


@pytest.mark.usefixtures("clock")
def test_what_was_left_out_is_not_remembered(folder: Path) -> None:
    with Engine.open(folder, Config(deadline=1)) as engine:
        assert engine.search("ant OR an*").total == 0
        engine._config = Config(deadline=1e9)
        assert engine.search("ant OR an*").total == 8


@pytest.mark.usefixtures("clock")
def test_hits_come_before_what_they_show(folder: Path) -> None:
    with Engine.open(folder, Config(deadline=4)) as engine:
        found = engine.search("ant")
    assert found.total == 8
    assert not found.complete
    assert [bool(hit.snippets) for hit in found.hits] == sorted(
        (bool(hit.snippets) for hit in found.hits), reverse=True
    )
    assert not found.hits[-1].snippets
