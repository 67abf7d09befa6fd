"""When an article was published: from what, in which order, and how sure."""

import time
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.article import Place, Record
from corpus.dates import first_second
from corpus.dating.addresses import date_in_path, date_in_url
from corpus.dating.dated import Dated
from corpus.dating.dayfirst import settled
from corpus.dating.find import dated
from corpus.dating.finding import find_dates, find_yearless, normal
from corpus.dating.headlines import head_dates
from corpus.dating.pagedates import PAGE_DATES, page_candidates
from corpus.dating.relative import relative_date

NOW = datetime(2024, 6, 1, 12, tzinfo=UTC)


def found(path: str = "", filetime: float | None = None, **fields: Any) -> Dated | None:  # noqa: ANN401 -- a Record's
    return dated(Record(Place("f"), **fields), path=path, filetime=filetime, now=NOW)[0]


def warned(**fields: Any) -> list[str]:  # noqa: ANN401 -- a Record's
    return dated(Record(Place("f"), **fields), path="", filetime=None, now=NOW)[1]


def summary(one: Dated | None) -> tuple[str, str, str] | None:
    return (one.value, one.source, one.certainty) if one else None


BODIES = {
    "BAGHDAD, Jan 4, 2024 (Reuters) - Officials said.": ("2024-01-04", "dateline", "stated"),
    "LONDON, January 4, 2024\n\nIt rained.": ("2024-01-04", "dateline", "stated"),
    "Published: 4 January 2024\nIt rained.": ("2024-01-04", "text", "stated"),
    "Published:\n4 January 2024\nIt rained.": ("2024-01-04", "text", "stated"),
    "By Ann Roy | Jan. 4, 2024 11:30 pm EST\nIt rained.": ("2024-01-05T04:30:00Z", "text", "stated"),
    "Von Jan Roy, 4. Januar 2024\nEs regnete.": ("2024-01-04", "text", "stated"),
    "4 января 2024 г., 10:30\nШёл дождь.": ("2024-01-04", "text", "stated"),
    "٤ يناير ٢٠٢٤\nهطل المطر": ("2024-01-04", "text", "stated"),
    "Opublikowano: 4 stycznia 2024": ("2024-01-04", "text", "stated"),
    "4 Ocak 2024 Perşembe\nYağmur yağdı.": ("2024-01-04", "text", "stated"),
    "Updated 6 January 2024\nPosted 4 January 2024\nIt rained.": ("2024-01-04", "text", "stated"),
    "Updated 6 January 2024\nIt rained.": ("2024-01-06", "text", "guessed"),
}


@pytest.mark.parametrize("body", BODIES)
def test_dates_of_text(body: str) -> None:
    assert summary(found(body=body)) == BODIES[body]


@pytest.mark.parametrize(
    "body",
    [
        "On January 4, 2024 a drone hit the headquarters.",
        "A man was killed on January 4, 2024.",
        "It rained all day and all night in the whole of the country.\n\nSept 26, 1987\n\n1,000 1,200",
        "© 4 January 2024 Gazette",
        "BAGHDAD, Jan 4 (Reuters) - Officials said.",
        "It is 3 hours ago",
        "",
    ],
)
def test_what_is_no_date_of_publication(body: str) -> None:
    assert found(body=body) is None


def test_order_of_trust() -> None:
    fields = {
        "published": "2024-01-02",
        "url": "https://example.org/2024/01/03/a",
        "body": "BAGHDAD, Jan 4, 2024 (Reuters) - Officials said.",
    }
    path = "2024-01-05-a.txt"
    assert summary(found(path, 0.0, **fields)) == ("2024-01-02", "metadata", "stated")
    del fields["published"]
    assert summary(found(path, 0.0, **fields)) == ("2024-01-03", "url", "stated")
    del fields["url"]
    assert summary(found(path, 0.0, **fields)) == ("2024-01-04", "dateline", "stated")
    del fields["body"]
    assert summary(found(path, 0.0, **fields)) == ("2024-01-05", "path", "guessed")
    assert summary(found("a.txt", 0.0, **fields)) == ("1970-01-01", "filetime", "guessed")
    assert found("a.txt", None, **fields) is None


def test_a_finer_date_within_a_vague_one_is_taken() -> None:
    one = found(published="2024-01", url="https://example.org/2024/01/03/a")
    assert summary(one) == ("2024-01-03", "url", "stated")
    assert summary(found(published="2024-01", url="https://example.org/2024/02/03/a")) == (
        "2024-01", "metadata", "stated",
    )  # fmt: skip


