"""Roots: a folder is one root by whichever way it is reached, and no other is taken for it."""

import os
import sys
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest
from support import Archive, counted, lines, story, write

from index import status

needs_links = pytest.mark.skipif(sys.platform == "win32", reason="making links needs rights there")


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path)


def names(archive: Archive) -> list[str]:
    return [root.name for root in status(archive.index).roots]


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="file names are text there")
def test_a_file_name_that_is_no_text_is_followed_like_any_other(archive: Archive) -> None:
    write(archive.files, {"a.txt": story(1)})
    place = archive.files / os.fsdecode(b"caf\xe9.txt")
    place.write_text(story(2), encoding="utf-8")
    assert counted(archive.run()) == {"added": 2}
    before = set(archive.articles())
    assert counted(archive.run()) == {"unchanged": 2}
    place.write_text(story(2, "And more."), encoding="utf-8")
    assert counted(archive.run()) == {"changed": 1, "unchanged": 1}
    assert set(archive.articles()) == before
    place.unlink()
    assert counted(archive.run()) == {"removed": 1, "unchanged": 1}


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="file names are text there")
def test_a_folder_name_that_is_no_text_is_a_root_like_any_other(archive: Archive) -> None:
    folder = archive.files / os.fsdecode(b"ann\xe9es")
    write(folder, {"a.jsonl": lines([{"id": "1", "body": "One."}])})
    assert counted(archive.run(folder)) == {"added": 1}
    assert counted(archive.run(folder)) == {"unchanged": 1}
    assert len(names(archive)) == 1


def test_another_folder_of_the_name_of_an_absent_root_is_not_taken_for_it(archive: Archive, tmp_path: Path) -> None:
    disk = write(tmp_path / "disk" / "articles", {f"{n}.txt": story(n) for n in range(3)})
    archive.run(disk)
    before = archive.articles()
    disk.parent.rename(tmp_path / "unplugged")
    other = write(tmp_path / "home" / "articles", {"x.txt": story(500)})
    assert counted(archive.run(other)) == {"added": 1}
    assert len(archive.articles()) == 4, "what is not at hand stays"
    (tmp_path / "unplugged").rename(disk.parent)
    assert counted(archive.run(disk)) == {"unchanged": 3}
    assert before.items() <= archive.articles().items()
    assert len(set(names(archive))) == 2


def test_a_folder_named_standard_input_is_not_the_pipe(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(b'{"id": "x", "body": "From the pipe."}\n')))
    archive.run("-")
    folder = write(tmp_path / "standard-input", {"a.txt": story(1)})
    assert counted(archive.run(folder)) == {"added": 1}
    assert counted(archive.run(folder)) == {"unchanged": 1}
    assert archive.articles()["x"].body == "From the pipe."
    assert len(archive.articles()) == 2


def test_a_folder_named_standard_input_leaves_room_for_the_pipe(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.run(write(tmp_path / "standard-input", {"a.txt": story(1)}))
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(b'{"id": "x", "body": "From the pipe."}\n')))
    assert counted(archive.run("-")) == {"added": 1}
    assert len(archive.articles()) == 2


@needs_links
def test_a_folder_and_a_link_to_it_are_one_root(archive: Archive, tmp_path: Path) -> None:
    write(archive.files, {"a.txt": story(1), "b.txt": story(2)})
    link = tmp_path / "link"
    link.symlink_to(archive.files, target_is_directory=True)
    assert counted(archive.run(link)) == {"added": 2}
    assert counted(archive.run()) == {"unchanged": 2}
    assert counted(archive.run(archive.files, link)) == {"unchanged": 2}
    assert counted(archive.run(link / "a.txt")) == {"unchanged": 1}
    (archive.files / "a.txt").unlink()
    assert counted(archive.run(link)) == {"removed": 1, "unchanged": 1}
    assert names(archive) == ["files"]


def test_a_root_that_moved_takes_the_roots_inside_it_along(archive: Archive, tmp_path: Path) -> None:
    write(archive.files, {"2023/a.txt": story(1), "b.txt": story(2)})
    archive.run(archive.files / "2023")
    archive.run()
    before = archive.articles()
    moved = tmp_path / "elsewhere" / "files"
    moved.parent.mkdir()
    archive.files.rename(moved)
    assert counted(archive.run(moved)) == {"unchanged": 2}
    assert archive.articles() == before
    assert [Path(root.path) for root in status(archive.index).roots] == [moved / "2023", moved]


def test_a_glob_makes_the_ids_that_its_folder_makes(tmp_path: Path) -> None:
    one, other = Archive(tmp_path / "one"), Archive(tmp_path / "other")
    for archive in (one, other):
        write(archive.files, {"2023/a.txt": story(1), "2024/a.txt": story(2)})
    assert counted(one.run(str(one.files / "**" / "*.txt"))) == {"added": 2}
    assert names(one) == ["files"]
    other.run()
    assert set(one.articles()) == set(other.articles())
    assert counted(one.run()) == {"unchanged": 2}


def test_a_glob_of_folders_notices_what_went_in_them(archive: Archive) -> None:
    write(archive.files, {"2023/a.txt": story(1), "2023/b.txt": story(2), "2024/c.txt": story(3), "c.txt": story(4)})
    pattern = str(archive.files / "20*")
    assert counted(archive.run(pattern)) == {"added": 3}
    assert names(archive) == ["files"]
    (archive.files / "2023" / "a.txt").unlink()
    assert counted(archive.run(pattern)) == {"removed": 1, "unchanged": 2}
