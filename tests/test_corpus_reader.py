import gzip
import io
import json
import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.article import Record
from corpus.errors import Kind, Problem, StrictError
from corpus.formats import SUFFIXES
from corpus.reader import is_container, read_articles, read_file, read_stdin
from corpus.settings import Config

ARTICLE = '{"id": "a-1", "title": "Vote held", "body": "The vote was held."}\n'
BROKEN = ARTICLE + "{broken\n" + ARTICLE.replace("a-1", "a-2")


def read(path: Path, config: Config | None = None) -> tuple[list[Record], list[Problem]]:
    problems: list[Problem] = []
    return list(read_file(path, config or Config(), problems.append)), problems


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("empty.txt", b"", Kind.EMPTY),
        ("blank.md", b"\n \n\t\n", Kind.EMPTY),
        ("mark.html", b"\xef\xbb\xbf", Kind.EMPTY),
        ("empty.json", b" \n", Kind.EMPTY),
        ("list.json", b"[]", Kind.EMPTY),
        ("empty.jsonl", b"", Kind.EMPTY),
        ("blank.jsonl", b"\n\n", Kind.EMPTY),
        ("empty.csv", b"", Kind.EMPTY),
        ("header.csv", b"title,body\n", Kind.EMPTY),
        ("empty.rss", b"", Kind.EMPTY),
        ("empty.xml", b" \n", Kind.EMPTY),
        ("empty.warc", b"", Kind.EMPTY),
        ("empty.zip", b"", Kind.EMPTY),
        ("empty.txt.gz", b"", Kind.EMPTY),
        ("empty.jsonl.gz", gzip.compress(b""), Kind.EMPTY),
        ("binary.txt", b"%PDF-1.7\x00\x01", Kind.UNDECODABLE),
        ("binary.html", b"\x89PNG\r\n\x1a\n\x00\x00", Kind.UNDECODABLE),
        ("binary.json", b"\x00\x01\x02", Kind.BROKEN),
        ("binary.warc", b"\x00\x01\x02", Kind.BROKEN),
        ("binary.zip", b"\x00\x01\x02", Kind.BROKEN),
        ("page.html", b"<html><head><title>Only a title</title></head><body></body></html>", Kind.NO_TEXT),
        ("no.json", b'{"author": "A", "body": "", "title": null}', Kind.NO_TEXT),
        ("map.xml", b"<urlset><url/></urlset>", Kind.BROKEN),
    ],
)
def test_bad_files_give_one_problem_each(tmp_path: Path, name: str, data: bytes, kind: Kind) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    records, problems = read(path)
    assert records == []
    assert [(problem.kind, problem.where, problem.skipped) for problem in problems] == [(kind, str(path), True)]


def test_a_file_that_is_gone(tmp_path: Path) -> None:
    for path in (tmp_path / "gone.txt", tmp_path / "gone.zip", tmp_path / "gone" / "x.json"):
        assert [problem.kind for problem in read(path)[1]] == [Kind.VANISHED]


def test_what_cannot_be_opened_is_unreadable(tmp_path: Path) -> None:
    for name in ("folder.txt", "folder.zip"):
        (tmp_path / name).mkdir()
        assert [problem.kind for problem in read(tmp_path / name)[1]] == [Kind.UNREADABLE]
    assert [problem.kind for problem in read(tmp_path / "photo.jpg")[1]] == [Kind.UNREADABLE]


