"""The copies of an article and what differs, on the pages and over HTTP."""

import html
import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from corpus.article import Article
from corpus.copies.signature import signature
from index.publishing import publish_articles
from search.errors import ArticleNotFoundError
from search.results import Copies, Copy
from search.web import create_app
from search.web.state import site_of

ATTACK = "<script>alert('x')</script>"
STORY = "\n\n".join(
    f"The council held its long-awaited vote on the {place} on Friday, after months of delay, the mayor said."
    for place in ("harbour", "bridge", "market", "station")
)
SECOND = STORY.replace("bridge on Friday", f"{ATTACK} on Monday")
ARTICLES = (
    Article("late", f"Vote {ATTACK}", SECOND, "2024-03-02", source=f"Courier {ATTACK}", url="https://c.example/1"),
    Article("first", "Vote held", STORY, "2024-03-01T09:00:00Z", source="Gazette", url="javascript:alert(1)"),
    Article("undated", "Vote", STORY, source=None),
    Article("alone", "Another story", "Nothing to do with it, though it is long enough to be compared." * 5),
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    folder = tmp_path_factory.mktemp("copies") / "index"
    publish_articles(folder, (replace(one, signature=signature(one.title, one.body)) for one in ARTICLES))
    app = create_app(folder)
    with closing(site_of(app).engine):
        yield app.test_client()


def test_the_engine_lists_copies_by_date(client: FlaskClient) -> None:
    engine = site_of(client.application).engine
    found = engine.copies("undated")
    assert [one.id for one in found.copies] == ["first", "late", "undated"]
    assert found.copies[2] == Copy("undated", "Vote", None, None, None)
    assert found.group is not None
    assert (found.group.id, found.group.size) == ("first", 3)
    assert engine.copies("alone") == Copies()
    assert engine.differences("alone").earliest.id == "alone"
    for ask in (engine.copies, engine.differences):
        with pytest.raises(ArticleNotFoundError):
            ask("nothing")


def test_the_api_lists_copies(client: FlaskClient) -> None:
    found = client.get("/api/v1/articles/late/copies").get_json()
    assert found["group"]["id"] == "first"
    assert found["copies"][0] == {
        "id": "first",
        "title": "Vote held",
        "url": None,
        "published": "2024-03-01T09:00:00Z",
        "source": "Gazette",
        "guessed": False,
    }
    assert client.get("/api/v1/articles/alone/copies").get_json() == {"group": None, "copies": []}


def test_the_api_says_what_differs(client: FlaskClient) -> None:
    found = client.get("/api/v1/articles/late/differences").get_json()
    assert (found["id"], found["earliest"], found["complete"]) == ("late", "first", True)
    for change in found["changes"]:
        assert STORY[slice(*change["before_span"])] == change["before"]
        assert SECOND[slice(*change["after_span"])] == change["after"]
    assert [(change["before"], change["after"]) for change in found["changes"]] == [
        ("bridge", ATTACK.removeprefix("<").removesuffix(">")),
        ("Friday", "Monday"),
    ]
    assert client.get("/api/v1/articles/alone/differences").get_json()["changes"] == []


@pytest.mark.parametrize("path", ["copies", "differences"])
def test_problems(client: FlaskClient, path: str) -> None:
    for url, status in ((f"nothing/{path}", 404), (f"late/{path}?q=a", 400), (f"%00%ed%a0%80/{path}", 404)):
        answer = client.get(f"/api/v1/articles/{url}")
        assert (answer.status_code, answer.content_type) == (status, "application/problem+json")
    assert client.get("/articles/nothing/differences").status_code == 404


def test_the_page_of_an_article_lists_its_copies(client: FlaskClient) -> None:
    text = client.get("/articles/late?q=vote").text
    assert "3 copies of this story" in text
    section = text.split('<section class="copies"')[1].split("</section>")[0]
    links = [html.unescape(one) for one in re.findall(r'href="(/articles/[^"]+)"', section)]
    assert links == [
        "/articles/first?q=vote",
        "/articles/late/differences?q=vote",
        "/articles/undated/differences?q=vote",
        "/articles/undated?q=vote",
    ]
    assert all(client.get(link).status_code == 200 for link in links)
    assert "of this story" not in client.get("/articles/alone").text


def test_what_differs_is_marked(client: FlaskClient) -> None:
    text = client.get("/articles/late/differences?q=vote").text
    assert '<a href="/articles/late?q=vote">' in text
    assert re.findall(r"<del>([^<]+)</del>", text) == ["struck through", "bridge", "Friday"]
    assert re.findall(r"<ins>([^<]+)</ins>", text)[2:] == ["Monday"]
    assert text.count('class="same"') == 3
    assert "The words are the same." in client.get("/articles/undated/differences").text
    for one in ("first", "alone"):
        assert "the earliest copy, or the only one" in client.get(f"/articles/{one}/differences").text


@pytest.mark.parametrize("url", ["/articles/late", "/articles/late/differences", "/articles/first"])
def test_no_markup_of_an_article_gets_out(client: FlaskClient, url: str) -> None:
    text = client.get(url).text
    assert text.count("<script") == 1  # our own
    assert "javascript:" not in text
    assert not re.search(r"<[^>]+\son\w+=|<(?:img|iframe|object|embed)\b", text)
