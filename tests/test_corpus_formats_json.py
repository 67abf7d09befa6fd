import json
from pathlib import Path
from typing import Any

import pytest

from corpus.article import Json, Record
from corpus.decode import MAX_RECORD_BYTES
from corpus.errors import Kind, Problem
from corpus.formats.fields import FieldMap
from corpus.reader import read_file
from corpus.settings import Config

ONE = b'{"title": "T1", "body": "B1"}'
TWO = b'{"title": "T2", "body": "B2"}'


def read(
    path: Path, data: bytes | str, mapping: dict[str, tuple[str, ...]] | None = None
) -> tuple[list[Record], list[Problem]]:
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    problems: list[Problem] = []
    return list(read_file(path, Config(mapping=mapping or {}), problems.append)), problems


def read_item(folder: Path, item: Any, mapping: dict[str, tuple[str, ...]] | None = None) -> Record:  # noqa: ANN401
    (record,), problems = read(folder / "a.jsonl", json.dumps(item), mapping)
    assert problems == []
    return record


@pytest.mark.parametrize(
    "data",
    [
        b"[" + ONE + b"," + TWO + b"]",
        b"[\n  " + ONE + b",\n  " + TWO + b",\n]\n",
        ONE + b"\n" + TWO,
        ONE + TWO,
        b"\xef\xbb\xbf[" + ONE + b"," + TWO + b"]",
        b'{"articles": [' + ONE + b"," + TWO + b"]}",
        b'{"status": "ok", "total": 2, "articles": [' + ONE + b", " + TWO + b'], "next": null}',
        b'{"meta": {"page": 1}, "items": [' + ONE + b", " + TWO + b"]}",
        b'{"title": "A feed", "items": [' + ONE + b"," + TWO + b"]}",
        (b"[" + ONE + b"," + TWO + b"]").decode().encode("utf-16"),
        (b"[" + ONE + b"," + TWO + b"]").decode().encode("utf-16-le"),
    ],
)
@pytest.mark.parametrize("name", ["a.json", "A.JSON"])
def test_shapes_of_files_with_several_articles(tmp_path: Path, name: str, data: bytes) -> None:
    records, problems = read(tmp_path / name, data)
    assert [(record.title, record.body) for record in records] == [("T1", "B1"), ("T2", "B2")]
    assert problems == []
    assert all(record.place.part.startswith("#") for record in records)


def test_one_object_is_one_article(tmp_path: Path) -> None:
    item = {"title": "T", "body": "B", "images": [{"title": "A photo", "url": "https://x.org/1.jpg"}]}
    (record,), problems = read(tmp_path / "a.json", json.dumps(item, indent=1))
    assert problems == []
    assert (record.place.part, record.place.line) == ("", None)
    assert record.extra == {"images": item["images"]}


def test_json_lines_in_disguise(tmp_path: Path) -> None:
    for data in (b"[" + ONE + b",\n" + TWO + b"]", b"[\n" + ONE + b",\n" + TWO + b"\n]", b'{\n"title": "T1"}\n' + TWO):
        records, problems = read(tmp_path / "a.jsonl", data)
        assert [record.title for record in records] == ["T1", "T2"]
        assert problems == []


