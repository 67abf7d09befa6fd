"""Resuming: what was interrupted is continued where that is sound, and a damaged state can be left."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from support import Archive, counted, lines, story, write

from corpus.errors import StrictError
from corpus.settings import Config
from index import rollback, status
from index.counts import Progress
from index.errors import DamagedIndexError, MissingIndexError, NothingIndexedError, NothingToRollBackError
from index.generations import current, generation_path, numbers, staging_path


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path)


def interrupt(archive: Archive, monkeypatch: pytest.MonkeyPatch, files: int, **options: Any) -> None:  # noqa: ANN401
    """Start a run that is interrupted after some files and has kept every record before."""

    def stop(progress: Progress) -> None:
        if progress.files_done == files:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("index.run.CHECKPOINT_SECONDS", -1.0)
        with pytest.raises(KeyboardInterrupt):
            archive.run(progress=stop, **options)


def two_generations(archive: Archive) -> None:
    write(archive.files, {"a.txt": story(1)})
    archive.run()
    write(archive.files, {"b.txt": story(2)})
    archive.run()


def test_an_interrupted_run_is_continued_and_every_article_counted_once(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(archive.files, {f"{n}.jsonl": lines([{"id": f"{n}-{m}", "body": "B."} for m in range(3)]) for n in range(3)})
    interrupt(archive, monkeypatch, 2)
    counts = archive.run()
    assert counts.resumed
    assert counted(counts) == {"added": 9}


def test_a_file_that_is_read_again_after_an_interruption_is_not_counted_twice(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = [{"id": "x", "body": "X."}, {"id": "e", "body": ""}, *({"id": f"r{n}", "body": "R."} for n in range(3))]
    write(archive.files, {"a.jsonl": lines(records)})
    config = Config(removed=frozenset({"x"}))
    interrupt(archive, monkeypatch, 1, config=config)
    counts = archive.run(config=config)
    assert counts.resumed
    assert counted(counts) == {"added": 3, "withheld": 1, "skipped": 1}


def test_a_run_with_another_gazetteer_does_not_continue_one_without(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    write(archive.files, {f"{n}.txt": story(n, "Zorblax Quux said so.") for n in range(3)})
    interrupt(archive, monkeypatch, 2)
    names = write(tmp_path, {"names.yaml": "- name: Zorblax Quux\n  kind: person\n"}) / "names.yaml"
    counts = archive.run(config=Config(gazetteers=(names,)))
    assert not counts.resumed
    assert counted(counts) == {"added": 3}
    found = [{mention.text for mention in one.mentions} for one in archive.articles().values()]
    assert found == [{"Zorblax Quux"}] * 3


def test_a_strict_run_does_not_continue_one_that_met_a_problem(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(archive.files, {"a.jsonl": '{broken\n{"id": "1", "body": "One."}\n', "b.txt": story(1), "c.txt": story(2)})
    interrupt(archive, monkeypatch, 2)
    with pytest.raises(StrictError, match=r"a\.jsonl:1"):
        archive.run(strict=True)
    assert numbers(archive.index) == ()


def test_a_strict_run_continues_one_that_met_no_problem(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    write(archive.files, {f"{n}.txt": story(n) for n in range(3)})
    interrupt(archive, monkeypatch, 2)
    counts = archive.run(strict=True)
    assert counts.resumed
    assert counted(counts) == {"added": 3}


def test_a_mistyped_path_does_not_discard_an_interrupted_run(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    write(archive.files, {f"{n}.txt": story(n) for n in range(4)})
    interrupt(archive, monkeypatch, 3)
    with pytest.raises(NothingIndexedError):
        archive.run(archive.files.with_name("flies"))
    assert staging_path(archive.index).is_dir()
    counts = archive.run()
    assert counts.resumed
    assert counted(counts) == {"added": 4}


def test_an_interrupted_full_run_is_continued_under_other_paths(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(archive.files, {"a/1.txt": story(1), "b/2.txt": story(2), "b/3.txt": story(3)})
    archive.run()
    before = archive.articles()
    (archive.files / "b" / "3.txt").unlink()
    interrupt(archive, monkeypatch, 1, full=True)
    counts = archive.run(archive.files / "b", full=True)
    assert counts.resumed
    assert (counts.removed, counts.total) == (1, 2)
    assert archive.articles().items() < before.items()


@pytest.mark.parametrize("damage", ["segment", "manifest", "folder"])
def test_rollback_leaves_a_damaged_generation(archive: Archive, damage: str) -> None:
    two_generations(archive)
    folder = current(archive.index).path
    if damage == "segment":
        next(folder.glob("*.toc")).unlink()
    elif damage == "manifest":
        (folder / "manifest.json").write_text("{")
    else:
        shutil.rmtree(folder)
    with pytest.raises(DamagedIndexError, match="rollback"):
        archive.articles()
    rollback(archive.index)
    assert ["numbered 1" in body for body in archive.bodies()] == [True]
    assert counted(archive.run()) == {"added": 1, "unchanged": 1}


@pytest.mark.parametrize("damage", ["manifest", "folder"])
def test_rollback_goes_to_no_damaged_generation(archive: Archive, damage: str) -> None:
    two_generations(archive)
    folder = generation_path(archive.index, 1)
    if damage == "manifest":
        (folder / "manifest.json").unlink()
    else:
        shutil.rmtree(folder)
    with pytest.raises(NothingToRollBackError):
        rollback(archive.index)
    assert len(archive.articles()) == 2


@pytest.mark.parametrize("full", [False, True])
@pytest.mark.parametrize("damage", ["catalogue", "manifest", "folder"])
def test_a_run_needs_no_generation_but_the_current(archive: Archive, damage: str, *, full: bool) -> None:
    two_generations(archive)
    folder = generation_path(archive.index, 1)
    if damage == "catalogue":
        (folder / "catalogue.sqlite").unlink()
    elif damage == "manifest":
        (folder / "manifest.json").write_text("{")
    else:
        shutil.rmtree(folder)
    counts = archive.run(config=Config(removed=frozenset({"never-there"})), full=full)
    assert (counts.unchanged, counts.total) == (2, 2)
    assert len(archive.articles()) == 2


def test_a_missing_current_generation_is_named_and_mended_by_a_full_run(archive: Archive) -> None:
    two_generations(archive)
    shutil.rmtree(current(archive.index).path)
    with pytest.raises(DamagedIndexError, match="reindex --full"):
        archive.run()
    assert archive.run(full=True).total == 2
    assert status(archive.index).articles == 2


def test_rollback_needs_an_index(tmp_path: Path) -> None:
    with pytest.raises(MissingIndexError):
        rollback(tmp_path / "none")
    assert not (tmp_path / "none").exists()
