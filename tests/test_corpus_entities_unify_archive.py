"""Names of all articles are unified whatever the order of the articles; decisions win, and ids never change meaning."""

import time
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.entities.recognition.name import Name
from corpus.entities.spelling import Spelling
from corpus.entities.unify.archive.across import Unified, unify
from corpus.entities.unify.archive.blocks import candidates
from corpus.entities.unify.archive.decisions import Decisions
from corpus.entities.unify.archive.facts import ArticleFacts, Facts, Linked
from corpus.entities.unify.archive.keys import words_key
from corpus.entities.unify.article.inside import How, inside
from corpus.errors import ConfigError


def person(text: str) -> Spelling:
    return Spelling("person", text)


def article(key: str, *names: str, kind: str = "person", links: tuple[Linked, ...] = ()) -> ArticleFacts:
    return ArticleFacts(key, tuple(Spelling(kind, one) for one in names), links)


def linked(left: str, right: str, how: How, kind: str = "person") -> Linked:
    return Linked(Spelling(kind, left), Spelling(kind, right), how, how.value, f"{left} {right}")


def entities(unified: Unified) -> set[frozenset[str]]:
    return {frozenset(one.text for one in unified.spellings(at)) for at in range(len(unified.names))}


def grouped(*articles: ArticleFacts, decisions: Decisions | None = None) -> set[frozenset[str]]:
    return {one for one in entities(unify(Facts.of(articles), decisions)) if len(one) > 1}


def each(*names: str, kind: str = "person") -> list[ArticleFacts]:
    return [article(str(at), name, kind=kind) for at, name in enumerate(names)]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["Muammar Gaddafi", "Moammar Qadhafi", "معمر القذافي"], 1),
        (["Bill Clinton", "William Clinton", "Hillary Clinton"], 2),
        (["Xi Jinping", "习近平", "Xi Jin-ping"], 1),
        (["Kim Jong Un", "Kim Jong Il", "김정은"], 2),
        (["Mao Zedong", "Mao Tse-tung"], 1),
        (["Viktor Orban", "Orbán Viktor"], 1),
        (["George Bush", "George W. Bush", "George H. W. Bush"], 3),
        (["George Bush", "George W. Bush"], 1),
        (["Donald Trump", "Donald Trump Jr."], 2),
        (["Mushtaqa al-Jawari", "Mushtaq al-Jawari"], 2),
        (["al-Sudani", "Mohammed al-Sudani"], 2),
        (["Sen. John McCain", "John McCain", "JOHN McCAIN"], 1),
        (["King Abdullah", "Abdullah"], 2),
        (["Apple", "May", "Will", ".*", "A", "?", "A B"], 7),
    ],
)
def test_names_alone(names: list[str], expected: int) -> None:
    assert len(entities(unify(Facts.of(each(*names))))) == expected


def test_a_name_that_may_be_a_word_is_what_its_kind_says() -> None:
    facts = Facts.of([article("1", "Apple", kind="organisation"), article("2", "Apple", kind="place")])
    assert len(unify(facts).names) == 2
    facts = Facts.of([article("1", "Apple", kind="organisation"), article("2", "Apple", kind="")])
    assert len(unify(facts).names) == 1


def test_what_articles_define() -> None:
    front, forces = "Popular Mobilization Front", "Popular Mobilization Forces"
    defined = [
        article(
            str(at), forces, "PMF", kind="organisation", links=(linked(forces, "PMF", How.DEFINED, "organisation"),)
        )
        for at in range(20)
    ]
    assert grouped(*defined) == {frozenset({forces, "PMF"})}
    one = article("x", front, "PMF", kind="organisation", links=(linked(front, "PMF", How.DEFINED, "organisation"),))
    assert grouped(*defined, one) == {frozenset({forces, "PMF"})}
    assert grouped(*defined[:2], one) == set()


