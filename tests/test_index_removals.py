"""Removals: what went is removed once it is certain that it went and that it was meant to."""

from pathlib import Path
from typing import Any

import pytest
from support import Archive, counted, lines, story, write

from corpus.errors import Kind
from corpus.settings import Config
from index.counts import Progress


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path)


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a run remove no more than four articles unasked, so that small tables show what is held back."""
    monkeypatch.setattr("index.removals.MOST", 4)


def records(first: int, last: int) -> list[dict[str, Any]]:
    return [{"id": f"r{n}", "body": f"Body {n}."} for n in range(first, last)]


def test_what_a_container_lost_is_refused_until_it_is_allowed(archive: Archive) -> None:
    write(archive.files, {"a.jsonl": lines(records(0, 250))})
    archive.run()
    write(archive.files, {"a.jsonl": lines(records(0, 140))})
    for _ in range(2):
        counts = archive.run()
        assert counted(counts) == {"unchanged": 140, "refused": 110}, "a file that is as before is remembered too"
        assert counts.total == 250
    assert counted(archive.run(allow_removals=True)) == {"removed": 110, "unchanged": 140}
    assert set(archive.articles()) == {f"r{n}" for n in range(140)}
    assert counted(archive.run()) == {"unchanged": 140}


def test_what_was_refused_and_comes_back_is_not_removed(archive: Archive, few: None) -> None:
    write(archive.files, {"a.jsonl": lines(records(0, 30))})
    archive.run()
    write(archive.files, {"a.jsonl": lines(records(0, 10))})
    assert archive.run().refused == 20
    write(archive.files, {"a.jsonl": lines(records(0, 29))})
    assert counted(archive.run()) == {"removed": 1, "unchanged": 29}


def test_what_a_container_lost_is_removed_though_the_run_that_read_it_was_killed(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(archive.files, {"a.jsonl": lines(records(0, 5)), "b.jsonl": lines([{"id": "z", "body": "Z."}])})
    archive.run()
    write(archive.files, {"a.jsonl": lines(records(0, 3)), "b.jsonl": lines([{"id": "z", "body": "Z, edited."}])})

    def kill(progress: Progress) -> None:
        if progress.files_done == 2:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("index.run.CHECKPOINT_SECONDS", -1.0)
        with pytest.raises(KeyboardInterrupt):
            archive.run(progress=kill)
    counts = archive.run()
    assert counts.resumed
    assert counted(counts) == {"changed": 1, "removed": 2, "unchanged": 3}
    assert set(archive.articles()) == {"r0", "r1", "r2", "z"}


@pytest.mark.parametrize("again", [{"id": "empty", "body": ""}, {"id": "r0", "body": "Body 0."}])
def test_a_record_without_text_or_met_twice_does_not_keep_what_went(archive: Archive, again: dict[str, str]) -> None:
    write(archive.files, {"a.jsonl": lines([*records(0, 3), again])})
    archive.run()
    write(archive.files, {"a.jsonl": lines([*records(0, 2), again])})
    assert counted(archive.run()) == {"removed": 1, "unchanged": 2, "skipped": 1}
    assert set(archive.articles()) == {"r0", "r1"}


def test_a_broken_line_keeps_what_may_stand_behind_it(archive: Archive) -> None:
    write(archive.files, {"a.jsonl": lines(records(0, 3))})
    archive.run()
    write(archive.files, {"a.jsonl": lines(records(0, 2)) + "{broken\n"})
    assert counted(archive.run()) == {"unchanged": 2, "skipped": 1}
    assert [one.kind for one in archive.problems] == [Kind.BROKEN]
    assert set(archive.articles()) == {"r0", "r1", "r2"}


def test_a_mapping_that_changes_every_id_is_held_back_and_then_leaves_no_double(archive: Archive, few: None) -> None:
    write(archive.files, {"a.jsonl": lines({"title": f"T{n}", "body": f"B {n}.", "slug": f"s{n}"} for n in range(10))})
    archive.run()
    config = Config(mapping={"id": ("slug",)})
    counts = archive.run(config=config)
    assert (counts.added, counts.refused, counts.total) == (10, 10, 20)
    assert counted(archive.run(config=config)) == {"unchanged": 10, "refused": 10}
    assert counted(archive.run(config=config, allow_removals=True)) == {"removed": 10, "unchanged": 10}
    assert set(archive.articles()) == {f"s{n}" for n in range(10)}


def test_files_of_one_article_each_whose_ids_a_mapping_changes_leave_no_double(archive: Archive) -> None:
    write(archive.files, {f"{n}.json": f'{{"body": "B {n}.", "slug": "s{n}"}}' for n in range(3)})
    archive.run()
    counts = archive.run(config=Config(mapping={"id": ("slug",)}))
    assert counted(counts) == {"added": 3, "removed": 3}
    assert set(archive.articles()) == {"s0", "s1", "s2"}


@pytest.mark.parametrize(("files", "outcome"), [(9, {"refused": 5}), (10, {"removed": 5})])
def test_a_share_is_of_what_a_path_had_before_whatever_another_brings(
    archive: Archive, tmp_path: Path, few: None, files: int, outcome: dict[str, int]
) -> None:
    write(archive.files, {f"{n}.jsonl": lines(records(n * 5, n * 5 + 5)) for n in range(files)})
    archive.run()
    (archive.files / "0.jsonl").unlink()
    other = write(tmp_path / "other", {"new.jsonl": lines({"id": f"n{n}", "body": f"New {n}."} for n in range(50))})
    assert counted(archive.run(archive.files, other)) == {"added": 50, "unchanged": files * 5 - 5, **outcome}


def test_a_path_that_loses_much_is_held_back_beside_one_that_loses_little(archive: Archive, few: None) -> None:
    write(archive.files, {"small/a.jsonl": lines(records(0, 6)), "large/b.jsonl": lines(records(6, 80))})
    archive.run()
    write(archive.files, {"small/a.jsonl": lines(records(0, 1)), "large/b.jsonl": lines(records(6, 79))})
    counts = archive.run(archive.files / "small", archive.files / "large")
    assert counted(counts) == {"unchanged": 74, "refused": 6}, "6 of 80 are few, but 5 of 6 are not"
    assert counted(archive.run()) == {"unchanged": 74, "removed": 6}


def test_a_folder_that_lost_every_file_is_refused_until_it_is_allowed(archive: Archive) -> None:
    write(archive.files, {f"{n}.txt": story(n) for n in range(101)})
    archive.run()
    for place in archive.files.iterdir():
        place.unlink()
    counts = archive.run()
    assert (counted(counts), counts.total) == ({"refused": 101}, 101)
    counts = archive.run(allow_removals=True)
    assert (counted(counts), counts.total) == ({"removed": 101}, 0)
    assert not archive.articles()
