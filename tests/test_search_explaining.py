"""What explains a score adds up to it."""

import json
import random
from collections.abc import Iterator

import pytest
from click.testing import CliRunner
from conftest import MakeIndex, write_index
from hypothesis import given
from hypothesis import strategies as st

from corpus.article import Article, Entity
from corpus.relevance import Relevance
from corpus.settings import Config
from search import Engine
from search.cli import main
from search.explaining.told import said
from search.results import Hit
from search.web import create_app

WORDS = ["ant", "bear", "cats", "dogs", "eel", "fox", "gnu", "the", "al-hen"]
ENTITIES = [Entity("p.fox", "Fox", "person", ("Reynard", "Fox"))]


def made_up() -> list[Article]:
    chance = random.Random(11)
    return [
        Article(
            f"a{at}",
            " ".join(chance.choices(WORDS, k=3)),
            " ".join(chance.choices(WORDS, k=chance.randrange(1, 30))),
            published=chance.choice([None, "2020", "2023-05-01", "1950"]),
            lang="en",
            entities=tuple(ENTITIES[: chance.randrange(2)]),
        )
        for at in range(150)
    ]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    folder = write_index(tmp_path_factory.mktemp("explaining"), made_up(), segments=2)
    with Engine.open(folder, Config(relevance=Relevance(pairs=0.3, feedback=0.3))) as found:
        yield found


queries = st.lists(
    st.sampled_from([*WORDS, '"ant bear"', "Reynard", "bea*", "title:eel", "-gnu", "OR", "cat", "(ant dogs)"]),
    min_size=1,
    max_size=9,
).map(" ".join)


@given(query=queries, sort=st.sampled_from(["relevance", "recent-relevant", "newest"]))
def test_the_parts_add_up(engine: Engine, query: str, sort: str) -> None:
    found = engine.search(query, sort=sort, explain=True, limit=30)
    plain = engine.search(query, sort=sort, limit=30)
    assert [hit.id for hit in found.hits] == [hit.id for hit in plain.hits]
    assert [hit.score for hit in found.hits] == pytest.approx([hit.score for hit in plain.hits])  # each a bit later
    for hit in found.hits:
        assert sum(part.points for part in hit.why) == pytest.approx(hit.score, rel=1e-6, abs=1e-9)
        for part in hit.why:
            assert part.points > 0 or part.kind == "age"
            assert said(part)
            if part.fields:
                assert sum(share.points for share in part.fields) == pytest.approx(part.points, rel=1e-6)
    assert all(hit.why == () for hit in plain.hits)


@given(text=st.text(max_size=60) | st.text(alphabet='ant-&."():~* é', max_size=40))
def test_any_query_is_explained(engine: Engine, text: str) -> None:
    for hit in engine.search(text, explain=True, limit=5).hits:
        assert sum(part.points for part in hit.why) == pytest.approx(hit.score, rel=1e-6, abs=1e-9)


def why(engine: Engine, query: str, **asked: str) -> Hit:
    return engine.search(query, explain=True, limit=1, **asked).hits[0]  # type: ignore[arg-type]


def test_words_and_their_forms(engine: Engine) -> None:
    parts = {(part.kind, part.text): part for part in why(engine, "the cat dogs").why}
    assert set(parts) <= {("word", "cat"), ("word", "dogs"), ("pair", "cat dogs")}
    assert parts["word", "cat"].forms == ("cats",)
    assert {share.field for share in parts["word", "cat"].fields} <= {"title", "body"}
    assert "(also as cats)" in said(parts["word", "cat"])


def test_names(engine: Engine) -> None:
    parts = {part.kind: part for part in why(engine, "Reynard").why}
    assert parts["name"].text == "Fox"
    assert said(parts["name"]).startswith("the name Fox")


def test_feedback_and_age(engine: Engine) -> None:
    assert "feedback" in {part.kind for part in why(engine, "the ant the bear the dogs the gnu").why}
    aged = why(engine, "ant", sort="recent-relevant")
    assert aged.why[-1].kind == "age"
    assert aged.why[-1].points < 0


def test_a_query_without_words_has_nothing_to_explain(engine: Engine) -> None:
    assert why(engine, "").why == ()


def test_the_page_and_the_api_tell_it(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = write_index(tmp_path_factory.mktemp("web"), [Article("a", "<b>Dam</b>", "the dam breaks", lang="en")])
    app = create_app(folder)
    client = app.test_client()
    page = client.get("/?q=dam&explain=1").text
    assert "Why this result" in page
    assert "“dam” once in the title, once in the text" in page
    assert "Why this result" not in client.get("/?q=dam").text
    (hit,) = json.loads(client.get("/api/v1/search?q=dam&explain=1").text)["hits"]
    assert sum(part["points"] for part in hit["why"]) == pytest.approx(hit["score"])
    assert client.get("/api/v1/search?q=dam&explain=maybe").status_code == 400
    answered = CliRunner().invoke(main, ["search", "dam", "--explain", "--index", str(folder)], prog_name="broadsheet")
    assert "“dam” once in the title, once in the text\n" in answered.output


def test_pairs_of_words_with_signs(make_index: MakeIndex) -> None:
    bodies = {"beside": "They teach C++ code here.", "apart": "The code they teach here is C++."}
    folder = make_index([Article(key, "Lesson", body, lang="en") for key, body in bodies.items()])
    with Engine.open(folder) as engine:
        hits = engine.search("C++ code", explain=True).hits
    kinds = {hit.id: {one.kind for one in hit.why} for hit in hits}
    assert "pair" in kinds["beside"]
    assert "pair" not in kinds["apart"]
