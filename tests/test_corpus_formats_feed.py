from pathlib import Path

import pytest

from corpus.article import Record
from corpus.errors import Kind, Problem
from corpus.reader import read_file
from corpus.settings import Config

RSS = """<?xml version="1.0" encoding="{encoding}"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:media="http://search.yahoo.com/mrss/"><channel><title>Gazette</title><language>en</language>
<item><title>AT&amp;T &lt;b&gt;up&lt;/b&gt;</title><link>https://x.org/1?a=1&amp;b=2</link><guid>g1</guid>
<pubDate>Fri, 05 Jan 2024 10:00:00 GMT</pubDate><dc:creator>Ann Roy</dc:creator>
<category>a</category><category>b</category><description>In short.</description><media:title>photo</media:title>
<content:encoded><![CDATA[<p>Café &amp; bar</p><p>Two</p>]]></content:encoded></item>
<item><title>Second</title><link><![CDATA[https://x.org/2?a=1&b=2]]></link>
<description>&lt;p&gt;Escaped&lt;/p&gt;</description><source url="https://y.org">Courier</source></item>
</channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>Zeitung</title>
<entry><title type="html">A &lt;i&gt;B&lt;/i&gt;</title><link rel="self" href="https://x.org/self"/>
<link href="https://x.org/1"/><id>urn:1</id><published>2023-01-01</published><updated>2024-01-01</updated>
<author><name>Ann Roy</name><email>a@x.org</email></author><summary>Kurz.</summary>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Eins</p><p>Zwei</p></div></content></entry></feed>"""


def read(path: Path, data: bytes | str) -> tuple[list[Record], list[Problem]]:
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    problems: list[Problem] = []
    return list(read_file(path, Config(), problems.append)), problems


@pytest.mark.parametrize("encoding", ["utf-8", "ISO-8859-1", "utf-16", "windows-1252"])
@pytest.mark.parametrize("name", ["a.rss", "a.xml", "A.XML"])
def test_rss(tmp_path: Path, name: str, encoding: str) -> None:
    (first, second), problems = read(tmp_path / name, RSS.format(encoding=encoding).encode(encoding))
    assert problems == []
    assert (first.title, first.body) == ("AT&T up", "Café & bar\n\nTwo")
    assert (first.url, first.id, first.author) == ("https://x.org/1?a=1&b=2", "g1", "Ann Roy")
    assert (first.published, first.source, first.lang) == ("Fri, 05 Jan 2024 10:00:00 GMT", "Gazette", "en")
    assert first.extra == {"category": ["a", "b"], "description": "In short.", "media:title": "photo"}
    assert (second.body, second.url, second.source) == ("Escaped", "https://x.org/2?a=1&b=2", "Courier")
    assert (first.place.part, second.place.part) == ("#g1", "#https://x.org/2?a=1&b=2")


def test_atom(tmp_path: Path) -> None:
    (record,), problems = read(tmp_path / "a.atom", ATOM)
    assert problems == []
    assert (record.title, record.body, record.url, record.id) == ("A B", "Eins\n\nZwei", "https://x.org/1", "urn:1")
    assert (record.published, record.source, record.lang, record.author) == ("2023-01-01", "Zeitung", "de", "Ann Roy")


def items(*titles: str) -> str:
    return "<rss><channel>" + "".join(f"<item><title>{one}</title></item>" for one in titles) + "</channel></rss>"


def test_faults_that_cost_nothing(tmp_path: Path) -> None:
    records, problems = read(
        tmp_path / "a.xml", items("AT&T &nbsp;x &unknown; y\x01", "caf&eacute; & &lt;b", "x<media:y/>")
    )
    assert problems == []
    assert [record.title for record in records] == ["AT&T x &unknown; y", "café & <b", "x"]


def test_a_feed_without_a_declaration_in_another_encoding(tmp_path: Path) -> None:
    records, problems = read(tmp_path / "a.xml", items("Été à Genève").encode("cp1252"))
    assert ([record.title for record in records], problems) == (["Été à Genève"], [])


@pytest.mark.parametrize(
    ("data", "titles"),
    [
        (items("One", "Two")[:-40], ["One"]),
        (items("One", "Two <b>unclosed", "Three"), ["One", "Three", "Two unclosed"]),
        ("<rss>" + "<a>" * 1000 + items("One"), []),
        ("not XML at all", []),
        ("<html><body><p>A page.</p></body></html>", []),
        ("<sitemapindex><sitemap/></sitemapindex>", []),
    ],
)
def test_broken_feeds_give_one_problem(tmp_path: Path, data: str, titles: list[str]) -> None:
    records, problems = read(tmp_path / "a.xml", data)
    assert [record.title for record in records][: len(titles)] == titles
    assert [problem.kind for problem in problems] == [Kind.BROKEN]


def test_an_item_without_text_costs_only_itself(tmp_path: Path) -> None:
    records, problems = read(
        tmp_path / "a.rss", "\n".join(items("One", "", "Three").split("</item>")).replace("\n", "</item>\n")
    )
    assert [record.title for record in records] == ["One", "Three"]
    assert [(problem.kind, problem.line) for problem in problems] == [(Kind.NO_TEXT, 2)]


def test_entities_are_not_expanded_and_nothing_is_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("do not tell", encoding="utf-8")
    doctype = f'<!DOCTYPE rss [<!ENTITY a "lol"><!ENTITY b "&a;&a;"><!ENTITY c SYSTEM "{secret.as_uri()}">]>'
    (record,), _ = read(tmp_path / "a.xml", doctype + items("&b;&c; x"))
    assert record.title == "&b;&c; x"


@pytest.mark.slow
def test_an_endless_item(tmp_path: Path) -> None:
    data = "<rss><channel><item>" + "<x>a</x>" * 150_000 + "</item><item><title>T</title></item></channel></rss>"
    records, problems = read(tmp_path / "a.xml", data)
    assert (records, [problem.kind for problem in problems]) == ([], [Kind.TOO_LARGE])
