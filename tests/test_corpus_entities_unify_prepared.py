"""What is kept of names from one run for the next changes nothing, and short cuts agree with the long way."""

from math import inf

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from corpus.entities.names import name_key
from corpus.entities.spelling import Spelling
from corpus.entities.unify.archive.across import unify
from corpus.entities.unify.archive.decisions import Decisions
from corpus.entities.unify.archive.facts import ArticleFacts, Facts, Linked
from corpus.entities.unify.archive.prepared import Prepared, Relation, fingerprint
from corpus.entities.unify.article.inside import How
from corpus.entities.unify.compare.names import may_be_one, same
from corpus.entities.unify.spelling.folding import folded_words, word_keys
from corpus.entities.unify.spelling.sounds import apart

PERSONS = [
    "Muammar Gaddafi", "Moammar Qadhafi", "معمر القذافي", "Gaddafi", "George Bush", "George W. Bush", "Omar Saleh",
    "George H. W. Bush", "Bush", "Mushtaq al-Jawari", "Mushtaqa al-Jawari", "Abu Taqwa", "Bill Clinton", "Will",
    "King Abdullah", "William Clinton", "A", "?", "Kim Jong Un", "김정은", "Xi Jinping", "习近平", "Orban Viktor",
    "Viktor Orbán", "Admiral Cooper", "Mohamed Ali", "Muhammad Ali Clay", "Deputy Cooper", "Ali Hamdan", "Mr. Bush",
]  # fmt: skip
OTHERS = [
    *(
        Spelling("organisation", one)
        for one in ("Harakat An-Nujaba", "Harakat al-Nujaba", "Ministry of Defence", "PMF")
    ),
    *(Spelling("place", one) for one in ("Kiev", "Kyiv", "Sana'a", "Sanaa", "North Korea")),
    *(Spelling("", one) for one in ("Kiev", "PMF", "Gaddafi")),
]
SPELLINGS = [*(Spelling("person", one) for one in PERSONS), *OTHERS]
some = st.sampled_from(SPELLINGS)
links = st.builds(
    lambda left, right, how: Linked(left, right, how, how.value, ""), some, some, st.sampled_from(list(How))
)


@st.composite
def archives(draw: st.DrawFn) -> Facts:
    """Facts of a few articles."""
    found = []
    for key in range(draw(st.integers(0, 6))):
        linked = tuple(one for one in draw(st.lists(links, max_size=2)) if one.left != one.right)
        ends = [end for one in linked for end in (one.left, one.right)]
        found.append(ArticleFacts(str(key), (*draw(st.lists(some, max_size=8)), *ends), linked))
    return Facts.of(found)


decisions = st.builds(
    lambda splits, nevers: Decisions(splits=tuple(splits), nevers=tuple(nevers)),
    st.lists(st.tuples(some, some), max_size=1),
    st.lists(st.tuples(some, some), max_size=1),
)


@given(st.lists(st.tuples(archives(), decisions), min_size=1, max_size=6))
def test_what_was_prepared_before_changes_nothing(runs: list[tuple[Facts, Decisions]]) -> None:
    before = Prepared()
    for facts, decided in runs:
        found, anew = unify(facts, decided, before), unify(facts, decided)
        assert (found.labels.tolist(), found.main.tolist()) == (anew.labels.tolist(), anew.main.tolist())
        assert (found.names, found.merges) == (anew.names, anew.merges)
        before = found.prepared
        assert (before.pairs[:-1] < before.pairs[1:]).all()
        assert not (before.relations == Relation.UNKNOWN).any()
        assert before.counts.sum() == before.blocks.size


def test_what_is_known_is_taken_as_it_is() -> None:
    facts = Facts.of([ArticleFacts("a", (Spelling("person", "Bill Clinton"), Spelling("person", "William Clinton")))])
    found = unify(facts).prepared
    assert found.relations.tolist() == [Relation.SAME]
    found.relations[:] = Relation.TWO
    assert len(unify(facts, before=found).names) == 2
    assert len(unify(facts).names) == 1


def test_places_of_spellings() -> None:
    known = Prepared(sorted(SPELLINGS[::2]))
    places = known.places(sorted(SPELLINGS))
    assert [known.spellings[at] for at in places[places >= 0].tolist()] == sorted(SPELLINGS[::2])
    assert (places < 0).sum() == len(SPELLINGS[1::2])
    assert known.related(np.array([0]), np.array([1])).tolist() == [Relation.UNKNOWN]


def test_the_rules_have_one_fingerprint() -> None:
    assert len(bytes.fromhex(fingerprint())) == 32


words = st.sampled_from(sorted({word for name in PERSONS for word in [*name.split(), "Jr.", "al-"]}))
persons = st.one_of(st.sampled_from(PERSONS), st.lists(words, max_size=4).map(" ".join))


@given(persons, persons)
def test_names_that_may_not_be_one_are_not_one(left: str, right: str) -> None:
    verdict = same(left, right, "person")
    assert may_be_one(left, right, "person") or not (verdict.is_same or verdict.near)


letters = st.text("abdeghikostuz", max_size=9)


@given(letters, letters, st.floats(0, 3))
def test_words_that_are_too_far_apart_may_be_infinitely_so(left: str, right: str, most: float) -> None:
    exact, found = apart(left, right), apart(left, right, most=most)
    assert found == exact or (exact > most and found == inf)


@given(st.text("AabElLZ 9é", max_size=20))
def test_plain_names_have_the_words_of_others(name: str) -> None:
    assert folded_words(name) == folded_words(f"{name} -")
    assert word_keys(name) == [word.key for word in folded_words(name)]
    assert name_key(name) == name_key(f"{name} -")
