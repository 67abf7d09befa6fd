"""The engine: whole answers, and one that lives through new generations, threads and forks."""

import os
import shutil
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from conftest import MakeIndex, write_index
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.article import Article, Entity, Mention
from corpus.settings import Config
from index.errors import MissingIndexError
from search import Engine
from search.errors import (
    ArticleNotFoundError,
    BadCursorError,
    BadParameterError,
    EntityNotFoundError,
    QuerySyntaxError,
)
from search.results import Results
from search.snapshots import snapshot

IS = Entity("islamic-state", "Islamic State", "organisation", ("IS", "Daesh"))
WITHDRAWAL = Article(
    "withdrawal",
    "Withdrawal of the coalition",
    "Officials announced that the coalition withdraws from Iraq. IS is not mentioned again.",
    published="2024-01-05",
    source="Reuters",
    lang="en",
    author="Jo",
    entities=(IS,),
    mentions=(Mention("islamic-state", 60, 62, "IS"),),
    extra={"section": "world"},
)
ARTICLES = [
    WITHDRAWAL,
    Article(
        "talks", "Talks", "The coalition met in Iraq.", published="2023-12-31", source="BBC", extra={"section": "world"}
    ),
    Article("oil", "Oil", "Iraq sells oil.", published="2022", source="bbc"),
    Article("undated", "Undated", "Iraq again."),
]


@pytest.fixture
def folder(make_index: MakeIndex) -> Path:
    return make_index(ARTICLES, extra=["section"])


def ids(found: Results) -> list[str]:
    return [hit.id for hit in found.hits]


def messages(found: Results) -> str:
    return " ".join(one.message for one in found.warnings)


def test_a_whole_answer(folder: Path) -> None:
    with Engine.open(folder) as engine:
        found = engine.search("coalition withdrawal Iraq", facet=["source", "section", "published"])
    assert (found.query, found.total, found.relaxed, found.offset) == ("coalition withdrawal Iraq", 1, True, 0)
    assert ids(found) == ["withdrawal", "talks"]
    assert [hit.relaxed for hit in found.hits] == [False, True]
    assert "match some of your words" in messages(found)
    hit = found.hits[0]
    assert (hit.title, hit.published, hit.source, hit.author, hit.lang) == (
        "Withdrawal of the coalition", "2024-01-05", "Reuters", "Jo", "en",
    )  # fmt: skip
    assert hit.entities == (IS,)
    assert hit.score > found.hits[1].score
    assert [hit.title[a:b] for a, b in hit.title_spans] == ["Withdrawal", "coalition"]
    (snippet,) = hit.snippets
    assert [snippet.text[a:b] for a, b in snippet.spans] == ["coalition", "withdraws", "Iraq"]
    assert [(one.value, one.count) for one in found.facets["source"]] == [("Reuters", 1)]
    assert [one.value for one in found.facets["published"]] == ["2024"]
    assert found.took > 0


def test_names_find_other_spellings(folder: Path) -> None:
    with Engine.open(folder) as engine:
        found = engine.search("daesh", facet="entity")
        assert engine.search("daesh", expand=False).expansions == ()
    assert ids(found) == ["withdrawal"]
    assert found.expansions[0].name == "Islamic State"
    snippet = found.hits[0].snippets[0]
    assert [snippet.text[a:b] for a, b in snippet.spans] == ["IS"]
    assert found.facets["entity"][0].label == "Islamic State"


def test_empty_text_lists_newest_first(folder: Path) -> None:
    with Engine.open(folder) as engine:
        assert ids(engine.search("")) == ["withdrawal", "talks", "oil", "undated"]
        assert ids(engine.search("", sort="oldest")) == ["oil", "talks", "withdrawal", "undated"]
        assert ids(engine.search("Iraq", sort="newest")) == ["withdrawal", "talks", "oil", "undated"]
        assert ids(engine.search("Iraq", sort="recent-relevant"))[-1] == "undated"
        assert engine.search("").hits[0].snippets[0].spans == ()


