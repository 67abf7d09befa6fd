"""Two names are compared rightly: on many pairs, on those that must never be one, and on hostile ones."""

import time
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.entities.unify.compare.names import same
from corpus.entities.unify.compare.oforganisations import organisation
from corpus.entities.unify.compare.persons import person
from corpus.entities.unify.compare.verdicts import Answer

PAIRS = Path(__file__).parent.parent / "benchmarks" / "entities" / "devpairs.tsv"
kinds = st.sampled_from(["person", "organisation", "place", ""])
names = st.text(st.sampled_from("abehk IVJ.-',\u0301\u0627\u0644\u4e60\uae40\ud800"), max_size=24) | st.text(
    max_size=24
)


class Pair(NamedTuple):
    left: str
    right: str
    kind: str
    label: str


def pairs() -> list[Pair]:
    return [Pair(*line.split("\t")) for line in PAIRS.read_text(encoding="utf-8").splitlines()]


def test_the_pairs_to_develop_by() -> None:
    labelled = pairs()
    assert len(labelled) > 500
    found = [one for one in labelled if same(one.left, one.right, one.kind).is_same]
    right = sum(one.label == "same" for one in found)
    assert right / len(found) >= 0.99
    assert right / sum(one.label == "same" for one in labelled) >= 0.95


@pytest.mark.parametrize(
    ("left", "right", "kind"),
    [
        ("Kim Jong Un", "Kim Jong Il", "person"),
        ("George W. Bush", "George H. W. Bush", "person"),
        ("Donald Trump", "Donald Trump Jr.", "person"),
        ("Ken Griffey Sr.", "Ken Griffey Jr.", "person"),
        ("John Paul I", "John Paul II", "person"),
        ("Mr. Clinton", "Mrs. Clinton", "person"),
        ("Iraq", "Iraqi government", "organisation"),
        ("Ministry of Defence", "Ministry of Finance", "organisation"),
        ("Bank of England", "Bank of Scotland", "organisation"),
        ("North Korea", "South Korea", "place"),
        ("Niger", "Nigeria", "place"),
        ("Virginia", "West Virginia", "place"),
    ],
)
def test_never_one(left: str, right: str, kind: str) -> None:
    assert same(left, right, kind).is_different


@pytest.mark.parametrize(
    ("left", "right", "kind"),
    [
        ("J. Smith", "John Smith", "person"),
        ("Smith", "John Smith", "person"),
        ("President Obama", "Obama", "person"),
        ("Mohammed bin Salman", "Mohammed Salman", "person"),
        ("Abu Taqwa", "Abu Takwa", "person"),
        ("Ahmed Ali", "Ali Ahmed", "person"),
        ("University of Washington", "Washington University", "organisation"),
        ("ABC", "American Broadcasting Company", "organisation"),
        ("Kuwait", "Kuwait City", "place"),
        ("Muammar Gaddafi", "Moammar Qadhafi", ""),
        ("", "", "person"),
        ("?", "!", "place"),
    ],
)
def test_names_alone_do_not_tell(left: str, right: str, kind: str) -> None:
    assert not same(left, right, kind).is_same


def test_near() -> None:
    assert same("Mushtaqa al-Jawari", "Mushtaq al-Jawari", "person").near
    assert not same("Mushtaqa al-Jawari", "Mushtaq al-Maliki", "person").near
    assert not same("Mushtaqa", "Mushtaq", "person").near


@pytest.mark.parametrize(
    ("left", "right", "near"),
    [
        ("Mitsubishi", "Mitsubichi", True),
        ("Fed", "Federales", False),
        ("Federal", "Federales", False),
        ("Capitol", "Capital Corp", False),
        ("Hama", "Hamma", False),
    ],
)
def test_a_short_or_common_word_is_nearly_no_other(left: str, right: str, *, near: bool) -> None:
    verdict = same(left, right, "organisation")
    assert (verdict.is_same, verdict.near) == (False, near)


def test_the_fed_is_nothing_else_that_is_federal() -> None:
    assert same("Fed", "Federal Reserve", "organisation").is_same
    assert not same("Federal Co", "Federal Reserve", "organisation").is_same


@pytest.mark.parametrize(
    ("left", "right", "kind", "reason"),
    [
        (
            "Muammar Qaddafi",
            "Moammar Gadhafi",
            "person",
            "Gadhafi and Qaddafi sound alike; Moammar and Muammar are one name",
        ),
        (
            "Bill Clinton",
            "William Clinton",
            "person",
            "Bill and William are short and long for one name; Clinton is the same",
        ),
        ("Orban Viktor", "Viktor Orbán", "person", "they have the same words in another order"),
        ("Kiev", "Kyiv", "place", "both are known names of Kyiv"),
        ("Kim Jong Un", "Kim Jong Il", "person", "Il is not Un"),
    ],
)  # fmt: skip
def test_reasons(left: str, right: str, kind: str, reason: str) -> None:
    assert same(left, right, kind).reason == reason


@given(names, names, kinds)
def test_order_and_case_do_not_matter(left: str, right: str, kind: str) -> None:
    verdict = same(left, right, kind)
    assert verdict == same(right, left, kind)
    assert verdict.reason
    if any(c.isascii() and c.isalpha() for c in left):
        assert same(left, left, kind).answer is Answer.SAME


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Gen. Colin Powell", "colin powell"),
        ("US Treasury Secretary John Snow", "john snow"),
        ("Martin Luther King", "martin luther king"),
        ("Secretary of State", "secretary of state"),
        ("King Abdullah II of Jordan", "abdullah"),
        ("Smith, John", "john smith"),
        ("Salah ad-Din", "salahdin"),
        ("Abd al-Rahman", "abdrahman"),
        ("Abdurrahman Wahid", "abdrahman wahid"),
        ("Hassan Nasr Allah", "hassan nasrallah"),
        ("Ludwig van Beethoven", "ludwig beethoven"),
        ("Osama bin Laden", "osama bin laden"),
        ("Ben Affleck", "ben affleck"),
        ("Al Gore", "al gore"),
        ("Dr.", "dr"),
        ("...", ""),
    ],
)
def test_persons(name: str, words: str) -> None:
    assert " ".join(word.key for word in person(name).words) == words


def test_organisations() -> None:
    assert organisation("The Acme Group, Inc.").words == ("acme",)
    assert organisation("Inc.").words == ("inc",)
    assert organisation("U.S. Dept. of Defence").words == ("us", "department", "defense")
    assert organisation("FBI").is_acronym


@pytest.mark.parametrize("unit", ["a", "A. ", "al-", "(", '"', ".*+?["])
@pytest.mark.parametrize("kind", ["person", "organisation", "place", ""])
def test_a_long_name_costs_little(unit: str, kind: str) -> None:
    name = unit * 50_000
    began = time.process_time()
    same(name, "Muammar Qaddafi", kind)
    same(name, name[1:], kind)
    assert time.process_time() - began < 30
