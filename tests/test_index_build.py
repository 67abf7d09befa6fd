"""Building: the same index whatever the number of processes, and none of it lost when one is killed."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from whoosh.filedb.filestore import FileStorage

from corpus.article import Article, Entity
from index import build
from index.build import Builder
from index.columnar.merging.policy import MOST_DOCUMENTS, Size, plan
from index.columnar.segment import OpenSegment
from index.columnar.together import Together
from index.columnar.writing import batch, workers
from index.columnar.writing.batch import Batch
from index.columnar.writing.limits import Claim
from index.columnar.writing.workers import Workers
from index.errors import IndexingError
from index.schema import layout

ARTICLES = [
    Article(
        f"a{number:03d}",
        f"Title {number % 7}",
        f"Some words of story {number} and of l’eau in {('Paris', 'PARIS', 'paris')[number % 3]}. " * (number % 5),
        published=f"{1990 + number % 30}",
        source=f"s{number % 4}",
        lang=("en", "fr", None)[number % 3],
        entities=(Entity("e", "Paris", "place", ("Paname",)),) * (number % 2),
    )
    for number in range(120)
]


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "BATCH", 12_000)


def built(folder: Path, jobs: int) -> Together:
    folder.mkdir()
    builder = Builder(folder, (), jobs)
    for article in ARTICLES:
        builder.add(article, "f", replaces=False)
    builder.add(ARTICLES[5], "later", replaces=False)
    builder.finish()
    return opened(folder, builder)


def opened(folder: Path, builder: Builder) -> Together:
    segments = builder._contents.segments
    builder.cancel()
    storage = FileStorage(str(folder))
    return Together([(OpenSegment.open(storage, one), one.deleted_docs()) for one in segments])


def content(found: Together) -> Iterator[object]:
    every = [doc for doc in range(found.size) if found.live[doc]]
    yield [found.stored(doc) for doc in every]
    names = layout()
    for field in (*names.with_words, *names.exact, *names.numbers):
        for term in found.inverted.dictionary.beginning(field, ""):
            docs, freqs = found.inverted.postings(field, term)
            yield field, term, docs.tolist(), freqs.tolist()
            if field in names.with_words and docs.size:
                (standing,) = found.inverted.standing([(field, term)], docs)
                yield [part.tolist() for part in standing]
    yield [found.lengths(field).tolist() for field in names.with_words]
    yield [found.offsets("body", doc).tolist() for doc in every]


@pytest.mark.usefixtures("small_batches")
def test_the_number_of_processes_changes_nothing(tmp_path: Path) -> None:
    one = built(tmp_path / "one", 1)
    assert one.count == len(ARTICLES)
    assert [one.stored(doc)["id"] for doc in range(one.size) if one.live[doc]][:3] == ["a000", "a001", "a002"]
    assert one.find("id", "a005") == one.size - 1
    assert list(content(built(tmp_path / "two", 2))) == list(content(one))


@pytest.mark.usefixtures("small_batches")
def test_what_another_process_takes_over_in_the_midst_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = list(content(built(tmp_path / "one", 1)))
    was_given: list[bool] = []

    def noted(self: Workers, found: Batch, after: int) -> Claim:
        claim = giving(self, found, after)

        def claimed(end: int) -> int:
            granted = claim(end)
            was_given.append(granted < end)
            return granted

        return claimed

    giving = Workers._giving
    monkeypatch.setattr(build, "BATCH", 60_000)
    monkeypatch.setattr(Workers, "_giving", noted)
    monkeypatch.setattr(batch, "_SLICE", 500)
    monkeypatch.setattr(workers, "_GIVEN", 1_000)
    monkeypatch.setattr(Workers, "_ahead", lambda _: 0.0)
    assert list(content(built(tmp_path / "two", 2))) == expected
    assert any(was_given)
    assert not (tmp_path / "two" / "batches").exists()


@pytest.mark.usefixtures("small_batches")
def test_a_killed_worker_loses_nothing_and_a_second_one_ends_the_run(tmp_path: Path) -> None:
    builder = Builder(tmp_path, (), 2)
    for at, article in enumerate(ARTICLES):
        builder.add(article, "f", replaces=False)
        if at == len(ARTICLES) // 2:
            kill_one(builder)
    builder.finish()
    assert opened(tmp_path, builder).count == len(ARTICLES)

    builder = Builder(tmp_path, (), 2)
    with pytest.raises(IndexingError, match="--jobs 1"):
        add_and_kill(builder)
    assert opened(tmp_path, Builder(tmp_path, ())).count == len(ARTICLES)


def add_and_kill(builder: Builder) -> None:
    for _ in range(20):
        for article in ARTICLES:
            builder.add(article, "f", replaces=True)
        kill_one(builder)


def kill_one(builder: Builder) -> None:
    pool = builder._workers._pool
    assert pool is not None
    for number in list(pool._processes):
        os.kill(number, getattr(signal, "SIGKILL", signal.SIGTERM))


@pytest.mark.parametrize(
    ("sizes", "purge", "runs"),
    [
        ([], False, []),
        ([Size(5, 0)], False, []),
        ([Size(5, 1)], False, []),
        ([Size(5, 1)], True, [range(1)]),
        ([Size(5, 2)], False, [range(1)]),
        ([Size(1000, 0), Size(1, 0)], False, []),
        ([Size(3, 0), Size(1, 0)], False, [range(2)]),
        ([Size(MOST_DOCUMENTS, 0), Size(MOST_DOCUMENTS, 0)], False, []),
        ([Size(1000, 0)] * 9, False, []),
        ([Size(1000, 0)] * 10, False, [range(10)]),
        ([Size(40_000, 0)] * 7, False, [range(1, 4), range(4, 7)]),
        ([Size(MOST_DOCUMENTS, 0), *[Size(1000, 0)] * 4], False, []),
        ([Size(MOST_DOCUMENTS, 0), *[Size(1000, 0)] * 5], False, [range(1, 6)]),
    ],
)
def test_merge_policy(sizes: list[Size], purge: bool, runs: list[range]) -> None:  # noqa: FBT001
    assert plan(sizes, purge=purge) == runs
