"""Ranking, held against a model that reads every article."""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
from conftest import MakeIndex, write_index
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.article import Article, Entity
from index.analysis import term, terms
from index.generations import current
from search import Engine
from search.query.compile import compile_tree
from search.query.tree import And, Everything, Field, Filter, Node, Not, Or, Phrase, Prefix, Word
from search.query.wildcards import variants
from search.ranking.bm25 import Scorer
from search.ranking.groups import summed
from search.ranking.listed import Listed
from search.ranking.matching import matching
from search.ranking.order import Order, find, page
from search.ranking.phrases import beginnings, occurrences, place_keys
from search.ranking.plan import NONE, Every, Leaf, Plan
from search.snapshots.snapshot import Snapshot

VOCABULARY = ["ant", "antler", "bear", "cat", "dog", "eel", "al-fox"]
SOURCES = ["Reuters", "BBC"]
Archive = tuple[Snapshot, list[Article]]
BOOSTS = {"title": 2.0, "body": 1.0, "entities": 1.0}
BY_SCORE = Order()


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
    scorer = Scorer(snapshot, BOOSTS)
    compiled = compile_tree(tree, snapshot)
    found = find(scorer, compiled.plan, None)
    full = found.full.docs.tolist()
    assert {snapshot.article(doc).id for doc in full} == {one.id for one in articles if model(tree, one)}
    listed = page(compiled.plan, found, BY_SCORE, 0, 100)
    assert sorted(doc for doc, _ in listed) == full
    values = [score for _, score in listed]
    assert values == sorted(values, reverse=True)
    assert all(score >= 0 for score in values)
    if any(values):
        assert listed == sorted(listed, key=lambda one: (-one[1], one[0]))


def test_pages_are_parts_of_the_whole(archive: Archive) -> None:
    snapshot, _ = archive
    scorer = Scorer(snapshot, BOOSTS)
    compiled = compile_tree(And((Word("ant", 0, 0), Word("bear", 0, 0), Word("eel", 0, 0))), snapshot)
    found = find(scorer, compiled.plan, compiled.wanted)
    tiers = [set(tier.docs.tolist()) for tier in (found.full, *found.tiers)]
    assert all(tiers)
    for sort in ("relevance", "newest", "oldest", "recent-relevant"):
        order = Order(sort, 180.0, 1e9)
        whole = page(compiled.plan, found, order, 0, 100)
        assert len(whole) == found.count == found.full.count + found.relaxed
        parts = [page(compiled.plan, found, order, start, start + 3) for start in range(0, 30, 3)]
        assert [one for part in parts for one in part] == whole
        left = iter(whole)
        assert [{doc for doc, _ in islice(left, len(tier))} for tier in tiers] == tiers


def test_relaxed_matches_have_most_of_the_words(archive: Archive) -> None:
    snapshot, articles = archive
    wanted = [Word(word, 0, 0) for word in ("ant", "bear", "eel", "ant")]
    compiled = compile_tree(And(tuple(wanted)), snapshot)
    found = find(Scorer(snapshot), compiled.plan, compiled.wanted)
    assert found.relaxed == sum(tier.count for tier in found.tiers) > 0
    expected = {one.id for one in articles if sum(model(word, one) for word in wanted[:3]) == 2}
    assert {snapshot.article(doc).id for doc in found.tiers[0].docs.tolist()} == expected


def scores(snapshot: Snapshot, plan: Plan, docs: Sequence[int], boosts: Mapping[str, float]) -> list[float]:
    leaves = [plan] if isinstance(plan, Leaf) else []
    found: list[float] = Listed(Scorer(snapshot, boosts), np.array(docs, np.intp)).scores(leaves).tolist()
    return found


def test_rarer_and_denser_words_score_more(tmp_path: Path) -> None:
    bodies = ["common rare", "common", "common", "common common filler filler", "common " + "filler " * 50]
    articles = [Article(f"a{at}", "", body) for at, body in enumerate(bodies)]
    snapshot = Snapshot(current(write_index(tmp_path / "index", articles)))
    rare, common = Leaf(("body",), (("rare",),)), Leaf(("body",), (("common",),))
    by_common = scores(snapshot, common, range(5), BOOSTS)
    assert scores(snapshot, rare, [0], BOOSTS)[0] > by_common[0]
    assert by_common[1] == by_common[2] > by_common[4]
    assert scores(snapshot, common, [3], {"body": 2.0})[0] > by_common[3]
    assert scores(snapshot, NONE, [3], BOOSTS) == [0.0]
    assert matching(Scorer(snapshot, {"body": 0.0}), rare).tolist() == [0], "a match without weight is still one"
    snapshot.retire()


