"""The export over HTTP: streamed, a few at one time, and let go when its reader goes away."""

import csv
import http.client
import io
import json
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from conftest import MakeIndex, write_index
from flask.testing import FlaskClient
from test_search_web_server import get, running

from corpus.article import Article
from search.web import create_app
from search.web.state import site_of

ARTICLES = [
    Article(f"a{n}", f"=Fox {n} <b>", "red fox", f"2024-01-0{n + 1}", source="ab"[n % 2], extra={"desk": "war"})
    for n in range(5)
]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    app = create_app(write_index(tmp_path_factory.mktemp("web") / "index", ARTICLES, extra=["desk"]))
    with closing(site_of(app).engine):
        yield app.test_client()


def test_csv(client: FlaskClient) -> None:
    answer = client.get("/api/v1/export?q=fox&exclude=source:b&sort=oldest&desk=war&bom=1")
    assert answer.content_type == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == "attachment; filename=broadsheet.csv"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.data.startswith(b"\xef\xbb\xbfid,title")
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))
    assert [(row["id"], row["title"]) for row in rows] == [(f"a{n}", f"'=Fox {n} <b>") for n in (0, 2, 4)]


def test_json_lines(client: FlaskClient) -> None:
    answer = client.get("/api/v1/export?q=fox&format=ndjson&snippet=1&body=1")
    assert answer.content_type.startswith("application/x-ndjson")
    rows = [json.loads(line) for line in answer.text.splitlines()]
    assert [(row["title"][:4], row["snippet"], row["body"]) for row in rows] == [("=Fox", "red fox", "red fox")] * 5


@pytest.mark.parametrize(
    "wrong", ["format=xls", "limit=3", "cursor=x", "facet=source", "bom=maybe", "body=1&body=1", "since=never",
              "q=%22fox&strict=1", "exclude=fox", "colour=red"],
)  # fmt: skip
def test_wrong_questions_are_problems(client: FlaskClient, wrong: str) -> None:
    answer = client.get(f"/api/v1/export?{wrong}")
    assert (answer.status_code, answer.content_type) == (400, "application/problem+json")


def test_only_a_few_at_one_time(client: FlaskClient) -> None:
    site = site_of(client.application)
    with site.exports.place(), site.exports.place():
        answer = client.get("/api/v1/export?q=fox")
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
        assert "Others are exporting" in json.loads(answer.text)["detail"]
    for _ in range(5):  # neither errors nor answers that nobody reads keep a place
        assert client.get("/api/v1/export?q=fox&sort=best").status_code == 400
        assert client.head("/api/v1/export?q=fox").status_code == 200
        assert client.get("/api/v1/export?q=fox").status_code == 200


def test_the_page_links_to_it(client: FlaskClient) -> None:
    text = client.get("/?q=fox&source=a&limit=5&facet_words=b").text
    link = "/api/v1/export?q=fox&amp;source=a&amp;collapse=1&amp;format=csv&amp;bom=1"
    assert f'<a href="{link}" download>CSV</a>' in text
    assert "collapse" not in client.get("/?q=fox&collapse=0").text.split("/api/v1/export?")[1].split('"')[0]
    answer = client.get(link.replace("&amp;", "&"))
    assert answer.text.count("\r\n") == 4


@pytest.mark.slow
def test_a_large_one_over_a_real_server(make_index: MakeIndex, tmp_path: Path) -> None:
    body = "red fox " * 20_000
    folder = make_index([Article(f"a{n}", f"Title {n}", f"{body}{n}") for n in range(400)])
    with running(folder) as port:
        status, headers, data = get(port, "/api/v1/export?q=fox&body=1&format=ndjson")
        assert (status, headers.get("Transfer-Encoding")) == (200, "chunked")
        assert data.count(b"\n") == 400
        for _ in range(4):  # readers that go away; each would keep a place of two
            with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
                connection.request("GET", "/api/v1/export?q=fox&body=1")
                assert connection.getresponse().read(1_000)
            for _ in range(200):
                status, _, _ = get(port, "/api/v1/export?q=nonesuch")
                if status == 200:
                    break
                time.sleep(0.05)
            assert status == 200
