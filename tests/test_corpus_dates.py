"""What dates are read from text, and what periods they are."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.dates import first_second, is_ambiguous, last_second, parse_date

READ = {
    # ISO 8601
    "2024": "2024",
    "2024-01": "2024-01",
    "2024-01-05": "2024-01-05",
    "  2024-01-05 ": "2024-01-05",
    "2024-1-5": "2024-01-05",
    "20240105": "2024-01-05",
    "2024-01-05T09:30:00Z": "2024-01-05T09:30:00Z",
    "2024-01-05t09:30:00z": "2024-01-05T09:30:00Z",
    "2024-01-05T09:30": "2024-01-05T09:30:00Z",
    "2024-01-05T09Z": "2024-01-05T09:00:00Z",
    "2024-01-05 09:30:00.123456+02": "2024-01-05T07:30:00Z",
    "2024-01-05T09:30:00,5-0500": "2024-01-05T14:30:00Z",
    "2024-01-05T00:30:00+01:00": "2024-01-04T23:30:00Z",
    "2025-02-10 12:05:00-05:00": "2025-02-10T17:05:00Z",
    "20240105T093000Z": "2024-01-05T09:30:00Z",
    "20240105T0930+0100": "2024-01-05T08:30:00Z",
    "2024-01-05T09:30+01:00[Europe/Berlin]": "2024-01-05T08:30:00Z",
    "2016-12-31T23:59:60Z": "2016-12-31T23:59:59Z",
    "2024-01-05T24:00:00Z": "2024-01-06T00:00:00Z",
    # RFC 2822, as in feeds, and its kin
    "Fri, 05 Jan 2024 09:30:00 GMT": "2024-01-05T09:30:00Z",
    "Fri, 05 Jan 24 09:30:00 +0100": "2024-01-05T08:30:00Z",
    "Fri, 5 Jan 2024 09:30 EST": "2024-01-05T14:30:00Z",
    "Thu Jan  4 09:30:00 2024": "2024-01-04T09:30:00Z",
    "Thu Jan 04 09:30:00 +0000 2024": "2024-01-04T09:30:00Z",
    "Thu Jan 04 2024 09:30:00 GMT+0100 (Central European Standard Time)": "2024-01-04T08:30:00Z",
    "26-FEB-1987 15:01:01.79": "1987-02-26T15:01:01Z",
    # numbers of seconds and of milliseconds, and the stamps of web archives
    "1704447000": "2024-01-05T09:30:00Z",
    "1704447000.5": "2024-01-05T09:30:00Z",
    "1704447000123": "2024-01-05T09:30:00Z",
    "20240105093000": "2024-01-05T09:30:00Z",
    # words
    "January 4, 2024": "2024-01-04",
    "4 January 2024": "2024-01-04",
    "4 Jan. 2024": "2024-01-04",
    "Sept. 11, 2001": "2001-09-11",
    "Jan 2024": "2024-01",
    "January 4th, 2024 12:05 am EST": "2024-01-04T05:05:00Z",
    "January 4, 2024 at 9:30 PM": "2024-01-04T21:30:00Z",
    "09:30, 4 January 2024": "2024-01-04T09:30:00Z",
    "4. Januar 2024": "2024-01-04",
    "mar. 5 mars 2024": "2024-03-05",
    "1er août 2024": "2024-08-01",
    "4 de enero de 2024": "2024-01-04",
    "4 января 2024": "2024-01-04",
    "4 Şubat 2024": "2024-02-04",
    "2024年1月5日": "2024-01-05",
    # numbers
    "2024/01/05": "2024-01-05",
    "05.01.2024": "2024-01-05",
    "5. 1. 2024": "2024-01-05",
    "13/04/2024": "2024-04-13",
    "04/13/2024": "2024-04-13",
    "04/04/2024": "2024-04-04",
    "01/2024": "2024-01",
    "03/04/2024": "2024",
    "03-04-2024 10:00": "2024",
    # a zone that is not known or means several leaves the day
    "Jan 4, 2024, 9:30 p.m. ET": "2024-01-04",
    "2024-01-05 09:30:00 IST": "2024-01-05",
    "1600": "1600",
}
NO_DATES = [
    "", " ", "yesterday", "2023-02-30", "2024-13-01", "2024-00-05", "0000-00-00", "2024-01-05T25:00", "1599", "0001",
    "9999", "9999-12-31T23:59:59-10:00", "31 June 2024", "January 4", "04/01/24", "12345", "123456789", "1e5",
    "Updated January 4, 2024", "12:30", "2024-01-05T09:30:00[Europe/Berlin]", "99999999999999", "x" * 10_000,
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), READ.items())
def test_dates_are_read(text: str, expected: str) -> None:
    assert parse_date(text) == expected


@pytest.mark.parametrize("text", NO_DATES)
def test_what_is_no_date(text: str) -> None:
    assert parse_date(text) is None


def test_the_far_future_is_no_date() -> None:
    now = datetime.now(UTC)
    assert parse_date((now + timedelta(days=1)).isoformat())
    assert parse_date((now + timedelta(days=3)).isoformat()) is None
    assert parse_date(str(now.year)) == str(now.year)
    assert parse_date(str(now.year + 1 if now.month < 12 else now.year + 2)) is None


@pytest.mark.parametrize("text", ["03/04/2024", "3-4-2024", "01/12/1999 10:00 GMT"])
def test_ambiguity_is_told(text: str) -> None:
    assert is_ambiguous(text)


@pytest.mark.parametrize("text", ["2024", "03.04.2024", "13/04/2024", "2024-03-04", "", "3/3/2024"])
def test_no_ambiguity(text: str) -> None:
    assert not is_ambiguous(text)


@given(st.text(max_size=120) | st.text("0123456789-:/T.Z+ Jan,年月()[]'", max_size=40))
@settings(max_examples=400)
def test_any_text_is_read_or_not_and_a_date_reads_as_itself(text: str) -> None:
    found = parse_date(text)
    is_ambiguous(text)
    if found is not None:
        assert parse_date(found) == found
        assert first_second(found) <= last_second(found)


@given(st.datetimes(datetime(1600, 1, 2), datetime(2020, 1, 1)), st.integers(-15 * 60, 15 * 60))  # noqa: DTZ001 -- naive on purpose
@settings(max_examples=150)
def test_zoned_times_become_utc(moment: datetime, minutes: int) -> None:
    sign = "-" if minutes < 0 else "+"
    zone = f"{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
    expected = (moment - timedelta(minutes=minutes)).replace(microsecond=0)
    for form in (f"{moment.isoformat()}{zone}", f"{moment:%d %b} {moment.year} {moment:%H:%M:%S} {zone}"):
        assert parse_date(form) == expected.isoformat() + "Z"


@pytest.mark.parametrize(
    ("iso", "first", "last"),
    [
        ("1970", "1970-01-01T00:00:00", "1970-12-31T23:59:59"),
        ("2024-01", "2024-01-01T00:00:00", "2024-01-31T23:59:59"),
        ("2024-02", "2024-02-01T00:00:00", "2024-02-29T23:59:59"),
        ("1900-02", "1900-02-01T00:00:00", "1900-02-28T23:59:59"),
        ("2024-01-05", "2024-01-05T00:00:00", "2024-01-05T23:59:59"),
        ("2024-01-05T09:30:00Z", "2024-01-05T09:30:00", "2024-01-05T09:30:00"),
        ("1600", "1600-01-01T00:00:00", "1600-12-31T23:59:59"),
        ("9999", "9999-01-01T00:00:00", "9999-12-31T23:59:59"),
        ("9999-12-31", "9999-12-31T00:00:00", "9999-12-31T23:59:59"),
    ],
)
def test_periods(iso: str, first: str, last: str) -> None:
    assert first_second(iso) == datetime.fromisoformat(first + "+00:00").timestamp()
    assert last_second(iso) == datetime.fromisoformat(last + "+00:00").timestamp()


@pytest.mark.parametrize(
    "iso", ["", "24", "2024-1", "2024-13", "2024-02-30", "0000", "2024-01-05T09:30Z", "2024-01-05T24:00:00Z", "٢٠٢٤"]
)
def test_malformed_periods(iso: str) -> None:
    for function in (first_second, last_second):
        with pytest.raises(ValueError):
            function(iso)
