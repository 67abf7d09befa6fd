"""What a run has to read once more is not forgotten when it is interrupted, and no failure holds on to files."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import pytest
from support import Archive, lines, story, write

from index import remove, rollback
from index.counts import Progress
from index.errors import IndexingError


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path)


def records(first: int, last: int) -> list[dict[str, Any]]:
    return [{"id": f"r{n}", "body": f"Body {n}."} for n in range(first, last)]


def interrupt(archive: Archive, monkeypatch: pytest.MonkeyPatch, calls: int) -> None:
    left = [None] * (calls - 1)

    def stop(_: Progress) -> None:
        if not left:
            raise KeyboardInterrupt
        left.pop()

    with monkeypatch.context() as patch:
        patch.setattr("index.run.CHECKPOINT_SECONDS", -1.0)
        with pytest.raises(KeyboardInterrupt):
            archive.run(progress=stop)


def test_a_record_that_moved_survives_an_interruption(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    write(archive.files, {"a.jsonl": lines(records(0, 2)), "z.jsonl": lines(records(2, 4))})
    archive.run()
    write(archive.files, {"a.jsonl": lines(records(0, 3)), "z.jsonl": lines(records(3, 4))})
    interrupt(archive, monkeypatch, 2)
    archive.run()
    assert set(archive.articles()) == {"r0", "r1", "r2", "r3"}


def test_copies_come_in_though_the_run_was_interrupted(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    one, two = records(0, 2)
    write(archive.files, {"a.jsonl": lines([one, two]), "b.jsonl": lines([one]), "c.jsonl": lines([two])})
    archive.run()
    (archive.files / "a.jsonl").unlink()
    interrupt(archive, monkeypatch, 1)
    archive.run()
    assert set(archive.articles()) == {"r0", "r1"}


def test_a_copy_is_its_own_though_the_run_was_interrupted(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    record = {"id": "same", "body": "One."}
    write(archive.files, {"a.jsonl": lines([record]), "b.jsonl": lines([record])})
    archive.run()
    write(archive.files, {"a.jsonl": lines([{"id": "same", "body": "Two."}])})
    interrupt(archive, monkeypatch, 1)
    archive.run()
    assert archive.bodies() == ["One.", "Two."]


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="open files are not told there")
@pytest.mark.parametrize("what", ["takedown", "rollback"])
def test_a_failure_lets_go_of_the_files(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    write(archive.files, {"a.txt": story(1)})
    archive.run()
    write(archive.files, {"b.txt": story(2)})
    archive.run()

    def full(*_: object, **__: object) -> NoReturn:
        raise OSError(28, "No space left on device")

    taken = next(iter(archive.articles()))
    monkeypatch.setattr("index.build.Builder.finish", full)
    acts: dict[str, Callable[[], object]] = {
        "takedown": lambda: remove(archive.index, [taken], tmp_path / "b.yaml"),
        "rollback": lambda: rollback(archive.index),
    }
    with pytest.raises(IndexingError, match="is full"):
        acts[what]()
    opened = [str(one.readlink()) for one in Path("/proc/self/fd").iterdir() if one.exists()]
    assert not [one for one in opened if "staging" in one]
