"""Exact values: how they are found and counted."""

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from search.results import FacetValue
from search.snapshots.columns import Codes
from search.snapshots.facets import MAX_VALUES, Values


def coded(documents: list[list[str]], *, single: bool = False) -> Codes:
    """Return the codes of documents by their values; ``single`` where none has more than one."""
    values = sorted({value for have in documents for value in have})
    if single:
        each = [values.index(have[0]) + 1 if have else 0 for have in documents]
        return Codes(tuple(values), None, np.array(each, np.uint32))
    starts = np.zeros(len(documents) + 1, np.int64)
    np.cumsum([len(have) for have in documents], out=starts[1:])
    codes = [values.index(value) + 1 for have in documents for value in have]
    return Codes(tuple(values), starts, np.array(codes, np.uint32))


def values() -> Values:
    return Values(coded([["Reuters", "Al  Watan"], ["reuters"], ["Reuters"], ["Şafak", "Al  Watan"], []]))


def counted(found: Values, docs: list[int]) -> dict[str, int]:
    return {one.value: one.count for one in found.listing(np.array(docs, np.intp))}


def test_finds_whatever_the_case_and_accents() -> None:
    assert values().find("REUTERS") == ("Reuters", "reuters")
    assert values().find("safak") == ("Şafak",)
    assert values().find("al watan") == ("Al  Watan",)
    assert values().find("bbc") == ()


def test_suggests() -> None:
    assert values().near("Safka") == "Şafak"
    assert values().near("zzz") is None
    assert values().near("") is None


def test_counts() -> None:
    assert counted(values(), [0, 1, 4]) == {"Reuters": 1, "reuters": 1, "Al  Watan": 1}
    assert counted(values(), []) == {}
    assert counted(Values(coded([[], [], []])), [0, 1, 2]) == {}
    assert counted(Values(coded([["a"], [], ["a"]], single=True)), [0, 1, 2]) == {"a": 2}


def test_lists_the_most_frequent_first() -> None:
    found = Values(coded([["b", "a", "c"], ["b", "a", "c"], ["c"]]), lambda value: value * 2)
    assert found.listing(np.arange(3)) == (
        FacetValue("c", "cc", 3),
        FacetValue("a", "aa", 2),
        FacetValue("b", "bb", 2),
    )
    many = Values(coded([[f"{number:03d}"] for number in range(200)], single=True))
    assert [one.value for one in many.listing(np.arange(200))] == [f"{number:03d}" for number in range(MAX_VALUES)]
    assert len(many.listing(np.arange(200), None)) == 200


@given(
    st.lists(st.sets(st.sampled_from("aàAbcdé"), max_size=4).map(sorted), min_size=1, max_size=30),
    st.data(),
    st.integers(1, 8),
)
def test_lists_and_filters_as_counting_does(documents: list[list[str]], data: st.DataObject, most: int) -> None:
    docs = sorted(data.draw(st.sets(st.integers(0, len(documents) - 1))))
    label = {"a": "Zz", "b": "é"}
    plain = Counter(value for doc in docs for value in documents[doc])
    expected = sorted(
        (FacetValue(value, label.get(value, value), count) for value, count in plain.items()),
        key=lambda one: (-one.count, {"Zz": "zz", "à": "a", "A": "a", "é": "e"}.get(one.label, one.label), one.value),
    )
    cut = [have[:1] for have in documents]
    for found, given_ in ((Values(coded(documents), lambda value: label.get(value, value)), documents),):
        assert list(found.listing(np.array(docs, np.intp), most)) == expected[:most]
        for value in found:
            assert found.having([value]).tolist() == [value in have for have in given_]
    alone = Values(coded(cut, single=True))
    assert counted(alone, docs) == dict(Counter(value for doc in docs for value in cut[doc]))
    for value in alone:
        assert alone.having([value]).tolist() == [value in have for have in cut]


def test_suggests_among_many() -> None:
    many = Values(coded([[f"m{n:04d}" for n in range(2_000)] + ["m" * 40]]))
    assert many.near("m0x01") is not None
    assert many.near("m" * 39) == "m" * 40
    assert "m0001" in many
    assert "x" not in many