def test_filters(folder: Path) -> None:
    with Engine.open(folder) as engine:
        assert ids(engine.search("", source="BBC")) == ["talks", "oil"]
        assert ids(engine.search("", source=["bbc", "reuters"])) == ["withdrawal", "talks", "oil"]
        assert ids(engine.search("", entity="Daesh")) == ["withdrawal"]
        assert ids(engine.search("", entity="islamic-state", since="2024-01-06")) == []
        assert ids(engine.search("", filters={"section": "World"}, until="2023")) == ["talks"]
        assert ids(engine.search("lang:en")) == ["withdrawal"]
        marked = engine.search("", entity="daesh").hits[0].snippets[0]
    assert [marked.text[a:b] for a, b in marked.spans] == ["IS"]


def test_dates_tell_of_the_undated(folder: Path) -> None:
    with Engine.open(folder) as engine:
        found = engine.search("iraq", since="2023")
        assert (found.total, found.undated) == (2, 1)
        found = engine.search("iraq", since="2023", undated=True)
        assert (found.total, found.undated) == (3, 0)
        assert engine.search("oil", since="2023").undated == 0
        assert engine.search("iraq since:2023-12 until:2023-12").total == 1


def test_pages(make_index: MakeIndex) -> None:
    folder = make_index([Article(f"a{n:03d}", "", "red" + " fox" * (n % 2) + " pad" * n) for n in range(45)])
    with Engine.open(folder) as engine:
        whole = ids(engine.search("red", limit=100))
        walked, cursor = [], None
        while True:
            found = engine.search("red", limit=20, cursor=cursor)
            walked += ids(found)
            assert found.total == 45
            cursor = found.next
            if cursor is None:
                break
        assert walked == whole
        back = engine.search("red", limit=20, cursor=found.previous)
        assert (back.offset, ids(back)) == (20, whole[20:40])
        assert engine.search("red", limit=20).previous is None


def test_paging_walks_on_through_relaxed_matches(make_index: MakeIndex) -> None:
    bodies = ["red fox den"] * 3 + ["red fox"] * 6 + ["red"] * 5
    folder = make_index([Article(f"a{n:02d}", "", body) for n, body in enumerate(bodies)])
    with Engine.open(folder) as engine:
        first = engine.search("red fox den", limit=5)
        assert [hit.relaxed for hit in first.hits] == [False] * 3 + [True] * 2
        second = engine.search("red fox den", limit=5, cursor=first.next)
        assert (second.total, len(second.hits), second.next) == (3, 4, None)
        assert not engine.search('red "fox den"').relaxed
        assert not engine.search("red fox -den").relaxed


def test_of_many_words_any_is_enough(make_index: MakeIndex) -> None:
    bodies = ["red fox den cat owl elk", "red fox den cat owl", "red red red", "elk", "pad pad", "red gnu"]
    folder = make_index([Article(f"a{n}", "", body, published=f"20{n + 10}") for n, body in enumerate(bodies)])
    with Engine.open(folder) as engine:
        found = engine.search("red fox den cat owl elk")
        assert (found.total, found.relaxed) == (1, True)
        assert [hit.relaxed for hit in found.hits] == [False, True, True, True, True]
        assert ids(found)[:2] == ["a0", "a1"]
        assert "match some of your words" in messages(found)
        assert found.warnings[0].start is None
        # An exclusion excludes, quotes and OR are no reason to find nothing, and nothing is found twice.
        assert set(ids(engine.search("red fox den cat owl elk -gnu"))) == {"a0", "a1", "a2", "a3"}
        assert set(ids(engine.search('red fox den cat owl elk "pad pad"'))) == {f"a{n}" for n in range(6)}
        found = engine.search("red fox den OR cat owl elk")
        assert ids(found)[:2] == ["a0", "a1"]
        assert [hit.relaxed for hit in found.hits] == [False, False, True, True, True]
        # By date, one word of many is not enough; of five words it never is; joining words do not count.
        assert ids(engine.search("red fox den cat owl elk", sort="newest")) == ["a0", "a1"]
        assert set(ids(engine.search("red fox den cat owl"))) == {"a0", "a1"}
        assert set(ids(engine.search("red and fox and den cat owl"))) == {"a0", "a1"}
        assert not engine.search('"red" "fox" "den" "cat" "owl" "gnu"').hits
        assert engine.rank("red fox den cat owl elk", total=True).total == 1