def test_a_broken_line_costs_only_itself(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    path.write_text(BROKEN, encoding="utf-8")
    records, (problem,) = read(path)
    assert [(record.id, record.place.part, record.place.line) for record in records] == [
        ("a-1", "#a-1", 1),
        ("a-2", "#a-2", 3),
    ]
    assert (problem.kind, problem.line) == (Kind.BROKEN, 2)
    assert str(problem).startswith(f"{path}:2: is broken JSON")


def test_what_report_raises_passes_and_the_file_is_closed(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    path.write_text(BROKEN, encoding="utf-8")
    records = read_file(path, Config(), _strict)
    assert next(records).id == "a-1"
    with pytest.raises(StrictError):
        next(records)
    path.unlink()  # Windows refuses while it is open


def _strict(problem: Problem) -> None:
    raise StrictError(problem)


def test_reading_can_be_left_off(tmp_path: Path) -> None:
    path = tmp_path / "news.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("news.jsonl", BROKEN)
    records = read_file(path, Config(), _strict)
    next(records)
    records.close()  # type: ignore[attr-defined]  # it is a generator
    path.unlink()


@pytest.mark.parametrize("keep", [0.3, 0.6, 0.95])
def test_of_truncated_gzip_what_was_readable_is_kept(tmp_path: Path, keep: float) -> None:
    lines = "".join(json.dumps({"id": f"n{at}", "body": f"Text {at**7}"}) + "\n" for at in range(2000))
    packed = gzip.compress(lines.encode())
    path = tmp_path / "news.jsonl.gz"
    path.write_bytes(packed[: int(len(packed) * keep)])
    records, (problem,) = read(path)
    assert [record.id for record in records] == [f"n{at}" for at in range(len(records))]
    assert 2000 * keep * 0.7 < len(records) < 2000
    assert (problem.kind, problem.line) == (Kind.BROKEN, len(records) + 1)


def test_of_a_truncated_page_what_was_readable_is_kept(tmp_path: Path) -> None:
    text = "Title\n\n" + "".join(f"Sentence number {at**5}. " for at in range(500))
    path = tmp_path / "a.txt.gz"
    path.write_bytes(gzip.compress(text.encode())[:1000])
    (record,), (problem,) = read(path)
    assert record.title == "Title"
    assert text.endswith(record.body[-1]) or record.body in text
    assert (problem.kind, problem.skipped) == (Kind.BROKEN, False)


def test_a_file_named_gz_that_is_none_is_read_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl.gz"
    path.write_text(ARTICLE, encoding="utf-8")
    assert len(read(path)[0]) == 1


def test_standard_input_is_json_lines() -> None:
    problems: list[Problem] = []
    records = list(read_stdin(io.BytesIO(BROKEN.encode()), Config(), problems.append))
    assert [record.place.part for record in records] == ["#a-1", "#a-2"]
    assert [(problem.where, problem.line) for problem in problems] == [("-", 2)]


def test_containers() -> None:
    assert all(map(is_container, map(Path, ("a.zip", "a.WARC.gz", "a.jsonl", "a.csv", "a.xml", "a.json"))))
    assert not any(map(is_container, map(Path, ("a.txt", "a.html.gz", "a.md", "a.jpg"))))


def test_articles_for_programs(tmp_path: Path) -> None:
    news = tmp_path / "news"
    (news / "2024").mkdir(parents=True)
    (news / "2024" / "a.txt").write_text("Vote held\n\nThe vote was held on Friday.\n", encoding="utf-8")
    (news / "b.jsonl").write_text(BROKEN, encoding="utf-8")
    problems: list[Problem] = []
    articles = list(read_articles([news], Config(), problems.append))
    assert [(one.id, one.origin.path, one.origin.part) for one in articles[:2]] == [
        ("a-1", "b.jsonl", "#a-1"),
        ("a-2", "b.jsonl", "#a-2"),
    ]
    assert (articles[2].title, articles[2].origin.root, articles[2].origin.path) == ("Vote held", "news", "2024/a.txt")
    assert len(problems) == 1
    assert [one.id for one in read_articles([news / "2024" / "*.txt"], Config(), problems.append)] != [articles[2].id]


def test_looking_at_names_imports_no_format() -> None:
    code = "import sys, corpus.reader; sys.exit(any(name in sys.modules for name in ('warcio', 'trafilatura')))"
    subprocess.run([sys.executable, "-c", code], check=True)


SEEDS = st.sampled_from(
    [
        b'{"title": "', b'"body": "x"}', b"[", b"]", b"{", b"}", b"\\ud800", b'"', b",", b"\n", b"\r\n",
        b"title,body\n",
        b"<rss><channel><item><title>", b"</title></item>", b"<![CDATA[", b"&amp;", b"&x", b"<html><p>", b"</p>",
        b"\x00",
        b"---\ntitle: a\n---\n", b"&a [*a]", b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 30\r\n\r\n",
        b"WARC-Target-URI: http://a/\r\n", b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", b"\xff\xfe", b"\xe9",
        b"PK\x03\x04", b"\x1f\x8b\x08\x00", b"1e999", b"NaN", b"<!DOCTYPE a [<!ENTITY b 'c'>]>",
    ]
)  # fmt: skip
ANY_BYTES = st.lists(SEEDS | st.binary(max_size=12), max_size=14).map(b"".join)
NAMES = [f"x{suffix}{gz}" for suffix in SUFFIXES for gz in ("", ".gz") if (suffix, gz) != (".zip", ".gz")]


@settings(max_examples=220, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(NAMES), data=ANY_BYTES, packed=st.booleans())
def test_no_bytes_make_reading_raise(tmp_path: Path, name: str, data: bytes, packed: bool) -> None:  # noqa: FBT001
    path = tmp_path / name
    path.write_bytes(gzip.compress(data) if packed else data)
    records, problems = read(path)
    for record in records:
        assert record.title or record.body
        json.dumps([record.title, record.body, record.id, dict(record.extra)], ensure_ascii=False).encode("utf-8")
    assert records or problems or name.endswith((".warc", ".warc.gz"))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.integers(0, 600), byte=st.integers(0, 255))
def test_no_broken_archive_makes_reading_raise(tmp_path: Path, at: int, byte: int) -> None:
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", "Title\n\nText " * 20)
        archive.writestr("b.jsonl", BROKEN)
    data = bytearray(path.read_bytes())
    data[at % len(data)] = byte
    path.write_bytes(data)
    ignored: Counter[str] = Counter()
    problems: list[Problem] = []
    assert list(read_file(path, Config(), problems.append, ignored)) or problems or ignored
