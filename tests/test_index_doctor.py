"""The doctor: it names every damaged file, survives whatever stands in it, and what it says repairs."""

import os
import shlex
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import MakeIndex
from hypothesis import given
from hypothesis import strategies as st
from support import Archive, story, write

from corpus.article import Article
from index import reindex, rollback
from index.columnar.segment import EXTENSIONS
from index.doctor import Finding, examine
from index.errors import MissingIndexError
from index.generations import current, manifest
from index.manifest import Checked, check_files, parse, write_manifest
from index.recognised import NAME as RECOGNISED


def archive_in(home: Path) -> Archive:
    """Return an archive of two states, most of whose files are shared."""
    found = Archive(home)
    write(found.files, {f"{n}.txt": story(n) for n in range(4)})
    found.run()
    write(found.files, {"4.txt": story(4)})
    found.run()
    return found


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return archive_in(tmp_path)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return archive_in(tmp_path_factory.mktemp("kept"))


def damage(folder: Path) -> dict[str, Finding]:
    """Return what is damaged, by the path below the folder of the index."""
    return {one.file.relative_to(folder).as_posix(): one for one in examine(folder) if one.is_damage}


def notes(folder: Path) -> dict[str, str]:
    return {one.file.name: one.repair for one in examine(folder) if not one.is_damage}


def files_in(folder: Path) -> list[str]:
    """Return the files that hold something, below the folder of an index, but for what a run can do without."""
    every = (path for path in folder.rglob("*") if path.name != RECOGNISED)
    found = (path for path in every if path.is_file() and path.stat().st_size)
    return sorted(path.relative_to(folder).as_posix() for path in found)


def obey(archive: Archive, finding: Finding) -> None:
    """Do what a finding says."""
    program, option, folder, *words = shlex.split(finding.repair)
    assert (program, option, folder) == ("broadsheet", "--index", str(archive.index))
    if words == ["rollback"]:
        rollback(archive.index)
    else:
        assert words in (["reindex"], ["reindex", "--full"])
        reindex([archive.files], folder=archive.index, full="--full" in words)


def test_a_whole_index(archive: Archive) -> None:
    assert list(examine(archive.index)) == []
    archive.run(full=True)
    assert list(examine(archive.index)) == []
    rollback(archive.index)
    assert list(examine(archive.index)) == []


def test_an_empty_index(make_index: MakeIndex) -> None:
    assert list(examine(make_index([]))) == []


def test_no_index(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="ascii")
    for folder in (tmp_path, tmp_path / "none", tmp_path / "file"):
        with pytest.raises(MissingIndexError):
            examine(folder)


