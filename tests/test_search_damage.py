"""A damaged file of a segment: an error that names it or a wrong answer, and never anything else."""

import random
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NoReturn

import pytest
from conftest import write_index
from hypothesis import given
from hypothesis import strategies as st

from corpus.article import Article, Entity
from index.errors import DamagedIndexError, IndexingError
from index.generations import current
from search import Engine
from search.snapshots.fieldterms import FieldTerms

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


def files_of(folder: Path) -> list[Path]:
    return [folder / "CURRENT", *sorted(current(folder).path.iterdir())]


@contextmanager
def damaged(folder: Path, home: Path, file: Path, content: bytes) -> Iterator[Path]:
    """Copy an index and put something else into one of its files."""
    shutil.copytree(folder, home / "index")
    (home / "index" / file.relative_to(folder)).write_bytes(content)
    yield home / "index"
    shutil.rmtree(home)


@given(data=st.data(), seed=st.integers(0, 1 << 32), changes=st.sampled_from([1, 4, 40]))
def test_changed_bytes(
    whole: Path, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, seed: int, changes: int
) -> None:
    files = files_of(whole)
    segments = [file for file in files if file.name.startswith("MAIN_")]
    file = data.draw(st.sampled_from(segments) | st.sampled_from(files))
    content = bytearray(file.read_bytes())
    chance = random.Random(seed)
    for _ in range(changes):
        content[chance.randrange(len(content))] = chance.randrange(256)
    with damaged(whole, tmp_path_factory.mktemp("changed"), file, bytes(content)) as folder, suppress(IndexingError):
        ask(folder)


def test_nonsense_in_a_damaged_file_is_told_from_a_fault_of_ours(
    whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = next(current(whole).path.glob("MAIN_*.freqs"))
    content = file.read_bytes()

    def nonsense(*_: object) -> NoReturn:
        raise ValueError("nonsense")

    # The first bytes of the arrays, which opening the file does not look at.
    with damaged(whole, tmp_path / "copy", file, content[:16] + b"\0\0" + content[18:]) as folder:
        monkeypatch.setattr(FieldTerms, "postings", nonsense)
        with Engine.open(folder) as engine, pytest.raises(DamagedIndexError, match=file.name):
            engine.search("delta")
    with Engine.open(whole) as engine, pytest.raises(ValueError, match=r"^nonsense$"):
        engine.search("delta")


def test_a_file_that_is_cut_off(whole: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    for file in files_of(whole):
        content = file.read_bytes()
        for size in (0, len(content) // 2, len(content) - 1):
            with damaged(whole, tmp_path_factory.mktemp("cut"), file, content[:size]) as folder:
                if file.name == "CURRENT" and size:
                    ask(folder)  # what is missing is the end of the line
                    continue
                with pytest.raises(IndexingError, match=file.name):
                    Engine.open(folder)


def test_a_file_that_is_missing(whole: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    for file in files_of(whole):
        with damaged(whole, tmp_path_factory.mktemp("missing"), file, b"") as folder:
            (folder / file.relative_to(whole)).unlink()
            with pytest.raises(IndexingError, match=r"There is no index" if file.name == "CURRENT" else file.name):
                Engine.open(folder)


def test_a_whole_index_answers(whole: Path) -> None:
    ask(whole)
