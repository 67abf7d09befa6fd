"""Several processes: the outcome is that of one, whatever dies or raises, and nothing is left behind."""

import errno
import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, NoReturn

import faulty_work
import pytest
from faulty_work import KILL, KILL_ONCE, RAISE
from support import Archive, counted, lines, no_processes_are_left, story, write

from corpus.errors import Kind, StrictError
from corpus.pipeline import Pipeline
from corpus.processing import Event
from corpus.settings import Config
from index.columnar.writing.workers import Workers
from index.generations import current
from index.opening import open_whoosh
from index.processing import ahead, chunks, pool
from index.processing.ahead import Ahead
from index.processing.chunks import Chunk
from index.processing.pool import Pool
from index.processing.processes import Processes
from index.processing.reading import Reading, size_of
from index.processing.sources import unknown


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path)


@pytest.fixture
def eager(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start processes for the first chunk, which is small, and leave them what they have been given."""
    monkeypatch.setattr(ahead, "WORTH_STARTING", 4_000)
    monkeypatch.setattr(ahead, "_WORTH_SHARING", 1)
    monkeypatch.setattr(chunks, "_MOST_WORK", 4)
    monkeypatch.setattr(Chunk, "withdraw", lambda chunk: chunk.future is None and not chunk.suspect)
    monkeypatch.setattr(Pipeline, "article", faulty_work.article)
    monkeypatch.setattr(pool, "_done", faulty_work.done)


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Note how many processes are begun with."""
    found: list[int] = []
    before = Processes.__init__

    def begin(self: Processes, count: int, *args: Any) -> None:  # noqa: ANN401
        found.append(count)
        before(self, count, *args)

    monkeypatch.setattr(Processes, "__init__", begin)
    return found


def records(first: int, last: int) -> list[dict[str, Any]]:
    return [
        {"id": f"r{n}", "title": f"Title {n}", "body": f"The body numbered {n} says this."} for n in range(first, last)
    ]


def documents(archive: Archive) -> list[dict[str, Any]]:
    """Return all that is stored, in the order of the segments."""
    found = open_whoosh(current(archive.index).path)
    try:
        with found.searcher() as searcher:
            return list(searcher.documents())
    finally:
        found.close()


PAGE = "<html lang=en><title>Page {0}</title><article><h1>Page {0}</h1><p>{1}</p></article></html>"


def fill(folder: Path, *, again: bool = False) -> None:
    """Write files of many kinds, with contested ids, copies, problems, and records that are large or odd."""
    odd = '{"id": "half", "body": "A half \\ud83d of a pair."}\n{broken\n[]\n{"id": "none", "body": ""}\n'
    large = lines([{"id": "large", "body": "Large words here. " * 40_000}])
    files = {
        "a.jsonl": lines(records(0, 30)) + odd + large + lines(records(25, 32)),
        "b.jsonl": lines([{**one, "body": "Another."} for one in records(28, 34)]) + "{broken too\n",
        "c.txt": "",
        "d.csv": "title,body\nOne,Body one\nTwo,\n",
        "same.json": json.dumps(records(3, 4)[0]),
        **{f"p/{n:02}.html": PAGE.format(n, f"The page numbered {n} says this. " * 8) for n in range(5)},
        **{f"t/{n:02}.txt": story(n % 17) for n in range(20)},
        **{f"j/{n}.json": json.dumps(one) for n, one in enumerate(records(40, 46))},
    }
    if again:
        files = {"a.jsonl": lines(records(2, 33)), "b.jsonl": lines(records(0, 2)), "p/03.html": PAGE.format(3, "New.")}
    write(folder, files)


@pytest.mark.slow
def test_the_outcome_is_the_same_whatever_the_number_of_processes(
    tmp_path: Path, eager: None, started: list[int]
) -> None:
    one, two = Archive(tmp_path / "1"), Archive(tmp_path / "2")
    found = []
    for archive, jobs in ((one, 1), (two, 2)):
        outcomes = []
        for again in (False, True):
            fill(archive.files, again=again)
            counts = archive.run(jobs=jobs)
            said = [str(problem).replace(str(archive.files), "") for problem in archive.problems]
            outcomes.append((counted(counts), counts.total, said, documents(archive)))
        found.append(outcomes)
    assert started == [1, 1]
    assert found[0] == found[1]
    (first, _, said, _), _ = found[0]
    assert first["skipped"] >= 5
    assert len(said) >= 7


@pytest.mark.slow
def test_what_raises_or_kills_costs_itself_and_is_told_in_reading_order(
    archive: Archive, eager: None, tmp_path: Path, started: list[int]
) -> None:
    several = records(0, 8)
    several[1]["body"] = f"{KILL_ONCE}{tmp_path / 'mark'}| and never again."
    several[2]["body"] = RAISE
    several[6]["body"] = KILL
    write(archive.files, {"a.jsonl": lines(several), "b.txt": story(1, KILL), "c.txt": story(2)})
    archive.run(jobs=1)
    archive.run(jobs=2, full=True)
    where = [(problem.kind, Path(problem.where).name, problem.line) for problem in archive.problems]
    assert where == [(Kind.BROKEN, "a.jsonl", 3), (Kind.BROKEN, "a.jsonl", 7), (Kind.BROKEN, "b.txt", None)]
    assert [("killed" in problem.message) for problem in archive.problems] == [False, True, True]
    assert started[:2] == [1, 1]
    assert (tmp_path / "mark").exists()
    assert len(archive.articles()) == 9  # what was lost keeps the version that was indexed before
    assert no_processes_are_left()


@pytest.mark.slow
def test_where_no_process_can_be_started_this_one_does_it_all(
    archive: Archive, eager: None, started: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(archive.files)
    monkeypatch.setattr(pool, "_Recipe", lambda *_: Unreadable())
    counts = archive.run(jobs=2)
    assert counts.added == archive.run(jobs=1, full=True).reprocessed
    assert 2 <= len(started) <= 3


class Unreadable:
    """Ends the process that it is sent to."""

    def __reduce__(self) -> tuple[object, ...]:
        return os._exit, (1,)


@pytest.mark.slow
def test_a_small_run_starts_no_processes(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> NoReturn:
        raise AssertionError

    monkeypatch.setattr(Processes, "__init__", refuse)
    fill(archive.files)
    archive.run(jobs=8)
    write(archive.files, {"one.txt": story(99)})
    assert archive.run(jobs=8).added == 1


def test_a_file_that_grew_by_one_record_starts_no_processes(archive: Archive, eager: None, started: list[int]) -> None:
    write(archive.files, {"a.jsonl": lines(records(0, 40))})
    archive.run(jobs=1)
    write(archive.files, {"a.jsonl": lines(records(0, 41))})
    assert counted(archive.run(jobs=2)) == {"added": 1, "unchanged": 40}
    assert started == []


@pytest.mark.slow
def test_a_strict_run_stops_at_the_first_problem_in_reading_order(archive: Archive, eager: None) -> None:
    write(archive.files, {"a.jsonl": lines([*records(0, 30), {"id": "e", "body": ""}]), "b.jsonl": "{broken\n" * 9})
    with pytest.raises(StrictError, match=r"a\.jsonl:31"):
        archive.run(jobs=2, strict=True)
    assert len(archive.problems) == 1
    assert no_processes_are_left()


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[Ahead]:
    with closing(Ahead(Pool(1, Config(), Pipeline(Config()), tmp_path), Config(), Counter())) as found:
        yield found


def test_problems_without_end_do_not_pile_up(reader: Ahead, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    most = 0
    before = Reading.put

    def put(reading: Reading, *args: Any) -> None:  # noqa: ANN401
        nonlocal most
        before(reading, *args)
        most = max(most, len(reading.waiting))

    monkeypatch.setattr(Reading, "put", put)
    path = tmp_path / "a.jsonl"
    path.write_text(lines(records(0, 3)) + "{broken\n" * 5_000 + lines(records(3, 5)))
    found: list[Event] = []
    reader.take(reader.file(path, 0, "clips", "a.jsonl", unknown), found.append, lambda: None)
    assert most <= ahead._MOST_WAITING + 1
    assert [getattr(event, "line", None) for event in found] == [None] * 3 + [*range(4, 5_004)] + [None] * 2


def test_an_error_of_who_is_handed_problems_is_no_problem_of_the_file(reader: Ahead, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("{broken\n" * 5_000)

    def full(_: Event) -> NoReturn:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(OSError, match="No space"):
        reader.take(reader.file(path, 0, "clips", "a.jsonl", unknown), full, lambda: None)


def test_no_more_is_read_ahead_than_memory_is_meant_for(
    reader: Ahead, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ahead, "_AHEAD", 10_000)
    path = tmp_path / "a.jsonl"
    path.write_text(lines(records(0, 200)))
    waiting: list[int] = []
    reading = reader.file(path, 0, "clips", "a.jsonl", unknown)
    monkeypatch.setattr(Pool, "may_start", True)
    monkeypatch.setattr(Pool, "begin", lambda *_: None)
    reader.take(reading, lambda _: waiting.append(reader._waiting), lambda: None)
    assert len(waiting) == 200
    assert max(waiting) < 12_000
    assert waiting[-1] == 0


def test_the_size_of_a_record_counts_all_that_it_holds() -> None:
    work = next(iter(records(1, 2)))
    small, large = ({**work, "notes": ["x" * size]} for size in (1, 10_000))
    from corpus.article import Place, Record  # noqa: PLC0415

    sizes = [size_of(Record(Place("a"), "T", "B", extra=one)) for one in (small, large)]
    assert sizes[1] - sizes[0] == 9_999


def test_this_process_writes_alone_while_others_are_busy(tmp_path: Path) -> None:
    workers = Workers(tmp_path, 2)
    workers.are_others_busy = lambda: True
    workers.prepare()
    assert workers._pool is None
    workers.close()


SCRIPT = """
import sys
from pathlib import Path
from index import reindex
from index.processing import ahead, chunks
import multiprocessing
ahead.WORTH_STARTING = 16_000
def told(progress):
    if len(sys.argv) > 3:
        print(*(one.pid for one in multiprocessing.active_children()), flush=True)
        Path(sys.argv[3]).read_bytes()  # a pipe: waits
print("started", flush=True)
print(reindex([sys.argv[1]], folder=Path(sys.argv[2]), jobs=2, progress=told).added, flush=True)
"""


def script(archive: Archive, *args: object) -> list[str]:
    path = archive.index.with_name("unguarded.py")
    path.write_text(SCRIPT)
    return [sys.executable, str(path), str(archive.files), str(archive.index), *map(str, args)]


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}


@pytest.mark.slow
def test_a_program_without_a_guard_is_not_run_again(archive: Archive) -> None:
    write(archive.files, {"a.jsonl": lines(records(0, 40))})
    ran = subprocess.run(script(archive), capture_output=True, text=True, check=True, env=environment())
    assert (ran.stdout.split(), ran.stderr) == (["started", "40"], "")


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a named pipe makes the program wait")
@pytest.mark.parametrize("how", [signal.SIGINT, getattr(signal, "SIGKILL", signal.SIGTERM)])
def test_an_end_from_outside_leaves_no_processes_and_is_continued(archive: Archive, how: signal.Signals) -> None:
    write(archive.files, {"a.jsonl": lines(records(0, 300))})
    os.mkfifo(pipe := archive.index.with_name("pipe"))
    running = subprocess.Popen(
        script(archive, pipe),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env=environment(),
    )
    assert running.stdout is not None
    assert running.stdout.readline() == "started\n"
    others = [int(pid) for pid in running.stdout.readline().split()]
    assert others
    if how == signal.SIGINT:
        os.killpg(running.pid, how)  # as the keyboard does
    else:
        running.kill()
    _, said = running.communicate(timeout=30)
    assert said.count("Traceback") == (how == signal.SIGINT)  # that of the program itself
    end = time.monotonic() + 20
    while any(map(_is_alive, others)) and time.monotonic() < end:
        time.sleep(0.02)
    assert not any(map(_is_alive, others))
    assert archive.run().total == 300


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/stat")
    return not status.exists() or status.read_text().rpartition(")")[2].split()[0] != "Z"