def test_a_short_form_that_stands_for_one_entity_only() -> None:
    one = article("1", "Mohammed Sudani", "Sudani", links=(linked("Mohammed Sudani", "Sudani", How.SHORT),))
    assert grouped(one) == {frozenset({"Mohammed Sudani", "Sudani"})}
    assert grouped(one, article("2", "Sudani")) == set()
    assert grouped(one, article("2", "Ali Sudani")) == set()
    two = article("2", "Ali Sudani", "Sudani", links=(linked("Ali Sudani", "Sudani", How.SHORT),))
    assert grouped(one, two) == set()


def test_nearly_the_same_names_in_one_article_or_in_one_company() -> None:
    names = "Mushtaqa al-Jawari", "Mushtaq al-Jawari"
    assert grouped(article("1", *names, links=(linked(*names, How.SPELLED),))) == {frozenset(names)}
    company = "Ali Hamdan", "Omar Saleh", "Hoshyar Zebari"
    assert grouped(article("1", names[0], *company), article("2", names[1], *company)) == {frozenset(names)}
    assert grouped(article("1", names[0], *company), article("2", names[1], *company[:2])) == set()
    assert grouped(article("1", *names, *company)) == set()


@pytest.mark.parametrize(
    ("kind", "counts", "name"),
    [
        ("place", {"Texas": 30, "TEXAS": 5}, "Texas"),
        ("place", {"Canada": 30, "- Canada": 3}, "Canada"),
        ("place", {"Indo-Pacific": 30, "Indo Pacific": 3}, "Indo-Pacific"),
        ("place", {"Alaska": 50, "Russian America": 2}, "Alaska"),
        ("organisation", {"Congress": 30, "The Congress": 4}, "Congress"),
        ("organisation", {"Vostok Pact": 4, "The Vostok Pact": 30}, "The Vostok Pact"),
        ("organisation", {"Vostok-\u2060Holm Pact": 30, "Vostok-Holm Pact": 4}, "Vostok-Holm Pact"),
        ("person", {"Sen. Vera Brannik": 30, "Vera Brannik": 3}, "Vera Brannik"),
    ],
)
def test_an_entity_has_a_clean_name_that_many_write(kind: str, counts: dict[str, int], name: str) -> None:
    several = [article(f"{text}{nth}", text, kind=kind) for text, count in counts.items() for nth in range(count)]
    merges = tuple(
        (Spelling(kind, text), Spelling(kind, name)) for text in counts if words_key(text) != words_key(name)
    )
    assert unify(Facts.of(several), Decisions(merges=merges)).names == (name,)


def test_each_merge_has_its_evidence() -> None:
    body = "Mushtaq al-Jawari, known as Abu Taqwa, died."
    names = [Name(0, 17, "person", body[:17]), Name(28, 37, "person", body[28:37])]
    unified = unify(Facts.of([ArticleFacts.of("seven", names, inside("", body, names))]))
    [one] = unified.merges
    assert (one.article, one.sentence, one.reason) == ("seven", body, "the text says “known as”")
    assert unified.names == ("Mushtaq al-Jawari",)


def test_the_user_decides() -> None:
    names = each("Bill Clinton", "William Clinton", "Hillary Clinton", "Al-Sudani", "al Sudani")
    pair = person("Bill Clinton"), person("William Clinton")
    assert frozenset({"Bill Clinton", "William Clinton"}) in grouped(*names)
    for decisions in (Decisions(nevers=(pair,)), Decisions(splits=(pair,))):
        assert grouped(*names, decisions=decisions) == {frozenset({"Al-Sudani", "al Sudani"})}
    merged = Decisions(merges=((Spelling("", "hillary clinton"), pair[0]),))
    assert frozenset({"Bill Clinton", "William Clinton", "Hillary Clinton"}) in grouped(*names, decisions=merged)
    split = Decisions(splits=((person("Al-Sudani"), person("al Sudani")),))
    assert grouped(*names, decisions=split) == {frozenset({"Bill Clinton", "William Clinton"})}
    unified = unify(Facts.of(names), Decisions(renames=((pair[1], "President Clinton"),)))
    assert "President Clinton" in unified.names
    unknown = Decisions(merges=((person("Nobody"), person("No One")),), renames=((person("No One"), "x"),))
    assert grouped(*names, decisions=unknown) == grouped(*names)


