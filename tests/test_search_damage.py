"""A damaged file of a segment: an error that names it or a wrong answer, and never anything else."""

import shutil
from contextlib import suppress
from pathlib import Path

import pytest
from conftest import write_index
from hypothesis import given
from hypothesis import strategies as st

from corpus.article import Article, Entity
from index.errors import IndexingError
from index.generations import current
from search import Engine

QUESTIONS = ["alpha", "alp*", "alpah~", '"alpha beta"', '"beta gamma"~3', "source:one -alpha", "lang:en", ""]
WORDS = ["alpha", "beta", "gamma", "delta", "Alpha", "ALPHA"]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    articles = [
        Article(
            f"a{number}",
            " ".join(WORDS[number % 3 :]),
            " ".join(WORDS[number % 5 :] * (number % 7)) + f" word{number}",
            published=f"20{number % 100:02d}",
            source=("one", "two")[number % 2],
            lang="en",
            entities=(Entity("e", "Alpha Beta"),),
        )
        for number in range(200)
    ]
    return write_index(tmp_path_factory.mktemp("whole") / "index", articles, segments=2, deleted=["a3"])


def ask(folder: Path) -> None:
    with Engine.open(folder) as engine:
        for question in QUESTIONS:
            engine.search(question, facet=("source", "lang", "entity", "published"), sort="newest")
            engine.search(question, entity="e", since="2001")
        engine.rank("alpha beta", total=True)


@given(data=st.data())
def test_damage(whole: Path, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    folder = tmp_path_factory.mktemp("damaged") / "index"
    shutil.copytree(whole, folder)
    files = sorted(path for path in current(folder).path.iterdir() if path.name.startswith("MAIN_"))
    file = data.draw(st.sampled_from(files))
    content = bytearray(file.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    file.write_bytes(content)
    with suppress(IndexingError):
        ask(folder)
    shutil.rmtree(folder)


def test_a_whole_index_answers(whole: Path) -> None:
    ask(whole)
