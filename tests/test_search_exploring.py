"""Exploring: what an archive tells of an entity."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from conftest import MakeIndex
from hypothesis import given
from hypothesis import strategies as st

from corpus.article import Article, Entity, Mention, NameLink
from corpus.copies.signature import signature
from index.publishing import publish_articles
from search import Engine
from search.errors import AmbiguousEntityError, EntityNotFoundError
from search.exploring import Explored, Period, Spelled, log_likelihood

WHY = 'The commander, known as "Abu Taqwa", died.'
JAWARI = "Mushtaq al-Jawari"


def article(key: str, names: list[str], published: str | None = None, body: str = "", heads: str = "") -> Article:
    """Return an article that names persons; all of them are spellings of ``heads`` where that is given."""
    text = body or " ".join(f"A report of {name} came in." for name in names)
    head = Entity("head", heads, "person", tuple(names)) if heads else None
    entities = [head] if head else [Entity(name.lower().replace(" ", "-"), name, "person") for name in names]
    places = [text.index(name) for name in names]
    mentions = [
        Mention("head" if head else name.lower().replace(" ", "-"), at, at + len(name), name)
        for name, at in zip(names, places, strict=True)
    ]
    return Article(key, f"Title {key}", text, published=published, entities=tuple(entities), mentions=tuple(mentions))


def linked(key: str) -> Article:
    """Return an article that says that two names are one."""
    body = f"{JAWARI} led them. {WHY}"
    found = article(key, [JAWARI, "Abu Taqwa"], "2024-01-05", body)
    link = NameLink(("person", JAWARI), ("person", "Abu Taqwa"), "defined", "known as", WHY)
    return Article(
        key, found.title, body, published="2024-01-05", entities=found.entities, mentions=found.mentions, links=(link,)
    )


ARTICLES = [
    linked("a"),
    article("b", ["Abu Taqwa", "Omar Haddad"], "2024-01-05"),
    article("c", ["Abu Taqwa", "Omar Haddad"], "2024-01-20"),
    article("d", ["Abu Taqwa", "Omar Haddad", "Anna Weber"]),
    *(article(f"w{at}", ["Anna Weber"], "2023") for at in range(20)),
]


@pytest.fixture
def folder(make_index: MakeIndex) -> Path:
    return make_index(ARTICLES, segments=3)


def explored(folder: Path, entity: str) -> Explored:
    with Engine.open(folder) as engine:
        return engine.explore(engine.meant(entity).id)


def test_all_that_is_told_of_one_entity(folder: Path) -> None:
    found = explored(folder, "abu taqwa")
    assert found.articles == 4
    assert found.spellings == (Spelled("Abu Taqwa", 4), Spelled(JAWARI, 1))
    (why,) = found.evidence
    assert ({why.left, why.right}, why.article, why.sentence) == ({"Abu Taqwa", JAWARI}, "a", WHY)
    assert found.periods == (Period("2024-01-05", 2), Period("2024-01-20", 1))
    assert found.undated == 1
    assert [(one.entity.name, one.stories) for one in found.company] == [("Omar Haddad", 3)]
    assert [hit.id for hit in found.passages] == ["c", "a", "b", "d"]
    (passage,) = found.passages[0].snippets
    assert [passage.text[slice(*span)] for span in passage.spans] == ["Abu Taqwa"]


@pytest.mark.parametrize(
    ("dates", "periods"),
    [
        ([], ()),
        (["2024-01-01", "2024-04-01"], (Period("2024-01-01", 1), Period("2024-04-01", 1))),
        (["2024-01-01", "2024-04-02", "2024-04-09"], (Period("2024-01", 1), Period("2024-04", 2))),
        (["2001-02-03", "2024-04-02"], (Period("2001", 1), Period("2024", 1))),
    ],
)
def test_mentions_by_day_month_or_year(make_index: MakeIndex, dates: list[str], periods: tuple[Period, ...]) -> None:
    articles = [article(f"a{at}", ["Anna Weber"], date) for at, date in enumerate([*dates, None])]
    assert explored(make_index(articles), "Anna Weber").periods == periods


def test_a_name_that_an_article_has_for_a_longer_one_is_a_spelling(make_index: MakeIndex) -> None:
    body = "Anna Weber spoke. Later Weber left."
    made = article("a", ["Anna Weber"], body=body)
    short = Mention("anna-weber", body.index("Weber left"), body.index(" left"), "Weber")
    made = Article("a", "T", body, entities=made.entities, mentions=(*made.mentions, short))
    assert explored(make_index([made]), "Anna Weber").spellings == (Spelled("Anna Weber", 1), Spelled("Weber", 1))


@pytest.mark.parametrize(("is_copy", "stories"), [(False, [3]), (True, [])])
def test_copies_of_a_story_are_no_company(tmp_path: Path, is_copy: bool, stories: list[int]) -> None:  # noqa: FBT001
    articles = []
    for at in range(3):
        told = " ".join(f"word{chr(97 + one)}{chr(97 + at * (not is_copy))}x" for one in range(26))
        made = article(f"a{at}", ["Omar Haddad", "Abu Taqwa"], body=f"Omar Haddad and Abu Taqwa: {told}")
        articles.append(replace(made, title="Talks", signature=signature("Talks", made.body)))
    publish_articles(tmp_path / "index", [*articles, *ARTICLES[4:]])
    assert [one.stories for one in explored(tmp_path / "index", "Omar Haddad").company] == stories


def test_no_and_several_entities(make_index: MakeIndex) -> None:
    jordans = [Entity("p", "Jordan", "person"), Entity("q", "Jordan", "place")]
    folder = make_index([Article(one.id, "T", "Jordan", entities=(one,)) for one in jordans])
    with Engine.open(folder) as engine:
        with pytest.raises(EntityNotFoundError):
            engine.explore("person.nobody")
        with pytest.raises(EntityNotFoundError):
            engine.meant("Nobody")
        with pytest.raises(AmbiguousEntityError) as caught:
            engine.meant("jordan")
        assert len(caught.value.candidates) == 2


def test_entities_are_listed_by_their_articles(folder: Path) -> None:
    with Engine.open(folder) as engine:
        names = [(one.entity.name, one.articles) for one in engine.entities(limit=2)]
        assert names == [("Anna Weber", 21), (explored(folder, "Abu Taqwa").entity.name, 4)]
        assert [one.entity.name for one in engine.entities("had OM")] == ["Omar Haddad"]
        assert [one.articles for one in engine.entities("taqwa")] == [4]
        assert engine.entities("taqwa", kind="place") == ()
        assert engine.entities("nobody") == ()


def test_log_likelihood_of_a_known_table() -> None:
    # Dunning's table of “the swiss”: 110, 2442, 111 and 29114 are beside and without each other.
    (found,) = log_likelihood(np.array([110]), np.array([221]), 2552, 31777)
    assert found == pytest.approx(270.72, abs=0.01)


@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50), st.integers(0, 50))
def test_log_likelihood_is_never_negative_and_nought_by_chance(both: int, mine: int, theirs: int, others: int) -> None:
    every = both + mine + theirs + others
    (found,) = log_likelihood(np.array([both]), np.array([both + theirs]), both + mine, every)
    assert found >= -1e-9
    if both * every <= (both + mine) * (both + theirs):
        assert found == 0
