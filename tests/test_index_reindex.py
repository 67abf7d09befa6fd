"""Reindexing: whatever happens to the files, the index follows and loses nothing."""

import gzip
import json
import os
import shutil
import time
from io import BytesIO
from pathlib import Path

import pytest
from support import Archive, counted, lines, story, write
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from corpus.errors import Kind, StrictError
from corpus.settings import Config
from index import reindex, status
from index.counts import Progress
from index.entities import Entities
from index.errors import NothingIndexedError
from index.generations import current, numbers
from index.undo import rollback


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path)


def test_a_first_run_adds_and_a_second_finds_all_unchanged(archive: Archive) -> None:
    write(archive.files, {"a.txt": story(1), "2023/b.txt": story(2), "c.jsonl": lines([{"id": "x", "title": "T"}])})
    assert counted(archive.run()) == {"added": 3}
    before = current(archive.index)
    assert counted(archive.run()) == {"unchanged": 3}
    assert current(archive.index) == before, "nothing changed, so nothing is published"


def test_changes_additions_and_removals_are_told_apart(archive: Archive) -> None:
    write(archive.files, {"a.txt": story(1), "b.txt": story(2), "c.txt": story(3)})
    archive.run()
    write(archive.files, {"a.txt": story(1, "And more."), "d.txt": story(4)})
    (archive.files / "b.txt").unlink()
    counts = archive.run()
    assert counted(counts) == {"added": 1, "changed": 1, "removed": 1, "unchanged": 1}
    assert counts.total == len(archive.articles()) == 3
    assert any("And more." in body for body in archive.bodies())


def test_ids_come_from_the_path_within_the_root(archive: Archive) -> None:
    write(archive.files, {"2023/a.txt": story(1)})
    archive.run()
    before = set(archive.articles())
    archive.run(archive.files / "2023")
    archive.run(archive.files / "2023" / "a.txt")
    assert set(archive.articles()) == before, "scanning a subfolder or a file of a known root changes no id"


def test_a_root_that_moved_keeps_its_ids(archive: Archive, tmp_path: Path) -> None:
    write(archive.files, {"a.txt": story(1), "b/c.txt": story(2)})
    archive.run()
    before = archive.articles()
    moved = tmp_path / "elsewhere" / "files"
    shutil.copytree(archive.files, moved)
    shutil.rmtree(archive.files)
    assert counted(archive.run(moved)) == {"unchanged": 2}
    assert archive.articles() == before


def test_two_roots_of_one_name_do_not_mix(tmp_path: Path) -> None:
    one, other = Archive(tmp_path / "one"), Archive(tmp_path / "other")
    write(one.files, {"a.txt": story(1)})
    write(other.files, {"a.txt": story(2)})
    one.run()
    assert counted(one.run(other.files)) == {"added": 1}
    assert len(one.articles()) == 2


def test_a_parent_scanned_later_changes_no_id(archive: Archive) -> None:
    write(archive.files, {"2023/a.txt": story(1), "2024/b.txt": story(2)})
    archive.run(archive.files / "2023")
    before = set(archive.articles())
    assert counted(archive.run()) == {"added": 1, "unchanged": 1}
    assert before < set(archive.articles())


def test_a_touched_file_is_not_read_again_when_its_content_is_the_same(archive: Archive) -> None:
    write(archive.files, {"a.jsonl": lines([{"id": "1", "body": "One."}])})
    archive.run()
    os.utime(archive.files / "a.jsonl", (1, 1))
    assert counted(archive.run()) == {"unchanged": 1}
    number = current(archive.index).number
    assert counted(archive.run()) == {"unchanged": 1}
    assert current(archive.index).number == number


def test_an_edit_in_a_container_touches_only_its_record(archive: Archive) -> None:
    records = [{"id": f"r{n}", "title": f"Title {n}", "body": f"Body {n}."} for n in range(5)]
    write(archive.files, {"a.jsonl": lines(records)})
    archive.run()
    records[2]["body"] = "Another body."
    write(archive.files, {"a.jsonl": lines([{"id": "new", "body": "First."}, *records[:4]])})
    assert counted(archive.run()) == {"added": 1, "changed": 1, "unchanged": 3, "removed": 1}
    assert archive.articles()["r2"].body == "Another body."


