"""Recognised names: no text is recognised twice, and whatever becomes of what is kept, the index is the same."""

import random
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import Archive, lines, write

from corpus.entities.recognition import levels, recognise
from corpus.entities.recognition.name import Name
from corpus.entities.recognition.remembering import key_of, packed, unpacked
from corpus.settings import Config
from index.recognised import NAME, Finder, Recognised

TEXT = "Angela Merkel met Barack Obama in Berlin on Monday. The European Commission said nothing about it."
RULES = Config(recognition="rules")


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    archive = Archive(tmp_path)
    records = [
        {"id": f"a{n}", "title": f"Merkel meets Obama {n}", "body": f"{TEXT} {n}", "lang": "en"} for n in range(9)
    ]
    write(archive.files, {"a.jsonl": lines(records)})
    return archive


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note the bodies that are recognised in this process."""
    found: list[str] = []
    before = recognise.recognise

    def noted(title: str, body: str, lang: str | None, *, tagged: bool = True) -> tuple[Name, ...]:
        found.append(body)
        return before(title, body, lang, tagged=tagged)

    monkeypatch.setattr(levels, "recognise", noted)
    return found


def kept(archive: Archive) -> int:
    with closing(sqlite3.connect(archive.index / NAME)) as connection:
        return int(connection.execute("SELECT count(*) FROM names").fetchone()[0])


@st.composite
def texts_with_names(draw: st.DrawFn) -> tuple[str, str, tuple[Name, ...]]:
    texts = {field: draw(st.text(max_size=300)) for field in ("title", "body")}
    names = []
    for field, text in texts.items():
        cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=12)))
        for start, end in zip(cuts[::2], cuts[1::2], strict=False):
            kind = draw(st.sampled_from(["", "person", "organisation", "place", "event", "law", "work"]))
            names.append(Name(start, end, kind, text[start:end], field))
    return texts["title"], texts["body"], tuple(names)


@given(texts_with_names())
def test_names_come_back_as_they_were(some: tuple[str, str, tuple[Name, ...]]) -> None:
    title, body, names = some
    key = key_of(title, body, "en")
    assert unpacked(key, packed(key, names), title, body) == names


@given(texts_with_names(), st.data())
def test_no_damaged_entry_is_taken_for_one(some: tuple[str, str, tuple[Name, ...]], data: st.DataObject) -> None:
    title, body, names = some
    key = key_of(title, body, None)
    entry = bytearray(packed(key, names))
    entry[data.draw(st.integers(0, len(entry) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    assert unpacked(key, bytes(entry), title, body) is None
    assert unpacked(key_of(title, body, "en"), packed(key, names), title, body) is None


@given(st.text(), st.text(), st.none() | st.text(max_size=3))
def test_a_key_stands_for_one_text(title: str, body: str, lang: str | None) -> None:
    key = key_of(title, body, lang)
    assert key == key_of(title, body, lang)
    assert key != key_of(title + "x", body, lang)
    assert key != key_of(body + "y", title, lang)
    assert key != key_of(title, body, (lang or "") + "z")


def test_a_run_that_processes_all_again_recognises_nothing_again(archive: Archive, read: list[str]) -> None:
    archive.run(config=RULES)
    before = archive.articles()
    assert len(read) == kept(archive) == 9
    read.clear()
    archive.run(config=replace(RULES, mapping={"title": ("headline", "title")}))
    archive.run(config=RULES, full=True)
    assert read == []
    assert archive.articles() == before
    assert any(one.name == "Angela Merkel" for one in before["a1"].entities)


def test_only_what_changed_is_recognised(archive: Archive, read: list[str]) -> None:
    archive.run(config=RULES)
    read.clear()
    write(archive.files, {"b.jsonl": lines([{"id": "b", "title": "Another", "body": "Emmanuel Macron was in Paris."}])})
    archive.run(config=RULES, full=True)
    assert read == ["Emmanuel Macron was in Paris."]


def test_another_recogniser_forgets_what_the_one_before_found(archive: Archive, read: list[str]) -> None:
    archive.run(config=RULES)
    read.clear()
    archive.run(config=Config(recognition="tagger"))
    assert len(read) == 9
    assert kept(archive) == 9
    read.clear()
    archive.run(config=Config(recognition="tagger"), full=True)
    assert read == []


def test_nothing_is_kept_where_no_names_are_recognised(archive: Archive) -> None:
    archive.run(config=Config(recognition="none"))
    assert not (archive.index / NAME).exists()


@pytest.mark.slow
def test_what_other_processes_find_is_kept_too(archive: Archive, read: list[str]) -> None:
    maker = random.Random(3)
    words = TEXT.split()
    bodies = [" ".join(maker.choices(words, k=200)) for _ in range(800)]
    write(archive.files, {"b.jsonl": lines({"id": f"b{n}", "title": "", "body": one} for n, one in enumerate(bodies))})
    archive.run(config=RULES, jobs=2)
    before = archive.articles()
    assert len(read) < 809
    assert kept(archive) == 809
    read.clear()
    archive.run(config=RULES, jobs=2, full=True)
    assert read == []
    assert archive.articles() == before


@pytest.mark.parametrize("damage", [b"", b"no database at all" * 100, b"SQLite format 3\0" + bytes(4000)])
def test_a_damaged_file_costs_only_time(archive: Archive, read: list[str], damage: bytes) -> None:
    archive.run(config=RULES)
    before = archive.articles()
    (archive.index / NAME).write_bytes(damage)
    read.clear()
    archive.run(config=RULES, full=True)
    assert len(read) == 9
    assert archive.articles() == before
    assert kept(archive) == 9


def test_an_entry_that_is_damaged_is_found_anew(archive: Archive, read: list[str]) -> None:
    archive.run(config=RULES)
    before = archive.articles()
    with closing(sqlite3.connect(archive.index / NAME)) as connection, connection:
        connection.execute("UPDATE names SET found = x'00' WHERE number = 1")
        connection.execute("UPDATE names SET found = 'a text' WHERE number = 2")
    read.clear()
    archive.run(config=RULES, full=True)
    assert len(read) == 2
    assert archive.articles() == before


def test_a_folder_that_cannot_be_written_costs_only_time(archive: Archive) -> None:
    (archive.index / NAME).mkdir(parents=True)
    assert archive.run(config=RULES).added == 9


def test_the_oldest_are_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.recognised._SPARE", 3)
    recognised = Recognised(tmp_path, "me")
    for number in range(10):
        recognised.gather({bytes([number]) * 16: b"found"})
        recognised.keep(articles=2)
    with closing(Finder(tmp_path)) as finder:
        find = finder.by("me")
        assert [number for number in range(10) if find(bytes([number]) * 16)] == [3, 4, 5, 6, 7, 8, 9]
        assert finder.by("another")(bytes([9]) * 16) is None
