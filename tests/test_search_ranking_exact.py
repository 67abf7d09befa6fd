"""The ranking finds, scores and orders exactly what reading every document would."""

import random
from collections.abc import Iterator

import numpy as np
import pytest
from conftest import write_index
from hypothesis import given
from hypothesis import strategies as st
from naive import Naive

from corpus.article import Article, Entity
from corpus.relevance import Relevance
from index.generations import current
from search.ranking import listed, pruning, reordering
from search.ranking.bm25 import Scorer
from search.ranking.evidence import Evidence
from search.ranking.matching import Selection, estimate, matching, select
from search.ranking.order import ENOUGH, Order, distinct, find, page
from search.ranking.plan import All, Any, AtLeast, Docs, Every, Leaf, Plan, Wanted, Without
from search.ranking.pruning import best
from search.ranking.top import top
from search.snapshots.bitmaps import of_docs, of_flags
from search.snapshots.snapshot import Snapshot

WORDS = ["ant", "bear", "cat", "dog", "eel", "fox", "gnu", "hen", "ibex", "jay"]
COMMON = [0.6, 0.5, 0.3, 0.2, 0.2, 0.1, 0.05, 0.01, 0.005, 0.001]
"""How many of the articles have each word, about."""

FIELDS = [("title", "body", "entities"), ("title",), ("body",), ("title", "body")]
NEVER_SO_MANY = 1 << 60


def made_up(size: int, seed: int) -> list[Article]:
    chance = random.Random(seed)
    articles = []
    for number in range(size):
        # Words grow more frequent with the numbers, so that ranges of documents differ.
        body = [word for word, share in zip(WORDS, COMMON, strict=True) if chance.random() < share]
        body = chance.choices(body, k=chance.randrange(1 + 5 * (1 + 4 * number // size))) if body else []
        title = chance.choices(WORDS, COMMON, k=chance.randrange(3))
        names = chance.sample(WORDS, k=chance.randrange(2))
        entities = tuple(Entity(name, f"{name} {name}") for name in names)
        articles.append(Article(f"a{number}", " ".join(title), " ".join(body), source="x", entities=entities))
    return articles


@pytest.fixture(scope="module", params=[(40, 1), (2_200, 2)], ids=["small", "large"])
def naive(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Naive]:
    size, seed = request.param
    articles = made_up(size, seed)
    gone = [one.id for one in articles[::7]]
    folder = write_index(tmp_path_factory.mktemp("exact"), articles, segments=3, deleted=gone)
    snapshot = Snapshot(current(folder))
    kept = [one for one in articles if one.id not in gone]
    yield Naive(snapshot, kept, {"title": 2.5, "body": 1.0, "entities": 0.7})
    snapshot.retire()


slot = st.lists(st.sampled_from(WORDS), min_size=1, max_size=2, unique=True).map(lambda words: tuple(sorted(words)))
leaf = st.builds(Leaf, st.sampled_from(FIELDS), slot.map(lambda one: (one,))) | st.builds(
    Leaf,
    st.sampled_from(FIELDS[1:]),
    st.lists(slot, min_size=2, max_size=3).map(tuple),
    st.integers(0, 2),
)
named = st.sampled_from(WORDS).map(lambda word: Leaf(("entity",), ((word,),)))


def joined(inner: st.SearchStrategy[Plan]) -> st.SearchStrategy[Plan]:
    several = st.lists(inner, min_size=1, max_size=4).map(tuple)
    return (
        several.map(All)
        | several.map(Any)
        | inner.map(Without)
        | st.builds(AtLeast, several, st.integers(1, 4))
        | st.builds(lambda one, other: All((one, Without(other))), inner, inner)
    )


plans = st.recursive(leaf | named | st.just(Every()), joined, max_leaves=8)
wants = st.lists(
    st.builds(Wanted, st.lists(leaf, min_size=1, max_size=2, unique=True).map(tuple), st.none() | named),
    min_size=1,
    max_size=5,
    unique=True,
).map(tuple)
shares = st.sampled_from([None, 0.0, 0.01, 0.3, 0.95])


def filtered(naive: Naive, share: float | None) -> Docs | None:
    if share is None:
        return None
    snapshot = naive.snapshot
    flags = (np.random.default_rng(7).random(snapshot.size) < share) & snapshot.live
    return Docs(of_flags(flags), int(flags.sum()))


def check(naive: Naive, plan: Plan, wanted: tuple[Wanted, ...] | None, passing: Docs | None, count: int) -> None:
    def scorer() -> Scorer:
        return Scorer(naive.snapshot, naive.boosts)

    expected = naive.ranked(plan, wanted, passing)
    found = find(scorer(), plan, wanted, passing)
    assert found.count == len(expected)
    if not distinct(plan):
        return  # listed by date, which other tests look at
    assert page(plan, found, Order(), 0, 1 << 20) == expected
    assert page(plan, found, Order(), count, 2 * count) == expected[count : 2 * count]
    enough = find(scorer(), plan, wanted, passing, min(count, ENOUGH))
    assert page(plan, enough, Order(), 0, count) == expected[:count]


@given(plan=plans, share=shares, count=st.integers(1, 40))
def test_trees(naive: Naive, plan: Plan, share: float | None, count: int) -> None:
    check(naive, plan, None, filtered(naive, share), count)
    scorer = Scorer(naive.snapshot, naive.boosts)
    full = [doc for doc in naive.texts if naive.matches(plan, doc)]
    assert select(scorer, plan).docs.tolist() == full
    assert estimate(scorer, plan) >= len(full)


@pytest.mark.slow
@given(wanted=wants, share=shares, count=st.integers(1, 40))
def test_words_that_may_be_relaxed(naive: Naive, wanted: tuple[Wanted, ...], share: float | None, count: int) -> None:
    parts = [All(one.words) if len(one.words) > 1 else one.words[0] for one in wanted]
    plan = All(
        tuple(part if one.name is None else Any((part, one.name)) for one, part in zip(wanted, parts, strict=True))
    )
    check(naive, plan, wanted, filtered(naive, share), count)


@pytest.mark.slow
@given(parts=st.lists(leaf, min_size=6, max_size=8, unique=True), out=st.none() | leaf, share=shares)
def test_any_of_many_words_follows(naive: Naive, parts: list[Leaf], out: Leaf | None, share: float | None) -> None:
    excluded = () if out is None else (Without(out),)
    plan, passing = All((*parts, *excluded)), filtered(naive, share)
    loose = All((AtLeast(tuple(parts), 1), *excluded))
    full = naive.ranked(plan, None, passing)
    others = [one for one in naive.ranked(loose, None, passing) if one not in full]
    if out is not None:  # what is excluded does not count
        others = [(doc, naive.score(plan, doc)) for doc, _ in others]
    scorer = Scorer(naive.snapshot, naive.boosts)
    found = find(scorer, plan, None, passing, loose=loose)
    expected = full if len(full) >= ENOUGH else [*full, *others]
    assert (found.full.count, found.count) == (len(full), len(expected))
    assert page(plan, found, Order(), 0, 50) == expected[:50]


@given(plan=plans, count=st.integers(1, 15), first=st.integers(1, 60), share=st.sampled_from([1, 2, 1000]))
def test_bounds_leave_none_of_the_best_out(naive: Naive, plan: Plan, count: int, first: int, share: int) -> None:
    expected = naive.ranked(plan, None, None)[:count]
    for few, past in ((100, 3), (100, 0), (0, 0)):
        # Bounds of documents, and the ways to look many of them up, as they are where there are millions.
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(pruning, "_FILLED", share)
            patch.setattr(listed, "_FEW", few)
            patch.setattr(listed, "_PAST", past)
            scorer = Scorer(naive.snapshot, naive.boosts)
            docs, scores = best(bitmap_of(scorer, plan), distinct(plan), count, scored=0, first=first)
            assert list(zip(docs.tolist(), scores.tolist(), strict=True)) == expected


words = st.sampled_from(WORDS).map(lambda word: Leaf(FIELDS[0], ((word,),)))


@pytest.mark.slow
@given(
    asked=st.dictionaries(words, st.integers(0, 3), max_size=4),
    pairs=st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(WORDS)), max_size=3, unique=True),
    plan=st.lists(words, min_size=1, max_size=4, unique=True).map(tuple).map(Any),
    count=st.integers(1, 15),
    depth=st.integers(1, 30),
)
def test_words_asked_for_again_and_pairs(  # noqa: PLR0913, PLR0917 -- what is drawn
    naive: Naive, asked: dict[Leaf, int], pairs: list[tuple[str, str]], plan: Any, count: int, depth: int
) -> None:
    slots = {Leaf(("title", "body"), ((one,), (other,))): at for at, (one, other) in enumerate(pairs, 1)}
    told = Evidence(asked, slots)
    model = Naive(naive.snapshot, [], naive.boosts, told)
    model.texts = naive.texts
    expected = model.ranked(plan, None, None)
    scorer = Scorer(naive.snapshot, naive.boosts, Relevance(), told)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reordering, "PAIRED", depth)
        found = page(plan, find(scorer, plan, None), Order(sort="relevance"), 0, 1 << 20)
        assert found == model.with_pairs(expected, depth) or not scorer.scoring(distinct(plan))
        docs, scores = best(bitmap_of(scorer, plan), scorer.scoring(distinct(plan)), count, scored=0, first=1)
        assert list(zip(docs.tolist(), scores.tolist(), strict=True)) == expected[:count]