def test_records_without_an_id_survive_insertions(archive: Archive) -> None:
    records = [{"title": f"Title {n}", "body": f"Body {n}."} for n in range(4)]
    write(archive.files, {"a.jsonl": lines(records)})
    archive.run()
    write(archive.files, {"a.jsonl": lines([{"title": "New", "body": "New."}, *records])})
    assert counted(archive.run()) == {"added": 1, "unchanged": 4}


def test_an_article_that_moves_between_files_keeps_its_id(archive: Archive) -> None:
    one, two = ({"id": f"r{n}", "body": f"Body {n}."} for n in (1, 2))
    write(archive.files, {"z.jsonl": lines([one, two])})
    archive.run()
    write(archive.files, {"z.jsonl": lines([one]), "a.jsonl": lines([two])})
    assert counted(archive.run()) == {"unchanged": 2}
    (archive.files / "z.jsonl").rename(archive.files / "b.jsonl")
    assert counted(archive.run()) == {"unchanged": 2}
    assert set(archive.articles()) == {"r1", "r2"}
    assert not archive.problems


def test_two_articles_with_one_id_are_both_kept(archive: Archive) -> None:
    write(
        archive.files,
        {"2023.csv": "id,title,body\n1,Old,The old story.\n", "2024.csv": "id,title,body\n1,New,The new story.\n"},
    )
    counts = archive.run()
    assert counted(counts) == {"added": 2}
    assert [problem.kind for problem in archive.problems] == [Kind.DUPLICATE_ID]
    assert "2024.csv" in archive.problems[0].where
    assert archive.problems[0].line == 2
    before = archive.articles()
    assert "1" in before
    assert counted(archive.run(full=True)) == {"unchanged": 2, "reprocessed": 2}
    assert archive.articles() == before


def test_one_article_in_two_files_is_indexed_once_until_the_first_goes(archive: Archive) -> None:
    record = {"id": "same", "body": "The same."}
    write(archive.files, {"a.jsonl": lines([record]), "b.jsonl": lines([record])})
    assert counted(archive.run()) == {"added": 1, "skipped": 1}
    (archive.files / "a.jsonl").unlink()
    archive.run()
    assert archive.articles()["same"].origin.path == "b.jsonl"


def test_removed_ids_are_withheld(archive: Archive) -> None:
    write(archive.files, {"a.jsonl": lines([{"id": "x", "body": "One."}, {"id": "y", "body": "Two."}])})
    config = Config(removed=frozenset({"x"}))
    assert counted(archive.run(config=config)) == {"added": 1, "withheld": 1}
    assert set(archive.articles()) == {"y"}


def test_a_run_that_would_remove_too_much_removes_none(archive: Archive) -> None:
    write(archive.files, {f"{n}.txt": story(n) for n in range(150)})
    archive.run()
    for n in range(120):
        (archive.files / f"{n}.txt").unlink()
    write(archive.files, {"new.txt": story(1000)})
    counts = archive.run()
    assert (counts.refused, counts.removed, counts.added, counts.total) == (120, 0, 1, 151)
    assert archive.run().refused == 120, "it is refused until it is allowed"
    assert counted(archive.run(allow_removals=True)) == {"removed": 120, "unchanged": 31}


def test_a_path_that_is_not_there_removes_nothing(archive: Archive, tmp_path: Path) -> None:
    write(archive.files, {"a.txt": story(1)})
    archive.run()
    archive.files.rename(tmp_path / "unplugged")
    with pytest.raises(NothingIndexedError):
        archive.run()
    assert len(archive.articles()) == 1


