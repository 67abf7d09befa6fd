"""Names in a query: which words stand for an entity, and which do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import table

from corpus.article import Entity
from search.deadline import Deadline
from search.query.expand import _Expander, expand
from search.query.parser import parse
from search.query.tree import And, Field, Named, Node, Not, Or, Phrase, Word

TABLE = table(
    [
        Entity("islamic-state", "Islamic State", "organisation", ("IS", "ISIS", "Daesh")),
        Entity("united-states", "United States", "place", ("US", "U.S.", "United States of America")),
        Entity("who", "World Health Organization", "organisation", ("WHO",)),
        Entity("nato", "NATO", "organisation", ("North Atlantic Treaty Organization",)),
        Entity("sudani", "Mohammed Shiite al-Sudani", "person", ("al-Sudani",)),
        Entity("state", "State", "", ()),
        Entity("jordan", "Jordan", "place", ("Hashemite Kingdom",)),
        Entity("jordan-m", "Michael Jordan", "person", ("Jordan",)),
    ]
)


def written(entity: str) -> tuple[str, ...]:
    one = TABLE[entity]
    return (one.name, *one.aliases)


def named(node: Node) -> list[str]:
    match node:
        case Named(entities=entities):
            return list(entities)
        case And(parts=parts) | Or(parts=parts):
            return [one for part in parts for one in named(part)]
        case Not(part=part) | Field(part=part):
            return named(part)
        case _:
            return []


@pytest.mark.parametrize(
    ("text", "entities"),
    [
        ("daesh", ["islamic-state"]),
        ("DAESH attack", ["islamic-state"]),
        ("attack on islamic state", ["islamic-state"]),
        ("Islamic State,", ["islamic-state"]),
        ('"islamic state" troops', ["islamic-state"]),
        ("united states of america", ["united-states"]),
        ("al-sudani visits daesh", ["sudani", "islamic-state"]),
        ("IS", ["islamic-state"]),
        ("is", []),
        ("us", []),
        ("US", ["united-states"]),
        ("u.s.", ["united-states"]),
        ("who", []),
        ("WHO", ["who"]),
        ("nato", ["nato"]),
        ("jordan", ["jordan", "jordan-m"]),
        ("daesh OR nato", ["islamic-state", "nato"]),
        ("coalition", []),
        ("-daesh", []),
        ("title:daesh", []),
        ("daesh~", []),
        ("dae*", []),
        ('"islamic state"~3', []),
        ("", []),
    ],
)
def test_names(text: str, entities: list[str]) -> None:
    tree, _ = expand(parse(text).tree, TABLE, written)
    assert named(tree) == entities


def test_tells_what_it_did() -> None:
    tree, found = expand(parse("troops Daesh").tree, TABLE, written)
    assert isinstance(tree, And)
    assert tree.parts[1] == Named(Word("Daesh", 7, 12), ("islamic-state",), 7, 12)
    assert [(one.entity, one.name, one.typed) for one in found] == [("islamic-state", "Islamic State", "Daesh")]
    assert set(found[0].also) == {"Islamic State", "IS", "ISIS"}


def test_a_name_of_one_spelling_is_not_told() -> None:
    _, found = expand(parse("state").tree, TABLE, written)
    assert found == ()


def test_a_phrase_stays_one() -> None:
    tree, _ = expand(parse('"islamic state"').tree, TABLE, written)
    assert isinstance(tree, Named)
    assert isinstance(tree.words, Phrase)


class _Thorough(_Expander):
    """Looks every run of words up, also those that cannot be a name by their first word."""

    def _names_nothing(self, word: Word) -> bool:
        return False


PIECES = ["islamic", "State", "state,", "united", "states", "of", "america", "al-sudani", "U.S.", "is", "jordan", '"']


@given(st.lists(st.sampled_from(PIECES), max_size=8).map(" ".join))
def test_no_name_is_passed_over(text: str) -> None:
    tree = parse(text).tree
    thorough = _Thorough(TABLE, written, (), Deadline())
    assert expand(tree, TABLE, written) == (thorough.node(tree), tuple(thorough.found))
