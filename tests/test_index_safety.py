"""Two writers, kills and damage: the last published state stays."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from support import Archive, articles_in, lines, story, write

from index import reindex, status
from index.errors import DamagedIndexError, IncompatibleIndexError, LockedIndexError, MissingIndexError
from index.generations import current, numbers
from index.lock import writer_lock
from index.schema import FORMAT

REINDEX = """
import sys
from pathlib import Path
import index.run
index.run.CHECKPOINT_SECONDS = float(sys.argv[3])
from index import reindex
from index.staging import Staging
checkpoint = Staging.checkpoint
def told(staging):
    checkpoint(staging)
    print("kept", flush=True)
Staging.checkpoint = told
print("started", flush=True)
print(reindex([sys.argv[1]], folder=Path(sys.argv[2])).added, flush=True)
"""


def start(archive: Archive, checkpoint: float = 0.05) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", REINDEX, str(archive.files), str(archive.index), str(checkpoint)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path)


def test_a_second_writer_is_told_who_holds_the_lock(archive: Archive) -> None:
    write(archive.files, {"a.txt": story(1)})
    archive.run()
    with writer_lock(archive.index):
        ran = subprocess.run(
            [sys.executable, "-c", REINDEX, str(archive.files), str(archive.index), "1"],
            capture_output=True,
            text=True,
            check=False,
        )
    assert ran.returncode != 0
    assert "LockedIndexError" in ran.stderr
    assert f"process {os.getpid()}" in ran.stderr


def test_a_lock_in_one_process_holds_between_threads_too(archive: Archive) -> None:
    archive.index.mkdir()
    with writer_lock(archive.index), pytest.raises(LockedIndexError), writer_lock(archive.index):
        pass
    with writer_lock(archive.index):
        pass


@pytest.mark.slow
def test_two_runs_at_once_leave_one_good_index(archive: Archive) -> None:
    write(archive.files, {f"{n}.txt": story(n) for n in range(60)})
    runs = [start(archive) for _ in range(2)]
    ended = [run.communicate(timeout=60) for run in runs]
    codes = sorted(run.returncode for run in runs)
    assert codes in ([0, 0], [0, 1]), ended
    assert len(archive.articles()) == 60


@pytest.mark.slow
def test_a_run_killed_anywhere_leaves_the_last_state_and_is_continued(archive: Archive) -> None:
    write(archive.files, {f"old{n}.txt": story(n) for n in range(30)})
    archive.run()
    before = archive.articles()
    records = [{"id": f"r{n}", "title": f"T {n}", "body": f"Body {n} of the second lot. " * 30} for n in range(3000)]
    write(archive.files, {"new.jsonl": lines(records), "old0.txt": story(0, "Changed.")})
    chance = random.Random(7)
    kills = 0
    while kills < 12:
        run = start(archive)
        assert run.stdout is not None
        run.stdout.readline()
        time.sleep(chance.uniform(0.0, 1.2))
        if run.poll() is not None:
            run.communicate()
            break
        run.send_signal(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
        run.communicate()
        kills += 1
        if len(numbers(archive.index)) == 1:
            assert articles_in(current(archive.index)) == before
    assert kills > 2
    archive.run()
    after = archive.articles()
    assert len(after) == 3030
    assert any("Changed." in article.body for article in after.values())
    archive.run(full=True)
    assert archive.articles() == after


@pytest.mark.slow
def test_a_killed_run_is_continued_and_counts_everything(archive: Archive) -> None:
    records = [{"id": f"r{n}", "body": f"Body {n}. " * 60} for n in range(2000)]
    write(archive.files, {"a.jsonl": lines(records), "b.txt": story(1)})
    run = start(archive, checkpoint=0.3)
    assert run.stdout is not None
    assert [run.stdout.readline() for _ in range(2)] == ["started\n", "kept\n"]
    run.kill()
    run.communicate()
    with pytest.raises(MissingIndexError):
        current(archive.index)
    counts = archive.run()
    assert counts.resumed
    assert (counts.added, counts.total) == (2001, 2001)
    assert len(archive.articles()) == 2001


def test_the_folder_is_private(archive: Archive) -> None:
    write(archive.files, {"a.txt": story(1)})
    archive.run()
    if os.name != "nt":
        assert archive.index.stat().st_mode & 0o077 == 0


def test_a_missing_index_is_named_with_the_command_that_makes_it(tmp_path: Path) -> None:
    with pytest.raises(MissingIndexError) as caught:
        current(tmp_path / "none")
    assert str((tmp_path / "none").absolute()) in str(caught.value)
    assert "reindex" in str(caught.value)


def test_an_incompatible_index_says_what_mends_it(archive: Archive) -> None:
    write(archive.files, {"a.txt": story(1)})
    archive.run()
    manifest = current(archive.index).path / "manifest.json"
    manifest.write_text(manifest.read_text().replace(f'"format": "{FORMAT}"', '"format": "0"'))
    with pytest.raises(IncompatibleIndexError, match="reindex --full"):
        status(archive.index)
    with pytest.raises(IncompatibleIndexError):
        archive.run()
    assert archive.run(full=True).total == 1
    assert len(archive.articles()) == 1


@pytest.mark.parametrize("damage", ["truncate", "delete", "manifest", "current"])
def test_damage_is_found_and_mended_by_a_full_run(archive: Archive, damage: str) -> None:
    write(archive.files, {"a.txt": story(1)})
    archive.run()
    folder = current(archive.index).path
    victim = next(path for path in sorted(folder.iterdir()) if path.name.startswith("MAIN_"))
    if damage == "truncate":
        victim.write_bytes(victim.read_bytes()[:-3])
    elif damage == "delete":
        victim.unlink()
    elif damage == "manifest":
        (folder / "manifest.json").write_text("{")
    else:
        (archive.index / "CURRENT").write_text("nonsense")
    with pytest.raises(DamagedIndexError, match="reindex --full"):
        current(archive.index)
    assert reindex([], folder=archive.index, full=True).total == 1
    assert len(archive.articles()) == 1
