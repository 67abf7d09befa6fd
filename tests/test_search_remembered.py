"""Hits that are remembered are those that a fresh engine makes."""

from pathlib import Path
from random import Random

import pytest
from conftest import write_index

from corpus.article import Article, Entity, Mention
from corpus.settings import Config
from search import Engine, deadline

WORDS = ["ant", "bear", "cat", "dog", "Élan", "elk", "long"]
ANT = Entity("ant", "Ant Society", "organisation", ("the Ants",))


def some_articles() -> list[Article]:
    random = Random(0)
    articles = []
    for at in range(40):
        body = " ".join(random.choices(WORDS, k=random.choice([5, 60, 4_000]))).replace("long", "long. The")
        lang, source = random.choice(["en", "fr", None]), random.choice("xy")
        articles.append(
            Article(
                f"a{at}",
                " ".join(random.choices(WORDS, k=2)),
                f"The Ants. {body}",
                lang=lang,
                source=source,
                published=f"20{10 + at % 9}-01-01",
                entities=(ANT,),
                mentions=(Mention("ant", 0, 8, "The Ants"),),
            )
        )
    return articles


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_index(tmp_path_factory.mktemp("remembered"), some_articles(), segments=2)


def test_hits_are_those_of_a_fresh_engine(folder: Path) -> None:
    random = Random(1)
    texts = [
        "ant bear",
        "bear",
        '"cat dog"',
        "ant -bear",
        "elan",
        "cat OR elk",
        "ant nowhere",
        "Ant Society",
        "",
        "lo*",
    ]
    with Engine.open(folder) as engine:
        for _ in range(60):
            text, source = random.choice(texts), random.choice(["x", "y", ()])
            sort, limit = random.choice(["relevance", "newest"]), random.choice([3, 20])
            found = engine.search(text, source=source, sort=sort, limit=limit)
            behind = engine.search(text, source=source, sort=sort, limit=limit, cursor=found.next)
            with Engine.open(folder) as fresh:
                assert fresh.search(text, source=source, sort=sort, limit=limit).hits == found.hits
            with Engine.open(folder) as fresh:
                again = fresh.search(text, source=source, sort=sort, limit=limit, cursor=found.next)
            assert again.hits == behind.hits


def test_a_narrower_question_shows_the_same_hits(folder: Path) -> None:
    with Engine.open(folder) as engine:
        every = {hit.id: hit for hit in engine.search("bear", limit=40).hits}
        some = engine.search("bear", source="x", limit=40).hits
        assert 0 < len(some) < len(every)
        assert all(hit is every[hit.id] for hit in some)
        aged = engine.search("bear", sort="recent-relevant", limit=40).hits
        assert all(hit.score != every[hit.id].score for hit in aged)
        assert all(hit.snippets == every[hit.id].snippets for hit in aged)
        assert all(hit is not every[hit.id] for hit in engine.search("bear cat", limit=40).hits if hit.id in every)


def test_hits_without_passages_for_want_of_time_are_not_remembered(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticks = iter(range(10_000))
    monkeypatch.setattr(deadline, "monotonic", lambda: float(next(ticks)))
    with Engine.open(folder, Config(deadline=4)) as engine:
        found = engine.search("bear")
        assert not found.hits[-1].snippets
        engine._config = Config(deadline=1e9)
        assert all(hit.snippets for hit in engine.search("bear").hits)
        engine._config = Config(deadline=4)
        assert all(hit.snippets for hit in engine.search("bear").hits)  # which takes no time
