"""Ranking, held against a model that reads every article."""

import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from conftest import write_index
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.article import Article, Entity
from index.analysis import term, terms
from index.generations import current
from search.query.compile import compile_tree, variants
from search.query.tree import And, Everything, Field, Filter, Node, Not, Or, Phrase, Prefix, Word
from search.ranking.bm25 import scores
from search.ranking.cache import Cache
from search.ranking.matching import matching
from search.ranking.order import Ranking, find, page
from search.ranking.phrases import occurrences
from search.ranking.plan import NONE, Leaf
from search.snapshot import Snapshot

VOCABULARY = ["ant", "antler", "bear", "cat", "dog", "eel", "al-fox"]
SOURCES = ["Reuters", "BBC"]
Archive = tuple[Snapshot, list[Article]]
BOOSTS = {"title": 2.0, "body": 1.0, "entities": 1.0}


def made_up(seed: int) -> list[Article]:
    chance = random.Random(seed)
    articles = []
    for number in range(24):
        words = chance.choices(VOCABULARY, k=chance.randrange(12))
        names = chance.sample(VOCABULARY, k=chance.randrange(2))
        articles.append(
            Article(
                id=f"a{number:02d}",
                title=" ".join(chance.choices(VOCABULARY, k=chance.randrange(4))),
                body=" ".join(words),
                published=chance.choice([None, "2023", "2024-01-05", "1969-07-20"]),
                source=chance.choice(SOURCES),
                entities=tuple(Entity(name, name) for name in names),
            )
        )
    return articles


@pytest.fixture(scope="module", params=[1, 2])
def archive(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Snapshot, list[Article]]]:
    articles = made_up(request.param)
    gone = [one.id for one in articles[::5]] if request.param == 2 else []
    folder: Path = write_index(tmp_path_factory.mktemp("ranking"), articles, segments=3, deleted=gone)
    snapshot = Snapshot(current(folder))
    yield snapshot, [one for one in articles if one.id not in gone]
    snapshot.retire()


def texts(article: Article) -> dict[str, list[str]]:
    names = [one for entity in article.entities for one in terms(entity.name)]
    return {"title": terms(article.title), "body": terms(article.body), "entities": names}


def stands(text: Sequence[str], wanted: list[Callable[[str], bool]], slop: int) -> bool:
    """Try every way to lay the words of a phrase on a text."""

    def rest(at: int, left: int, room: int) -> bool:
        if left == len(wanted):
            return True
        nexts = range(at + 1, min(at + 2 + room, len(text)))
        return any(wanted[left](text[to]) and rest(to, left + 1, room - (to - at - 1)) for to in nexts)

    return any(wanted[0](text[start]) and rest(start, 1, slop) for start in range(len(text)))


def equals(word: str) -> list[Callable[[str], bool]]:
    return [(lambda found, one=one: found == one) for one in terms(word)]  # type: ignore[misc]


def model(node: Node, article: Article, fields: Sequence[str] = ("title", "body", "entities")) -> bool:  # noqa: PLR0911 -- one for each kind
    match node:
        case Word(text=text):
            return any(stands(texts(article)[field], equals(text), 0) for field in fields)
        case Phrase(text=text, slop=slop):
            fields = fields if len(terms(text)) == 1 else [one for one in fields if one != "entities"]
            return any(stands(texts(article)[field], equals(text), slop) for field in fields)
        case Prefix(text=text):
            return any(word.startswith(text) for field in fields for word in texts(article)[field])
        case And(parts=parts):
            return all(model(part, article, fields) for part in parts)
        case Or(parts=parts):
            return any(model(part, article, fields) for part in parts)
        case Not(part=part):
            return not model(part, article, fields)
        case Field(name=name, part=part):
            return model(part, article, [name])
        case Filter(value=value):
            return article.source == value
        case _:
            return True


single = st.sampled_from(VOCABULARY).map(lambda word: Word(word, 0, 0))
phrase = st.builds(
    lambda words, slop: Phrase(" ".join(words), 0, 0, slop),
    st.lists(st.sampled_from(VOCABULARY[:4]), min_size=1, max_size=3),
    st.integers(0, 3),
)
leaf: st.SearchStrategy[Node] = (
    single
    | phrase
    | st.sampled_from(["an", "ant", "be"]).map(lambda text: Prefix(text, 0, 0))
    | st.sampled_from(SOURCES).map(lambda value: Filter("source", value, 0, 0))
    | st.just(Everything())
)


