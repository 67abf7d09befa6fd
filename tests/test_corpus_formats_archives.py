"""Zip archives and web archives."""

import gzip
import tracemalloc
import warnings
import zipfile
import zlib
from collections import Counter
from pathlib import Path

import pytest

from corpus.article import Record
from corpus.decode import MAX_RECORD_BYTES
from corpus.errors import Kind, Problem
from corpus.reader import read_file
from corpus.settings import Config

LINES = '{"id": "a-1", "title": "T1"}\n{"title": tru}\n{"id": "a-2", "title": "T2"}\n'
PAGE = "<html lang='en'><head><title>{0}</title></head><body><p>The text of page {0}.</p></body></html>"


def read(path: Path, ignored: Counter[str] | None = None) -> tuple[list[Record], list[Problem]]:
    problems: list[Problem] = []
    return list(read_file(path, Config(), problems.append, ignored)), problems


def pack(path: Path, members: dict[str, bytes | str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def test_a_zip_holds_files_of_any_other_format(tmp_path: Path) -> None:
    path = pack(
        tmp_path / "news.zip",
        {
            "z/a.txt": "Text\n\nOne.",
            "b.HTML": PAGE.format("b"),
            "c.jsonl": LINES,
            "c.jsonl.gz": gzip.compress(LINES.replace("a-", "b-").encode()),
            "d.csv": "title,body\nRow,Text\n",
            "e.md": "# Mark\n\nDown.",
            "folder/": "",
        },
    )
    records, problems = read(path)
    *first, row, mark, last = [record.place.part for record in records]
    assert first == ["b.HTML", "c.jsonl#a-1", "c.jsonl#a-2", "c.jsonl.gz#b-1", "c.jsonl.gz#b-2"]
    assert (row.partition("#")[0], mark, last) == ("d.csv", "e.md", "z/a.txt")
    assert records[7].place.where == f"{path}!z/a.txt"
    assert [(problem.kind, problem.where, problem.line) for problem in problems] == [
        (Kind.BROKEN, f"{path}!c.jsonl", 2),
        (Kind.BROKEN, f"{path}!c.jsonl.gz", 2),
    ]


def test_in_a_zip_too_what_is_not_read_is_counted(tmp_path: Path) -> None:
    names = [
        "a.txt", "b.jpg", "__MACOSX/._a.txt", ".hidden/c.txt", "n/.DS_Store", "n/Thumbs.db", "inner.zip", "README",
        "n/page.html", "n/page_files/ad.html", "n/other_files/kept.txt", "../up.txt", "C:\\x\\win.txt",
    ]  # fmt: skip
    ignored: Counter[str] = Counter()
    records, problems = read(pack(tmp_path / "a.zip", {name: f"Title\n\n{name}" for name in names}), ignored)
    assert problems == []
    assert [record.place.part for record in records] == [
        "../up.txt",
        "C:/x/win.txt",
        "a.txt",
        "n/other_files/kept.txt",
        "n/page.html",
    ]
    assert ignored == {".jpg": 1, ".txt": 2, "(none)": 2, ".db": 1, ".zip": 1, ".html": 1}


def test_a_bad_member_costs_only_itself(tmp_path: Path) -> None:
    path = pack(
        tmp_path / "a.zip", {"a.txt": "Title\n\nA", "b.txt": "Title\n\nBBBB", "c.txt": "", "d.txt": "Title\n\nD"}
    )
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        members = {member.filename: member for member in archive.infolist()}
    at = members["b.txt"].header_offset + 30 + len("b.txt")
    data[at + 3] ^= 0xFF
    path.write_bytes(data)
    records, problems = read(path)
    assert [record.place.part for record in records] == ["a.txt", "d.txt"]
    assert [(problem.kind, problem.where) for problem in problems] == [
        (Kind.BROKEN, f"{path}!b.txt"),
        (Kind.EMPTY, f"{path}!c.txt"),
    ]


def test_an_encrypted_member(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.zip", {"a.txt": "Title\n\nA", "b.txt": "Title\n\nB"})
    data = bytearray(path.read_bytes())
    directory = data.rindex(b"PK\x01\x02")
    data[directory + 8] |= 1
    path.write_bytes(data)
    records, problems = read(path)
    assert [record.place.part for record in records] == ["a.txt"]
    assert [(problem.kind, problem.where) for problem in problems] == [(Kind.UNREADABLE, f"{path}!b.txt")]


def test_members_of_one_name_are_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with warnings.catch_warnings(), zipfile.ZipFile(path, "w") as archive:
        warnings.simplefilter("ignore")
        for text in ("One", "Two"):
            archive.writestr("a.txt", text)
    assert [record.place.part for record in read(path)[0]] == ["a.txt", "a.txt~2"]


@pytest.mark.slow
def test_bombs_are_not_unpacked(tmp_path: Path) -> None:
    bomb = b"\0" * (MAX_RECORD_BYTES * 4)
    inner = gzip.compress(bomb)
    path = pack(tmp_path / "a.zip", {"a.txt": bomb, "b.txt.gz": inner, "c.jsonl": b"x" + bomb, "d.txt": "Title\n\nD"})
    tracemalloc.start()
    try:
        records, problems = read(path)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert [record.place.part for record in records] == ["d.txt"]
    assert [problem.kind for problem in problems] == [Kind.TOO_LARGE] * 3
    assert most < 1.5 * MAX_RECORD_BYTES


def test_a_large_file_of_small_lines_is_read_to_the_end(tmp_path: Path) -> None:
    line = b'{"title": "T", "body": "' + b"word " * 100_000 + b'"}\n'
    count = MAX_RECORD_BYTES // len(line) + 3
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(line * count))
    records, problems = read(path)
    assert (len(records), problems) == (count, [])


class Warc:
    """Writes a web archive record by record."""

    def __init__(self, *, gzipped: bool = False) -> None:
        self._gzipped = gzipped
        self.records: list[bytes] = []

    def response(self, url: str, body: bytes, status: str = "200 OK", **headers: str) -> None:
        lines = [
            f"HTTP/1.1 {status}",
            *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items()),
            "",
            "",
        ]
        block = "\r\n".join(lines).encode() + body
        self.other("response", url, block, "application/http; msgtype=response")

    def other(self, kind: str, url: str, block: bytes, content_type: str) -> None:
        head = (
            f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{len(self.records)}>\r\n"
            f"WARC-Target-URI: {url}\r\nWARC-Date: 2024-01-05T09:30:00Z\r\n"
            f"Content-Type: {content_type}\r\nContent-Length: {len(block)}\r\n\r\n"
        )
        record = head.encode() + block + b"\r\n\r\n"
        self.records.append(gzip.compress(record) if self._gzipped else record)

    def page(self, url: str, title: str) -> None:
        self.response(url, PAGE.format(title).encode(), Content_Type="text/html; charset=utf-8")

    def save(self, path: Path) -> Path:
        path.write_bytes(b"".join(self.records))
        return path


@pytest.mark.parametrize("gzipped", [False, True])
def test_a_web_archive(tmp_path: Path, gzipped: bool) -> None:  # noqa: FBT001 -- parametrized
    warc = Warc(gzipped=gzipped)
    warc.page("https://x.org/1", "One")
    warc.response("https://x.org/gone", b"<p>Not found</p>", "404 Not Found", Content_Type="text/html")
    warc.response("https://x.org/old", b"", "301 Moved", Location="https://x.org/1")
    warc.response("https://x.org/a.png", b"\x89PNG\x00", Content_Type="image/png")
    warc.response("https://x.org/robots.txt", b"User-agent: *\nDisallow: /", Content_Type="text/plain")
    warc.response("https://x.org/empty", b"", Content_Type="text/html")
    warc.response("https://x.org/api", b'{"headline": "Data", "articleBody": "Text."}', Content_Type="application/json")
    warc.response("https://x.org/api2", b'{"ok": true}', Content_Type="application/json")
    warc.other("resource", "https://x.org/2", PAGE.format("Two").encode(), "text/html")
    warc.other("conversion", "https://x.org/3", b"Three\n\nPlain text.", "text/plain")
    warc.other("metadata", "https://x.org/1", b"via: x", "text/plain")
    warc.page("https://x.org/1", "One again")
    records, problems = read(warc.save(tmp_path / ("a.warc.gz" if gzipped else "a.warc")))
    assert problems == []
    assert [(record.title, record.url) for record in records] == [
        ("One", "https://x.org/1"),
        ("Data", "https://x.org/api"),
        ("Two", "https://x.org/2"),
        ("Three", "https://x.org/3"),
        ("One again", "https://x.org/1"),
    ]
    assert {record.captured for record in records} == {"2024-01-05T09:30:00Z"}
    assert {record.published for record in records} == {None}
    assert [record.place.part for record in records][::4] == ["#https://x.org/1", "#https://x.org/1~2"]


def test_what_a_page_in_a_web_archive_shows_besides_is_kept(tmp_path: Path) -> None:
    warc = Warc()
    page = PAGE.replace("<body>", "<body><nav>Home</nav>").format("One, which is long enough to be a story" * 20)
    warc.response("https://x.org/1", page.encode(), Content_Type="text/html; charset=utf-8")
    (record,), _ = read(warc.save(tmp_path / "a.warc"))
    assert [(one.text, one.at) for one in record.removed] == [("Home", 0)]


def deflated(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


def chunked(data: bytes) -> bytes:
    return (
        b"".join(b"%x\r\n%s\r\n" % (len(data[at : at + 50]), data[at : at + 50]) for at in range(0, len(data), 50))
        + b"0\r\n\r\n"
    )


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (gzip.compress(PAGE.format("é").encode()), {"Content_Encoding": "gzip"}),
        (zlib.compress(PAGE.format("é").encode()), {"Content_Encoding": "deflate"}),
        (deflated(PAGE.format("é").encode()), {"Content_Encoding": "deflate"}),
        (PAGE.format("é").encode(), {"Content_Encoding": "gzip"}),  # stored unpacked, the header left as it was
        (PAGE.format("é").encode(), {"Content_Encoding": "br"}),
        (chunked(PAGE.format("é").encode()), {"Transfer_Encoding": "chunked"}),
        (
            chunked(gzip.compress(PAGE.format("é").encode())),
            {"Transfer_Encoding": "Chunked", "Content_Encoding": "gzip"},
        ),
        (PAGE.format("é").encode("latin-1"), {"charset": "iso-8859-1"}),
    ],
)
def test_transfers(tmp_path: Path, body: bytes, headers: dict[str, str]) -> None:
    warc = Warc()
    charset = headers.pop("charset", "")
    warc.response("https://x.org/", body, Content_Type=f"text/html; charset={charset}", **headers)
    (record,), problems = read(warc.save(tmp_path / "a.warc"))
    assert (record.title, record.body, problems) == ("é", "The text of page é.", [])