def test_damage_anywhere_in_any_file_is_found(kept: Archive) -> None:
    files = [kept.index / "CURRENT", *sorted(current(kept.index).path.iterdir())]
    kinds = {
        "CURRENT",
        "manifest.json",
        "entities.side",
        "templates.json",
        "catalogue.sqlite",
        "copies.side",
        "prepared.side",
        "namewords.side",
        "words.side",
        ".toc",
        *EXTENSIONS,
    }
    assert {file.suffix if file.name in files_of_whoosh(files) else file.name for file in files} == kinds
    for file in files:
        whole = file.read_bytes()
        for at in (0, len(whole) // 2, len(whole) - 1):
            check_found(kept, file, whole[:at])
            check_found(kept, file, whole[:at] + bytes([whole[at] ^ 0x10]) + whole[at + 1 :])


def files_of_whoosh(files: Iterable[Path]) -> set[str]:
    return {file.name for file in files if file.name.lstrip("_").startswith("MAIN_")}


@given(data=st.data())
def test_a_flipped_byte_is_found(kept: Archive, data: st.DataObject) -> None:
    path = kept.index / data.draw(st.sampled_from(files_in(kept.index)))
    whole = path.read_bytes()
    damaged = bytearray(whole)
    damaged[data.draw(st.integers(0, len(whole) - 1))] ^= data.draw(st.integers(1, 255))
    check_found(kept, path, bytes(damaged))


@given(data=st.data())
def test_a_truncated_file_is_found(kept: Archive, data: st.DataObject) -> None:
    path = kept.index / data.draw(st.sampled_from(files_in(kept.index)))
    whole = path.read_bytes()
    check_found(kept, path, whole[: data.draw(st.integers(0, len(whole) - 1))])


def check_found(archive: Archive, path: Path, damaged: bytes) -> None:
    """Put damage into a file, in place as its links have it too, look whether it is named, and take it out again."""
    whole, times = path.read_bytes(), path.stat()
    path.write_bytes(damaged)
    try:
        found = list(examine(archive.index))
    finally:
        path.write_bytes(whole)
        os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert path in {one.file for one in found}
    assert all(one.is_damage for one in found if path.name != "CURRENT")
    assert all(one.repair.startswith("broadsheet ") for one in found)


HOSTILE = [
    b"",
    b"\xff\xfe",
    b"null",
    b"[]",
    b"[" * 100_000,
    b'{"format": "1"}',
    b'{"format": {}}',
    b'{"format": "1", "files": {"../../CURRENT": {"size": 2, "digest": ""}}}',
    b'{"format": "1", "files": {"\\u0000": {"size": 2, "digest": ""}}}',
    b'{"format": "1", "files": {"\\ud800": {"size": 2, "digest": ""}}, "number": 1, "previous": [], "counts": {}}',
    b'{"format": "1", "files": {"a": {"size": Infinity, "digest": ""}}}',
]


@pytest.mark.parametrize("data", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize(
    "name", ["manifest.json", "entities.side", "templates.json", "catalogue.sqlite", "_MAIN_2.toc"]
)
def test_whatever_a_file_holds_is_survived(kept: Archive, data: bytes, name: str) -> None:
    check_found(kept, next(current(kept.index).path.glob(name.replace("2", "*"))), data)


def test_a_name_that_no_file_can_have(archive: Archive) -> None:
    said = manifest(current(archive.index))
    (archive.index / "generations" / "0002" / "manifest.json").unlink()
    files = {**said.files, "\ud800" + "x" * 300: Checked(1, "")}
    with suppress(OSError, ValueError):  # it cannot be forced to the disk
        write_manifest(archive.index / "generations" / "0002", replace(said, files=files))
    assert any("\ud800" in name for name in damage(archive.index))


def test_a_missing_and_an_unexpected_file(archive: Archive) -> None:
    path = current(archive.index).path
    (path / "entities.side").unlink()
    (path / "_MAIN_99.toc").write_bytes(b"")
    (path / ".DS_Store").write_bytes(b"")
    found = {name: one.what for name, one in damage(archive.index).items()}
    assert found == {
        "generations/0002/_MAIN_99.toc": "it does not belong there",
        "generations/0002/entities.side": "it is missing",
    }


@pytest.mark.parametrize(
    "name", ["CURRENT", "manifest.json", "entities.side", "templates.json", "catalogue.sqlite", "_MAIN_*.toc"]
)
def test_a_folder_in_place_of_a_file(archive: Archive, name: str) -> None:
    home = archive.index if name == "CURRENT" else current(archive.index).path
    (path,) = home.glob(name)
    path.unlink()
    path.mkdir()
    assert damage(archive.index)[path.relative_to(archive.index).as_posix()].what == "it is no file"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
def test_a_pipe_in_place_of_a_file_is_not_waited_for(archive: Archive) -> None:
    path = current(archive.index).path / "entities.side"
    path.unlink()
    os.mkfifo(path)
    assert [one.what for one in damage(archive.index).values()] == ["it is no file"]


@pytest.mark.skipif(os.name == "nt" or not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is unreadable")
def test_a_file_that_cannot_be_read(archive: Archive) -> None:
    path = current(archive.index).path / "entities.side"
    path.chmod(0)
    assert [one.what for one in damage(archive.index).values()] == ["it cannot be read (Permission denied)"]


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "it names no state"),
        (b"two\n", "it names no state"),
        (b"2 \n", "it is not as it was written"),
        (b"7\n", "it names state 7, which is not there"),
        (b"-2\n", "it names state -2, which is not there"),
        (b"9" * 5000, "it is too large"),
        (None, "it is missing"),
    ],
)
def test_the_current_file(archive: Archive, content: bytes | None, what: str) -> None:
    file = archive.index / "CURRENT"
    if content is None:
        file.unlink()
    else:
        file.write_bytes(content)
    (found,) = damage(archive.index).values()
    assert (found.file, found.what) == (file, what)
    obey(archive, found)
    assert not damage(archive.index)
    assert len(archive.articles()) == 5