@pytest.mark.parametrize(
    ("data", "titles", "problems"),
    [
        (b"[" + ONE + b',\n{"title": tru},\n' + TWO + b"]", ["T1", "T2"], [(Kind.BROKEN, 2)]),
        (b'{"articles": [' + ONE + b',\n{"title": tru},\n' + TWO + b"]}", ["T1", "T2"], [(Kind.BROKEN, 2)]),
        (b"[" + ONE + b",\n" + TWO + b',\n{"title": "cut', ["T1", "T2"], [(Kind.BROKEN, 3)]),
        (b'{"n": 1, "articles": [' + ONE + b",\n" + TWO + b",\n", ["T1", "T2"], [(Kind.BROKEN, 3)]),
        (b"[" + ONE + b",\n7,\n" + TWO + b"]", ["T1", "T2"], [(Kind.BROKEN, 2)]),
        (b"[1, 2, [3], {}]", [], [(Kind.BROKEN, 1)]),
        (b'"only text"', [], [(Kind.BROKEN, 1)]),
        (ONE + b"\nrubbish", ["T1"], [(Kind.BROKEN, 2)]),
        (b'{"title": "T",\n "body": "an "unescaped" quote"}', [], [(Kind.BROKEN, 2)]),
        (b'{"authors": [{"name": "A"}],\n "body": "an "unescaped" quote"}', [], [(Kind.BROKEN, 2)]),
        (b"[" * 100_000, [], [(Kind.BROKEN, 1)]),
        (b'{"a":' * 100_000, [], [(Kind.BROKEN, 1)]),
        (b'{"title": "T", "a": ' + b"[" * 500 + b"]" * 500 + b"}", [], [(Kind.BROKEN, None)]),
        (b"[" + ONE + b",\n{},\n" + TWO + b"]", ["T1", "T2"], [(Kind.NO_TEXT, 2)]),
    ],
)
def test_broken_files(tmp_path: Path, data: bytes, titles: list[str], problems: list[tuple[Kind, int | None]]) -> None:
    records, met = read(tmp_path / "a.json", data)
    assert [record.title for record in records] == titles
    assert [(problem.kind, problem.line) for problem in met] == problems


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        (b'{"title": "T"', Kind.BROKEN),
        (b"null", Kind.BROKEN),
        (b"[1]", Kind.BROKEN),
        (b"[" * 100_000, Kind.BROKEN),
        (b'{"title": "T", "x": ' + b'{"a":' * 100_000, Kind.BROKEN),
        (b'{"title": "T", "x": ' + b"[" * 300 + b"]" * 300 + b"}", Kind.BROKEN),
        (b'{"title": "\x00"}', Kind.UNDECODABLE),
        (b'{"url": "https://x.org"}', Kind.NO_TEXT),
        (b'{"title": " ", "body": "<p> </p>"}', Kind.NO_TEXT),
        (b'{"body": "' + b"x" * MAX_RECORD_BYTES + b'"}', Kind.TOO_LARGE),
    ],
)
def test_bad_lines_cost_only_themselves(tmp_path: Path, line: bytes, kind: Kind) -> None:
    records, problems = read(tmp_path / "a.jsonl", ONE + b"\n\n" + line + b"\n" + TWO)
    assert [record.title for record in records] == ["T1", "T2"]
    assert [(problem.kind, problem.line) for problem in problems] == [(kind, 3)]


@pytest.mark.slow
def test_a_value_larger_than_an_article_may_be(tmp_path: Path) -> None:
    large = b'{"body": "' + b"x" * MAX_RECORD_BYTES + b'"}'
    records, problems = read(tmp_path / "a.json", b"[" + ONE + b",\n" + large + b",\n" + TWO + b"]")
    assert [record.title for record in records] == ["T1", "T2"]
    assert [(problem.kind, problem.line) for problem in problems] == [(Kind.TOO_LARGE, 2)]
    records, problems = read(tmp_path / "b.json", large)
    assert [problem.kind for problem in problems] == [Kind.TOO_LARGE]


def test_the_limit_holds_for_each_article_not_for_their_list(tmp_path: Path) -> None:
    item = json.dumps({"title": "T", "body": "word " * 400_000}).encode()
    count = MAX_RECORD_BYTES // len(item) + 2
    data = b'{"ok": true, "list": [' + b",".join([item] * count) + b'], "z": 1}'
    records, problems = read(tmp_path / "a.json", data)
    assert (len(records), problems) == (count, [])


def test_odd_values_are_repaired(tmp_path: Path) -> None:
    line = (
        b'{"title": "a\\ud800", "body": "\\ud83d\\ude00 \\u0000x", "id": "\\ud83d", "k\\udfff": ["\\udfff", NaN,'
        b' 1e999], "big": ' + b"9" * 10_000 + b', "large": 123456789012345678901, "twice": 1, "twice": 2}'
    )
    (record,), problems = read(tmp_path / "a.jsonl", line)
    assert problems == []
    assert (record.title, record.body, record.id) == ("a\ufffd", "😀 x", "\ufffd")
    assert record.extra == {
        "k\ufffd": ["\ufffd", None, None],
        "big": "9" * 10_000,
        "large": "123456789012345678901",
        "twice": 2,
    }


def test_a_line_that_is_not_utf8_is_decoded_by_itself(tmp_path: Path) -> None:
    data = '{"title": "Été à Genève"}\n'.encode("latin-1") + '{"title": "Şafak"}\n'.encode()
    records, _ = read(tmp_path / "a.jsonl", data)
    assert [record.title for record in records] == ["Été à Genève", "Şafak"]