@pytest.mark.parametrize(
    ("body", "headers", "kind"),
    [
        (b"\x1b\x00\x04brotli", {"Content_Encoding": "br"}, Kind.UNDECODABLE),
        (b"binary\x00", {}, Kind.UNDECODABLE),
        (b"<html></html>", {}, Kind.NO_TEXT),
        (b"x" * (MAX_RECORD_BYTES + (1 << 17)), {}, Kind.TOO_LARGE),
        (gzip.compress(b"x" * (MAX_RECORD_BYTES + 1)), {"Content_Encoding": "gzip"}, Kind.TOO_LARGE),
    ],
)
def test_a_bad_page_costs_only_itself(tmp_path: Path, body: bytes, headers: dict[str, str], kind: Kind) -> None:
    warc = Warc()
    warc.page("https://x.org/1", "One")
    warc.response("https://x.org/bad", body, Content_Type="text/html", **headers)
    warc.page("https://x.org/2", "Two")
    records, (problem,) = read(warc.save(tmp_path / "a.warc"))
    assert [record.title for record in records] == ["One", "Two"]
    assert problem.kind is kind
    assert "https://x.org/bad" in problem.message


def broken(at: str) -> bytes:
    """Return three records, the second broken in some way."""
    warc = Warc()
    for number in "123":
        warc.page(f"https://x.org/{number}", f"Page {number}")
    one, two, three = warc.records
    length = two.split(b"Content-Length: ")[1].split(b"\r\n")[0]
    stated = b"Content-Length: " + length
    return {
        "no length": one + two.replace(stated, b"Content-Size: 3") + three,
        "length of no number": one + two.replace(stated, b"Content-Length: -7") + three,
        "length too small": one + two.replace(stated, b"Content-Length: %d" % (int(length) - 9)) + three,
        "another version": one + two.replace(b"WARC/1.0", b"WARC/9.9") + three,
        "no address": one + two.replace(b"WARC-Target-URI", b"WARC-Nothing") + three,
        "rubbish between": one + b"rubbish\r\nand more\r\n" + three,
        "cut": one + three + two[: len(two) // 2 + 100],
    }[at]


@pytest.mark.parametrize(
    "at",
    ["no length", "length of no number", "length too small", "another version", "no address", "rubbish between", "cut"],
)
def test_a_broken_record_costs_only_itself(tmp_path: Path, at: str) -> None:
    path = tmp_path / "a.warc"
    path.write_bytes(broken(at))
    records, problems = read(path)
    titles = [record.title for record in records]
    assert [one for one in titles if one != "Page 2"] == ["Page 1", "Page 3"]
    assert [problem.kind for problem in problems] == [Kind.BROKEN]


def test_a_truncated_web_archive(tmp_path: Path) -> None:
    warc = Warc(gzipped=True)
    for number in range(20):
        warc.page(f"https://x.org/{number}", f"Page {number}")
    path = warc.save(tmp_path / "a.warc.gz")
    path.write_bytes(path.read_bytes()[:-100])
    records, problems = read(path)
    assert len(records) == 19
    assert [problem.kind for problem in problems] == [Kind.BROKEN]
