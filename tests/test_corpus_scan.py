import os
import socket
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

from corpus.errors import Kind, Problem, StrictError
from corpus.scan import base_of, scan

needs_links = pytest.mark.skipif(sys.platform == "win32", reason="making links needs rights there")


def make(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Title\n\nText.\n", encoding="utf-8")


def found(paths: Iterable[str | Path], base: Path) -> tuple[list[str], list[Problem], Counter[str]]:
    problems: list[Problem] = []
    ignored: Counter[str] = Counter()
    files = [file.path.relative_to(base).as_posix() for file in scan(paths, problems.append, ignored)]
    return files, problems, ignored


def test_a_folder_is_read_sorted_its_files_before_its_subfolders(tmp_path: Path) -> None:
    make(tmp_path, "b/2.txt", "b/10.txt", "a.md", "c.html", "a/x/y.json", "a/z.CSV")
    assert found([tmp_path], tmp_path) == (
        ["a.md", "c.html", "a/z.CSV", "a/x/y.json", "b/10.txt", "b/2.txt"],
        [],
        Counter(),
    )


def test_a_found_file_tells_its_size_and_time(tmp_path: Path) -> None:
    make(tmp_path, "a.txt")
    (file,) = scan([tmp_path / "a.txt"], lambda _: None, Counter())
    status = (tmp_path / "a.txt").stat()
    assert (file.path, file.size, file.mtime_ns) == (tmp_path / "a.txt", status.st_size, status.st_mtime_ns)


def test_what_is_not_read_is_counted_by_extension(tmp_path: Path) -> None:
    make(
        tmp_path,
        "a.txt", "photo.JPG", "b.jpg", "README", "Smith vs. Jones", ".hidden.txt", ".git/HEAD", ".git/x.txt",
        "__MACOSX/a.txt", "Thumbs.db", "desktop.ini", "page.htm", "page_files/style.css", "page_files/more/ad.html",
        "notes_files/kept.txt",
    )  # fmt: skip
    files, problems, ignored = found([tmp_path], tmp_path)
    assert files == ["a.txt", "page.htm", "notes_files/kept.txt"]
    assert problems == []
    assert ignored == {".jpg": 2, "(none)": 3, ".txt": 3, ".db": 1, ".ini": 1, ".css": 1, ".html": 1}


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("*.txt", ["a.txt", "b.txt"]),
        ("**/*.txt", ["a.txt", "b.txt", "n/a.txt", "n/o/p.txt"]),
        ("n/**", ["n/a.txt", "n/b.md", "n/o/p.txt"]),
        ("[ab].txt", ["a.txt", "b.txt"]),
        ("?/*", ["n/a.txt", "n/b.md", "n/o/p.txt"]),
        ("*/o/p.txt", ["n/o/p.txt"]),
        ("*", ["a.txt", "b.txt", "n/a.txt", "n/b.md", "n/o/p.txt"]),
    ],
)
def test_globs(tmp_path: Path, pattern: str, expected: list[str]) -> None:
    make(tmp_path, "a.txt", "b.txt", "n/a.txt", "n/b.md", "n/o/p.txt", ".h/a.txt")
    assert found([tmp_path / pattern], tmp_path) == (expected, [], Counter())


def test_a_name_that_exists_is_no_glob(tmp_path: Path) -> None:
    make(tmp_path, "a[1].txt", "a1.txt", "[news]/b.txt", "n/c.txt")
    assert found([tmp_path / "a[1].txt", tmp_path / "[news]"], tmp_path)[0] == ["a[1].txt", "[news]/b.txt"]
    assert found([tmp_path / "[[]news]" / "*.txt"], tmp_path)[0] == ["[news]/b.txt"]


def test_the_home_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    make(tmp_path, "news/2024/a.html", "news/b.txt")
    assert found(["~/news/**/*.html"], tmp_path)[0] == ["news/2024/a.html"]


@pytest.mark.parametrize("name", ["gone", "gone.txt", "gone/*.txt", "a.txt/b", "nul\0.txt"])
def test_a_path_that_is_not_there_is_named(tmp_path: Path, name: str) -> None:
    make(tmp_path, "a.txt")
    files, (problem,), _ = found([f"{tmp_path}/{name}", tmp_path], tmp_path)
    assert files == ["a.txt"]
    assert problem.kind is Kind.UNREADABLE
    assert name in problem.where