def test_a_phrase_that_stands_nowhere(archive: Archive) -> None:
    scorer = Scorer(archive[0])
    assert matching(scorer, Leaf(("title",), (("zzz",), ("ant",)))).tolist() == []
    assert find(scorer, NONE, None).full.docs.tolist() == []


def test_recent_ones_count_more(tmp_path: Path) -> None:
    articles = [Article(f"a{at}", "", "troops", published=day) for at, day in enumerate(["2020", None, "2024", "2022"])]
    snapshot = Snapshot(current(write_index(tmp_path / "index", articles)))
    plan = Leaf(("body",), ((term("troops"),),))
    order = Order("recent-relevant", 366.0, 1_704_067_200.0)  # 2024-01-01
    scorer = Scorer(snapshot, BOOSTS)
    listed = page(plan, find(scorer, plan, None), order, 0, 4)
    assert [doc for doc, _ in listed] == [2, 3, 0, 1]
    assert listed[0][1] > 2 * listed[1][1] * 0.99
    snapshot.retire()


def test_very_old_ones_are_still_told_apart(tmp_path: Path) -> None:
    days = ["1900", "1950", "1950", "1920"]
    articles = [Article(f"a{at}", "", "troops" + " filler" * at, published=day) for at, day in enumerate(days)]
    snapshot = Snapshot(current(write_index(tmp_path / "index", articles)))
    plan = Leaf(("body",), ((term("troops"),),))
    order = Order("recent-relevant", 1.0, 1_704_067_200.0)  # 2024-01-01
    listed = page(plan, find(Scorer(snapshot), plan, None), order, 0, 4)
    assert [doc for doc, _ in listed] == [1, 2, 3, 0]
    every = page(Every(), find(Scorer(snapshot), Every(), None), order, 0, 4)
    assert [doc for doc, _ in every] == [1, 2, 3, 0]
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


@given(
    st.lists(st.dictionaries(st.integers(0, 199), st.floats(0.1, 9)), min_size=1, max_size=4), st.integers(200, 9000)
)
def test_sums_of_lists(lists: list[dict[int, float]], size: int) -> None:
    docs = [np.array(sorted(one), np.uint32) for one in lists]
    values = [np.array([one[doc] for doc in sorted(one)]) for one in lists]
    found, sums = summed(docs, values, size)
    expected: dict[int, float] = {}
    for one in lists:
        for doc, value in one.items():
            expected[doc] = expected.get(doc, 0.0) + value
    assert list(zip(found.tolist(), sums.tolist(), strict=True)) == sorted(expected.items())
    assert [one.tolist() for one in values] == [[one[doc] for doc in sorted(one)] for one in lists]


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.lists(st.sets(st.integers(0, 12), max_size=6).map(sorted), min_size=3, max_size=3), max_size=4),
    st.integers(0, 4),
)
def test_phrases_of_all_documents_at_once(documents: list[list[list[int]]], slop: int) -> None:
    numbers = np.arange(7, 7 + len(documents), dtype=np.uint32)
    slots = [
        place_keys(
            numbers,
            np.array([len(places[slot]) for places in documents], np.int64),
            np.array([at for places in documents for at in places[slot]], np.uint32),
        )
        for slot in range(3)
    ]
    found = beginnings(slots, slop)
    expected = {doc: len(occurrences(places, slop)) for doc, places in enumerate(documents, 7)}
    assert dict(zip(found.docs.tolist(), found.freqs.tolist(), strict=True)) == {
        doc: count for doc, count in expected.items() if count
    }


def test_variants() -> None:
    assert {"at", "ct", "cut", "cart", "cats", "scat"} <= variants("cat")
    assert "" not in variants("a")


def test_words_that_tell_nothing_are_not_missed(make_index: MakeIndex) -> None:
    articles = [
        Article("full", "", "the treaty of rome", lang="en"),
        Article("telling", "", "treaty signed in rome", lang="en"),
        Article("one", "", "treaty of the hague", lang="en"),
        *(Article(f"x{at}", "", "nothing of the kind", lang="en") for at in range(30)),
    ]
    with Engine.open(make_index(articles)) as engine:
        found = engine.search("the treaty of rome", limit=100)
        assert (found.total, [hit.id for hit in found.hits]) == (1, ["full", "telling", "one"])
        question = engine.search("what was in the treaty of rome about", limit=100)
        assert {hit.id for hit in question.hits} == {"full", "telling", "one"}
