"""Exact values: how they are found and counted."""

from search.facets import MAX_VALUES, Values, listing
from search.results import FacetValue


def values() -> Values:
    return Values({"Reuters": [0, 2], "reuters": [1], "Şafak": [3], "Al  Watan": [0, 3]}, 5)


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
    assert values().count([0, 1, 4]) == {"Reuters": 1, "reuters": 1, "Al  Watan": 1}
    assert values().count([]) == {}
    assert Values({}, 3).count([0, 1, 2]) == {}


def test_lists_the_most_frequent_first() -> None:
    counted = {"b": 2, "a": 2, "c": 5}
    assert listing(counted, lambda value: value * 2) == (
        FacetValue("c", "cc", 5),
        FacetValue("a", "aa", 2),
        FacetValue("b", "bb", 2),
    )
    assert len(listing({str(n): 1 for n in range(200)}, str)) == MAX_VALUES
    assert len(listing({str(n): 1 for n in range(200)}, str, most=None)) == 200


def test_suggests_among_many() -> None:
    many = Values({f"m{n:04d}": [0] for n in range(2_000)} | {"m" * 40: [0]}, 1)
    assert many.near("m0x01") is not None
    assert many.near("m" * 39) == "m" * 40
    assert "m0001" in many
    assert "x" not in many