def test_a_state_that_was_not_put_in_use(archive: Archive) -> None:
    (archive.index / "CURRENT").write_bytes(b"1\n")
    assert not damage(archive.index)
    assert set(notes(archive.index)) == {"CURRENT", "0002"}
    obey(archive, next(iter(examine(archive.index))))
    assert list(examine(archive.index)) == []
    assert len(archive.articles()) == 5


def test_a_catalogue_that_was_published_damaged(archive: Archive) -> None:
    path = current(archive.index).path / "catalogue.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("DROP TABLE articles")
    connection.commit()
    connection.close()
    files = check_files(path.parent, {})
    write_manifest(path.parent, replace(parse((path.parent / "manifest.json").read_bytes()), files=files))
    assert "no such table" in damage(archive.index)["generations/0002/catalogue.sqlite"].what


def test_another_format(archive: Archive) -> None:
    file = current(archive.index).path / "manifest.json"
    file.write_text(file.read_text(encoding="utf-8").replace('"format": "', '"format": "0'), encoding="utf-8")
    (found,) = damage(archive.index).values()
    assert "it has format 0" in found.what


def test_the_insides_of_segments(make_index: MakeIndex) -> None:
    folder = make_index([Article("a", "T", "b"), Article("b", "T", "b")], segments=2)
    asked = []

    def check(path: Path, name: str) -> Iterator[tuple[str, str]]:
        asked.append(name)
        assert path == current(folder).path
        yield f"{name}.pst", "it is upside down"

    found = list(examine(folder, check))
    assert len(asked) == 2
    assert [one.file.name for one in found] == [f"{name}.pst" for name in asked]


def test_what_was_left_behind_is_told(archive: Archive) -> None:
    for name in ("staging", "trash", "CURRENT.new"):
        (archive.index / name).mkdir()
    shutil.copytree(archive.index / "generations" / "0001", archive.index / "generations" / "0000")
    assert not damage(archive.index)
    assert set(notes(archive.index)) == {"staging", "trash", "CURRENT.new", "0000"}


@pytest.mark.skipif(os.name == "nt", reason="there are no such permissions")
def test_a_folder_that_others_may_enter_is_told(archive: Archive) -> None:
    archive.index.chmod(0o755)
    assert notes(archive.index) == {"index": f'chmod 700 "{archive.index}"'}
    assert not damage(archive.index)


def test_rollback_is_named_when_the_state_before_is_whole(archive: Archive) -> None:
    path = current(archive.index).path / "entities.side"
    path.write_bytes(b"x" * path.stat().st_size)
    (found,) = damage(archive.index).values()
    assert found.repair.endswith(" rollback")
    obey(archive, found)
    assert not damage(archive.index)
    assert len(archive.articles()) == 4


def test_a_full_run_is_named_when_both_states_are_damaged(archive: Archive) -> None:
    for path in archive.index.glob("generations/*/entities.side"):
        path.write_bytes(b"x" * path.stat().st_size)
    found = damage(archive.index)
    assert set(found) == {"generations/0001/entities.side", "generations/0002/entities.side"}
    assert all(one.repair.endswith(" reindex --full") for one in found.values())


@pytest.mark.parametrize("where", ["generations/0002", "generations/000?"])
def test_what_is_named_repairs(kept: Archive, tmp_path: Path, where: str) -> None:
    for file in sorted(current(kept.index).path.iterdir()):
        archive = Archive(tmp_path / file.name)
        archive.files = kept.files
        shutil.copytree(kept.index, archive.index)
        for path in archive.index.glob(f"{where}/{file.name}"):
            path.write_bytes(b"\xff" + path.read_bytes()[1:])
        found = list(damage(archive.index).values())
        assert {one.file.name for one in found} == {file.name}
        obey(archive, found[0])
        assert not damage(archive.index), file.name
        assert len(archive.articles()) == (4 if found[0].repair.endswith("rollback") else 5), file.name
