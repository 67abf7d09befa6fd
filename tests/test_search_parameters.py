"""The door: what each parameter takes."""

from typing import Any

import pytest

from search.errors import BadParameterError
from search.parameters import Parameters, check

DEFAULTS: dict[str, Any] = {
    "extra": ("section",),
    "entity": (),
    "source": (),
    "lang": (),
    "since": None,
    "until": None,
    "undated": False,
    "sort": "relevance",
    "limit": 20,
    "cursor": None,
    "facet": (),
    "expand": True,
    "strict": False,
    "filters": {},
}


def checked(**given: object) -> Parameters:
    return check(**{**DEFAULTS, **given})


def test_defaults() -> None:
    assert checked() == Parameters()


def test_strings_and_sequences() -> None:
    found = checked(entity="is", source=["a", "b", "a", " "], filters={"section": ["x"], "author": "y"})
    assert found.filters == (("entity", "is"), ("source", "a"), ("source", "b"), ("section", "x"), ("author", "y"))


def test_dates_are_read() -> None:
    found = checked(since="2024", until="2024-01-05")
    assert (found.since, found.until) == ("2024", "2024-01-05")
    assert checked(until="2099-12-31").until == "2099-12-31"


def test_dates_that_may_be_either_of_two_days() -> None:
    found = checked(until="03/04/2024")
    assert found.until == "2024"
    assert ["either of two days" in one.message for one in found.warnings] == [True]
    with pytest.raises(BadParameterError, match="until"):
        checked(until="03/04/2024", strict=True)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("sort", "best"),
        ("limit", 0),
        ("limit", 101),
        ("limit", "20"),
        ("limit", True),
        ("since", "someday"),
        ("until", 2024),
        ("undated", "yes"),
        ("expand", 1),
        ("facet", "colour"),
        ("facet", ["source", 1]),
        ("source", 5),
        ("source", [f"{n}" for n in range(101)]),
        ("filters", {"colour": "red"}),
        ("filters", {"section": 7}),
    ],
)
def test_bad_values(name: str, value: object) -> None:
    with pytest.raises(BadParameterError) as error:
        checked(**{name: value})
    assert error.value.expected
    assert error.value.expected in str(error.value)


def test_facets() -> None:
    assert checked(facet=("source", "section", "published")).facet == ("source", "section", "published")
