"""Files that are one article each: text, Markdown, HTML."""

import gzip
import shutil
from pathlib import Path

import pytest

from corpus.article import Record
from corpus.decode import MAX_RECORD_BYTES
from corpus.errors import Kind, Problem
from corpus.formats.html import extract
from corpus.formats.markdown import front_matter, strip
from corpus.formats.markup import looks_like_html, plain_text
from corpus.reader import read_file
from corpus.settings import Config

SEED = Path(__file__).parents[1] / "corpus" / "samples" / "000_8dd5aed662b12d90.txt"


def read(path: Path, data: bytes | str) -> tuple[list[Record], list[Problem]]:
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    problems: list[Problem] = []
    return list(read_file(path, Config(), problems.append)), problems


def read_one(path: Path, data: bytes | str) -> Record:
    (record,), problems = read(path, data)
    assert problems == []
    assert record.place.part == ""
    return record


def test_text_as_scraped(tmp_path: Path) -> None:
    shutil.copy(SEED, tmp_path)
    record = read_one(tmp_path / "a.txt", SEED.read_bytes())
    assert record.title.startswith("Withdrawal of US-led Coalition from Iraq")
    assert record.body.startswith("No time to read?\nGet a summary\n\nIraqi officials")
    assert "\n\nAmerican Strike\n\n" in record.body


@pytest.mark.parametrize(
    ("data", "title", "body"),
    [
        ("\n\n  A   title \r\n\r\nOne.\r\n\r\nTwo.\x0cThree.\n", "A title", "One.\n\nTwo.\nThree."),
        ("Only a title", "Only a title", ""),
        ("word " * 100, "", ("word " * 100).strip()),
        (b"\xff\xfe" + "Şafak\nİki".encode("utf-16-le"), "Şafak", "İki"),
        ("Cafe\u0301\n\nx\x07y", "Café", "xy"),
    ],
)
@pytest.mark.parametrize("name", ["a.txt", "b.TEXT"])
def test_text(tmp_path: Path, name: str, data: bytes | str, title: str, body: str) -> None:
    record = read_one(tmp_path / name, data)
    assert (record.title, record.body) == (title, body)


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.md", "a.txt.gz"])
def test_a_file_larger_than_an_article_may_be(tmp_path: Path, name: str) -> None:
    data = b"x" * (MAX_RECORD_BYTES + 1)
    records, problems = read(tmp_path / name, gzip.compress(data, 1) if name.endswith("gz") else data)
    assert (records, [problem.kind for problem in problems]) == ([], [Kind.TOO_LARGE])


def test_markdown_with_front_matter(tmp_path: Path) -> None:
    record = read_one(
        tmp_path / "a.markdown",
        "---\ntitle: The vote\ndate: 2024-01-05\nlang: no\nid: 007\nauthor: [A. Roy, B. Li]\npublisher: Gazette\n"
        "description: In short\ntags: [a, 2, true, 1:30, ~]\nentities: {people: [A. Roy]}\n---\n"
        "# The vote\n\nIt **passed** [narrowly](https://x.org/a_(b)).\n\n## Next\n\n- A _list_\n",
    )
    assert (record.title, record.body) == ("The vote", "It passed narrowly.\n\nNext\n\nA list")
    assert (record.published, record.lang, record.id) == ("2024-01-05", "no", "007")
    assert (record.author, record.source) == ("A. Roy, B. Li", "Gazette")
    assert record.entities == {"people": ["A. Roy"]}
    assert record.extra == {"description": "In short", "tags": ["a", 2, True, "1:30", None]}


@pytest.mark.parametrize(
    ("data", "title", "body"),
    [
        ("# A title #\n\nText.", "A title", "Text."),
        ("A first line\n\nText.", "A first line", "Text."),
        ("A title\n=======\n\nText.", "A title", "Text."),
        ("---\ntitle: T\n---\n# Other\n\nText.", "T", "Other\n\nText."),
        ("---\ntitle: T\n---\n", "T", ""),
        ("---\nNot a mapping\n---\nText.", "Not a mapping", "Text."),
        ("---\n\n---\n# T\nText.", "T", "Text."),
    ],
)
def test_markdown_titles(tmp_path: Path, data: str, title: str, body: str) -> None:
    record = read_one(tmp_path / "a.md", data)
    assert (record.title, record.body) == (title, body)


BOMB = "a: &a [x, x]\n" + "".join(f"k{n}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20))


@pytest.mark.parametrize(
    "front",
    [
        BOMB,
        "title: [unclosed",
        'title: "unclosed',
        "\ttitle: tab",
        "title: !!python/object/apply:os.getcwd []",
        "? [a, b]\n: c",
        "a: " + "[" * 1000,
        "x: " + "y" * 33_000,
    ],
)
def test_broken_front_matter_costs_only_what_stands_in_it(tmp_path: Path, front: str) -> None:
    (record,), (problem,) = read(tmp_path / "a.md", f"---\n{front}\n---\n# T\n\nText.")
    assert (record.title, record.body, dict(record.extra)) == ("T", "Text.", {})
    assert (problem.kind, problem.line, problem.skipped) == (Kind.BROKEN, 1, False)


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("*one* **two** ***three*** _four_ __five__ ~~six~~ `seven`", "one two three four five six seven"),
        ("2 * 3 * 4 and snake_case_name and f*** it", "2 * 3 * 4 and snake_case_name and f*** it"),
        ("![alt](a.png)Text [link][1] <https://x.org>\n\n[1]: https://x.org", "Text link https://x.org"),
        ("> quoted\n> on\n\n---\n\n1. first\n* second", "quoted\non\n\n1. first\nsecond"),
        ("```python\nx = 1\n```", "x = 1"),
        ("Title\n-----\nText", "Title\n\nText"),
        ("<p>Some <b>HTML</b></p>\n\nand more", "Some HTML\n\nand more"),
        (r"\*not emphasis\*", "*not emphasis*"),
    ],
)
def test_marks_go_and_words_stay(marked: str, plain: str) -> None:
    assert strip(marked) == plain