def test_what_lies_outside_the_scanned_path_stays(archive: Archive) -> None:
    write(archive.files, {"a/1.txt": story(1), "b/2.txt": story(2)})
    archive.run()
    (archive.files / "b" / "2.txt").unlink()
    assert counted(archive.run(archive.files / "a")) == {"unchanged": 1}
    assert len(archive.articles()) == 2


def test_a_glob_notices_what_went(archive: Archive) -> None:
    write(archive.files, {"a/1.txt": story(1), "a/2.txt": story(2), "b/3.txt": story(3)})
    pattern = str(archive.files / "a" / "*.txt")
    assert counted(archive.run(pattern)) == {"added": 2}
    (archive.files / "a" / "1.txt").unlink()
    assert counted(archive.run(pattern)) == {"unchanged": 1, "removed": 1}


def test_what_cannot_be_read_keeps_its_indexed_version(archive: Archive) -> None:
    write(
        archive.files, {"a.txt": story(1), "b.jsonl": lines([{"id": "1", "body": "One."}, {"id": "2", "body": "2."}])}
    )
    archive.run()
    (archive.files / "a.txt").write_bytes(b"\x00\x01\x02\xff" * 100)
    write(archive.files, {"b.jsonl": lines([{"id": "1", "body": "One."}]) + "{broken\n"})
    counts = archive.run()
    assert (counts.skipped, counts.removed, counts.total) == (2, 0, 3)
    assert any("The story numbered 1" in body for body in archive.bodies())
    assert archive.run(full=True).total == 3
    assert any("The story numbered 1" in body for body in archive.bodies())


def test_a_new_gazetteer_processes_everything_again(archive: Archive, tmp_path: Path) -> None:
    write(archive.files, {"a.txt": story(1, "It was said by Zorblax Quux of Nowhere."), "b.txt": story(2)})
    archive.run()
    own = tmp_path / "names.yaml"
    own.write_text("- name: Zorblax Quux\n  kind: person\n  aliases: [Z. Quux]\n", encoding="utf-8")
    config = Config(gazetteers=(own,))
    assert counted(archive.run(config=config)) == {"unchanged": 2, "reprocessed": 2}
    assert any(mention.text == "Zorblax Quux" for one in archive.articles().values() for mention in one.mentions)
    assert counted(archive.run(config=config)) == {"unchanged": 2}


def test_a_new_field_is_added(archive: Archive) -> None:
    write(archive.files, {"a.jsonl": lines([{"id": "1", "body": "One.", "section": "politics"}])})
    archive.run()
    counts = archive.run(config=Config(fields=("section",)))
    assert counted(counts) == {"unchanged": 1, "reprocessed": 1}


def test_full_reads_everything_again_and_keeps_what_it_does_not_meet(archive: Archive) -> None:
    write(archive.files, {"a/1.txt": story(1), "b/2.txt": story(2)})
    archive.run()
    before = archive.articles()
    assert counted(archive.run(archive.files / "a", full=True)) == {"unchanged": 1, "reprocessed": 1}
    assert archive.articles() == before


def test_without_paths_the_known_folders_are_read(archive: Archive) -> None:
    write(archive.files, {"a.txt": story(1)})
    archive.run()
    write(archive.files, {"b.txt": story(2)})
    assert counted(reindex([], folder=archive.index)) == {"added": 1, "unchanged": 1}


def test_strict_publishes_nothing(archive: Archive) -> None:
    write(archive.files, {"a.txt": story(1), "b.jsonl": "{broken\n"})
    with pytest.raises(StrictError, match=r"b\.jsonl:1"):
        archive.run(strict=True)
    assert numbers(archive.index) == ()
    assert counted(archive.run()) == {"added": 1, "skipped": 1}


def test_nothing_to_index_is_an_error_and_publishes_nothing(archive: Archive) -> None:
    write(archive.files, {"a.pdf": "", "b.txt": "  \n"})
    with pytest.raises(NothingIndexedError):
        archive.run()
    assert numbers(archive.index) == ()


