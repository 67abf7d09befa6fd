"""Claims: an id stays with the place it was published for, whatever other files come to hold."""

from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pytest
from support import Archive, counted, lines, story, write

from corpus.errors import Kind
from index import Counts


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path)


def records(first: int, last: int) -> list[dict[str, Any]]:
    return [{"id": f"r{n}", "body": f"Body {n}."} for n in range(first, last)]


def piped(
    archive: Archive,
    monkeypatch: pytest.MonkeyPatch,
    batch: list[dict[str, Any]],
    *paths: str | Path,
    full: bool = False,
) -> Counts:
    """Index a batch of records from standard input, before the paths."""
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(lines(batch).encode())))
    return archive.run("-", *paths, full=full)


def held(archive: Archive) -> dict[str, str]:
    return {one.id: one.body for one in archive.articles().values()}


def test_a_copy_is_indexed_as_its_own_when_the_one_that_has_the_id_is_edited(archive: Archive) -> None:
    record = {"id": "same", "body": "Version one."}
    write(archive.files, {"a.jsonl": lines([record]), "b.jsonl": lines([record])})
    archive.run()
    write(archive.files, {"a.jsonl": lines([{"id": "same", "body": "Version two."}])})
    assert counted(archive.run()) == {"added": 1, "changed": 1}
    after = held(archive)
    assert after["same"] == "Version two.", "the id stays where it was"
    assert sorted(after.values()) == ["Version one.", "Version two."]
    assert counted(archive.run(full=True)) == {"unchanged": 2, "reprocessed": 2}
    assert held(archive) == after


def test_the_id_stays_with_an_article_hidden_by_a_broken_line(archive: Archive) -> None:
    whole = lines([{"id": "1", "body": "Old."}])
    write(archive.files, {"a.jsonl": whole})
    archive.run()
    write(archive.files, {"a.jsonl": whole[:-3], "c.jsonl": lines([{"id": "1", "body": "Another."}])})
    assert counted(archive.run()) == {"added": 1, "skipped": 1}
    assert [one.kind for one in archive.problems if one.skipped] == [Kind.BROKEN]
    before = held(archive)
    assert before["1"] == "Old."
    assert sorted(before.values()) == ["Another.", "Old."]
    write(archive.files, {"a.jsonl": whole})
    assert counted(archive.run()) == {"unchanged": 2}
    assert held(archive) == before


def test_a_derived_id_stays_when_the_plain_one_gets_free(archive: Archive) -> None:
    write(archive.files, {"2023.csv": "id,title,body\n1,Old,The old.\n", "2024.csv": "id,title,body\n1,New,The new.\n"})
    archive.run()
    (derived,) = set(archive.articles()) - {"1"}
    (archive.files / "2023.csv").unlink()
    assert counted(archive.run()) == {"removed": 1, "unchanged": 1}
    assert held(archive) == {derived: "The new."}
    archive.run(full=True)
    assert held(archive) == {derived: "The new."}


def test_a_piped_article_is_not_overwritten_by_a_file(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    write(archive.files, {"b.jsonl": lines([{"id": "x", "body": "A different one."}])})
    piped(archive, monkeypatch, [{"id": "x", "body": "Batch one."}])
    assert counted(piped(archive, monkeypatch, [{"id": "y", "body": "Batch two."}], archive.files)) == {"added": 2}
    after = held(archive)
    assert (after["x"], after["y"]) == ("Batch one.", "Batch two.")
    assert sorted(after.values()) == ["A different one.", "Batch one.", "Batch two."]


def test_a_piped_article_outlives_the_file_that_held_it_too(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    record = {"id": "x", "body": "The same."}
    write(archive.files, {"b.jsonl": lines([record]), "c.txt": story(1)})
    archive.run()
    piped(archive, monkeypatch, [record])
    (archive.files / "b.jsonl").unlink()
    assert counted(archive.run()) == {"unchanged": 1}
    assert not archive.problems
    assert archive.articles()["x"].origin.path == "b.jsonl", "nothing was indexed again"
    assert archive.run(full=True).total == 2
    assert held(archive)["x"] == "The same."


def test_a_record_that_moves_to_a_file_read_earlier_keeps_its_id(archive: Archive) -> None:
    write(archive.files, {"a.jsonl": lines(records(0, 2)), "z.jsonl": lines(records(2, 4))})
    archive.run()
    write(archive.files, {"a.jsonl": lines(records(0, 3)), "z.jsonl": lines(records(3, 4))})
    assert counted(archive.run()) == {"unchanged": 4}
    assert not archive.problems
    assert set(archive.articles()) == {"r0", "r1", "r2", "r3"}


def test_an_edited_record_that_moves_to_a_file_read_earlier_keeps_its_id(archive: Archive) -> None:
    write(archive.files, {"a.jsonl": lines(records(0, 2)), "z.jsonl": lines(records(2, 4))})
    archive.run()
    edited = {"id": "r3", "body": "Body 3, edited."}
    write(archive.files, {"a.jsonl": lines([*records(0, 2), edited]), "z.jsonl": lines(records(2, 3))})
    assert counted(archive.run()) == {"changed": 1, "unchanged": 3}
    assert not archive.problems
    assert held(archive) == {"r0": "Body 0.", "r1": "Body 1.", "r2": "Body 2.", "r3": "Body 3, edited."}


def test_many_records_that_move_to_a_file_read_earlier_are_not_refused(archive: Archive) -> None:
    write(archive.files, {"a.jsonl": lines(records(0, 5)), "z.jsonl": lines(records(5, 130))})
    archive.run()
    write(archive.files, {"a.jsonl": lines(records(0, 120)), "z.jsonl": lines(records(120, 130))})
    assert counted(archive.run()) == {"unchanged": 130}
    assert set(archive.articles()) == {f"r{n}" for n in range(130)}


def test_a_file_that_is_read_again_for_its_copy_is_not_counted_twice(archive: Archive) -> None:
    record = {"id": "same", "body": "The same."}
    others = [{"id": "y", "body": "Y."}, {"id": "z", "body": "Z."}]
    write(archive.files, {"a.jsonl": lines([record]), "b.jsonl": lines([record, *others])})
    archive.run()
    (archive.files / "a.jsonl").unlink()
    counts = archive.run()
    assert counted(counts) == {"added": 1, "removed": 1, "unchanged": 2}
    assert counts.total == len(archive.articles()) == 3