@pytest.mark.parametrize(
    ("field", "name", "value", "expected"),
    [
        ("title", "headline", "X", "X"),
        ("title", "Article Title", " A\n title ", "A title"),
        ("title", "title", {"rendered": "A &amp; <b>B</b>"}, "A & B"),
        ("body", "articleBody", "X", "X"),
        ("body", "main-text", "X", "X"),
        ("body", "full_text", ["One.", "", "Two."], "One.\n\nTwo."),
        ("body", "content", "<p>One.</p><p>Two <b>bold</b>.</p>", "One.\n\nTwo bold."),
        ("body", "description", "X", "X"),
        ("body", "text", "Shares of Phillips <P> rose; 1 < 2 & 3", "Shares of Phillips <P> rose; 1 < 2 & 3"),
        ("published", "pub_date", "5 Jan 2024", "5 Jan 2024"),
        ("published", "datePublished", "2024-01-05", "2024-01-05"),
        ("published", "date_publish", 1704447000, "1704447000"),
        ("published", "timestamp", 1704447000000.0, "1704447000000"),
        ("published", "created-at", {"$date": "2024-01-05T00:00:00Z"}, "2024-01-05T00:00:00Z"),
        ("source", "publisher", {"name": "Gazette", "logo": "x"}, "Gazette"),
        ("source", "source_domain", "x.org", "x.org"),
        ("url", "link", " https://x.org/a ", "https://x.org/a"),
        ("lang", "language", "de", "de"),
        ("author", "authors", ["A. Roy", {"name": "B. Li"}], "A. Roy, B. Li"),
        ("author", "byline", "A. Roy", "A. Roy"),
        ("id", "_id", {"$oid": "5f"}, "5f"),
        ("id", "ID", 42, "42"),
        ("id", "guid", "x", "x"),
    ],
)
def test_the_usual_names(tmp_path: Path, field: str, name: str, value: object, expected: str) -> None:
    record = read_item(
        tmp_path, {name: value, "headline": "T", "zzz": 1} if field != "title" else {name: value, "zzz": 1}
    )
    assert getattr(record, field) == expected
    assert record.extra == {"zzz": 1}


def test_the_best_name_that_has_a_value_counts_and_the_others_are_kept(tmp_path: Path) -> None:
    record = read_item(tmp_path, {"description": "Short.", "text": "", "content": "Long.", "title": "T", "null": None})
    assert record.body == "Long."
    assert record.extra == {"description": "Short.", "null": None}


def test_configured_names_come_first(tmp_path: Path) -> None:
    mapping = {"title": ("kop",), "source": ("meta.site",), "body": ("missing", "blocks.text"), "id": ("nr",)}
    item = {
        "title": "T", "Kop": "K", "nr": 7, "id": "other",
        "meta": {"site": "S", "page": 3}, "blocks": {"Text": "B"}, "body": "unused",
    }  # fmt: skip
    record = read_item(tmp_path, item, mapping)
    assert (record.title, record.source, record.body, record.id) == ("K", "S", "B", "7")
    assert record.extra == {"title": "T", "id": "other", "meta": {"page": 3}, "body": "unused"}


def test_a_name_configured_for_one_field_stands_for_no_other(tmp_path: Path) -> None:
    record = read_item(tmp_path, {"title": "T", "body": "B", "by": "Desk"}, {"source": ("by",)})
    assert (record.source, record.author) == ("Desk", None)


def test_entities_are_passed_on(tmp_path: Path) -> None:
    entities = {"people": ["A. Roy", {"name": "B. Li", "aliases": ["Li\ud800"]}]}
    assert read_item(tmp_path, {"title": "T", "entities": entities}).entities == {
        "people": ["A. Roy", {"name": "B. Li", "aliases": ["Li\ufffd"]}]
    }


def test_places_survive_insertions(tmp_path: Path) -> None:
    lines = [
        '{"title": "A", "id": "x/1"}',
        '{"title": "B", "url": "https://x.org/b", "n": 1}',
        '{"title": "C", "n": 1}',
        '{"n": 1, "title": "C"}',
    ]
    before, _ = read(tmp_path / "a.jsonl", "\n".join(lines))
    after, _ = read(tmp_path / "a.jsonl", "\n".join(['{"title": "New"}', *lines]))
    parts = [record.place.part for record in before]
    assert parts[:2] == ["#x/1", "#https://x.org/b"]
    assert len(parts[2]) == 17
    assert parts[3] == parts[2] + "~2"
    assert [record.place.part for record in after[1:]] == parts


def test_only_shapes_of_a_common_size_are_remembered() -> None:
    fields = FieldMap({})
    items: list[dict[str, Json]] = [
        {"title": "T"},
        {"title": "T", **{f"k{n}": 1 for n in range(200)}},
        {"title": "T", "k" * 9000: 1},
    ]
    for item in items:
        assert fields.title(item) == fields.title(item) == "T"
    assert list(fields._shapes) == [("title",)]
