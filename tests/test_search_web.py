"""The pages and the JSON API, asked through Flask's test client over real indexes."""

import html
import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from conftest import MakeIndex, write_index
from flask.testing import FlaskClient

from corpus.article import Article, Entity, Mention, Origin, Section
from corpus.settings import Config, Server
from index.errors import MissingIndexError
from search.web import create_app
from search.web.state import site_of

JAWARI = Entity("jawari", "Mushtaq al-Jawari", "person", ("Abu Taqwa",))
REUTERS = Entity("reuters", "Reuters", "organisation")

BODY = "The coalition begins its withdrawal.\n\nA strike\n\nIt killed Abu Taqwa in Baghdad, Reuters said."
ARTICLES = (
    Article(
        "iraq",
        "Withdrawal of the coalition",
        BODY,
        published="2024-01-05T09:30:00Z",
        source="Daily News",
        url="https://www.news.example/2024/iraq?a=1&b=2",
        lang="en",
        author="Leyla Haddad",
        sections=(Section(BODY.index("A strike"), BODY.index("A strike") + 8, "A strike"),),
        entities=(JAWARI, REUTERS),
        mentions=(
            Mention("jawari", BODY.index("Abu"), BODY.index("Abu") + 9, "Abu Taqwa"),
            Mention("reuters", BODY.index("Reuters"), BODY.index("Reuters") + 7, "Reuters"),
        ),
        extra={"section": "politics", "tags": ["war", 1], "score": float("nan"), "deep": {"a": None}, "none": None},
        cleaning=("one line of navigation removed",),
        origin=Origin("articles", "secret/folder/iraq.txt", "", "http://old/id"),
    ),
    Article(
        "arabic", "انسحاب التحالف", "بدأ انسحاب التحالف من العراق.", published="2024-01", source="الشرق", lang="ar"
    ),
    Article("old", "Election in 1994", "The coalition won.", published="1994", source="Daily News", lang="en"),
    Article("undated", "Coalition notes", "A coalition without a date.", source="Herald", extra={"section": "sport"}),
)

ATTACK = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
HOSTILE = (
    Article(
        "hostile",
        f"Title {ATTACK}",
        f"Body {ATTACK}\n\n{ATTACK}",
        published="2024",
        source=f"Source {ATTACK}",
        url="javascript:alert(1)",
        lang='en" onclick="alert(1)',
        author=f"Author {ATTACK}",
        sections=(Section(5, 5 + len(ATTACK), ATTACK),),
        entities=(Entity("e", f"Name {ATTACK}", ATTACK, (f"Alias {ATTACK}",)),),
        mentions=(Mention("e", 0, 4, "Body"), Mention("e", 60, 64, "")),
        extra={ATTACK: ATTACK, "list": [ATTACK], "desk": ATTACK},
        cleaning=(ATTACK,),
    ),
    Article("other", "Another title", "Body text", url="file:///home/someone/private.html", extra={"desk": "b"}),
)


def client_of(folder: Path, config: Config | None = None) -> Iterator[FlaskClient]:
    app = create_app(folder, config)
    with closing(site_of(app).engine):
        yield app.test_client()


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    folder = write_index(tmp_path_factory.mktemp("usual"), ARTICLES, extra=("section",))
    yield from client_of(folder, Config(fields=("section",)))


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    folder = write_index(tmp_path_factory.mktemp("hostile"), HOSTILE, extra=("desk",))
    yield from client_of(folder, Config(fields=("desk",)))


@pytest.fixture(scope="module")
def hosted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    folder = write_index(tmp_path_factory.mktemp("hosted"), ARTICLES[:1])
    yield from client_of(folder, Config(server=Server(host="192.0.2.7", hosts=("archive.example",))))


