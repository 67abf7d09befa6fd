"""Copies: each story is listed once where that is asked for, by the first of its copies, and no article is lost."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.article import Article
from corpus.copies.signature import signature
from index.publishing import publish_articles
from search import Engine
from search.ranking.collapse import distinct, firsts
from search.web import create_app

WORDS = [f"word{a}{b}" for a in "abcdefghij" for b in "klmnopqr"]


def story(number: int) -> str:
    own = [f"only{chr(97 + number)}{one}" for one in WORDS[:60]]
    return "The harbour was closed. " + " ".join([*WORDS[number * 2 : number * 2 + 10], *own])


def signed(article: Article) -> Article:
    return replace(article, signature=signature(article.title, article.body))


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    folder = tmp_path_factory.mktemp("copies") / "index"
    articles = [
        Article(
            f"s{number}c{copy}", "Harbour", story(number), f"2024-01-{20 - copy}", source=f"Outlet {copy}", lang="en"
        )
        for number in range(9)
        for copy in range(1 + number % 4)
    ]
    publish_articles(folder, map(signed, articles))
    with Engine.open(folder) as found:
        yield found


def test_each_story_once(engine: Engine) -> None:
    every = engine.search("harbour", limit=100)
    once = engine.search("harbour", limit=100, collapse=True)
    assert every.groups is None
    assert (once.total, once.groups) == (every.total, 9)
    stories: dict[str, str] = {}
    for hit in every.hits:
        stories.setdefault(hit.id[:2], hit.id)
    assert [hit.id for hit in once.hits] == list(stories.values())
    assert once.next is None


def test_a_hit_knows_its_copies(engine: Engine) -> None:
    for hit in engine.search("harbour", limit=100).hits:
        copies = 1 + int(hit.id[1]) % 4
        if copies == 1:
            assert hit.group is None
        else:
            assert hit.group is not None
            assert (hit.group.size, hit.group.id) == (copies, f"{hit.id[:2]}c{copies - 1}")
            assert hit.group.outlets == tuple(f"Outlet {copy}" for copy in range(copies))


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest", "recent-relevant"])
def test_pages_are_parts_of_the_whole(engine: Engine, sort: str) -> None:
    whole = [hit.id for hit in engine.search("harbour", limit=100, collapse=True, sort=sort).hits]
    found, cursor = [], None
    for _ in range(9):
        results = engine.search("harbour", limit=2, collapse=True, sort=sort, cursor=cursor)
        found += [hit.id for hit in results.hits]
        cursor = results.next
        if cursor is None:
            break
    assert found == whole


@given(st.lists(st.integers(0, 4), max_size=40))
def test_the_first_of_each_story(codes: list[int]) -> None:
    groups = np.array(codes, np.uint32)
    order = [(doc, 1.0) for doc in reversed(range(len(codes)))]
    expected = [
        at
        for at, (doc, _) in enumerate(order)
        if not codes[doc] or codes[doc] not in {codes[other] for other, _ in order[:at]}
    ]
    assert firsts(order, groups) == expected
    assert distinct(np.arange(len(codes)), groups) == len(expected)


def test_the_page_lists_each_story_once(engine: Engine, tmp_path: Path) -> None:
    articles = [Article(f"a{n}", "Harbour", story(0), source=f"Outlet {n}") for n in range(3)]
    publish_articles(tmp_path / "index", map(signed, articles))
    client = create_app(tmp_path / "index").test_client()
    text = client.get("/?q=harbour").text
    assert text.count('<li class="hit">') == 1
    assert "+2 outlets" in text
    assert "1 story in 3 articles" in text
    assert client.get("/?q=harbour&collapse=0").text.count('<li class="hit">') == 3
    answer = json.loads(client.get("/api/v1/search?q=harbour").text)
    assert (len(answer["hits"]), answer["groups"]) == (3, None)
    answer = json.loads(client.get("/api/v1/search?q=harbour&collapse=1").text)
    assert [hit["group"]["size"] for hit in answer["hits"]] == [3]
    assert answer["groups"] == 1