def joined(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(inner, min_size=2, max_size=3).map(tuple)
    return (
        several.map(And)
        | several.map(Or)
        | inner.map(Not)
        | st.builds(Field, st.sampled_from(["title", "body"]), inner)
    )


trees = st.recursive(leaf, joined, max_leaves=6)


@settings(max_examples=150, deadline=None)
@given(tree=trees)
def test_matches_what_the_model_matches(archive: Archive, tree: Node) -> None:
    snapshot, articles = archive
    compiled = compile_tree(tree, snapshot)
    found = find(snapshot, compiled.plan, None, snapshot.live)
    assert {snapshot.article(doc).id for doc in found.full} == {one.id for one in articles if model(tree, one)}
    listed = page(
        snapshot,
        compiled.plan,
        found,
        sort="relevance",
        boosts=BOOSTS,
        half_life=180.0,
        now=0.0,
        start=0,
        end=100,
    )
    assert sorted(doc for doc, _ in listed) == sorted(found.full)
    values = [score for _, score in listed]
    assert values == sorted(values, reverse=True)
    assert all(score >= 0 for score in values)
    if any(values):
        assert listed == sorted(listed, key=lambda one: (-one[1], one[0]))


def test_pages_are_parts_of_the_whole(archive: Archive) -> None:
    snapshot, _ = archive
    compiled = compile_tree(And((Word("ant", 0, 0), Word("bear", 0, 0), Word("eel", 0, 0))), snapshot)
    found = find(snapshot, compiled.plan, compiled.wanted, snapshot.live)
    assert found.relaxed
    for sort in ("relevance", "newest", "oldest", "recent-relevant"):

        def places(start: int, end: int, sort: str = sort) -> list[tuple[int, float]]:
            return page(
                snapshot, compiled.plan, found, sort=sort, boosts=BOOSTS, half_life=180, now=1e9, start=start, end=end
            )

        whole = places(0, 100)
        assert len(whole) == len(found.full) + len(found.relaxed)
        assert {doc for doc, _ in whole[: len(found.full)]} == set(found.full)
        assert [one for start in range(0, 30, 3) for one in places(start, start + 3)] == whole
        have = [found.relaxed[doc] for doc, _ in whole[len(found.full) :]]
        assert have == sorted(have, reverse=True)


def test_relaxed_matches_have_most_of_the_words(archive: Archive) -> None:
    snapshot, articles = archive
    wanted = [Word(word, 0, 0) for word in ("ant", "bear", "eel", "ant")]
    compiled = compile_tree(And(tuple(wanted)), snapshot)
    found = find(snapshot, compiled.plan, compiled.wanted, snapshot.live)
    expected = {one.id: sum(model(word, one) for word in wanted[:3]) for one in articles}
    assert {snapshot.article(doc).id: have for doc, have in found.relaxed.items()} == {
        key: have for key, have in expected.items() if have == 2
    }


def test_rarer_and_denser_words_score_more(tmp_path: Path) -> None:
    bodies = ["common rare", "common", "common", "common common filler filler", "common " + "filler " * 50]
    articles = [Article(f"a{at}", "", body) for at, body in enumerate(bodies)]
    snapshot = Snapshot(current(write_index(tmp_path / "index", articles)))
    rare, common = Leaf(("body",), (("rare",),)), Leaf(("body",), (("common",),))
    by_common = scores(snapshot, common, range(5), BOOSTS)
    assert scores(snapshot, rare, [0], BOOSTS)[0] > by_common[0]
    assert by_common[1] == by_common[2] > by_common[4]
    assert scores(snapshot, common, [3], {"body": 2.0})[3] > by_common[3]
    assert scores(snapshot, NONE, [3], BOOSTS) == {3: 0.0}
    snapshot.retire()


def test_a_phrase_that_stands_nowhere(archive: Archive) -> None:
    snapshot, _ = archive
    assert matching(snapshot, Leaf(("title",), (("zzz",), ("ant",)))) == set()
    assert list(find(snapshot, NONE, None, snapshot.live).full) == []


def test_recent_ones_count_more(tmp_path: Path) -> None:
    articles = [Article(f"a{at}", "", "troops", published=day) for at, day in enumerate(["2020", None, "2024", "2022"])]
    snapshot = Snapshot(current(write_index(tmp_path / "index", articles)))
    plan = Leaf(("body",), ((term("troops"),),))
    listed = page(
        snapshot,
        plan,
        Ranking(range(4), {}),
        sort="recent-relevant",
        boosts=BOOSTS,
        half_life=366.0,
        now=1_704_067_200.0,  # 2024-01-01
        start=0,
        end=4,
    )
    assert [doc for doc, _ in listed] == [2, 3, 0, 1]
    assert listed[0][1] > 2 * listed[1][1] * 0.99
    snapshot.retire()


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sets(st.integers(0, 12), max_size=6).map(sorted), min_size=1, max_size=4), st.integers(0, 4))
def test_phrases_begin_where_they_can(places: list[list[int]], slop: int) -> None:
    def possible(start: int) -> bool:
        reached = {start}
        for at, following in enumerate(places[1:], 1):
            reached = {to for to in following if any(to > before for before in reached) and to - start - at <= slop}
        return bool(reached)

    found = occurrences(places, slop)
    assert [run[0] for run in found] == [start for start in places[0] if possible(start)]
    for run in found:
        assert run[-1] - run[0] - len(run) + 1 <= slop
        assert all(place in slot for place, slot in zip(run, places, strict=True))
        assert list(run) == sorted(set(run))


def test_variants() -> None:
    assert {"at", "ct", "cut", "cart", "cats", "scat"} <= variants("cat")
    assert "" not in variants("a")


def test_cache_forgets_what_was_used_least() -> None:
    cache = Cache(limit=10)
    made: list[str] = []

    def get(key: str) -> str:
        def make() -> str:
            made.append(key)
            return key * 4

        return cache.get(key, make)

    for key in "abacab":
        assert get(key) == key * 4
    assert "".join(made) == "abcb"


def test_cache_counts_keys_and_empty_values() -> None:
    cache = Cache(limit=100)
    made: list[object] = []

    def get(key: tuple[object, ...]) -> str:
        def make() -> str:
            made.append(key)
            return ""

        return cache.get(key, make)

    long = ("a" * 500, ("b", "c"))
    get(long)
    get(long)
    assert made == [long], "an empty value is kept"
    for number in range(60):
        get(("body", number))
    get(long)
    assert made.count(long) == 2, "many empty values drive others out"