def test_tells_how_a_query_was_read(folder: Path) -> None:
    with Engine.open(folder) as engine:
        assert engine.search("coalition  “Iraq” -source:bbc").read is None
        assert engine.search('coalition OR "sells oil').read == 'coalition OR "sells oil"'
        assert engine.search("(coalition *raq sorce:x").read == "coalition raq sorce:x"
        assert engine.search("since:someday").read == ""
        assert engine.search("source:nobody").read is None
        refused = engine.search("a " * 2_000)
        assert (refused.read, refused.total) == (None, 0)
        assert "not searched" in messages(refused)


def test_excluded_values(folder: Path) -> None:
    with Engine.open(folder) as engine:
        assert ids(engine.search("Iraq -source:reuters", sort="newest")) == ["talks", "oil", "undated"]
        assert ids(engine.search("-source:(reuters OR bbc)")) == ["undated"]
        assert ids(engine.search("source:(reuters bbc) -lang:en", sort="newest")) == ["talks", "oil"]
        assert ids(engine.search("-entity:Daesh Iraq sells", sort="newest")) == ["oil", "talks", "undated"]
        assert "Did you mean Reuters" in messages(engine.search("-source:reuter"))
        assert engine.search("-source:reuter").total == 4


def test_strict_suggests(folder: Path) -> None:
    with Engine.open(folder) as engine:
        for text, suggestion in (
            ('"coalition', '"coalition"'),
            ("Iraq source:Reuter", "Iraq source:Reuters"),
            ("sorce:bbc", "source:bbc"),
        ):
            with pytest.raises(QuerySyntaxError) as error:
                engine.search(text, strict=True)
            assert error.value.suggestion == suggestion


def test_strict(folder: Path) -> None:
    with Engine.open(folder) as engine:
        assert engine.search('"coalition', strict=False).warnings
        for text in (
            '"coalition',
            "source:nobody",
            "since:someday",
            " ".join(f"i{c}*" for c in "abcdefghijklmnopqrstu"),
        ):
            with pytest.raises(QuerySyntaxError):
                engine.search(text, strict=True)
        assert engine.search("coalition", strict=True).total == 2


def test_bad_parameters(folder: Path) -> None:
    with Engine.open(folder) as engine:
        with pytest.raises(BadParameterError, match="limit"):
            engine.search("", limit=0)
        with pytest.raises(BadParameterError, match="since"):
            engine.search("", since="someday")
        with pytest.raises(BadParameterError, match="section"):
            engine.search("", facet="colour")
        with pytest.raises(BadCursorError):
            engine.search("", cursor="nonsense")
        with pytest.raises(BadParameterError):
            engine.search(None)  # type: ignore[arg-type]


def test_articles_and_entities(folder: Path) -> None:
    with Engine.open(folder) as engine:
        assert engine.article("withdrawal") == WITHDRAWAL
        assert engine.entity("islamic-state") == IS
        assert (engine.count, engine.generation, engine.fields) == (4, 1, ("section",))
        with pytest.raises(ArticleNotFoundError):
            engine.article("nothing")
        with pytest.raises(EntityNotFoundError):
            engine.entity("nothing")
        title, body = engine.marks(WITHDRAWAL, "coalition daesh")
    assert [WITHDRAWAL.title[a:b] for a, b in title] == ["coalition"]
    assert [WITHDRAWAL.body[a:b] for a, b in body] == ["coalition", "IS"]


def test_a_missing_index(tmp_path: Path) -> None:
    with pytest.raises(MissingIndexError):
        Engine.open(tmp_path / "none")


def test_boosts(folder: Path) -> None:
    with (
        Engine.open(folder, Config(boosts={"title": 50.0, "body": 1.0, "entities": 1.0})) as heavy,
        Engine.open(folder, Config(boosts={"title": 0.1, "body": 1.0, "entities": 1.0})) as light,
    ):
        assert ids(heavy.search("coalition"))[0] == "withdrawal"
        assert ids(light.search("coalition"))[0] == "talks"


def test_picks_up_a_new_generation(folder: Path, make_index: MakeIndex) -> None:
    with Engine.open(folder) as engine:
        first = engine.search("", limit=1)
        make_index([*ARTICLES, Article("new", "New", "Iraq anew.", published="2025")], extra=["section"])
        assert engine.search("").total == 5
        assert engine.generation == 2
        second = engine.search("", limit=1, cursor=first.next)
        assert (second.total, ids(second), messages(second)) == (4, ["talks"], "")