@pytest.mark.parametrize(
    ("decisions", "message"),
    [
        (Decisions(merges=((person("A"), person("B")), (person("B"), person("A")))), "“B” is merged into “A”, which"),
        (Decisions(merges=((person("A"), person("a")),)), "merged into it again"),
        (
            Decisions(
                merges=((person("A"), person("B")), (person("C"), person("B"))), nevers=((person("A"), person("C")),)
            ),
            "“A” and “C” are merged, and kept apart",
        ),
        (
            Decisions(merges=((person("A"), person("B")),), renames=((person("A"), "x"), (person("B"), "y"))),
            "called both “x” and “y”",
        ),
    ],
)
def test_decisions_that_contradict_each_other(decisions: Decisions, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        unify(Facts.of([]), decisions)


@pytest.mark.slow
def test_a_long_chain_of_merges() -> None:
    chain = [(person(f"N{at}"), person(f"N{at + 1}")) for at in range(20_000)]
    Decisions(merges=tuple(chain)).check()
    with pytest.raises(ConfigError, match="merged into it again"):
        Decisions(merges=(*chain, (chain[-1][1], chain[0][0]))).check()


POOL = [
    "Muammar Gaddafi", "Moammar Qadhafi", "Gaddafi", "George Bush", "George W. Bush", "George H. W. Bush", "Bush",
    "Mushtaq al-Jawari", "Mushtaqa al-Jawari", "Abu Taqwa", "Bill Clinton", "William Clinton", "Will", "A",
]  # fmt: skip
some = st.sampled_from(POOL)
links = st.builds(linked, some, some, st.sampled_from(list(How))).filter(lambda one: one.left != one.right)
articles = st.lists(
    st.builds(
        lambda key, names, several: ArticleFacts(
            str(key),
            tuple(map(person, names)) + tuple(end for one in several for end in (one.left, one.right)),
            tuple(several),
        ),
        st.integers(0, 9),
        st.lists(st.sampled_from(POOL), max_size=4),
        st.lists(links, max_size=2),
    ),
    max_size=9,
    unique_by=lambda one: one.id,
)


@given(articles, st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_the_order_of_articles_does_not_matter(several: list[ArticleFacts], chance: Random) -> None:
    full = unify(Facts.of(several))
    chance.shuffle(several)
    again = unify(Facts.of(several))
    assert full.labels.tolist() == again.labels.tolist()
    assert (full.names, full.merges) == (again.names, again.merges)
    assert sum(map(len, entities(full))) == len(full.facts.spellings)


def test_nothing() -> None:
    unified = unify(Facts.of([]))
    assert not unified.names
    assert not unified.merges


def test_a_large_block_is_not_compared_pair_by_pair() -> None:
    count = 20_000
    pairs = candidates(np.zeros(count, np.uint64), np.arange(count), np.ones(count, np.int64))
    assert count < len(pairs) < 16 * count
    assert (pairs[:, 0] < pairs[:, 1]).all()
    few = candidates(np.zeros(5, np.uint64), np.arange(5), np.ones(5, np.int64))
    assert len(few) == 10


@pytest.mark.slow
@pytest.mark.parametrize("pattern", ["Mohammed {0}", "{0}", "Jan Novak{0}", "Ministry of {0}", "A. {0}"])
@pytest.mark.parametrize("kind", ["person", "organisation", "place", ""])
def test_very_many_names(pattern: str, kind: str) -> None:
    chance = Random(1)
    names = {pattern.format("".join(chance.choices("abdefiklmnorstu", k=5)).title()) for _ in range(3000)}
    facts = Facts.of([article(str(at), name, "x" * 100_000, kind=kind) for at, name in enumerate(sorted(names))])
    began = time.process_time()
    unify(facts)
    assert time.process_time() - began < 200