@pytest.mark.parametrize("text", ["2025-01-01", "1599-12-31", "0001-01-01T00:00:00Z", "2024-06-04"])
def test_impossible_dates_are_refused_with_a_warning(text: str) -> None:
    assert found(published=text) is None
    assert len(warned(published=text)) == 1
    assert found(published=text, body="Published: 4 January 2024") is not None


def test_a_day_ahead_is_no_future() -> None:
    assert found(published="2024-06-02T11:00:00Z") is not None


def test_nothing_is_published_after_it_was_captured() -> None:
    assert found(published="2024-03-01", captured="2024-02-01T00:00:00Z") is None
    assert found(published="2024-02-01T05:00:00Z", captured="2024-02-01T00:00:00Z") is not None


def test_relative_dates_need_the_time_of_capture() -> None:
    one = found(published="3 hours ago", captured="2024-01-05T02:30:00Z")
    assert summary(one) == ("2024-01-04", "metadata", "guessed")
    assert found(published="3 hours ago") is None
    assert "no date that can be read" in warned(published="3 hours ago")[0]


def test_a_dateline_gets_its_year_from_capture_or_url() -> None:
    body = "BAGHDAD, Dec 30 (Reuters) - Officials said."
    assert summary(found(body=body, captured="2024-01-05T00:00:00Z")) == ("2023-12-30", "dateline", "guessed")
    assert summary(found(body=body, url="https://a.org/2022/12/x")) == ("2022-12", "url", "stated")


def test_ambiguous_numbers() -> None:
    assert summary(found(published="03/04/2024")) == ("2024", "metadata", "stated")
    assert "cannot be told apart" in warned(published="03/04/2024")[0]
    assert summary(found(published="03/04/2024", lang="fr")) == ("2024-04-03", "metadata", "guessed")
    with_url = found(published="03/04/2024", url="https://a.org/2024/03/04/x")
    assert summary(with_url) == ("2024-03-04", "metadata", "stated")
    assert settled("03/04/2024", [], "en-US") == "2024-03-04"
    assert settled("03/04/2024", [], "en", "https://a.co.uk/") == "2024-04-03"


def test_relative_in_languages() -> None:
    at = datetime(2024, 1, 5, 12, tzinfo=UTC)
    for text in ("2 days ago", "vor 2 Tagen", "il y a 2 jours", "hace 2 días", "2 giorni fa", "há 2 dias", "2 gün önce",
                 "2 дня назад", "قبل 2 أيام", "2 dni temu", "2 dagen geleden"):  # fmt: skip
        assert relative_date(text, at) == "2024-01-03", text
    for text in ("Yesterday", "gestern", "вчера"):
        assert relative_date(text, at) == "2024-01-04"
    assert relative_date("9999 years ago", at) is None


def test_addresses() -> None:
    urls = {
        "/commentisfree/2019/nov/18/a": "2019-11-18", "/story/2019-11-19/a": "2019-11-19", "/a/2019/11/b": "2019-11",
        "/a-20191115/": "2019-11-15", "/2019/13/40/a": None, "/a-123456789": None, "/1080p/2020-audi": None,
    }  # fmt: skip
    for path, value in urls.items():
        one = date_in_url(path)
        assert (one.value if one else None) == value, path
    assert date_in_path("2024/01/title.txt") is None


def test_page_dates_of_other_shapes_are_passed_over() -> None:
    assert (
        page_candidates({PAGE_DATES: ["a", {"kind": "published"}, {"kind": 1, "source": 2, "where": 3, "text": 4}]})
        == []
    )
    assert page_candidates({PAGE_DATES: "2024"}) == []


@given(st.text(max_size=400), st.text(max_size=80), st.text(max_size=80))
def test_garbage_raises_nothing_and_dates_are_possible(body: str, published: str, path: str) -> None:
    one = found(path, body=body, published=published, url=path, captured=published)
    assert one is None or first_second(one.value) <= NOW.timestamp() + 86400


@given(
    st.lists(st.sampled_from(["Jan", "4", "2024", ",", " ", ".", "/", "12:30", "EST", "ago", "Updated", "-", "\ud800"]))
)
def test_pieces_of_dates_raise_nothing(pieces: list[str]) -> None:
    text = "".join(pieces)
    list(find_dates(normal(text)))
    list(find_yearless(normal(text)))
    list(head_dates([text]))
    relative_date(text, NOW)
    found(text, body=text, published=text)


@pytest.mark.parametrize("piece", ["1 ", "a", "9", "1.", "jan ", "\x00", "\ud800", "2024/", "(", "4 Jan 2024 "])
def test_endless_lines_take_no_time(piece: str) -> None:
    text = piece * (2_000_000 // len(piece))
    start = time.process_time()
    found(text, body=text, published=text, url=text, captured=text)
    assert time.process_time() - start < 2
