"""Did you mean: a whole query again, with other words, that finds more."""

from collections.abc import Iterator

import pytest
from conftest import MakeIndex
from hypothesis import given
from hypothesis import strategies as st

from corpus.article import Article
from search import Engine
from search.results import Suggestion

BODIES = [
    *[f"The president spoke in parliament about treaty number {n}." for n in range(30)],
    *[f"Volodymyr Zelensky visited the prime minister, time {n}." for n in range(25)],
    "A nuclear test ban was signed by O'Brien of Şafak in 2024.",
    "The setting of a test for nuclear fusion.",
    "Президент говорил в парламенте о договоре.",
]
ARTICLES = [Article(f"a{at}", f"Title {at}", body, source="Wire") for at, body in enumerate(BODIES)]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    from conftest import write_index  # noqa: PLC0415 -- one index for all tests

    folder = write_index(tmp_path_factory.mktemp("correcting") / "index", ARTICLES, segments=2)
    with Engine.open(folder) as opened:
        yield opened


@pytest.mark.parametrize(
    ("typed", "meant", "total"),
    [
        ("presidnet", "president", 30),
        ("Presidnet parlament", "President parliament", 30),
        ("volodimir zelenskiy", "volodymyr zelensky", 25),
        ('"prime ministr"', '"prime minister"', 25),
        ("source:Wire  presidnet -treaty3", "source:Wire  president -treaty3", 30),
        ("body:presidnet", "body:president", 30),
        ("nuclear tset ban", "nuclear test ban", 1),
        ("presidnet since:2020 undated", None, 0),
        ("президетн", "президент", 1),
        ("OBrein", "O'Brien", 1),
    ],
)
def test_suggestions(engine: Engine, typed: str, meant: str | None, total: int) -> None:
    found = engine.search(typed).suggestion
    if meant is None:
        assert found is None
        return
    assert found is not None
    assert (found.text.casefold(), found.total) == (meant.casefold(), total)
    assert engine.search(found.text, correct=False).total == total


def test_warnings_are_about_the_query_as_it_was_typed(engine: Engine) -> None:
    results = engine.search("presidnt )")
    assert results.suggestion is not None
    assert (results.suggestion.text, results.suggestion.applied) == ("president )", True)
    assert [(one.start, one.end) for one in results.warnings] == [(9, 10)]


@pytest.mark.parametrize(
    "typed",
    ["president", "zzzzzzzz", "2042", "treaty -presidnet", "presid*", "presidnet~", "東京大学", "", '"', "title:"],
)
def test_no_suggestion(engine: Engine, typed: str) -> None:
    assert engine.search(typed).suggestion is None


def test_the_spans_are_those_of_the_words_that_changed(engine: Engine) -> None:
    found = engine.search("the presidnet in parlament").suggestion
    assert found is not None
    assert [found.text[start:end] for start, end in found.spans] == ["president", "parliament"]


def test_what_was_meant_is_answered_at_once_where_no_article_has_the_word(engine: Engine) -> None:
    results = engine.search("presidnet")
    assert results.suggestion == Suggestion("president", ((0, 9),), 30, applied=True)
    assert (results.query, results.total, len(results.hits)) == ("presidnet", 30, 20)
    following = engine.search("presidnet", cursor=results.next)
    assert len(following.hits) == 10
    assert not {hit.id for hit in following.hits} & {hit.id for hit in results.hits}


def test_what_was_typed_is_searched_where_that_is_asked_for(engine: Engine) -> None:
    for results in (engine.search("presidnet", correct=False), engine.search("presidnet", strict=True)):
        assert (results.total, results.hits) == (0, ())
        assert results.suggestion == Suggestion("president", ((0, 9),), 30, applied=False)


def test_a_word_that_an_article_has_is_never_taken_for_another(make_index: MakeIndex) -> None:
    rare = Article("rare", "Presidet", "The presidet himself.")
    with Engine.open(make_index([*ARTICLES, rare])) as opened:
        results = opened.search("presidet")
        assert [hit.id for hit in results.hits] == ["rare"]
        assert results.suggestion is not None
        assert results.suggestion.text == "president"
        assert not results.suggestion.applied


def test_filters_hold_for_what_is_suggested(engine: Engine) -> None:
    assert engine.search("presidnet", source="Wire").suggestion is not None
    assert engine.search("presidnet", source="Nobody").suggestion is None


def test_what_was_removed_is_not_suggested(make_index: MakeIndex) -> None:
    with Engine.open(make_index([*ARTICLES, Article("gone", "Zebra", "zebra")], deleted=["gone"])) as opened:
        assert opened.search("zebar").suggestion is None


@given(st.text(max_size=60))
def test_any_text_is_answered(engine: Engine, text: str) -> None:
    found = engine.search(text).suggestion
    if found is not None:
        assert all(0 <= start < end <= len(found.text) for start, end in found.spans)
        assert found.total > 0


@pytest.mark.parametrize(
    "text", ["presidnet " * 180, "x" * 2000, "\ud800presidnet", "a\x00b " * 300, "(" * 500 + "iraqq"]
)
def test_hostile_text(engine: Engine, text: str) -> None:
    assert engine.search(text).took >= 0
