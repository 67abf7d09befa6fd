from pathlib import Path

import pytest

from corpus.article import Record
from corpus.decode import MAX_RECORD_BYTES
from corpus.errors import Kind, Problem
from corpus.reader import read_file
from corpus.settings import Config


def read(path: Path, data: bytes | str) -> tuple[list[Record], list[Problem]]:
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    problems: list[Problem] = []
    return list(read_file(path, Config(), problems.append)), problems


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.csv", "title,body\nVote,It passed\n"),
        ("a.csv", "title;body\r\nVote;It passed\r\n"),
        ("a.csv", "title\tbody\nVote\tIt passed"),
        ("a.tsv", "Headline\tFull Text\nVote\tIt passed\n"),
        ("A.CSV", '\ufeff"title","body"\n"Vote","It passed"\n'),
        ("a.csv", '"title, in full";body\nVote;It passed\n'.replace("title, in full", "title")),
        ("a.csv", "\n\ntitle,body,,\nVote,It passed,,\n\n"),
    ],
)
def test_dialects(tmp_path: Path, name: str, data: str) -> None:
    (record,), problems = read(tmp_path / name, data)
    assert (record.title, record.body, problems) == ("Vote", "It passed", [])


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "cp1252", "cp1251"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    russian = encoding == "cp1251"
    words = ("Выборы состоятся", "Президент заявил в четверг") if russian else ("Été à Genève", "Très tôt")
    (record,), _ = read(tmp_path / "a.csv", f"title,body\n{words[0]},{words[1]}\n".encode(encoding))
    assert (record.title, record.body) == words


def test_cells_may_hold_anything(tmp_path: Path) -> None:
    data = 'title,body,tag\n"A ""quoted"" title","One, two.\r\n\r\nThree.",x\nB,5" pipe,\n'
    records, problems = read(tmp_path / "a.csv", data)
    assert problems == []
    assert [(record.title, record.body, dict(record.extra)) for record in records] == [
        ('A "quoted" title', "One, two.\n\nThree.", {"tag": "x"}),
        ("B", '5" pipe', {}),
    ]
    assert [record.place.line for record in records] == [2, 5]


def test_a_field_may_be_as_large_as_an_article(tmp_path: Path) -> None:
    (record,), problems = read(tmp_path / "a.csv", 'title,body\nT,"' + "word\n" * 60_000 + '"\n')
    assert (len(record.body), problems) == (5 * 60_000 - 1, [])


@pytest.mark.parametrize(
    ("data", "titles", "problems"),
    [
        ('title,body\nA,a\nB,"never closed\nC,c\nD,d\n', ["A", "C", "D"], [(Kind.BROKEN, 3, True)]),
        ("title,body\nA,a,surplus\nB,b,,\nC\n", ["A", "B", "C"], [(Kind.BROKEN, 2, False)]),
        ("title,body\nA,a\n,\nB,b\n", ["A", "B"], []),
        ("title,body,tag\nA,a,\n,,x\nB,b,\n", ["A", "B"], [(Kind.NO_TEXT, 3, True)]),
        ("title,body\nA,a\nB,\x00\nC,c\n", ["A", "C"], [(Kind.UNDECODABLE, 3, True)]),
        ("left,right\n1,2\n3,4\n", [], [(Kind.BROKEN, 1, True)]),
    ],
)
def test_bad_rows(tmp_path: Path, data: str, titles: list[str], problems: list[tuple[Kind, int, bool]]) -> None:
    records, met = read(tmp_path / "a.csv", data)
    assert [record.title for record in records] == titles
    assert [(problem.kind, problem.line, problem.skipped) for problem in met] == problems


def test_rows_too_large(tmp_path: Path) -> None:
    lines = b'B,"' + (b"part of one huge cell " * 20 + b"\n") * (MAX_RECORD_BYTES // 400) + b'"\n'
    for large in (b"B," + b"x" * MAX_RECORD_BYTES + b"\n", lines):
        records, problems = read(tmp_path / "a.csv", b"title,body\nA,a\n" + large + b"C,c\n")
        assert [record.title for record in records] == ["A", "C"]
        assert [(problem.kind, problem.line) for problem in problems] == [(Kind.TOO_LARGE, 3)]


def test_places(tmp_path: Path) -> None:
    records, _ = read(tmp_path / "a.csv", "id,url,title\n7,,A\n,https://x.org/b,B\n,,C\n,,C\n")
    parts = [record.place.part for record in records]
    assert parts[:2] == ["#7", "#https://x.org/b"]
    assert parts[3] == parts[2] + "~2"


def test_a_table_of_quotes_never_closed_is_not_read_again_and_again(tmp_path: Path) -> None:
    records, problems = read(tmp_path / "a.csv", "title,body\n" + 'a"b,"c\n' * 300 + "B,b\n")
    assert [record.title for record in records] == ["B"]
    assert [problem.line for problem in problems] == list(range(2, 302))
    assert "never closed; row" in problems[0].message
    assert "not closed on its line" in problems[200].message


def test_a_few_quotes_never_closed_do_not_part_rows_of_several_lines(tmp_path: Path) -> None:
    data = "title,body\nA,a\n" + 'B,"open\n' + 'C,c\nD,"two\nlines"\n' * 60 + 'E,e\nF,"x\ny"\n'
    records, _ = read(tmp_path / "a.csv", data)
    assert records[-1].body == "x\ny"


def test_a_header_may_be_very_wide(tmp_path: Path) -> None:
    names = ["title", "body", "title", *(f"c{n}" for n in range(40_000)), "body"]
    (record,), problems = read(tmp_path / "a.csv", ",".join(names) + "\nA,a,B" + "," * 40_000 + ",b\n")
    assert (record.title, record.body, problems) == ("A", "a", [])
