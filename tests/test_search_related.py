"""Related articles: those that share distinctive words and names, never a copy, and what they share."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import MakeIndex, write_index
from hypothesis import given
from hypothesis import strategies as st
from test_search_copies import signed

from corpus.article import Article, Entity, Mention
from index.publishing import publish_articles
from search import Engine
from search import related as related_module
from search.errors import ArticleNotFoundError, BadParameterError
from search.web import create_app

TOPICS = {
    "grain": "wheat harvest farmers silo tonnes drought export barley",
    "space": "rocket launch orbit satellite astronaut payload booster capsule",
    "court": "judge verdict jury appeal lawyer testimony sentence witness",
}
COMMON = "the of and to in a that said on for it was"
ATTACK = "<script>alert(1)</script>"


def article(topic: str, number: int) -> Article:
    words = TOPICS[topic].split()
    own = " ".join(words[(number + step) % len(words)] for step in range(5))
    return Article(f"{topic}{number}", "Report", f"{COMMON} {own}. {COMMON}", "2024", "Wire", lang="en")


ARTICLES = [article(topic, number) for topic in TOPICS for number in range(8)]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with Engine.open(write_index(tmp_path_factory.mktemp("related") / "index", ARTICLES, segments=2)) as found:
        yield found


@pytest.mark.parametrize("one", ARTICLES, ids=lambda one: str(one.id))
def test_of_the_same_topic(engine: Engine, one: Article) -> None:
    found = engine.related(one.id, limit=4)
    assert len(found) == 4
    assert {other.id[:5] for other in found} == {one.id[:5]}
    assert one.id not in {other.id for other in found}
    assert [other.score for other in found] == sorted((other.score for other in found), reverse=True)
    for other in found:
        body = next(each.body for each in ARTICLES if each.id == other.id)
        assert other.words
        assert all(word in body.split() or f"{word}." in body for word in other.words)
        assert not set(other.words) & set(COMMON.split())


def test_shared_names(make_index: MakeIndex) -> None:
    anna = Entity("anna", "Anna Kern", "person")
    bodies = [f"Then {name} came. filler{n} pad{n}" for n, name in enumerate(["Anna Kern", "Anna Kern", "nobody"])]
    articles = [
        Article(f"a{n}", "", body, entities=(anna,), mentions=(Mention("anna", 5, 14, "Anna Kern"),))
        if "Anna" in body
        else Article(f"a{n}", "", body)
        for n, body in enumerate(bodies)
    ]
    with Engine.open(make_index([*articles, *ARTICLES])) as engine:
        (found,) = engine.related("a0", limit=1)
        assert (found.id, [one.id for one in found.entities]) == ("a1", [engine.meant("Anna Kern").id])


def test_no_copies(tmp_path: Path) -> None:
    long = " ".join(f"w{a}{b}" for a in "abcdefgh" for b in "abcdefgh")
    copies = [Article(f"copy{n}", "Harbour", f"{long} harbour ship", "2024", f"Outlet {n}") for n in range(3)]
    other = " ".join(f"v{a}{b}" for a in "abcdefgh" for b in "abcdefgh")
    shared = " ".join(long.split()[:24])
    others = [Article(f"other{n}", "Pier", f"{other} {shared} harbour ship", "2024", f"Outlet {n}") for n in range(3)]
    publish_articles(tmp_path, [signed(one) for one in (*copies, *others, *ARTICLES)])
    with Engine.open(tmp_path) as engine:
        assert engine.copies("copy0").group is not None
        found = [one.id for one in engine.related("copy1")]
        assert [one[:5] for one in found] == ["other"]


def test_nothing_to_go_by(make_index: MakeIndex) -> None:
    with Engine.open(make_index([Article("empty", "", ""), Article("odd", "", "unheard"), *ARTICLES])) as engine:
        assert engine.related("empty") == ()
        assert engine.related("odd") == ()
        with pytest.raises(ArticleNotFoundError):
            engine.related("nothing")
        for limit in (0, 101, "3", True):
            with pytest.raises(BadParameterError):
                engine.related("odd", limit=limit)  # type: ignore[arg-type]


def test_time_is_limited(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(related_module, "_TIME", -1.0)
    assert all(len(one.words) == 1 for one in engine.related("grain0"))


@given(st.lists(st.text(max_size=60), min_size=1, max_size=4), st.integers(0, 200_000))
def test_any_text(tmp_path_factory: pytest.TempPathFactory, texts: list[str], pad: int) -> None:
    articles = [Article(f"a{at}", text[:9], text + "x" * pad + " " + "\0" * pad) for at, text in enumerate(texts)]
    with Engine.open(write_index(tmp_path_factory.mktemp("any") / "index", [*articles, *articles[:1]])) as engine:
        assert all(0.0 < one.score <= 2.0 for one in engine.related("a0"))


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Any:  # noqa: ANN401 -- Flask's client
    hostile = [Article(f"h{n}", ATTACK, f"{ATTACK} zebra", "2024", ATTACK, "javascript:alert(1)") for n in range(2)]
    return create_app(write_index(tmp_path_factory.mktemp("web") / "index", [*ARTICLES, *hostile])).test_client()


def test_over_http(client: Any) -> None:  # noqa: ANN401 -- the same
    found = json.loads(client.get("/api/v1/articles/grain1/related?limit=3").text)["related"]
    assert [one["id"][:5] for one in found] == ["grain"] * 3
    assert set(found[0]) == {
        *("id", "title", "url", "published", "source", "lang", "score", "words", "entities", "guessed")
    }
    assert json.loads(client.get("/api/v1/articles/h0/related").text)["related"][0]["url"] is None
    for path, status in (("nothing/related", 404), ("grain1/related?limit=x", 400), ("grain1/related?q=a", 400)):
        assert client.get(f"/api/v1/articles/{path}").status_code == status


def test_on_the_page(client: Any) -> None:  # noqa: ANN401 -- the same
    text = client.get("/articles/grain1?q=wheat").text
    section = text.split('<section class="related"')[1].split("</section>")[0]
    assert section.count("<li>") == 5
    assert "/articles/grain2?q=wheat" in section
    assert "both have " in section
    text = client.get("/articles/h0").text
    assert "/articles/h1" in text
    assert text.count("<script") == 1  # our own