def page(client: FlaskClient, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status
    assert answer.content_type == "text/html; charset=utf-8"
    return answer.text


def words_of(text: str) -> str:
    """Return what a person reads on a page."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def answer_of(client: FlaskClient, url: str) -> dict[str, Any]:
    answer = client.get(url)
    assert answer.status_code == 200
    assert answer.content_type == "application/json"
    found = answer.get_json()
    assert isinstance(found, dict)
    return found


def problem_of(client: FlaskClient, url: str, method: str = "GET") -> dict[str, Any]:
    answer = client.open(url, method=method)
    assert answer.content_type == "application/problem+json"
    problem = answer.get_json()
    assert isinstance(problem, dict)
    assert problem["status"] == answer.status_code
    assert {"type", "title", "detail"} <= problem.keys()
    return problem


# Pages


def test_start_page_shows_what_the_archive_holds(client: FlaskClient) -> None:
    text = page(client, "/")
    seen = words_of(text)
    assert "4 articles" in seen
    assert "1994–2024" in seen
    assert "Arabic" in seen
    assert text.index("Withdrawal of the coalition") < text.index("Election in 1994")
    assert "autofocus" in text


def test_results_show_marked_hits_and_facets(client: FlaskClient) -> None:
    text = page(client, "/?q=withdrawal+coalition")
    assert "<mark>Withdrawal</mark> of the <mark>coalition</mark>" in text
    assert "its <mark>withdrawal</mark>" in text
    assert '<a href="/articles/iraq?q=withdrawal+coalition">' in text
    seen = words_of(text)
    assert "1 article for withdrawal coalition" in seen
    assert "Daily News 5 January 2024 Leyla Haddad" in seen
    assert "These match some of your words" in seen
    assert text.index("These match") < text.index("/articles/old")


def test_facets_are_links_that_narrow(client: FlaskClient) -> None:
    text = page(client, "/?q=coalition")
    assert 'href="/?q=coalition&amp;source=Daily+News"' in text
    assert 'href="/?q=coalition&amp;section=politics"' in text
    assert 'href="/?q=coalition&amp;entity=reuters"' in text
    assert "Daily News , 2 articles" in words_of(text)


def test_another_spelling_is_said_and_can_be_turned_off(client: FlaskClient) -> None:
    text = page(client, "/?q=%22Mushtaq+al-Jawari%22")
    assert "<mark>Abu Taqwa</mark>" in text
    assert "Also matched" in words_of(text)
    assert "expand=0" in text
    plain = page(client, "/?q=%22Mushtaq+al-Jawari%22&expand=0")
    assert "only as typed" in words_of(plain)
    assert "<mark>Abu" not in plain


def test_each_spelling_can_be_left_out_and_taken_in_again(client: FlaskClient) -> None:
    text = page(client, "/?q=%22Mushtaq+al-Jawari%22")
    (away,) = re.findall(r'href="([^"]*without=[^"]*)" title="do not match Abu Taqwa"', text)
    assert away == "/?q=%22Mushtaq+al-Jawari%22&amp;without=Abu+Taqwa"
    left = page(client, html.unescape(away))
    assert "<mark>Abu" not in left
    assert "Left out: Abu Taqwa match it too" in words_of(left)
    assert 'href="/?q=%22Mushtaq+al-Jawari%22"' in left
    assert "<mark>Abu" not in page(client, html.unescape(away).replace("/?", "/articles/iraq?"))


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("q=coalition", {"iraq", "old", "undated"}),
        ("q=coalition&source=Herald", {"undated"}),
        ("q=coalition&source=Herald&source=Daily+News", {"iraq", "old", "undated"}),
        ("q=coalition&section=politics", {"iraq"}),
        ("q=coalition&since=2000", {"iraq"}),
        ("q=coalition&since=2000&undated=1", {"iraq", "undated"}),
        ("q=coalition&until=1994", {"old"}),
        ("entity=reuters", {"iraq"}),
        ("lang=ar", {"arabic"}),
        ("q=coalition&nonsense=1&facet=nothing&strict=1", {"iraq", "old", "undated"}),
        ("q=quite+unknown+words", set()),
        ("q=%22unclosed", set()),
    ],
)
def test_page_and_api_find_the_same(client: FlaskClient, query: str, ids: set[str]) -> None:
    assert set(re.findall(r'href="/articles/(\w+)\?', page(client, f"/?{query}"))) == ids
    known = re.sub(r"&(nonsense|facet|strict)=\w+", "", query)
    assert {hit["id"] for hit in answer_of(client, f"/api/v1/search?{known}")["hits"]} == ids


def test_filters_are_shown_and_taken_away(client: FlaskClient) -> None:
    text = page(client, "/?q=coalition&source=Daily+News&entity=reuters&since=2024-01&until=2024-02")
    seen = words_of(text)
    assert "Source Daily News" in seen
    assert "About Reuters" in seen
    assert "From January 2024" in seen
    assert "/?q=coalition&amp;entity=reuters&amp;since=2024-01&amp;until=2024-02" in text  # without the source
    assert 'name="since" form="query" value="2024-01-01"' in text
    assert 'name="until" form="query" value="2024-02-29"' in text
    assert '<input type="hidden" name="source" value="Daily News">' in text


def test_the_chart_by_date_narrows(client: FlaskClient) -> None:
    text = page(client, "/?q=coalition")
    assert '<h3 id="when">By year</h3>' in text
    assert '<a href="/?q=coalition&amp;since=1994&amp;until=1994" aria-label="1994: 1 article">' in text
    assert '<a href="/?q=coalition&amp;since=2024&amp;until=2024" aria-label="2024: 1 article">' in text
    assert text.count("<rect") == 4
    assert "<svg" not in page(client, "/?q=coalition&since=1994&until=1994")
    assert " style=" not in text


def test_values_are_chosen_together_or_excluded(client: FlaskClient) -> None:
    text = page(client, "/?q=coalition&source=Herald")
    assert "/?q=coalition&amp;source=Herald&amp;source=Daily+News" in text
    seen = words_of(text)
    assert "Daily News , 2 articles" in seen
    assert "Herald , 1 articles, chosen: take away" in seen
    assert '<a class="not" href="/?q=coalition&amp;source=Herald&amp;exclude=source%3ADaily+News">' in text
    text = page(client, "/?q=coalition&exclude=source:Daily+News")
    assert text.count('<li class="hit">') == 1
    assert "Not: Source Daily News" in words_of(text)
    assert '<li><a href="/?q=coalition"><span class="what">Not: Source' in text


def test_values_are_found_by_their_words(client: FlaskClient) -> None:
    seen = words_of(page(client, "/?q=coalition&facet_words=tAqw+abu"))
    assert "Mushtaq al-Jawari , 1 articles" in seen
    assert "Herald ," not in seen
    text = page(client, "/?q=coalition&source=Herald&facet_words=zzz")
    assert "Nothing in them has these words." in words_of(text)
    assert '<a href="/?q=coalition&amp;source=Herald">Show all</a>' in text
    assert '<input type="hidden" name="source" value="Herald">\n  <label for="facet_words">' in re.sub(
        " +<", "  <", text
    )


def test_undated_matches_left_out_are_offered(client: FlaskClient) -> None:
    text = page(client, "/?q=coalition&since=1990")
    assert "1 matching article has no date" in words_of(text)
    assert "undated=1" in text


def test_counts_over_http(client: FlaskClient) -> None:
    found = client.get("/api/v1/search?q=coalition&facet=source&facet_words=her&histogram=1&exclude=lang:ar").get_json()
    assert found["facets"] == {"source": [{"value": "Herald", "label": "Herald", "count": 1}]}
    bins = found["histogram"]["bins"]
    assert (found["histogram"]["step"], found["histogram"]["undated"], len(bins)) == ("year", 1, 31)
    assert bins[0] == {"start": "1994", "end": "1994", "count": 1}
    assert client.get("/api/v1/search?q=coalition").get_json()["histogram"] is None
    for wrong in ("exclude=Herald", "histogram=maybe", "facet_words=" + "a" * 201):
        assert client.get(f"/api/v1/search?{wrong}").status_code == 400


def test_a_cursor_of_another_question_leads_to_the_first_page(client: FlaskClient) -> None:
    for cursor in ("nonsense", client.get("/api/v1/search?q=the&limit=1").json["next"]):  # type: ignore[index]
        answer = client.get(f"/?q=coalition&limit=1&cursor={cursor}")
        assert (answer.status_code, answer.location) == (302, "/?q=coalition&limit=1")
        assert client.get(f"/api/v1/search?q=coalition&cursor={cursor}").status_code == 400


def test_pages_follow_one_another(client: FlaskClient) -> None:
    first = page(client, "/?q=coalition&limit=2")
    found = re.search(r'<a rel="next" href="([^"]+)"', first)
    assert found is not None
    second = page(client, html.unescape(found[1]))
    assert 'rel="prev"' in second
    assert 'rel="next"' not in second
    assert '<ol start="3">' in second
    back = re.search(r'<a rel="prev" href="([^"]+)"', second)
    assert back is not None
    assert re.findall(r"/articles/\w+", page(client, html.unescape(back[1]))) == re.findall(r"/articles/\w+", first)


def test_empty_fields_of_a_form_leave_the_address(client: FlaskClient) -> None:
    answer = client.get("/?q=iraq&sort=&since=&until=&source=A+B")
    assert answer.status_code == 302
    assert answer.location == "/?q=iraq&source=A+B"
    assert client.get("/?q=").location == "/"


def test_article_page_shows_everything(client: FlaskClient) -> None:
    text = page(client, "/articles/iraq?q=withdrawal&source=Daily+News")
    assert '<h1 lang="en"><mark>Withdrawal</mark> of the coalition</h1>' in text
    assert '<h2 dir="auto">A strike</h2>' in text
    assert "its <mark>withdrawal</mark>.</p>" in text
    assert 'killed <a class="name" href="/?entity=jawari">Abu Taqwa</a> in Baghdad' in text
    link = re.search(r'<a class="original"[^>]*>', text)
    assert link is not None
    assert 'href="https://www.news.example/2024/iraq?a=1&amp;b=2"' in link[0]
    assert 'rel="noopener noreferrer nofollow"' in link[0]
    assert 'referrerpolicy="no-referrer"' in link[0]
    assert 'href="/?q=withdrawal&amp;source=Daily+News"' in text  # the way back
    seen = words_of(text)
    for shown in ("5 January 2024, 09:30 UTC", "Leyla Haddad", "section politics", "tags war, 1", "http://old/id"):
        assert shown in seen
    assert "secret/folder" not in text


def test_article_in_a_script_from_right_to_left(client: FlaskClient) -> None:
    text = page(client, "/articles/arabic")
    assert '<h1 lang="ar">' in text
    assert '<div class="text" lang="ar" dir="auto">' in text
    assert "January 2024" in text


@pytest.mark.parametrize(
    ("url", "status", "said"),
    [
        ("/articles/nothing", 404, "There is no article 'nothing'"),
        ("/nowhere", 404, "There is nothing at this address"),
        ("/?q=a&since=yesterdayish", 400, "since takes a date"),
        ("/?q=a&limit=x", 400, "limit takes a whole number"),
        ("/?q=a&limit=1000", 400, "limit takes a whole number from 1 to 100"),
        ("/?q=a&sort=size", 400, "sort takes one of"),
        ("/?q=a&undated=maybe", 400, "undated takes 1 or 0"),
        ("/?q=" + "a" * 20_000, 414, "The query is too long"),
    ],
)
def test_errors_have_a_page(client: FlaskClient, url: str, status: int, said: str) -> None:
    assert said in words_of(page(client, url, status))


@pytest.mark.parametrize(
    "query",
    [
        "%00%01%1f",
        "%ed%a0%80",
        "%ff%fe",
        "a%0d%0aSet-Cookie:x",
        "(" * 500,
        '"' * 300,
        "🙂" * 100,
        "-",
        "NOT",
        "a" * 9000,
    ],
)
def test_odd_queries_are_answered_calmly(client: FlaskClient, query: str) -> None:
    for url in (f"/?q={query}", f"/api/v1/search?q={query}", f"/articles/iraq?q={query}"):
        answer = client.get(url)
        assert answer.status_code in {200, 302, 400}
        assert "Set-Cookie" not in answer.headers


def test_control_characters_in_an_id(client: FlaskClient) -> None:
    assert client.get("/articles/%00%ed%a0%80").status_code == 404
    assert client.get("/api/v1/articles/%00%ed%a0%80").status_code == 404


# Untrusted text


@pytest.mark.parametrize("url", ["/", "/?q=title+body", "/?q=body&desk=b", "/articles/hostile?q=title+body+alias"])
def test_no_markup_of_an_article_gets_out(hostile: FlaskClient, url: str) -> None:
    text = page(hostile, url)
    assert text.count("<script") == 1  # our own
    assert "<img" not in text
    assert "javascript:" not in text
    assert "file:" not in text
    assert not re.search(r"<[^>]*\son\w+=", text)


@pytest.mark.parametrize("name", ["q", "source", "entity", "lang", "since", "cursor", "sort", "desk", "undated"])
def test_no_markup_of_a_request_gets_out(hostile: FlaskClient, name: str) -> None:
    for path in ("/", "/articles/hostile", "/articles/nothing"):
        answer = hostile.get(path, query_string={"q": "body", name: f'"{ATTACK}'})
        is_page = answer.status_code != 302  # a cursor of another question leads to the first page
        assert answer.text.count("<script") == is_page  # our own
        assert "<img" not in answer.text


def test_unsafe_addresses_stay_inside(hostile: FlaskClient) -> None:
    assert answer_of(hostile, "/api/v1/articles/hostile")["url"] is None
    assert answer_of(hostile, "/api/v1/articles/other")["url"] is None
    assert all(hit["url"] is None for hit in answer_of(hostile, "/api/v1/search")["hits"])


def test_lone_surrogates_in_an_article_do_no_harm(make_index: MakeIndex) -> None:
    entity = Entity("e", "Name \udc80")
    folder = make_index(
        [
            Article("a", "T\ud800", "Word \udfff here", extra={"k": "\ud800"}, entities=(entity,)),
            ARTICLES[0],
        ]
    )
    for client in client_of(folder):
        for url in ("/", "/?q=word", "/articles/a", "/api/v1/articles/a", "/api/v1/search?facet=entity"):
            assert client.get(url).status_code == 200


def test_a_snippet_leads_to_where_it_stands(make_index: MakeIndex) -> None:
    body = f"{'First there is a long story. ' * 40}\n\nThen the zeppelin landed in Berlin. {'And so on it goes. ' * 20}"
    for client in client_of(make_index([Article("a", "Landing", body)]), Config()):
        (link,) = re.findall(r'<p class="snippet"[^>]*><a href="([^"]*)">', page(client, "/?q=zeppelin"))
        assert html.unescape(link) == f"/articles/a?q=zeppelin&at={body.index('Then the')}#here"
        assert '<span id="here"></span>Then the <mark>zeppelin</mark>' in page(client, html.unescape(link))
        assert 'id="here"' not in page(client, "/articles/a?q=zeppelin&at=x")


# The API


def test_search_answer(client: FlaskClient) -> None:
    found = answer_of(client, "/api/v1/search?q=withdrawal&facet=source&facet=lang&facet=published&facet=section")
    assert found["query"] == "withdrawal"
    assert found["total"] == 1
    assert found["facets"]["source"] == [{"value": "Daily News", "label": "Daily News", "count": 1}]
    assert found["facets"]["section"][0]["value"] == "politics"
    hit = found["hits"][0]
    assert hit["title_spans"] == [[0, 10]]
    assert hit["url"] == "https://www.news.example/2024/iraq?a=1&b=2"
    assert {"id": "jawari", "name": "Mushtaq al-Jawari", "kind": "person"} in hit["entities"]
    snippet = hit["snippets"][0]
    start, end = snippet["spans"][0]
    assert snippet["text"][start:end] == "withdrawal"
    assert BODY[snippet["offset"] + start : snippet["offset"] + end] == "withdrawal"
    assert 0 <= found["took"] < 60


def test_search_answer_is_utf_8_and_pages_by_cursor(client: FlaskClient) -> None:
    assert "انسحاب".encode() in client.get("/api/v1/search?q=انسحاب").data
    seen = []
    url = "/api/v1/search?limit=3"
    while url:
        found = answer_of(client, url)
        seen += [hit["id"] for hit in found["hits"]]
        url = f"/api/v1/search?limit=3&cursor={found['next']}" if found["next"] else ""
    assert sorted(seen) == ["arabic", "iraq", "old", "undated"]


def test_article_answer_hides_where_the_file_lies(client: FlaskClient) -> None:
    answer = client.get("/api/v1/articles/iraq")
    found = answer.get_json()
    assert found["body"] == BODY
    assert found["published"] == "2024-01-05T09:30:00Z"
    assert found["original_id"] == "http://old/id"
    assert found["sections"][0]["title"] == "A strike"
    assert found["mentions"][0] == {"entity": "jawari", "start": 58, "end": 67, "text": "Abu Taqwa", "field": "body"}
    assert found["extra"]["score"] is None
    assert found["extra"]["tags"] == ["war", 1]
    assert "secret" not in answer.text


def test_entity_answer(client: FlaskClient) -> None:
    answer = client.get("/api/v1/entities/reuters")
    assert answer.status_code == 200
    found = answer.json
    assert found is not None
    assert (found["id"], found["name"], found["kind"], found["articles"]) == ("reuters", "Reuters", "organisation", 1)
    assert found["spellings"] == [{"text": "Reuters", "articles": 1}]
    assert found["periods"] == [{"when": "2024-01-05", "articles": 1}]
    assert [hit["id"] for hit in found["passages"]] == ["iraq"]
    assert "secret" not in answer.text


def test_another_id_of_an_entity_leads_to_its_own(client: FlaskClient) -> None:
    answer = client.get("/api/v1/entities/person.abu-taqwa")
    assert (answer.status_code, answer.headers["Location"]) == (308, "/api/v1/entities/jawari")


@pytest.mark.parametrize(
    ("url", "status", "members"),
    [
        ("/api/v1/entities/person.nobody", 404, {}),
        ("/api/v1/entities/reuters?q=a", 400, {"parameter": "q"}),
        ("/api/v1/search?sourc=a", 400, {"parameter": "sourc", "near": "source"}),
        ("/api/v1/search?q=a&q=b", 400, {"parameter": "q"}),
        ("/api/v1/search?limit=-1", 400, {"parameter": "limit"}),
        ("/api/v1/search?limit=0", 400, {"parameter": "limit"}),
        ("/api/v1/search?since=soon", 400, {"parameter": "since"}),
        ("/api/v1/search?sort=size", 400, {"parameter": "sort"}),
        ("/api/v1/search?facet=colour", 400, {"parameter": "facet"}),
        ("/api/v1/search?cursor=AAAA", 400, {"parameter": "cursor"}),
        ("/api/v1/search?expand=perhaps", 400, {"parameter": "expand"}),
        (
            "/api/v1/search?strict=1&q=coalition+%22not+open",
            400,
            {"parameter": "q", "start": 10, "end": 11, "suggestion": 'coalition "not open"'},
        ),
        ("/api/v1/search?strict=1&q=colour:red", 400, {"start": 0, "end": 10, "suggestion": None}),
        ("/api/v1/articles/nothing", 404, {}),
        ("/api/v1/articles/iraq?q=a", 400, {"parameter": "q"}),
        ("/api/v1/nothing", 404, {}),
        ("/api/", 404, {}),
        ("/api/v1/search?q=" + "a" * 20_000, 414, {}),
    ],
)
def test_problems(client: FlaskClient, url: str, status: int, members: dict[str, Any]) -> None:
    problem = problem_of(client, url)
    assert problem["status"] == status
    assert problem.items() >= members.items()


def test_a_page_tells_how_a_query_was_read(client: FlaskClient, hostile: FlaskClient) -> None:
    assert "Searched for coalition since" in words_of(page(client, "/?q=(coalition+*since"))
    assert "Searched for everything" in words_of(page(client, "/?q=since:someday"))
    assert "Searched for" not in words_of(page(client, "/?q=coalition+-since"))
    assert answer_of(client, "/api/v1/search?q=(coalition")["read"] == "coalition"
    assert answer_of(client, "/api/v1/search?q=coalition")["read"] is None
    assert page(hostile, "/?q=((<script>alert(1)</script>").count("<script") == 1  # our own


def test_an_answer_that_took_too_long_says_so(tmp_path: Path) -> None:
    folder = write_index(tmp_path / "index", ARTICLES)
    for late in client_of(folder, Config(deadline=1e-9)):
        assert "The search was cut short" in words_of(page(late, "/?q=coalition"))
        assert answer_of(late, "/api/v1/search?q=coalition")["complete"] is False
    for prompt in client_of(folder, Config(deadline=60)):
        assert answer_of(prompt, "/api/v1/search?q=coalition")["complete"] is True


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("url", ["/api/v1/search", "/api/v1/articles/iraq", "/healthz"])
def test_the_api_only_reads(client: FlaskClient, method: str, url: str) -> None:
    assert problem_of(client, url, method)["status"] == 405
    assert "GET" in client.open(url, method=method).headers["Allow"]


def test_head_and_options(client: FlaskClient) -> None:
    assert client.head("/api/v1/search?q=a").data == b""
    assert client.options("/api/v1/search").status_code == 200
    assert client.post("/").status_code == 405


def test_health(client: FlaskClient) -> None:
    assert answer_of(client, "/healthz") == {"status": "ok", "generation": 1, "articles": 4}


def test_health_when_the_index_is_gone(make_index: MakeIndex) -> None:
    folder = make_index(ARTICLES)
    for client in client_of(folder):
        (folder / "CURRENT").unlink()
        problem = problem_of(client, "/healthz")
        assert problem["status"] == 503
        assert "broadsheet reindex" in problem["detail"]
        assert str(folder) not in problem["detail"]


def test_an_unexpected_error_tells_nothing(make_index: MakeIndex, caplog: pytest.LogCaptureFixture) -> None:
    app = create_app(make_index(ARTICLES))
    with closing(site_of(app).engine):

        def fail() -> str:
            raise RuntimeError("secret at /home/someone")

        app.add_url_rule("/api/fail", view_func=fail)
        app.add_url_rule("/fail", view_func=fail, endpoint="again")
        for url in ("/api/fail", "/fail"):
            answer = app.test_client().get(url)
            assert answer.status_code == 500
            assert "secret" not in answer.text
        assert "secret at /home/someone" in caplog.text


def test_no_index(tmp_path: Path) -> None:
    with pytest.raises(MissingIndexError):
        create_app(tmp_path)


def test_a_new_generation_is_served_without_a_restart(make_index: MakeIndex) -> None:
    folder = make_index(ARTICLES)
    for client in client_of(folder):
        assert answer_of(client, "/api/v1/search?q=zeppelin")["total"] == 0
        make_index([*ARTICLES, Article("new", "Zeppelin", "A zeppelin lands.")])
        assert answer_of(client, "/api/v1/search?q=zeppelin")["total"] == 1
        assert answer_of(client, "/healthz")["generation"] == 2


# Every answer


@pytest.mark.parametrize(
    "url",
    ["/", "/?q=coalition", "/articles/iraq", "/nothing", "/api/v1/search", "/api/x", "/healthz", "/static/favicon.svg"],
)
def test_headers(client: FlaskClient, url: str) -> None:
    answer = client.get(url)
    policy = answer.headers["Content-Security-Policy"]
    for part in ("default-src 'none'", "style-src 'self'", "img-src 'self'", "form-action 'self'", "base-uri 'none'"):
        assert part in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "geolocation=()" in answer.headers["Permissions-Policy"]
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert "Cache-Control" in answer.headers
    answer.close()


@pytest.mark.parametrize("url", ["/", "/?q=coalition", "/articles/iraq", "/nothing"])
def test_pages_have_one_script_of_their_own_and_nothing_from_elsewhere(client: FlaskClient, url: str) -> None:
    text = client.get(url).text
    assert text.count("<script") == text.count('<script src="/static/suggest.js" defer></script>') == 1
    assert " style=" not in text
    assert not re.search(r"<(?:link|img)[^>]+(?:href|src)=\"(?!/static/)", text)
    assert text.count("<h1") == 1
    assert '<a class="skip" href="#main">' in text
    labels = set(re.findall(r'<label[^>]* for="([^"]+)"', text))
    controls = re.findall(r"<(?:input|select)[^>]*>", text)
    assert all('type="hidden"' in one or re.findall(r' id="([^"]+)"', one)[0] in labels for one in controls)


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("LocalHost:8000", 200),
        ("127.0.0.1:8000", 200),
        ("127.8.9.10", 200),
        ("[::1]:8000", 200),
        ("archive.example", 200),
        ("ARCHIVE.example:443", 200),
        ("192.0.2.7:8000", 200),
        ("evil.example", 400),
        ("archive.example.evil.example", 400),
        ("127.0.0.1.evil.example", 400),
        ("localhost.evil.example:8000", 400),
        ("192.0.2.8", 400),
        ("archive.example@evil.example", 400),
        ("archive.example:80:90", 400),
        ("a b", 400),
        ("", 400),
    ],
)
def test_hosts(hosted: FlaskClient, host: str, status: int) -> None:
    for url in ("/", "/api/v1/search", "/healthz", "/static/favicon.svg"):
        with hosted.get(url, headers={"Host": host}) as answer:
            assert answer.status_code == status
            assert b"coalition" not in answer.data or status == 200
