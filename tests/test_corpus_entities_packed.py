"""Packed entities: the same as a list of them, whatever is asked."""

import pickle
from zlib import crc32

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.article import Entity
from corpus.entities.names import name_key
from corpus.entities.packed import PackedEntities

COLLIDING = "plumless", "buckeroo"

words = st.sampled_from(["a", "B", "al", "Şa", "U.S.", "ب", "x\x00", "\ud800a", *COLLIDING])
names = st.lists(words, min_size=1, max_size=4).map(" ".join) | st.text(max_size=8)
entities = st.builds(
    Entity,
    st.sampled_from(["a", "b", "c-1", *COLLIDING]),
    names,
    st.sampled_from(["", "person"]),
    st.lists(names, max_size=3).map(tuple),
)


def spelled(entity: Entity) -> tuple[str, ...]:
    return (entity.name, *entity.aliases)


@given(st.lists(entities, max_size=8), st.lists(st.tuples(st.integers(0, 7), entities | st.none()), max_size=4))
@settings(max_examples=150)
def test_packed_entities_are_those_of_a_list(added: list[Entity], changes: list[tuple[int, Entity | None]]) -> None:
    packed, model = PackedEntities(added), dict(enumerate(added))
    for number, entity in changes:
        if number in model and entity is None:
            packed.drop(number)
            del model[number]
        elif number in model and entity is not None:
            packed.put(number, entity)
            model[number] = entity
    assert list(packed) == list(model.values())
    keys = {name_key(name) for one in added for name in spelled(one)} | {*COLLIDING, "other"}
    for key in keys:
        having = sorted(
            {(number, name) for number, one in model.items() for name in spelled(one) if name_key(name) == key}
        )
        assert sorted(set(packed.having(key))) == having
    for id_ in ("a", "b", "c-1", "other", *COLLIDING):
        assert packed.number(id_) == next((number for number, one in model.items() if one.id == id_), None)
    for key in {name_key(name) for one in model.values() for name in spelled(one)}:
        parts = key.split(" ")
        assert len(parts) in packed.lengths(parts[0])
        assert len(parts) < 2 or packed.begins(f"{parts[0]} {parts[1]}")


def test_names_of_one_checksum_are_told_apart() -> None:
    one, other = COLLIDING
    assert crc32(one.encode()) == crc32(other.encode())
    packed = PackedEntities([Entity(one, one), Entity(other, other)])
    assert [list(packed.having(key)) for key in COLLIDING] == [[(0, one)], [(1, other)]]
    assert [packed.number(key) for key in COLLIDING] == [0, 1]


def test_entities_that_share_a_name_or_an_id_are_told_by_the_later_one() -> None:
    packed = PackedEntities([
        Entity("a", "Acme", "", ("ACME Group",)),
        Entity("b", "Bolt"),
        Entity("c", "Cord", "", ("acme group",)),
        Entity("b", "Dent"),
    ])  # fmt: skip
    assert packed.sharing() == [2, 3]


@given(st.lists(entities, max_size=5))
def test_the_fingerprint_does_not_depend_on_the_order(several: list[Entity]) -> None:
    assert PackedEntities(several).fingerprint() == PackedEntities(reversed(several)).fingerprint()
    assert PackedEntities(several).fingerprint() != PackedEntities([*several, Entity("z", "Z")]).fingerprint()


def test_another_process_has_the_same() -> None:
    packed = PackedEntities([Entity("a", "Acme Group", "organisation", ("Şafak",))])
    again = pickle.loads(pickle.dumps(packed))  # noqa: S301 -- as a process sends it to another
    assert list(again) == list(packed)
    assert list(again.having("safak")) == [(0, "Şafak")]


@pytest.mark.parametrize("count", [100, 3000])
def test_what_is_not_asked_for_is_not_unpacked(count: int) -> None:
    packed = PackedEntities(Entity(f"e{number}", f"Name {number}", "", (f"Other {number}",)) for number in range(count))
    assert list(packed.having("name none")) == []
    assert list(packed.having("name 7")) == [(7, "Name 7")]
    assert len(packed._remembered) == 1
