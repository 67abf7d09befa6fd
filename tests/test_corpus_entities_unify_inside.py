"""Names of one article are unified by what it says, with the sentence, and never those of two."""

import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.entities.recognition.name import Name
from corpus.entities.unify.article.called import Between, between
from corpus.entities.unify.article.inside import How, Link, inside
from corpus.entities.unify.article.sentences import sentence

SEED = Path(__file__).parent.parent / "corpus" / "samples" / "000_8dd5aed662b12d90.txt"
KINDS = {
    "person": "Mohammed Shiite al-Sudani|Al-Sudani|al-Sudani|Mushtaqa al-Jawari|Mushtaq al-Jawari|Abu Taqwa|"
    "Dmitry Polyansky",
    "organisation": "Harakat An-Nujaba|Harakat al-Nujaba|Popular Mobilization Forces|PMF|Islamic State|IS|UN|Reuters|"
    "Pentagon|SANA|Syrian Democratic Forces|International Coalition",
    "place": "Iraq|Syria|Baghdad|Hasakah|Deir ez-Zor",
}


def named(body: str, kinds: dict[str, str]) -> list[Name]:
    several = (
        Name(one.start(), one.end(), kind, one[0])
        for kind, names in kinds.items()
        for one in re.finditer(rf"\b(?:{names})\b", body)
    )
    return sorted(several, key=lambda one: one.start)


def clusters(body: str, **kinds: str) -> set[frozenset[str]]:
    names = named(body, kinds)
    found = inside("", body, names)
    assert sorted(at for one in found.clusters for at in one) == list(range(len(names)))
    return {frozenset(names[at].text for at in one) for one in found.clusters}


def links(body: str, **kinds: str) -> list[Link]:
    return list(inside("", body, named(body, kinds)).links)


def test_the_seed_article() -> None:
    title, body = SEED.read_text(encoding="utf-8").split("\n", 1)
    names = named(body, KINDS)
    found = inside(title, body, names)
    groups = {frozenset(names[at].text for at in one) for one in found.clusters}
    assert {one for one in groups if len(one) > 1} == {
        frozenset({"Mushtaqa al-Jawari", "Mushtaq al-Jawari", "Abu Taqwa"}),
        frozenset({"Mohammed Shiite al-Sudani", "Al-Sudani", "al-Sudani"}),
        frozenset({"Harakat An-Nujaba", "Harakat al-Nujaba"}),
        frozenset({"Popular Mobilization Forces", "PMF"}),
        frozenset({"Islamic State", "IS"}),
    }
    for one in found.links:
        assert names[one.left].text in one.sentence or names[one.right].text in one.sentence
        assert one.reason


@pytest.mark.parametrize(
    ("body", "kinds", "expected"),
    [
        ("Mushtaq al-Jawari, also known as Abu Taqwa, died.", {"person": "Mushtaq al-Jawari|Abu Taqwa"}, 1),
        ("Carlos, dubbed the Jackal, fled.", {"person": "Carlos|Jackal"}, 1),
        ("Ali Hassan al-Majid, nicknamed “Chemical Ali”, fled.", {"person": "Ali Hassan al-Majid|Chemical Ali"}, 1),
        ("Abu Mazen (nom de guerre of Mahmoud Abbas) spoke", {"person": "Abu Mazen|Mahmoud Abbas"}, 1),
        ("Trump dubbed Clinton a liar.", {"person": "Trump|Clinton"}, 2),
        ("Trump called Kim on Monday.", {"person": "Trump|Kim"}, 2),
        ("Eswatini, formerly Swaziland, voted.", {"place": "Eswatini|Swaziland"}, 1),
        ("Harakat al-Nujaba, or the Nujaba Movement, fired.", {"organisation": "Harakat al-Nujaba|Nujaba Movement"}, 1),
        ("Hamas, or Hezbollah, fired.", {"organisation": "Hamas|Hezbollah"}, 2),
        ("Harakat al-Nujaba fired. Nujaba denied it.", {"organisation": "Harakat al-Nujaba|Nujaba"}, 1),
        ("The Bank of England met. England lost.", {"organisation": "Bank of England", "place": "England"}, 2),
        ("Toyota sued the Toyota Foundation.", {"organisation": "Toyota Foundation|Toyota"}, 2),
        ("John Smith won. Smith smiled.", {"person": "John Smith|Smith"}, 1),
        ("John Smith beat Jane Smith. Smith smiled.", {"person": "John Smith|Jane Smith|Smith"}, 3),
        (
            "Bill Clinton came. Mr. Clinton and Mrs. Clinton sat.",
            {"person": r"Bill Clinton|Mr. Clinton|Mrs. Clinton"},
            3,
        ),
        ("Bill Clinton came. Mr. Clinton sat.", {"person": r"Bill Clinton|Mr. Clinton"}, 1),
        ("Saddam Hussein fled. Saddam was found.", {"person": "Saddam Hussein|Saddam"}, 1),
        ("Mohammed Morsi fled. Mohammed prayed.", {"person": "Mohammed Morsi|Mohammed"}, 2),
        ("Kim Jong Un met Kim Jong Il.", {"person": "Kim Jong Un|Kim Jong Il"}, 2),
        ("Hassan Nasrallah met Hussein Nasrallah.", {"person": "Hassan Nasrallah|Hussein Nasrallah"}, 2),
        ("Dmitri Polyanski spoke. Dmitry Polyansky left.", {"person": "Dmitri Polyanski|Dmitry Polyansky"}, 1),
        ("Vladimir Putin (Владимир Путин) spoke", {"person": "Vladimir Putin|Владимир Путин"}, 1),
        ("The European Union met. The EU voted.", {"organisation": "European Union|EU"}, 1),
        ("North America and NOAA", {"organisation": "North America|NOAA"}, 2),
        ("The National Farmers Union met; the NFU voted.", {"organisation": "National Farmers Union|NFU"}, 1),
        ("Washington spoke in Washington.", {"person": "Washington(?= spoke)", "place": "Washington(?=.$)"}, 2),
    ],
)
def test_inside(body: str, kinds: dict[str, str], expected: int) -> None:
    names = named(body, kinds)
    assert len(inside("", body, names).clusters) == expected


