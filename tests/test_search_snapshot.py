"""Snapshots: what they read, by many threads, and when they close."""

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from conftest import MakeIndex

from corpus.article import Article, Entity
from index.errors import DamagedIndexError
from index.generations import current
from index.schema import UNDATED
from search.snapshots.snapshot import Snapshot

EEL = (Entity("e", "Eel"),)
ARTICLES = [
    Article("a", "Red fox", "red red", published="1970-01-02", source="x", lang="en"),
    Article("b", "", "blue", published=None, source="y"),
    Article(
        "c", "Fox", "red fox", published="1969-12-31T23:59:59Z", lang="de", entities=(Entity("e", "Eel"),), carried=1
    ),
]


@pytest.fixture
def folder(make_index: MakeIndex) -> Path:
    return make_index(ARTICLES, segments=2, deleted=["b"])


def postings(snapshot: Snapshot, field: str, term: str) -> dict[int, int]:
    found = snapshot.terms.postings(field, term)
    return dict(zip(found.docs.tolist(), found.freqs.tolist(), strict=True))


def positions(snapshot: Snapshot, term: str, docs: list[int]) -> list[list[int]]:
    (found,) = snapshot.terms.positions([("body", term)], np.array(docs, np.uint32))
    return [found.places[a:b].tolist() for a, b in pairwise(found.starts.tolist())]


def test_reads(folder: Path) -> None:
    snapshot = Snapshot(current(folder))
    # Two segments: a and c, then b, which is deleted.
    assert (snapshot.size, snapshot.count, list(snapshot.live)) == (3, 2, [1, 1, 0])
    assert postings(snapshot, "body", "red") == {0: 2, 1: 1}
    assert postings(snapshot, "entity", "e") == {1: 1}
    assert postings(snapshot, "body", "blue") == {}
    assert postings(snapshot, "body", "\ud800") == {}
    assert positions(snapshot, "red", [0]) == [[0, 1]]
    assert positions(snapshot, "red", [0, 1]) == [[0, 1], [0]]
    assert positions(snapshot, "red", []) == []
    assert list(snapshot.published) == [86400, -1, UNDATED]
    assert list(snapshot.by_date(newest=True)) == [0, 1, 2]
    assert list(snapshot.by_date(newest=False)) == [1, 0, 2]
    assert list(snapshot.lengths("body")) == [2, 2, 1]
    assert snapshot.average_length("title") == 1.5
    assert sorted(snapshot.values("source")) == ["x"]
    assert snapshot.codes("published").values == ("1969", "1970")
    assert sorted(one.value for one in snapshot.values("published").listing(np.array([0, 1]))) == ["1969", "1970"]
    assert snapshot.id_of([1, 0]) == ["c", "a"]
    assert snapshot.languages == ("de", "en")
    assert snapshot.find("c") == 1
    assert snapshot.find("b") is None
    assert snapshot.find("\ud800") is None
    assert snapshot.article(1) == ARTICLES[2]
    assert snapshot.entities["e"].name == "Eel"
    assert set(snapshot.terms.beginning("body", "b", 10)) | set(snapshot.terms.beginning("body", "r", 10)) >= {"red"}
    assert snapshot.terms.near("body", "rad", 1) == {"red"}
    assert snapshot.terms.known("title", {"fox", "cat"}) == {"fox"}
    snapshot.retire()


def test_an_empty_index(make_index: MakeIndex) -> None:
    snapshot = Snapshot(current(make_index([])))
    assert (snapshot.size, snapshot.count, snapshot.live.tolist()) == (0, 0, [])
    assert postings(snapshot, "body", "a") == {}
    assert snapshot.id_of([]) == []
    assert snapshot.find("a") is None
    assert snapshot.values("published").listing(np.zeros(0, np.intp)) == ()
    assert snapshot.values("source").listing(np.zeros(0, np.intp)) == ()
    assert snapshot.by_date(newest=True).tolist() == []
    assert snapshot.languages == ()
    assert snapshot.average_length("body") == 0
    assert snapshot.terms.beginning("body", "a", 5) == []
    assert snapshot.terms.near("body", "word", 1) == set()
    assert snapshot.terms.known("body", {"a"}) == set()
    snapshot.retire()


def test_many_threads_read_the_same(folder: Path) -> None:
    snapshot = Snapshot(current(folder))

    def read(number: int) -> object:
        fresh = postings(snapshot, "body", ("red", "fox")[number % 2])
        return fresh, snapshot.article(number % 2).id, sorted(snapshot.values("lang")), list(snapshot.published)

    with ThreadPoolExecutor(16) as pool:
        found = list(pool.map(read, range(400)))
    assert found[::2] == [found[0]] * 200
    assert found[1::2] == [found[1]] * 200
    snapshot.retire()


def test_closes_when_nobody_uses_it(folder: Path) -> None:
    snapshot = Snapshot(current(folder))
    assert snapshot.acquire()
    snapshot.retire()
    assert snapshot.article(0).id == "a"
    assert snapshot.acquire()
    snapshot.release()
    assert snapshot.article(0).id == "a"
    snapshot.release()
    assert not snapshot.acquire()
    with pytest.raises(FileNotFoundError):
        snapshot.article(0)


def test_a_damaged_table_of_entities(folder: Path) -> None:
    generation = current(folder)
    (generation.path / "entities.side").write_text("[", encoding="utf-8")
    with pytest.raises(DamagedIndexError, match=r"entities"):
        Snapshot(generation)


def test_no_whoosh_index(folder: Path) -> None:
    generation = current(folder)
    for file in generation.path.glob("_MAIN_*"):
        file.unlink()
    with pytest.raises(DamagedIndexError):
        Snapshot(generation)
