"""The dates of a query: any year, and no guessing in silence."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.dates import first_second, last_second
from search.query.dates import read_date


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2099", "2099"),
        (" 2099-12 ", "2099-12"),
        ("2099-12-31", "2099-12-31"),
        ("0001", "0001"),
        ("2024-01-05 09:30", "2024-01-05T09:30:00Z"),
        ("2024-01-05t09:30:15.5z", "2024-01-05T09:30:15Z"),
        ("3000-01-01T00:00:00+02:00", "2999-12-31T22:00:00Z"),
        ("0900-01-01T00:00", "0900-01-01T00:00:00Z"),
        ("Jan 2024", "2024-01"),
        ("25/04/2024", "2024-04-25"),
    ],
)
def test_reads(text: str, iso: str) -> None:
    found = read_date(text)
    assert found is not None
    assert (found.iso, found.warning) == (iso, "")


@pytest.mark.parametrize("text", ["", "someday", "0000", "2024-13", "2024-02-30", "0001-01-01T00:00+02:00", "٢٠٢٤-13"])
def test_no_dates(text: str) -> None:
    assert read_date(text) is None


def test_warns_where_day_and_month_may_be_either() -> None:
    found = read_date("03/04/2024")
    assert found is not None
    assert found.iso == "2024"
    assert "03/04/2024" in found.warning


@given(st.dates())
def test_every_day_is_a_date(day: date) -> None:
    found = read_date(day.isoformat())
    assert found is not None
    assert found.iso == day.isoformat()
    assert last_second(found.iso) - first_second(found.iso) == 86_399


@given(st.text(max_size=30))
def test_never_fails(text: str) -> None:
    found = read_date(text)
    assert found is None or first_second(found.iso) <= last_second(found.iso)
