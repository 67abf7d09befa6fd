"""Paging: pages are parts of one list, in every order, forwards and back, and a changed archive loses no article."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import MakeIndex, write_index
from hypothesis import given
from hypothesis import strategies as st

from corpus.article import Article
from corpus.copies.signature import signature
from corpus.settings import Config
from index.publishing import publish_articles
from index.takedown import remove
from search import Engine
from search.errors import BadCursorError
from search.paging.cursors import Key, read_cursor, write_cursor
from search.results import Results

SORTS = ("relevance", "newest", "oldest", "recent-relevant")
QUERIES = ("", "fox", "fox den owl", "fox -owl", "source:b fox")
DATES = ("2024-01-05", "2024-01-05", "2023", None, "2030-01-01", "2001-02-03T04:05:06Z")
PADDING = " ".join(f"w{n}" for n in range(40))


def article(number: int, words: str = "") -> Article:
    """Return an article that shares its date and its score with others; every fifth story stands in three copies."""
    which = ("fox", "fox den", "fox den owl", "fox owl", "owl")[number // 3 % 5]
    story = number // 3 if number // 3 % 5 == 0 else 1_000 + number
    body = f"{which} {words} {PADDING} " + " ".join(f"s{story}x{n}" for n in range(40))
    found = Article(f"a{number:03d}", "T", body, DATES[number % len(DATES)], source="ab"[number % 2], lang="en")
    return replace(found, signature=signature(found.title, found.body))


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    folder = tmp_path_factory.mktemp("paging") / "index"
    publish_articles(folder, [article(number) for number in range(60)])
    with Engine.open(folder) as found:
        yield found


def ids(found: Results) -> list[str]:
    return [hit.id for hit in found.hits]


asking = st.fixed_dictionaries({"sort": st.sampled_from(SORTS), "collapse": st.booleans()})


@given(
    query=st.sampled_from(QUERIES),
    asked=asking,
    limits=st.lists(st.integers(1, 30), min_size=1, max_size=12),
    turns=st.lists(st.booleans(), max_size=12),
)
def test_pages_are_parts_of_the_whole(
    engine: Engine, query: str, asked: dict[str, Any], *, limits: Sequence[int], turns: Sequence[bool]
) -> None:
    whole = engine.search(query, limit=100, **asked)
    every = ids(whole)
    assert whole.next is None
    found, at = engine.search(query, limit=limits[0], **asked), 0
    for limit, forwards in zip([*limits[1:], *limits], turns, strict=False):
        end = at + len(found.hits)
        assert (ids(found), found.offset) == (every[at:end], at)
        assert [hit.relaxed for hit in found.hits] == [hit.relaxed for hit in whole.hits[at:end]]
        assert (found.next is None) == (end == len(every))
        assert (found.previous is None) == (at == 0)
        assert (found.total, found.groups) == (whole.total, whole.groups)
        assert not [one for one in found.warnings if "changed" in one.message]
        cursor = found.next if forwards else found.previous
        if cursor is None:
            continue
        found = engine.search(query, limit=limit, cursor=cursor, **asked)
        at = end if forwards else max(at - limit, 0)


def walk(engine: Engine, query: str, found: Results, **asked: Any) -> list[str]:  # noqa: ANN401 -- what a search takes
    met = ids(found)
    while found.next is not None:
        found = engine.search(query, cursor=found.next, **asked)
        met += ids(found)
    return met


@pytest.mark.parametrize("sort", SORTS)
def test_a_new_generation_leaves_the_pages_of_an_answer_as_they_are(make_index: MakeIndex, sort: str) -> None:
    folder = make_index([article(number) for number in range(30)])
    with Engine.open(folder) as engine:
        every = ids(engine.search("fox", sort=sort, limit=100))
        first = engine.search("fox", sort=sort, limit=4)
        make_index([article(number, "fox") for number in range(20, 60)])
        assert engine.search("fox", limit=100).total > first.total
        second = engine.search("fox", sort=sort, limit=4, cursor=first.next)
        assert (second.total, second.warnings) == (first.total, first.warnings)
        assert [*ids(first), *walk(engine, "fox", second, sort=sort, limit=4)] == every


@pytest.mark.slow
@given(
    sort=st.sampled_from(SORTS),
    query=st.sampled_from(QUERIES),
    limit=st.integers(1, 9),
    change=st.tuples(st.sets(st.integers(0, 29), max_size=12), st.integers(0, 12)),
)
def test_a_vanished_generation_goes_on_by_key(
    tmp_path_factory: pytest.TempPathFactory, sort: str, query: str, *, limit: int, change: tuple[set[int], int]
) -> None:
    gone, fresh = change
    folder = tmp_path_factory.mktemp("vanished") / "index"
    write_index(folder, [article(number) for number in range(30)])
    asked: dict[str, Any] = {"sort": sort, "limit": limit}
    with Engine.open(folder) as engine:
        first = engine.search(query, **asked)
        last = ids(first)[-1]
        assert first.next is not None
        kept = [article(number) for number in range(30 + fresh) if number not in gone]
        write_index(folder, kept)
        write_index(folder, kept)
        whole = ids(engine.search(query, sort=sort, limit=100))
        after = walk(engine, query, engine.search(query, cursor=first.next, **asked), **asked)
        assert after == whole[len(whole) - len(after) :]
        if last in whole:
            assert after == whole[whole.index(last) + 1 :]
        elif sort in {"newest", "oldest"} and not engine.search(query).relaxed:
            assert set(after) >= {one for one in whole if one > last and dated(one) == dated(last)}
        moved = engine.search(query, cursor=first.next, **asked)
        assert any("changed" in one.message for one in moved.warnings)
        if moved.previous is not None:
            before = engine.search(query, sort=sort, limit=100, cursor=moved.previous)
            assert ids(before) == whole[: moved.offset]


def dated(key: str) -> str | None:
    return DATES[int(key[1:]) % len(DATES)]


def test_stories_listed_once_go_on_where_theirs_was(tmp_path: Path) -> None:
    publish_articles(tmp_path, [article(number) for number in range(60)])
    with Engine.open(tmp_path) as engine:
        first = engine.search("fox", collapse=True, limit=5)
        for _ in range(2):
            publish_articles(tmp_path, [article(number) for number in range(70) if number != 1])
        whole = ids(engine.search("fox", collapse=True, limit=100))
        after = walk(engine, "fox", engine.search("fox", collapse=True, limit=5, cursor=first.next), collapse=True)
        assert after == whole[whole.index(ids(first)[-1]) + 1 :]


def test_other_settings_are_a_changed_archive(make_index: MakeIndex) -> None:
    articles = [Article(f"a{n}", "fox " * (n % 3), "fox " * (n % 5) + PADDING) for n in range(20)]
    folder = make_index(articles)
    with Engine.open(folder) as engine:
        first = engine.search("fox", limit=5)
    with Engine.open(folder, Config(boosts={"title": 0.01, "body": 30.0, "entities": 1.0})) as engine:
        whole = ids(engine.search("fox", limit=100))
        after = walk(engine, "fox", engine.search("fox", limit=5, cursor=first.next), limit=5)
        assert after == whole[whole.index(ids(first)[-1]) + 1 :]


def test_a_cursor_belongs_to_its_question(engine: Engine) -> None:
    cursor = engine.search("fox", limit=2).next
    assert engine.search("fox", limit=9, facet="source", cursor=cursor).offset == 2
    for other in ({"sort": "newest"}, {"source": "a"}, {"collapse": True}, {"since": "2001"}):
        with pytest.raises(BadCursorError):
            engine.search("fox", cursor=cursor, **other)
    with pytest.raises(BadCursorError):
        engine.search("owl", cursor=cursor)


changes = st.fixed_dictionaries(
    {
        "place": st.integers(0, 1 << 40),
        "back": st.booleans(),
        "now": st.floats(0, 1e11),
        "article": st.text(max_size=9),
    },
    optional={"generation": st.integers(0, 1 << 63)},
)
keys = st.builds(Key, st.integers(0, 65_535), st.booleans(), st.floats(-1e308, 1e308))


@given(sort=st.sampled_from(SORTS), change=changes, key=keys)
def test_hostile_cursors_answer(engine: Engine, sort: str, change: dict[str, Any], key: Key) -> None:
    true = engine.search("fox den owl", limit=2, sort=sort).next
    made = replace(read_cursor(true), key=key, **change)
    found = engine.search("fox den owl", sort=sort, cursor=write_cursor(made))
    assert 0 <= found.offset <= 60


def test_what_was_taken_down_is_on_no_page(make_index: MakeIndex, tmp_path: Path) -> None:
    folder = tmp_path / "taken"
    publish_articles(folder, [article(number) for number in range(12)])
    config = tmp_path / "broadsheet.yaml"
    with Engine.open(folder) as engine:
        first = engine.search("", limit=2)
        behind = ids(engine.search("", limit=2, cursor=first.next))
        remove(folder, behind[:1], config)
        assert behind[0] not in ids(engine.search("", limit=2, cursor=first.next))