def test_kinds_of_file_that_are_not_read_are_counted(archive: Archive) -> None:
    write(archive.files, {"a.txt": story(1), "b.pdf": "x", "c.PDF": "x", ".hidden.txt": "x"})
    assert sum(archive.run().ignored.values()) == 3
    assert not archive.problems


def test_captures_of_one_page_are_versions_and_the_newest_stands(archive: Archive) -> None:
    def capture(name: str, when: str, text: str) -> None:
        with (archive.files / name).open("wb") as stream:
            writer = WARCWriter(stream, gzip=True)
            page = f"<html><head><title>Page</title></head><body><article><p>{text}</p></article></body></html>"
            headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
            record = writer.create_warc_record(
                "https://example.org/a",
                "response",
                payload=BytesIO(page.encode()),
                length=len(page.encode()),
                http_headers=headers,
                warc_headers_dict={"WARC-Date": when},
            )
            writer.write_record(record)

    middle = "The council met on Tuesday and agreed on the budget for the coming year, officials said. " * 3
    newest = "The council met again on Friday and withdrew the budget after protests, officials said. " * 3
    capture("2.warc.gz", "2023-02-01T00:00:00Z", middle)
    capture("1.warc.gz", "2023-03-01T00:00:00Z", newest)
    assert counted(archive.run()) == {"added": 1}
    assert not archive.problems
    assert "Friday" in archive.bodies()[0]
    (archive.files / "1.warc.gz").unlink()
    archive.run()
    assert "Tuesday" in archive.bodies()[0], "the older capture comes back when the newer has gone"
    capture("3.warc.gz", "2023-03-01T00:00:00Z", newest)
    archive.run()
    assert "Friday" in archive.bodies()[0]


def test_a_gzipped_container_is_read(archive: Archive) -> None:
    record = json.dumps({"id": "1", "body": "One."}).encode()
    (archive.files / "a.jsonl.gz").write_bytes(gzip.compress(record))
    assert counted(archive.run()) == {"added": 1}


def test_progress_ends_with_everything_done(archive: Archive) -> None:
    write(archive.files, {f"{n}.txt": story(n) for n in range(5)})
    seen: list[Progress] = []
    archive.run(progress=seen.append)
    assert (seen[-1].files_done, seen[-1].files_total, seen[-1].articles) == (5, 5, 5)
    assert seen[-1].bytes_done == seen[-1].bytes_total > 0


@pytest.mark.slow
def test_progress_is_told_within_a_file_too(archive: Archive) -> None:
    write(archive.files, {"a.jsonl": lines({"id": f"r{n}", "body": "words " * 300} for n in range(450))})
    seen: list[Progress] = []
    archive.run(progress=seen.append)
    assert any(0 < one.bytes_done < one.bytes_total for one in seen)
    assert [one.bytes_done for one in seen] == sorted(one.bytes_done for one in seen)


def test_unchanged_segments_are_shared_between_generations(archive: Archive) -> None:
    write(archive.files, {f"{n}.txt": story(n) for n in range(20)})
    archive.run()
    write(archive.files, {"one.txt": story(100)})
    archive.run()
    first, second = (current(archive.index).path.parent / f"{n:04d}" for n in numbers(archive.index))
    shared = {path.name for path in first.iterdir()} & {path.name for path in second.iterdir()}
    segments = [name for name in shared if name.startswith("MAIN_") and not name.endswith(".toc")]
    assert segments
    assert all((first / name).stat().st_ino == (second / name).stat().st_ino for name in segments)


def test_status_says_what_the_index_holds(archive: Archive) -> None:
    write(archive.files, {"a.txt": story(1), "b.txt": story(2)})
    counts = archive.run()
    found = status(archive.index)
    assert (found.articles, found.generation, found.generations) == (2, 1, (1,))
    assert [(root.name, root.articles) for root in found.roots] == [("files", 2)]
    assert found.last_run.added == counts.added
    assert not found.interrupted
    assert found.size > 0
    assert found.published_at.startswith(time.strftime("%Y", time.gmtime()))


