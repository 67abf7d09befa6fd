"""Type-ahead: names, words and titles that go on as what is being typed."""

from collections.abc import Iterator

import pytest
from conftest import MakeIndex, write_index
from hypothesis import given
from hypothesis import strategies as st

from corpus.article import Article, Entity, Mention
from search import Engine
from search.errors import BadParameterError
from search.results import Completion

MUSHTAQ = Entity("mushtaq", "Mushtaq al-Jawari", "person", ("Abu Taqwa",))
SAFAK = Entity("safak", "Şafak", "organisation")
ZELENSKY = Entity("zelensky", "Володимир Зеленський", "person", ("Volodymyr Zelensky",))
TWIN = Entity("twin", "Şafak", "person")


def article(key: str, title: str, body: str, *entities: Entity, published: str | None = None) -> Article:
    mentions = tuple(Mention(one.id, 0, 4, body[:4]) for one in entities[:0])
    return Article(key, title, body, published=published, entities=entities, mentions=mentions, carried=len(entities))


ARTICLES = [
    article("one", "Coalition withdrawal from Iraq", "The coalition withdraws its troops.", MUSHTAQ, published="2024"),
    article("two", "Coalition withdrawal begins", "A withdrawal of the coalition.", MUSHTAQ, published="2025"),
    article("old", "Coalition talks", "The coalition talks of withdrawing.", SAFAK, published="1999"),
    article("copy", "Coalition talks", "The coalition talks of a treaty.", SAFAK, TWIN),
    article("ukr", "Зеленський у Києві", "Президент Зеленський говорив.", ZELENSKY, published="2023"),
    article("ja", "新幹線が開業", "東京と大阪を結ぶ。"),
]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    folder = write_index(tmp_path_factory.mktemp("typing") / "index", ARTICLES, segments=2)
    with Engine.open(folder) as opened:
        yield opened


def labels(found: tuple[Completion, ...], kind: str) -> list[str]:
    return [one.label for one in found if one.kind == kind]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("mushtaq al jaw", "Mushtaq al-Jawari"),
        ("jawari mush", "Mushtaq al-Jawari"),
        ("abu taq", "Mushtaq al-Jawari"),
        ("taqwa", "Mushtaq al-Jawari"),
        ("safak", "Şafak"),
        ("ŞAF", "Şafak"),
        ("zelen", "Володимир Зеленський"),
        ("зелен", "Володимир Зеленський"),
        ("volodymyr z", "Володимир Зеленський"),
    ],
)
def test_names_by_any_of_their_words(engine: Engine, typed: str, name: str) -> None:
    assert name in labels(engine.suggest(typed), "entity")


def test_a_name_tells_what_it_is_and_how_to_search_it(engine: Engine) -> None:
    (found,) = [one for one in engine.suggest("abu taq") if one.kind == "entity"]
    assert (found.what, found.count, found.spelling) == ("person", 2, "Abu Taqwa")
    assert found.query == 'entity:"Mushtaq al-Jawari"'
    assert engine.search(found.query).total == 2


def test_two_entities_of_one_name_are_told_apart(engine: Engine) -> None:
    found = [one for one in engine.suggest("safak") if one.kind == "entity"]
    assert [(one.what, one.count) for one in found] == [("organisation", 2), ("person", 1)]
    assert [engine.search(one.query).total for one in found] == [2, 1]


@pytest.mark.parametrize("typed", ["coal", "withd", "coalition withd", "iraq coal", "coalition tal", "Coalition WITH"])
def test_every_completion_finds_something(engine: Engine, typed: str) -> None:
    found = engine.suggest(typed)
    assert found
    for one in found:
        assert engine.search(one.query, correct=False).total >= one.count > 0, one


def test_words_of_one_stem_are_offered_once(engine: Engine) -> None:
    assert len(labels(engine.suggest("withd"), "word")) <= 3
    assert labels(engine.suggest("coal"), "word") == ["coalition"]
    assert "iraq coalition" in labels(engine.suggest("iraq coal"), "word")


def test_titles_newest_first_and_copies_once(engine: Engine) -> None:
    assert labels(engine.suggest("coalition withdr"), "title") == [
        "Coalition withdrawal begins",
        "Coalition withdrawal from Iraq",
    ]
    (talks,) = [one for one in engine.suggest("coalition talk") if one.kind == "title"]
    assert (talks.count, talks.article) == (2, "old")


@pytest.mark.parametrize(
    ("typed", "title"), [("zelen", "Зеленський у Києві"), ("新幹", "新幹線が開業"), ("新", "新幹線が開業")]
)
def test_titles_in_other_scripts(engine: Engine, typed: str, title: str) -> None:
    assert title in labels(engine.suggest(typed), "title")


def test_only_the_last_word_is_completed_in_a_query_with_syntax(engine: Engine) -> None:
    found = engine.suggest('-"new treaty" coal')
    assert [(one.kind, one.query) for one in found] == [("word", '-"new treaty" coalition')]


@pytest.mark.parametrize("typed", ["", "  ", "!?", "x" * 5_000, "nothing like that", '"', "a " * 50, "\ud800"])
def test_nothing_to_suggest(engine: Engine, typed: str) -> None:
    assert engine.suggest(typed) == ()


@pytest.mark.parametrize("limit", [1, 2, 10, 50])
def test_no_more_than_asked_for(engine: Engine, limit: int) -> None:
    assert 0 < len(engine.suggest("coal", limit=limit)) <= limit


@pytest.mark.parametrize("limit", [0, 51, True, "5"])
def test_wrong_limits(engine: Engine, limit: object) -> None:
    with pytest.raises(BadParameterError):
        engine.suggest("coal", limit=limit)  # type: ignore[arg-type]


def test_nothing_is_suggested_of_what_was_removed(make_index: MakeIndex) -> None:
    zebra = Entity("zebra", "Zebra Club", "organisation")
    gone = article("gone", "Zebra crossing", "The zebra grazes.", zebra)
    with Engine.open(make_index([*ARTICLES, gone], deleted=["gone"])) as opened:
        assert opened.suggest("zeb") == ()
        assert opened.suggest("coal")


def test_a_new_generation_is_suggested_from_at_once(make_index: MakeIndex) -> None:
    with Engine.open(make_index(ARTICLES)) as opened:
        assert opened.suggest("giraf") == ()
        make_index([*ARTICLES, article("new", "Giraffe found", "A giraffe.")])
        assert labels(opened.suggest("giraf"), "title") == ["Giraffe found"]


@given(st.text(max_size=30))
def test_any_text_is_answered(engine: Engine, text: str) -> None:
    for one in engine.suggest(text):
        assert one.kind in {"entity", "word", "title"}
        assert one.count > 0
        assert one.label
        assert one.query