def bitmap_of(scorer: Scorer, plan: Plan) -> Selection:
    return Selection(scorer, of_docs(matching(scorer, plan), scorer.snapshot.size))


def test_boosts_are_told_apart(naive: Naive) -> None:
    one = Leaf(("title", "body", "entities"), (("ant",),))
    for boosts in ({"title": 9.0, "body": 0.0, "entities": 0.0}, {"title": 0.0, "body": 1.0, "entities": 0.0}):
        other = Naive(naive.snapshot, [], boosts)
        other.texts = naive.texts
        scorer = Scorer(naive.snapshot, boosts)
        assert page(one, find(scorer, one, None), Order(), 0, 30) == other.ranked(one, None, None)[:30]


@given(
    st.lists(st.integers(0, 5), max_size=80) | st.lists(st.integers(0, 50), min_size=2_000, max_size=2_000),
    st.integers(0, 100),
)
def test_top(values: list[int], count: int) -> None:
    expected = sorted(range(len(values)), key=lambda at: (-values[at], at))[:count]
    assert top(np.array(values, np.float64), count).tolist() == expected


@pytest.mark.parametrize("size", [1_000, 70_000])
def test_top_of_many(size: int) -> None:
    chance = np.random.default_rng(3)
    for values in (chance.random(size), chance.integers(0, 3, size).astype(np.float64), np.ones(size)):
        for count in (1, 20, 100, 5_000):
            expected = np.lexsort((np.arange(size), -values))[:count]
            assert top(values, count).tolist() == expected.tolist()