def test_serves_on_when_the_new_generation_is_damaged(folder: Path, make_index: MakeIndex) -> None:
    with Engine.open(folder) as engine:
        make_index(ARTICLES[:1])
        (folder / "generations" / "0002" / "manifest.json").unlink()
        assert engine.search("").total == 4
        make_index(ARTICLES[:2])
        assert engine.search("").total == 2


def test_no_request_fails_while_generations_change(folder: Path, make_index: MakeIndex) -> None:
    stop = threading.Event()
    totals: set[int] = set()

    def ask(number: int) -> int:
        asked = 0
        while not stop.is_set():
            found = engine.search(("iraq", "coalition iraq", "")[number % 3], facet=("source", "entity"), limit=5)
            totals.add(found.total)
            assert engine.article("withdrawal").id == "withdrawal"
            asked += 1
            stop.wait(0.001)  # lets the publishing thread have its turn
        return asked

    with Engine.open(folder) as engine, ThreadPoolExecutor(4) as pool:
        running = [pool.submit(ask, number) for number in range(4)]
        try:
            for number in range(2, 7):
                make_index([*ARTICLES, *(Article(f"n{n}", "", "iraq") for n in range(number))], segments=2)
                for old in (folder / "generations").iterdir():
                    if int(old.name) < number:
                        shutil.rmtree(old, ignore_errors=True)
        finally:
            stop.set()
        assert all(one.result() > 0 for one in running)
        assert engine.search("iraq").total == 10
        assert engine.generation == 6


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
def test_after_a_fork(folder: Path) -> None:
    with Engine.open(folder) as engine:
        assert engine.search("iraq").total == 4
        engine._newest._state.lock.acquire()  # as if another thread held it when the process forked
        child = os.fork()
        if child == 0:
            os._exit(0 if engine.search("iraq").total == 4 else 1)
        engine._newest._state.lock.release()
        _, status = os.waitpid(child, 0)
        assert status == 0
        assert engine.search("iraq").total == 4


PIECES = st.sampled_from(["iraq", "coalition", "-oil", "OR", "(", '"', "source:bbc", "daesh", "ir*", "\ud800"])


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES | st.text(max_size=5), max_size=8))
def test_no_query_fails(archive: Engine, parts: list[str]) -> None:
    found = archive.search(" ".join(parts), facet=("source", "entity"), limit=3)
    assert len(found.hits) <= 3
    for hit in found.hits:
        article = archive.article(hit.id)
        for one in hit.snippets:
            assert article.body[one.offset : one.offset + len(one.text)] == one.text


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with Engine.open(write_index(tmp_path_factory.mktemp("archive"), ARTICLES)) as engine:
        yield engine


def test_every_year_is_counted(make_index: MakeIndex) -> None:
    articles = [Article(f"a{year}", "", "Iraq.", published=str(year)) for year in range(1900, 1990)]
    articles += [Article(f"b{n}", "", "Iraq.", published="1980", source=f"s{n}") for n in range(60)]
    with Engine.open(make_index(articles)) as engine:
        found = engine.search("", facet=["published", "source"])
    assert sorted(one.value for one in found.facets["published"]) == [str(year) for year in range(1900, 1990)]
    assert found.facets["published"][0].value == "1980"
    assert len(found.facets["source"]) == 50


def test_dates_that_may_be_either_of_two_days_are_warned_of(folder: Path) -> None:
    with Engine.open(folder) as engine:
        assert "either of two days" in messages(engine.search("", until="03/04/2024"))
        assert engine.search("", until="2099-12-31").total == 3
        with pytest.raises(BadParameterError):
            engine.search("", until="03/04/2024", strict=True)
        with pytest.raises(QuerySyntaxError):
            engine.search("until:03/04/2024", strict=True)


