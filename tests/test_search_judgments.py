import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.errors import JudgmentsError
from search.evaluation.judgments import read_grades, read_queries

QUERIES = {"1": "troops leave", "2": "a dam, far away"}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("q.tsv", "1\ttroops leave\n2\ta dam, far away\n"),
        ("q.tsv", "\ufeffid\ttext\r\n1\ttroops leave\r\n\r\n2\ta dam, far away"),
        ("q.txt", "1 troops leave\n2   a dam, far away"),
        ("q.csv", 'query_id,query\n1,troops leave\n2,"a dam, far away"\n'),
        (
            "topics",
            "<top>\n<num> Number: 1\n<title> troops\nleave\n</top>\n<top><num>2</num><title>a dam, far away</title>",
        ),
    ],
)
def test_queries(tmp_path: Path, name: str, text: str) -> None:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8", newline="")
    assert read_queries(file) == QUERIES


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("j.trec", "1 0 a 2\n1 0 b 0\n2 0 a 1\n2 0 c -1\n"),
        ("j.tsv", "query\tarticle\tgrade\n1\ta\t2\n2\ta\t1\n"),
        ("j.csv", "1,a,2\n2,a,1\n"),
        ("j.csv", '1,"a",2\r\n2,a\u2028,1\r\n'),
        ("j.txt", "\n1 a 2\r\n2 a +1"),
    ],
)
def test_grades(tmp_path: Path, name: str, text: str) -> None:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8", newline="")
    assert read_grades(file, file) == {"1": {"a": 2}, "2": {"a": 1}}


@pytest.mark.parametrize(
    ("data", "line", "said"),
    [
        (b"1\ttroops\n1\ttanks\n", 2, "the query 1 stands here a second time"),
        (b"1\ttroops\n\nalone\n", 3, "there are not both an id and a query; part them with a tab"),
        (b"1\ttroops\n2\t\xe9t\xe9\n", 2, "it is not written in UTF-8"),
        (b"\n \n", 1, "there is no query in the file"),
        (b"\n<top>\n<num> 3\n</top>", 2, "this topic has not both <num> and <title>"),
    ],
)
def test_queries_that_cannot_be_read(tmp_path: Path, data: bytes, line: int, said: str) -> None:
    file = tmp_path / "q.tsv"
    file.write_bytes(data)
    with pytest.raises(JudgmentsError) as error:
        read_queries(file)
    assert str(error.value) == f"{file}, line {line}: {said}."
    assert (error.value.path, error.value.line) == (file, line)


@pytest.mark.parametrize(
    ("name", "text", "line", "said"),
    [
        ("j.tsv", "1\ta\t1\n1\tb\tgood\n", 2, "the grade is no whole number but good"),
        ("j.tsv", "1\ta\n", 1, "there are not a query, an article and a grade"),
        ("j.tsv", "1\ta\t1\tb\t1\n", 1, "there are not a query, an article and a grade"),
        ("j.tsv", "1\t\t1\n", 1, "there are not a query, an article and a grade"),
        ("j.tsv", "1\ta\t0\n", 1, "no article is judged to answer any query of q.tsv"),
    ],
)
def test_grades_that_cannot_be_read(tmp_path: Path, name: str, text: str, line: int, said: str) -> None:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    with pytest.raises(JudgmentsError) as error:
        read_grades(file, Path("q.tsv"))
    assert str(error.value) == f"{file}, line {line}: {said}."


def test_a_table_that_cannot_be_read(tmp_path: Path) -> None:
    file = tmp_path / "j.csv"
    file.write_text("1,a,1\n1,long,1\n", encoding="utf-8")
    before = csv.field_size_limit(3)
    try:
        with pytest.raises(JudgmentsError, match=r"j\.csv, line 2: it cannot be read as CSV \(field larger"):
            read_grades(file, file)
    finally:
        csv.field_size_limit(before)


@given(data=st.binary(max_size=200) | st.text(alphabet='1\t,"\n\r <top>num', max_size=200).map(str.encode))
@pytest.mark.parametrize("name", ["any.tsv", "any.csv"])
def test_garbage_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, name: str, data: bytes) -> None:
    file = tmp_path_factory.mktemp("garbage") / name
    file.write_bytes(data)
    for read in (read_queries, lambda path: read_grades(path, path)):
        try:
            assert read(file)
        except JudgmentsError as error:
            lines = error.line
        else:
            lines = 1
        assert 1 <= lines <= len(data) + 1