def test_a_link_says_why() -> None:
    body = "It rained. Mushtaq al-Jawari, known as Abu Taqwa, died. It ended."
    [one] = links(body, person="Mushtaq al-Jawari|Abu Taqwa")
    assert one == Link(0, 1, How.CALLED, "the text says “known as”", "Mushtaq al-Jawari, known as Abu Taqwa, died.")
    body = "The Islamic State (IS) fled."
    [one] = links(body, organisation="Islamic State|IS")
    assert (one.how, one.reason) == (How.DEFINED, "the text defines IS as Islamic State")


def test_what_is_defined_is_the_whole_name() -> None:
    body = "The Department of Health and Human Services (HHS) met."
    assert len(clusters(body, organisation="Human Services|HHS")) == 2
    assert len(clusters(body, organisation="Department of Health and Human Services|HHS")) == 1


def test_title_and_body() -> None:
    names = [Name(0, 6, "person", "Sudani", "title"), Name(0, 15, "person", "Mohammed Sudani")]
    found = inside("Sudani speaks", "Mohammed Sudani spoke.", names)
    assert found.clusters == ((0, 1),)
    assert found.links[0].sentence == "Sudani speaks" or found.links[0].sentence == "Mohammed Sudani spoke."


def test_between() -> None:
    assert between("A, better known as the B", 1, 23)[0] is Between.CALLED
    assert between("A" + " " * 100 + "B", 1, 101)[0] is Between.NOTHING
    assert between("AB", 1, 1) == (Between.NOTHING, "")


def test_sentences() -> None:
    text = "Gen. Smith of the U.S. Army left. He said so! Then he went."
    assert sentence(text, 5, 10) == "Gen. Smith of the U.S. Army left."
    assert sentence(text, 47, 51) == "Then he went."
    assert sentence("x" * 1000, 500, 501) == "…" + "x" * 481 + "…"
    assert sentence("", 0, 0) == ""


spans = st.tuples(st.integers(0, 60), st.integers(0, 12), st.sampled_from(["person", "organisation", "place", ""]))


@pytest.mark.slow
@given(st.text(st.sampled_from("AaBb (),.-’\ud800ا习"), max_size=60), st.lists(spans, max_size=8))
def test_any_names_are_clustered_once(body: str, several: list[tuple[int, int, str]]) -> None:
    names = [Name(start, start + size, kind, body[start : start + size]) for start, size, kind in several]
    found = inside("", body, names)
    assert sorted(at for one in found.clusters for at in one) == list(range(len(names)))
    assert found == inside("", body, names)


@pytest.mark.slow
@pytest.mark.parametrize("pattern", ["Abc{0} Def", "Abc Def{0}", "Abcdef", "N{0}", "Abc{0} Def{0}"])
def test_very_many_names_cost_little(pattern: str) -> None:
    words = [pattern.format(at) for at in range(20_000)]
    body = ", ".join(words)
    names, at = [], 0
    for word in words:
        names.append(Name(at, at + len(word), "person", word))
        at += len(word) + 2
    began = time.process_time()
    inside("", body, names)
    assert time.process_time() - began < 80
