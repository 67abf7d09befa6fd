"""Spellings left out of a search: what matches, what is marked, what is counted and what is told."""

from pathlib import Path

import pytest
from conftest import MakeIndex
from hypothesis import given
from hypothesis import strategies as st

from corpus.article import Article, Entity, Mention
from corpus.entities.names import name_key
from search import Engine
from search.errors import BadParameterError
from search.query.entityterms import EntityTerm, asked
from search.results import Expansion

GROUP = Entity("pmf", "Popular Mobilization Forces", "organisation", ("PMF", "Hashd", "al-Hashd", "Mobilisation Units"))


def article(key: str, *spellings: str) -> Article:
    body = " ".join(f"Then {one} came." for one in spellings)
    mentions = [Mention("pmf", at, at + len(one), one) for one in spellings if (at := body.index(one)) >= 0]
    return Article(key, f"Report {key}", body, entities=(GROUP,), mentions=tuple(mentions))


ARTICLES = [
    article("a", "Popular Mobilization Forces"),
    article("b", "PMF"),
    article("c", "PMF"),
    article("d", "Hashd", "PMF"),
    article("e", "al-Hashd"),
    article("f", "AL-HASHD"),
    Article("g", "Another", "Nobody is named."),
]


@pytest.fixture
def folder(make_index: MakeIndex) -> Path:
    return make_index(ARTICLES, segments=2)


def found(folder: Path, without: list[str], query: str = "Popular Mobilization Forces") -> str:
    with Engine.open(folder) as engine:
        results = engine.search(query, without=without)
        ranked = engine.rank(query, without=without, total=True)
        assert results.total == ranked.total
        full = [hit.id for hit in results.hits if not hit.relaxed]
        assert len(full) == results.total
        return "".join(sorted(full))


@pytest.mark.parametrize(
    ("without", "ids"),
    [
        ([], "abcdef"),
        (["PMF"], "adef"),
        (["pmf", "Hashd"], "aef"),
        (["al-Hashd"], "abcd"),
        (["Al Hashd", "PMF", "Hashd"], "a"),
        (["Popular Mobilization Forces"], "abcdef"),  # it was typed
        (["Somebody", "", "!"], "abcdef"),
    ],
)
def test_what_matches(folder: Path, without: list[str], ids: str) -> None:
    assert found(folder, without) == ids


def test_it_holds_in_part_of_a_query(folder: Path) -> None:
    assert found(folder, ["PMF"], "report (hashd OR nobody)") == "adef"


def test_only_spellings_that_articles_have_are_told_the_most_frequent_first(folder: Path) -> None:
    with Engine.open(folder) as engine:
        key = engine.meant("PMF").id
        plain = engine.search("popular mobilization forces").expansions
        less = engine.search("popular mobilization forces", without="pmf").expansions
    typed = "popular mobilization forces"
    assert plain == (Expansion(key, GROUP.name, typed, ("PMF", "AL-HASHD", "Hashd")),)
    assert less == (Expansion(key, GROUP.name, typed, ("AL-HASHD", "Hashd"), ("PMF",)),)


def test_eight_are_told_at_the_most(make_index: MakeIndex) -> None:
    names = [f"Name Number {chr(97 + at)}" for at in range(12)]
    group = Entity("g", "The Group", "organisation", tuple(names))
    articles = [Article("x", "T", "The Group", entities=(group,), mentions=(Mention("g", 0, 9, "The Group"),))]
    articles += [
        Article(name[-1], "T", name, entities=(group,), mentions=(Mention("g", 0, len(name), name),)) for name in names
    ]
    with Engine.open(make_index(articles)) as engine:
        (told,) = engine.search('"The Group"').expansions
    assert len(told.also) == 8


@pytest.mark.parametrize(("without", "marked"), [([], ["Hashd", "PMF"]), (["PMF"], ["Hashd"]), (["Hashd"], ["PMF"])])
def test_marks_leave_them_out(folder: Path, without: list[str], marked: list[str]) -> None:
    query = "Popular Mobilization Forces"
    with Engine.open(folder) as engine:
        hit = next(one for one in engine.search(query, without=without).hits if one.id == "d")
        one = engine.article("d")
        body = engine.marks(one, query, without=without).body
    assert [one.body[slice(*span)] for span in body] == marked
    assert [snippet.text[slice(*span)] for snippet in hit.snippets for span in snippet.spans] == marked


@pytest.mark.parametrize("wrong", [3, [3], ["a"] * 101])
def test_what_is_no_spelling(folder: Path, wrong: object) -> None:
    with Engine.open(folder) as engine, pytest.raises(BadParameterError):
        engine.search("PMF", without=wrong)  # type: ignore[arg-type]


@given(st.lists(st.text(max_size=12)), st.text(max_size=12))
def test_terms_come_back(names: list[str], text: str) -> None:
    one = EntityTerm("person.a", frozenset(map(name_key, names)) - {""})
    assert EntityTerm.of(one.term) == one
    assert asked([[one.term]]) == {"person.a": one}
    assert one.has(text) == (name_key(text) not in {name_key(name) for name in names if name_key(name)})