def test_snippets_read_a_long_body(make_index: MakeIndex) -> None:
    body = "coalition " + "word " * 50_000 + "withdrawal"
    article = Article("long", "", body)
    with Engine.open(make_index([article])) as engine:
        (hit,) = engine.search("coalition withdrawal").hits
        assert [one.text[a:b] for one in hit.snippets for a, b in one.spans] == ["coalition", "withdrawal"]
        assert [body[a:b] for a, b in engine.marks(article, "coalition withdrawal").body] == ["coalition", "withdrawal"]


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES | st.sampled_from(["again", "sells", "the", "met"]), max_size=5), st.integers(1, 5))
def test_ranks_as_it_searches(archive: Engine, parts: list[str], limit: int) -> None:
    text = " ".join(parts)
    found = archive.search(text, limit=limit, facet=("source", "entity"))
    expected = tuple((hit.id, hit.score) for hit in found.hits)
    ranked = archive.rank(text, limit=limit)
    assert (ranked.hits, ranked.total, ranked.facets) == (expected, None, {})
    ranked = archive.rank(text, limit=limit, total=True, facet=("source", "entity"))
    assert (ranked.hits, ranked.total, ranked.facets) == (expected, found.total, found.facets)


def test_ranks_with_filters(folder: Path) -> None:
    with Engine.open(folder) as engine:
        for options in (
            {"source": ["bbc"]},
            {"entity": "Daesh"},
            {"since": "2023", "undated": True},
            {"sort": "oldest"},
            {"sort": "recent-relevant"},
            {"filters": {"section": "World"}, "until": "2023"},
        ):
            found = engine.search("iraq", **options)
            ranked = engine.rank("iraq", total=True, **options)
            assert [one for one, _ in ranked.hits] == ids(found)
            assert ranked.total == found.total
        assert engine.rank("").hits[0][0] == "withdrawal"
        with pytest.raises(BadParameterError):
            engine.rank("", limit=0)
        with pytest.raises(BadParameterError):
            engine.rank("", total="yes")  # type: ignore[arg-type]
        with pytest.raises(QuerySyntaxError):
            engine.rank("source:nobody", strict=True)


def test_many_threads_rank_the_same(make_index: MakeIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot, "_RELEASED_AFTER", 3)  # pages are given back while others read
    words = ["ant", "bear", "cat", "dog", "eel"]
    articles = [Article(f"a{n}", "", " ".join(w for at, w in enumerate(words) if n % (at + 2))) for n in range(80)]
    texts = [f"{one} {other} zebra" for one in words for other in words] + ['"ant bear"', "ant OR eel", "-cat"]
    with Engine.open(make_index(articles, segments=2)) as engine, ThreadPoolExecutor(8) as pool:
        expected = [engine.rank(text, total=True) for text in texts]
        engine.close()  # forgets what it knows: the threads fill its memory at once
        for _ in range(10):
            assert list(pool.map(lambda text: engine.rank(text, total=True), texts)) == expected


def test_the_long_s_and_ligatures_are_found_and_marked_as_they_are_written(make_index: MakeIndex) -> None:
    body = "The Congreſs met after the ﬁre, and the congress said no more."
    with Engine.open(make_index([Article("old", "Of the Congreſs", body, lang="en")])) as engine:
        for typed, expected in (("congress", ["Congreſs", "congress"]), ("fire", ["ﬁre"]), ('"after the fire"', None)):
            (hit,) = engine.search(typed).hits
            (snippet,) = hit.snippets
            assert snippet.text == body
            marked = [snippet.text[start:end] for start, end in snippet.spans]
            assert expected is None or marked == expected
            assert "".join(marked)
        (hit,) = engine.search("congreſs").hits
        assert [hit.title[start:end] for start, end in hit.title_spans] == ["Congreſs"]


def test_words_that_tell_nothing_are_not_marked(make_index: MakeIndex) -> None:
    article = Article("a", "The treaty", "When the king signed the treaty, it was in the papers.", lang="en")
    with Engine.open(make_index([article])) as engine:
        for text, told in (
            ("when was the treaty signed", {"treaty", "signed"}),
            ('the "the king"', {"the", "the king"}),
        ):
            (hit,) = engine.search(text).hits
            (snippet,) = hit.snippets
            assert {snippet.text[start:end].lower() for start, end in snippet.spans} <= {*told, "the", "king"}
            assert {hit.title[start:end] for start, end in hit.title_spans} == (
                {"treaty"} if "treaty" in told else {"The"}
            )
            body = engine.marks(engine.article("a"), text).body
            assert {article.body[start:end] for start, end in body} == {
                snippet.text[start:end] for start, end in snippet.spans
            }
        (hit,) = engine.search("the").hits
        assert hit.title_spans == ((0, 3),)
