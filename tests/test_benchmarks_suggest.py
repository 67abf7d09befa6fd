"""The benchmarks of suggestions, on few articles."""

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import Archive, story, write

from benchmarks.knownitem import draw, measure, slip, table
from benchmarks.suggest import Deletions, left
from benchmarks.suggest import measure as measure_suggestions
from corpus.article import Article
from search import Engine

WORDS = ("alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel")


@given(
    st.text("abc", min_size=1, max_size=8), st.sampled_from(["insertion", "deletion", "substitution", "transposition"])
)
def test_a_slip_is_one_edit(word: str, edit: str) -> None:
    found = slip(word, edit, random.Random(1))
    assert found != word
    assert abs(len(found) - len(word)) <= 1


def test_articles_are_found_by_their_titles(tmp_path: Path) -> None:
    articles = [Article(f"a{n}", " ".join([*WORDS[n % 4 : n % 4 + 4], f"number{n}"]), "body") for n in range(20)]
    asked = draw(lambda: iter(articles), 5)
    assert asked == draw(lambda: iter(articles), 5)
    assert all(one.typed != one.right for one in asked)
    archive = Archive(tmp_path)
    write(archive.files, {"a.txt": story(1)})
    archive.run()
    with Engine.open(archive.index) as engine:
        outcomes = measure(engine, asked)
    assert not any(one.is_found for one in outcomes)
    assert "| all | 5 | 0.000 | 0.000 |" in table(outcomes)


def test_the_deletion_index_finds_words() -> None:
    deletions = Deletions(["talks", "tasks", "president"], 1)
    assert set(deletions.near("taks")) == {"talks", "tasks"}
    assert "tlks" in left("talks", 1)


@pytest.mark.slow
def test_every_way_is_measured(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    text = "Parliament of Germany discussed withdrawal with presidents. " * 2
    write(archive.files, {f"{n}.txt": story(n, text) for n in range(3)})
    archive.run()
    rows = list(measure_suggestions(archive.index))
    assert {what for what, _, _ in rows} >= {"type-ahead, first time", "1 wrong, marks", "2 wrong, deletion index"}
