"""Suggestions over HTTP, on the page, in a browser and in a terminal."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import browsing
from click.testing import CliRunner
from conftest import MakeIndex, write_index
from flask.testing import FlaskClient
from test_search_web_server import running

from corpus.article import Article, Entity
from search.cli import main
from search.web import create_app
from search.web.state import site_of

IRAQ = Entity("iraq", "Iraq", "place")
HOSTILE = '<img src=x onerror="document.title=1">'
ARTICLES = [
    *[Article(f"a{n}", f"Coalition day {n}", "The coalition.", entities=(IRAQ,), carried=1) for n in range(25)],
    Article("x", f"Coalition {HOSTILE}", "end", entities=(Entity("h", f"Coal {HOSTILE}"),), carried=1),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_index(tmp_path_factory.mktemp("pages") / "index", ARTICLES)


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[FlaskClient]:
    app = create_app(folder)
    with site_of(app).engine:
        yield app.test_client()


def test_completions_as_json(client: FlaskClient) -> None:
    answer = client.get("/api/v1/suggest?q=ira").json
    assert answer == {
        "query": "ira",
        "completions": [
            {"kind": "entity", "label": "Iraq", "query": 'entity:"Iraq"', "count": 25, "what": "place"},
        ],
    }
    assert client.get("/api/v1/suggest").json == {"query": "", "completions": []}
    assert len(client.get("/api/v1/suggest?q=coal&limit=3").json["completions"]) == 3  # type: ignore[index]


@pytest.mark.parametrize("query", ["q=a&limit=0", "q=a&limit=x", "q=a&limit=1000", "q=a&sort=newest", "q=a&q=b"])
def test_what_a_program_must_not_send(client: FlaskClient, query: str) -> None:
    answer = client.get(f"/api/v1/suggest?{query}")
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")


def test_suggestion_as_json(client: FlaskClient) -> None:
    answer = client.get("/api/v1/search?q=coaltion").json
    assert answer is not None
    assert answer["suggestion"] == {"text": "coalition", "spans": [[0, 8 + 1]], "total": 26, "applied": True}
    answer = client.get("/api/v1/search?q=coaltion&correct=0").json
    assert answer is not None
    assert (answer["total"], answer["suggestion"]["applied"]) == (0, False)
    assert client.get("/api/v1/search?q=coalition").json["suggestion"] is None  # type: ignore[index]


def test_the_page_says_what_it_shows_and_leads_to_what_was_typed(client: FlaskClient) -> None:
    text = client.get("/?q=coaltion").text
    assert "these are for" in text
    assert "<mark>coalition</mark>" in text
    assert 'href="/?q=coaltion&amp;correct=0"' in text
    assert 'href="/articles/a1?q=coalition"' in text
    typed = client.get("/?q=coaltion&correct=0").text
    assert "Did you mean" in typed
    assert 'href="/?q=coalition"' in typed
    assert "Did you mean" not in client.get("/?q=coalition").text
    assert 'name="correct"' not in typed


def test_the_script_is_served(client: FlaskClient) -> None:
    answer = client.get("/static/suggest.js")
    assert answer.status_code == 200
    assert answer.mimetype == "text/javascript"
    assert "innerHTML" not in answer.text
    answer.close()


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("coaltion",), "26 articles for coalition, 1 to 20\nNo article has coaltion: --no-correct"),
        (("coaltion", "--no-correct"), "Did you mean coalition? 26 articles have it."),
    ],
)
def test_a_terminal(folder: Path, args: tuple[str, ...], told: str) -> None:
    done = CliRunner().invoke(main, ["--index", str(folder), "search", *args])
    assert done.exit_code == 0
    assert told in done.stdout


@pytest.mark.browser
def test_the_search_box_by_keyboard(make_index: MakeIndex, tmp_path: Path) -> None:
    with running(make_index(ARTICLES)) as port, browsing(tmp_path / "profile") as page:
        home = f"http://127.0.0.1:{port}"
        page.open(f"{home}/")
        page.value("document.getElementById('q').focus()")
        page.type("coal")
        page.wait("document.querySelectorAll('#suggestions [role=option]').length > 3")
        assert page.value("document.getElementById('q').getAttribute('aria-expanded')") == "true"
        page.press("ArrowDown")
        active = "document.getElementById(document.getElementById('q').getAttribute('aria-activedescendant'))"
        assert page.value(f"{active}.getAttribute('aria-selected')") == "true"
        first = page.value("document.getElementById('q').value")
        page.press("ArrowDown")
        assert page.value("document.getElementById('q').value") != first
        page.press("ArrowUp")
        page.press("ArrowUp")
        assert page.value("document.getElementById('q').value") == "coal"
        assert page.value("document.querySelectorAll('#suggestions img').length") == 0
        page.press("ArrowDown")
        page.press("Escape")
        assert page.value("document.getElementById('q').value") == "coal"
        assert page.value("document.getElementById('suggestions').hidden")
        page.press("ArrowDown")
        page.wait("!document.getElementById('suggestions').hidden")
        page.press("ArrowDown")
        chosen = page.value("document.getElementById('q').value")
        page.press("Enter")
        page.wait("new URLSearchParams(location.search).get('q') !== null")
        assert page.value("new URLSearchParams(location.search).get('q')") == chosen
        assert page.value("document.title") != "1"


@pytest.mark.browser
def test_the_search_box_by_mouse(make_index: MakeIndex, tmp_path: Path) -> None:
    with running(make_index(ARTICLES)) as port, browsing(tmp_path / "profile") as page:
        page.open(f"http://127.0.0.1:{port}/")
        page.value("document.getElementById('q').focus()")
        page.type("ira")
        page.wait("document.querySelectorAll('#suggestions [role=option]').length > 0")
        page.value("document.querySelector('#suggestions [role=option]').click()")
        page.wait("new URLSearchParams(location.search).get('q') === 'entity:\"Iraq\"'")
