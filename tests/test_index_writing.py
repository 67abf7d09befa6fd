"""A full disk and killed processes: the published state stays, the error says what happened, the next run goes on."""

import errno
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest
from support import Archive, articles_in, no_processes_are_left, story, write

from corpus.article import Article
from index import build, manifest
from index.catalogue import Catalogue
from index.columnar.writing import inside, workers
from index.doctor import examine
from index.errors import IndexingError, MissingIndexError
from index.generations import current
from index.publishing import publish_articles

FULL = [
    "index.columnar.arrays.ArrayWriter.write",
    "whoosh.index.TOC.write",
    "index.catalogue.Catalogue.commit",
    "index.staging.save",
    "index.generations.write_manifest",
    "index.manifest.os.fsync",
    "index.generations._replace",
]
"""Where the disk may get full, from the first file of a run to the last."""


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    found = Archive(tmp_path)
    write(found.files, {"old.txt": story(1)})
    return found


def no_space(*_: object, **__: object) -> NoReturn:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def held(folder: Path) -> list[str]:
    """Return the files in a folder that this process has open, where the system tells that."""
    opened = Path("/proc/self/fd")
    links = [str(one.readlink()) for one in opened.iterdir() if one.is_symlink()] if opened.is_dir() else []
    return [link for link in links if link.startswith(str(folder))]


@pytest.mark.parametrize("full", [False, True], ids=["incremental", "full"])
@pytest.mark.parametrize("where", FULL)
def test_a_full_disk(archive: Archive, monkeypatch: pytest.MonkeyPatch, where: str, *, full: bool) -> None:
    archive.run()
    before = archive.articles()
    write(archive.files, {"new.txt": story(2), "old.txt": story(1, "Changed.")})
    with monkeypatch.context() as patch:
        patch.setattr(where, no_space)
        with pytest.raises(IndexingError, match=r"is full .* bytes are free.*stays as it was; make room") as caught:
            archive.run(full=full)
    assert not held(archive.index)
    assert archive.articles() == before
    assert not [one for one in examine(archive.index) if one.is_damage]
    archive.run()
    assert len(archive.articles()) == 2
    assert any("Changed." in body for body in archive.bodies())
    assert list(examine(archive.index)) == []
    assert caught  # and with it whatever the failed run had


def test_a_full_disk_at_the_first_run(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    for where in FULL:
        with monkeypatch.context() as patch:
            patch.setattr(where, no_space)
            with pytest.raises(IndexingError, match="is full"):
                archive.run()
        with pytest.raises(MissingIndexError):
            current(archive.index)
    assert archive.run().total == 1
    assert list(examine(archive.index)) == []


def test_a_full_disk_under_the_catalogue(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite has a way of its own to say it."""
    archive.run()
    before = archive.articles()
    write(archive.files, {f"new{n}.txt": story(n) for n in range(2, 60)})

    def small(folder: Path) -> Catalogue:
        found = Catalogue(sqlite3.connect(folder / "catalogue.sqlite"))
        found.connection.execute("PRAGMA max_page_count = 1")
        return found

    with monkeypatch.context() as patch:
        patch.setattr("index.staging.Catalogue.open", small)
        with pytest.raises(IndexingError, match="is full"):
            archive.run()
    assert archive.articles() == before
    assert archive.run().added == 58


@pytest.mark.parametrize("where", FULL)
def test_a_full_disk_while_articles_are_published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    publish_articles(tmp_path, [Article("old", "", "Old.")], jobs=1)
    with monkeypatch.context() as patch:
        patch.setattr(where, no_space)
        with pytest.raises(IndexingError, match="is full"):
            publish_articles(tmp_path, [Article("new", "", "New.")], jobs=1)
    assert list(articles_in(current(tmp_path))) == ["old"]
    publish_articles(tmp_path, [Article("new", "", "New.")], jobs=1)
    assert list(articles_in(current(tmp_path))) == ["new"]


class Deadly:
    """A function for this process; another that is given it ends at once."""

    def __init__(self, function: Callable[..., object]) -> None:
        self.function = function

    def __call__(self, *args: object) -> object:
        return self.function(*args)

    def __reduce__(self) -> tuple[object, ...]:
        return os._exit, (1,)


@pytest.mark.slow
def test_workers_that_are_killed(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    archive.run()
    before = archive.articles()
    write(archive.files, {f"{n:02d}.txt": story(n) for n in range(20)})
    monkeypatch.setattr(build, "BATCH", 500)

    with monkeypatch.context() as patch:
        patch.setattr(workers, "write", Deadly(inside.write))
        with pytest.raises(IndexingError, match=r"killed twice.*stays as it was.*--jobs 1"):
            archive.run(jobs=2)
    assert no_processes_are_left()
    assert archive.articles() == before
    assert not [one for one in examine(archive.index) if one.is_damage]
    assert archive.run(jobs=2).total == 21
    assert list(examine(archive.index)) == []


def test_files_that_were_taken_over_are_forced_to_the_disk_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "taken").write_bytes(b"over")
    (tmp_path / "fresh").write_bytes(b"new")
    known = {"taken": manifest.Checked(4, "as before")}
    forced: list[str] = []
    monkeypatch.setattr(manifest, "sync", lambda path: forced.append(path.name))
    found = manifest.check_files(tmp_path, known)
    assert sorted(forced) == ["fresh", "taken"]
    assert found == {"fresh": manifest.Checked(3, manifest.digest(tmp_path / "fresh")), **known}