def test_no_markup_takes_long() -> None:
    hostile = [
        "`" * 200_000,
        " _a" * 70_000,
        "# " + "#" * 200_000 + "x",
        "[" * 200_000,
        "*a " * 70_000,
        " " * 200_000 + "x",
    ]
    for text in (*hostile, "<p>" + " " * 200_000 + "x", "&" * 200_000, "</p" * 70_000):
        assert isinstance(strip(text), str)


PAGE = """<!DOCTYPE html><html lang="en-GB"><head><meta charset="{charset}"><title>Vote held – Gazette</title>
<link rel="canonical" href="https://gazette.example/vote"><meta property="og:site_name" content="Gazette">
<meta property="article:published_time" content="2024-01-05T10:00:00+02:00"><meta name="author" content="Ann Roy">
<meta property="og:title" content="Vote held"></head><body><nav><a href="/">Home</a> <a href="/b">More</a></nav>
<article><h1>Vote held</h1><p>The council held its long-awaited vote on Friday, after months of délibération.</p>
<p>It passed by nine votes to four, said the mayor, who had asked for a delay earlier in the week.</p>
<h2>What follows</h2><p>The plan takes effect in March, and the first works begin in the harbour a month later.</p>
</article><footer>© Gazette</footer></body></html>"""


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "windows-1252"])
@pytest.mark.parametrize("name", ["a.html", "a.HTM", "a.xhtml", "a.html.gz"])
def test_pages(tmp_path: Path, name: str, charset: str) -> None:
    data = PAGE.format(charset=charset).encode(charset, "xmlcharrefreplace")
    record = read_one(tmp_path / name, gzip.compress(data) if name.endswith("gz") else data)
    assert record.title == "Vote held"
    assert "of délibération.\n\nIt passed" in record.body
    assert "What follows" in record.body
    assert "Home" not in record.body
    assert (record.url, record.lang) == ("https://gazette.example/vote", "en-GB")
    assert (record.published, record.source, record.author) == ("2024-01-05T10:00:00+02:00", "Gazette", "Ann Roy")


@pytest.mark.parametrize(
    ("page", "body"),
    [
        ("<html><body><p>Short.</p><p>Very.</p></body></html>", "Short.\n\nVery."),
        (
            '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><p>Bonjour.</p></html>',
            "Bonjour.",
        ),
        ("Plain words under the name of HTML", "Plain words under the name of HTML"),
        (
            f'<img src="data:image/png;base64,{"A" * (11 << 20)}"><p>After a large picture.</p>',
            "After a large picture.",
        ),
    ],
)
def test_small_and_odd_pages(tmp_path: Path, page: str, body: str) -> None:
    assert read_one(tmp_path / "a.html", page).body == body


@pytest.mark.parametrize("page", ["", "<html></html>", "<script>let x = 1</script>", "<!-- x -->", "<?xml?>"])
def test_pages_without_text(page: str) -> None:
    assert not extract(page).get("body")


def test_an_address_in_a_file_is_not_fetched(tmp_path: Path) -> None:
    assert read_one(tmp_path / "a.html", "http://127.0.0.1:1/page.html").body == "http://127.0.0.1:1/page.html"


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("<p>One</p><p>Two<br>lines</p>", "One\n\nTwo\nlines"),
        (
            "<div>One <b>bold</b>\nword</div><script>x()</script><ul><li>a</li><li>b</li></ul>",
            "One bold word\n\na\n\nb",
        ),
        ("One\n\nTwo <a href='x'>three</a>\nfour", "One\n\nTwo three\nfour"),
        ("AT&amp;T &ldquo;up&rdquo; &#8211; <GM>", "AT&T “up” – <GM>"),
        ("a < b & c > d &c; <P> <BR>", "a < b & c > d &c; <P> <BR>"),
        ("<p>\ud800\x00</p>", "\ufffd"),
    ],
)
def test_html_in_fields(text: str, plain: str) -> None:
    assert plain_text(text) == plain


def test_tickers_are_no_tags() -> None:
    assert not looks_like_html("Phillips Petroleum <P>, Burlington <BR> and <A> rose; x<y>z")


def test_a_set_in_front_matter_is_the_same_in_every_process() -> None:
    assert front_matter("tags: !!set {war, peace, 2, arms, ~}") == {"tags": ["arms", "peace", "war", 2, None]}
