"""Feedback only puts the first documents in another order, each with a score that is no lower."""

import random
from collections.abc import Iterator

import numpy as np
import pytest
from conftest import write_index
from hypothesis import given
from hypothesis import strategies as st

from corpus.article import Article
from corpus.relevance import Relevance
from index.generations import current
from search.ranking import reordering
from search.ranking.bm25 import Scorer
from search.ranking.evidence import Evidence
from search.ranking.feedback import learned
from search.ranking.matching import Selection, select
from search.ranking.order import Order, find, page
from search.ranking.plan import Any, Leaf, leaves
from search.ranking.pruning import best
from search.ranking.reordering import best_by_evidence
from search.snapshots.columns import Floats, Numbers
from search.snapshots.snapshot import Snapshot

WORDS = ["ant", "bear", "cat", "dog", "eel", "fox", "gnu", "hen", "ibex", "jay", "the", "of"]
FIELDS = ("title", "body", "entities")


def made_up(size: int) -> list[Article]:
    chance = random.Random(5)
    return [
        Article(f"a{at}", chance.choice(WORDS), " ".join(chance.choices(WORDS, k=chance.randrange(30))), lang="en")
        for at in range(size)
    ]


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    folder = write_index(tmp_path_factory.mktemp("feedback"), made_up(300), segments=3, deleted=["a7", "a8"])
    found = Snapshot(current(folder))
    yield found
    found.retire()


def question(snapshot: Snapshot, words: list[str], share: float = 0.4) -> tuple[Scorer, Any]:
    scorer = Scorer(snapshot, relevance=Relevance(feedback=share), evidence=Evidence(is_question=True))
    return scorer, Any(tuple(Leaf(FIELDS, ((word,),)) for word in words))


def leaves_of(plan: Any) -> tuple[Leaf, ...]:
    return tuple(leaves(plan))


def places(found: tuple[Numbers, Floats]) -> list[tuple[int, float]]:
    return list(zip(found[0].tolist(), found[1].tolist(), strict=True))


def arrays(listed: list[tuple[int, float]]) -> tuple[Numbers, Floats]:
    return np.array([doc for doc, _ in listed], np.intp), np.array([score for _, score in listed])


asked = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4, unique=True)


@given(words=asked, count=st.integers(1, 150), depth=st.integers(1, 200))
def test_the_first_are_put_in_another_order(snapshot: Snapshot, words: list[str], count: int, depth: int) -> None:
    scorer, plan = question(snapshot, words)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reordering, "DEPTH", depth)
        found = places(best_by_evidence(select(scorer, plan), leaves_of(plan), count))
        before = places(best(select(scorer, plan), leaves_of(plan), max(count, depth)))
    first, rest = dict(before[:depth]), before[depth:]
    assert len(found) == min(count, len(before))
    assert all(score >= first[doc] for doc, score in found[:depth])
    assert found[depth:] == rest[: max(count - depth, 0)]
    assert found == sorted(found, key=lambda place: (-place[1], place[0]))


@given(words=asked, size=st.integers(1, 60))
def test_pages_are_parts_of_the_whole(snapshot: Snapshot, words: list[str], size: int) -> None:
    scorer, plan = question(snapshot, words)
    ranking = find(scorer, plan, None)
    whole = page(plan, ranking, Order(), 0, 1 << 20)
    parts = [page(plan, ranking, Order(), start, start + size) for start in range(0, ranking.count, size)]
    assert [one for part in parts for one in part] == whole


def test_without_a_share_nothing_changes(snapshot: Snapshot) -> None:
    scorer, plan = question(snapshot, ["ant", "eel"], share=0.0)
    assert page(plan, find(scorer, plan, None), Order(), 0, 50) == places(
        best(select(scorer, plan), leaves_of(plan), 50)
    )


def test_words_of_the_best_lift_what_is_like_them(tmp_path_factory: pytest.TempPathFactory) -> None:
    articles = [
        Article("best", "Dam", "dam dam turbine turbine spillway", lang="en"),
        Article("like", "Other", "dam turbine spillway filler", lang="en"),
        Article("unlike", "Other", "dam quite other filler", lang="en"),
        *(Article(f"x{at}", "None", "turbine spillway quite other", lang="en") for at in range(3)),
        *(Article(f"y{at}", "None", "nothing of it at all", lang="en") for at in range(30)),
    ]
    found = Snapshot(current(write_index(tmp_path_factory.mktemp("lift"), articles)))
    scorer, plan = question(found, ["dam"])
    listed = page(plan, find(scorer, plan, None), Order(), 0, 10)
    assert found.id_of([doc for doc, _ in listed]) == ["best", "like", "unlike"]
    words = {leaf.slots[0][0] for leaf in learned(scorer, *arrays(listed))}
    assert {"dam", "turbin"} <= words
    assert "the" not in words
    assert listed[1][1] > listed[2][1]
    found.retire()


def test_nothing_is_learned_of_nothing(snapshot: Snapshot) -> None:
    scorer, _ = question(snapshot, ["ant"])
    nothing = Selection(scorer, np.zeros_like(snapshot.every))
    assert places(best_by_evidence(nothing, (), 10)) == []
    assert learned(scorer, *arrays([(0, 0.0)])) == {}