def test_nothing_is_read_twice(tmp_path: Path) -> None:
    make(tmp_path, "a.txt", "n/b.txt")
    wanted = ["a.txt", "n/b.txt"]
    assert found([tmp_path, tmp_path, tmp_path / "n", tmp_path / "n/b.txt"], tmp_path)[0] == wanted
    assert found([tmp_path / "a.txt", tmp_path / "a.txt", tmp_path], tmp_path)[0] == wanted


@needs_links
def test_links(tmp_path: Path) -> None:
    make(tmp_path, "news/n/a.txt", "other/b.txt")
    news = tmp_path / "news"
    (news / "around").symlink_to(news, target_is_directory=True)
    (news / "elsewhere").symlink_to(tmp_path / "other", target_is_directory=True)
    (news / "again").symlink_to(news / "n", target_is_directory=True)
    (news / "self.txt").symlink_to(news / "self.txt")
    (news / "gone.txt").symlink_to(news / "nowhere.txt")
    files, problems, _ = found([news], news)
    assert files == ["n/a.txt", "elsewhere/b.txt"]
    assert sorted((problem.kind, Path(problem.where).name) for problem in problems) == [
        (Kind.LOOP, "around"),
        (Kind.LOOP, "self.txt"),
        (Kind.UNREADABLE, "gone.txt"),
    ]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes there")
def test_only_regular_files_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    monkeypatch.chdir(tmp_path)  # the name of a socket must be short
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket.txt")
        assert found([tmp_path, tmp_path / "pipe.txt"], tmp_path) == ([], [], Counter({".txt": 2}))


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="permissions do not bind root")
def test_a_folder_without_permission_is_told_once(tmp_path: Path) -> None:
    make(tmp_path, "open/a.txt", "shut/b.txt", "shut/c.txt")
    (tmp_path / "shut").chmod(0)
    try:
        files, (problem,), _ = found([tmp_path], tmp_path)
    finally:
        (tmp_path / "shut").chmod(0o700)
    assert files == ["open/a.txt"]
    assert (problem.kind, Path(problem.where).name) == (Kind.UNREADABLE, "shut")


def test_folders_may_be_nested_deeper_than_python_recurses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    depth = 60 if sys.platform == "win32" else 1200
    home = tmp_path
    for _ in range(depth):  # one by one, as the whole path may be too long for one call
        Path("d").mkdir()
        os.chdir("d")
    os.chdir(home)
    files, problems, _ = found([tmp_path], tmp_path)
    assert files == []
    assert problems == []
    _remove_nested(depth, home)


def _remove_nested(depth: int, home: Path) -> None:
    """Remove the folders from the innermost out; pytest itself would recurse."""
    for _ in range(depth - 1):
        os.chdir("d")
    for _ in range(depth - 1):
        Path("d").rmdir()
        os.chdir("..")
    os.chdir(home)


def test_scanning_is_lazy(tmp_path: Path) -> None:
    make(tmp_path, "a.txt", "b/c.txt")
    files = scan([tmp_path, tmp_path / "gone"], _strict, Counter())
    assert next(files).path.name == "a.txt"
    make(tmp_path, "b/d.txt")
    assert [next(files).path.name for _ in range(2)] == ["c.txt", "d.txt"]
    with pytest.raises(StrictError):
        next(files)


def _strict(problem: Problem) -> None:
    raise StrictError(problem)


def test_the_folder_that_paths_are_told_from(tmp_path: Path) -> None:
    make(tmp_path, "n/a.txt", "x[1]/b.txt")
    assert base_of(tmp_path) == tmp_path
    assert base_of(tmp_path / "n" / "a.txt") == tmp_path / "n"
    assert base_of(tmp_path / "n" / "**" / "*.txt") == tmp_path / "n"
    assert base_of(tmp_path / "n" / "*.txt") == tmp_path / "n"
    assert base_of(tmp_path / "x[[]1]" / "*.txt") == tmp_path / "x[1]"
