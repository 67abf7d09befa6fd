"""The dates that a page states, and which of them is that of publication."""

import time
from datetime import UTC, datetime

import pytest

from corpus.article import Place, Record
from corpus.dating.find import dated
from corpus.dating.pagedates import PAGE_DATES
from corpus.formats.html import extract

STORY = "<p>" + "The harbour was closed for the whole of the day, and nobody knew why it was. " * 4 + "</p>"
TIME = "<time datetime='2024-01-04'>4 Jan</time>"


def published(head: str = "", body: str = "", captured: str | None = None) -> str | None:
    page = f"<html><head><title>Harbour closed</title>{head}</head><body>{body}{STORY}{STORY}</body></html>"
    fields = extract(page)
    record = Record(Place("f"), body=str(fields["body"]), captured=captured, extra={PAGE_DATES: fields.get(PAGE_DATES)})
    one = dated(record, path="", filetime=None, now=datetime(2024, 6, 1, tzinfo=UTC))[0]
    return one.value if one else None


def ld(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


PAGES = {
    "<meta property='article:modified_time' content='2024-01-06'>"
    "<meta property='article:published_time' content='2024-01-04T23:00:00-05:00'>": "2024-01-05T04:00:00Z",
    ld('{"@type":"NewsArticle","dateModified":"2024-01-06","datePublished":"2024-01-04"}'): "2024-01-04",
    ld('{"@graph":[{"@type":"WebPage","datePublished":"2020-01-01"},'
       '{"@type":["BlogPosting"],"datePublished":"2024-01-04"}]}'): "2024-01-04",
    ld('{"@type":"Article","comment":[{"@type":"Article","datePublished":"2024-02-01"}],'
       '"datePublished":"2024-01-04"}'): "2024-01-04",
    ld('{"@type":"NewsArticle","datePublished":"2024-01-04", broken'): "2024-01-04",
    "<meta name='article:expiration_time' content='2024-01-04'>": None,
    "<meta name='date' content='2024-01-04'>": "2024-01-04",
}  # fmt: skip
BODIES = {
    f"<h1>Harbour closed</h1>{TIME}": "2024-01-04",
    "<h1>Harbour closed</h1><time datetime='2024-01-06' class='dateUpdated'>6 Jan</time>"
    "<p>Posted January 4, 2024</p>": "2024-01-04",
    f"<aside>{TIME}</aside><h1>Harbour closed</h1>": None,
    f"<h1>Harbour closed</h1><div class='related-posts'>{TIME}</div>": None,
    "<p>January 4, 2024</p><h1>Harbour closed</h1>": "2024-01-04",
    "<h1>Harbour closed</h1><div>Edmund Farrow | 24 January 2024 | 214 comments</div>": "2024-01-24",
    f"<h1>Harbour closed</h1>{STORY * 5}<p>January 4, 2024</p>": None,
    "<h1>Harbour closed</h1><span>0001-01-01</span>": None,
}


@pytest.mark.parametrize("head", PAGES)
def test_dates_for_machines(head: str) -> None:
    assert published(head) == PAGES[head]


@pytest.mark.parametrize("body", BODIES)
def test_dates_for_readers(body: str) -> None:
    assert published("", body) == BODIES[body]


def test_relative_dates_of_a_capture() -> None:
    body = "<h1>Harbour closed</h1><p>3 hours ago</p>"
    assert published("", body, "2024-01-05T02:00:00Z") == "2024-01-04"
    assert published("", body) is None


@pytest.mark.parametrize("piece", ["<div>", "<time>", "<h1>a", "1/1/2024 ", "<div class=related>"])
def test_endless_pages_take_linear_time(piece: str) -> None:
    start = time.process_time()
    extract("<html><body><h1>A</h1>" + piece * (200_000 // len(piece)))
    assert time.process_time() - start < 20


def test_deep_json_is_survived() -> None:
    assert published(ld("[" * 100_000)) is None