def test_an_index_inside_the_scanned_folder_is_not_read(archive: Archive) -> None:
    write(archive.files, {"a.txt": story(1)})
    archive.index = archive.files / "var" / "index"
    assert counted(archive.run()) == {"added": 1}
    assert counted(archive.run()) == {"unchanged": 1}
    assert not archive.problems


def test_a_path_with_dots_is_the_same_root(archive: Archive) -> None:
    write(archive.files, {"a/1.txt": story(1)})
    archive.run(archive.files / "a" / ".." / "a")
    assert counted(archive.run(archive.files / "a")) == {"unchanged": 1}
    assert [root.path for root in status(archive.index).roots] == [str(archive.files / "a")]


def test_problems_are_counted_again_though_nothing_is_read(archive: Archive) -> None:
    records = lines([{"id": "1", "body": "One."}, {"id": "2", "body": "Two."}])
    write(archive.files, {"a.jsonl": records + "{broken\n"})
    config = Config(removed=frozenset({"2"}))
    expected = {"unchanged": 1, "skipped": 1, "withheld": 1}
    assert counted(archive.run(config=config)) == {"added": 1, "skipped": 1, "withheld": 1}
    assert counted(archive.run(config=config)) == expected
    assert not archive.problems, "the warning was given when it was read"
    with pytest.raises(StrictError, match=r"a\.jsonl:3"):
        archive.run(config=config, strict=True)
    assert counted(archive.run(config=config)) == expected


def test_an_article_that_could_not_be_read_is_tried_again(archive: Archive) -> None:
    write(archive.files, {"a.txt": story(1), "b.txt": ""})
    assert counted(archive.run()) == {"added": 1, "skipped": 1}
    assert counted(archive.run()) == {"unchanged": 1, "skipped": 1}
    assert len(archive.problems) == 1


def test_a_folder_that_became_empty_removes_nothing_unasked(archive: Archive) -> None:
    write(archive.files, {f"{n}.txt": story(n) for n in range(12)})
    archive.run()
    for path in archive.files.iterdir():
        path.unlink()
    assert counted(archive.run()) == {"refused": 12}
    assert counted(archive.run(allow_removals=True)) == {"removed": 12}


def test_without_paths_no_more_is_read_than_before(archive: Archive) -> None:
    write(archive.files, {"a.txt": story(1), "b.txt": story(2), "c.txt": story(3)})
    archive.run(archive.files / "a.txt")
    archive.run(archive.files / "b.txt")
    assert counted(reindex([], folder=archive.index)) == {"unchanged": 2}


def test_a_copy_in_a_file_of_its_own_is_told_once(archive: Archive) -> None:
    page = "---\nid: same\n---\n\n# A title\n\nThe same story.\n"
    write(archive.files, {"a.md": page, "b.md": page})
    assert counted(archive.run()) == {"added": 1, "skipped": 1}
    assert counted(archive.run()) == {"unchanged": 1, "skipped": 1}
    assert not archive.problems


def test_few_articles_of_many_are_published_before_what_they_mean(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.reindexing._MANY", 2)
    write(archive.files, {"a.txt": story(1), "b.txt": story(2)})
    archive.run()
    write(archive.files, {"c.txt": story(3, "It was said by Ann Lee of Paris.")})

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as once:
        once.setattr("index.reindexing.update_templates", interrupted)
        with pytest.raises(KeyboardInterrupt):
            archive.run()
    assert len(archive.articles()) == 3
    assert not Entities.load(current(archive.index).path).resolve("Ann Lee")
    assert counted(archive.run()) == {"unchanged": 3}
    assert Entities.load(current(archive.index).path).resolve("Ann Lee")
    before = current(archive.index).number
    assert counted(archive.run()) == {"unchanged": 3}
    assert current(archive.index).number == before
    write(archive.files, {"d.txt": story(4)})
    archive.run()
    assert rollback(archive.index)
    assert len(archive.articles()) == 3
