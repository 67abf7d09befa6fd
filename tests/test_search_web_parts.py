"""The parts of the web front end that work without a request."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from corpus.article import Article, Mention, Section
from search.errors import BadParameterError
from search.web.body import blocks
from search.web.hosts import Hosts
from search.web.links import Address, address
from search.web.markup import marked, tidy_spans, web_url, when
from search.web.parameters import RepeatedParameterError, UnknownParameterError, check_names, clean, names, read

SPANS = st.lists(st.tuples(st.integers(-3, 30), st.integers(-3, 30)), max_size=6)
TEXTS = st.text(st.sampled_from("ab<>&\"' \n\ud800é🙂ا"), max_size=25)


def bare(html: str) -> str:
    """Return the text of HTML that has no elements but mark and a."""
    text = re.sub(r"</?(?:mark|a)\b[^>]*>", "", html)
    for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&#34;", '"'), ("&#39;", "'"), ("&amp;", "&")):
        text = text.replace(entity, character)
    return text


@settings(max_examples=60)
@given(TEXTS, SPANS)
def test_marks_change_no_text(text: str, spans: list[tuple[int, int]]) -> None:
    html = marked(text, spans)
    assert bare(html) == text
    inside = [text[start:end] for start, end in tidy_spans(spans, len(text))]
    assert [bare(one) for one in re.findall(r"<mark>(.*?)</mark>", html, re.DOTALL)] == inside


@settings(max_examples=60)
@given(TEXTS, SPANS, SPANS, st.integers(-3, 30))
def test_a_place_that_can_be_gone_to(
    text: str, marks: list[tuple[int, int]], names_: list[tuple[int, int]], here: int
) -> None:
    mentions = tuple(Mention("e", start, end, "") for start, end in tidy_spans(names_, len(text)))
    article = Article("a", "", text, mentions=mentions)
    shown = "".join(block.html for block in blocks(article, marks, lambda entity: f"/?entity={entity}", here))
    before, *after = shown.split('<span id="here"></span>')
    if 0 <= here < len(text) and text[here].strip():
        place = min([here, *(one.start for one in mentions if one.start <= here < one.end)])
        assert "".join(bare(before).split()) == "".join(text[:place].split())
    assert "".join(bare("".join((before, *after))).split()) == "".join(text.split())
    assert len(after) <= 1


@settings(max_examples=60)
@given(TEXTS, SPANS, SPANS, SPANS)
def test_blocks_keep_all_words_in_order(
    text: str, marks: list[tuple[int, int]], names_: list[tuple[int, int]], heads: list[tuple[int, int]]
) -> None:
    article = Article(
        "a",
        "",
        text,
        mentions=tuple(Mention("e", start, end, "") for start, end in names_),
        sections=tuple(Section(start, end, "") for start, end in heads),
    )
    shown = "".join(bare(block.html) for block in blocks(article, marks, lambda entity: f"/?entity={entity}"))
    assert "".join(shown.split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("body", "paragraphs"),
    [
        ("One.\n\nTwo.", ["One.", "Two."]),
        ("One\nwrapped by hand.\n\nTwo.", ["One\nwrapped by hand.", "Two."]),
        ("One\nwrapped.\n    Indented.", ["One\nwrapped.", "    Indented."]),
        (f"{'Long ' * 30}.\nNext line.", [f"{'Long ' * 30}.", "Next line."]),
        ("One.\n \n\n\nTwo.\n", ["One.", "Two."]),
        ("", []),
        ("\n \n", []),
    ],
)
def test_paragraphs(body: str, paragraphs: list[str]) -> None:
    assert [str(block.html).rstrip() for block in blocks(Article("a", "", body), (), str)] == paragraphs


def test_a_name_across_a_mark() -> None:
    article = Article(
        "a", "", "the Abu Taqwa case", mentions=(Mention("e", 4, 13, "Abu Taqwa"), Mention("f", 8, 13, ""))
    )
    html = [block.html for block in blocks(article, [(0, 7)], lambda entity: f"/{entity}&")]
    assert html == [
        '<mark>the </mark><a class="name" href="/e&amp;"><mark>Abu</mark> Taqwa</a> case',
    ]


def test_names_and_marks_stand_in_their_own_pieces() -> None:
    body = "One Iraq.\n\nHead\n\nIraq war.\n\nwar"
    article = Article(
        "a",
        "",
        body,
        mentions=tuple(Mention("i", at, at + 4, "Iraq") for at in (4, 17)),
        sections=(Section(11, 15, "Head"),),
    )
    asked: list[str] = []

    def link(entity: str) -> str:
        asked.append(entity)
        return f"/{entity}"

    found = [(block.kind, block.html) for block in blocks(article, [(4, 8), (11, 13), (22, 25), (28, 31)], link)]
    assert found == [
        ("paragraph", 'One <a class="name" href="/i"><mark>Iraq</mark></a>.'),
        ("heading", "<mark>He</mark>ad"),
        ("paragraph", '<a class="name" href="/i">Iraq</a> <mark>war</mark>.'),
        ("paragraph", "<mark>war</mark>"),
    ]
    assert asked == ["i"]


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("http://news.example", True),
        ("HTTPS://News.example/a?b#c", True),
        ("//news.example/a", False),
        ("news.example", False),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt://news.example/%0aalert(1)", False),
        ("data:text/html,x", False),
        ("file:///etc/passwd", False),
        ("http:///nohost", False),
        ("http://[bad", False),
        ("http://a b", False),
        ("http://a\ud800", False),
        ("https://evil.example\\@nytimes.com/", False),
        ("https://nytimes.com@evil.example/", False),
        ("https://@nytimes.com/", False),
        ("https://news.example/@writer?to=a@b", True),
        ("https://news.example/a\\b", False),
        ("https://news.example/a\x85b", False),
        ("https://news.example/a\u3000b", False),
        ("https://news.example/\u202egro", False),
        ("\x01http://a", False),
        ("", False),
        (None, False),
    ],
)
def test_web_url(url: str | None, kept: bool) -> None:  # noqa: FBT001 -- a table
    assert web_url(url) == (url if kept else None)


@pytest.mark.parametrize(
    ("text", "said"), [(None, ""), ("soon", "soon"), ("2024-13", "2024-13"), ("0033-04", "April 0033")]
)
def test_odd_dates(text: str | None, said: str) -> None:
    assert when(text) == said


@settings(max_examples=100)
@given(st.text(max_size=30))
def test_any_host_header_is_judged(header: str) -> None:
    assert Hosts(["news.example"]).answers(header) in {True, False}


def test_listening_everywhere_answers_to_every_address_but_no_name() -> None:
    for everywhere in ("0.0.0.0", "::", "[::]"):  # noqa: S104 -- not bound
        hosts = Hosts([everywhere])
        assert hosts.answers("192.0.2.1:8000")
        assert hosts.answers("[2001:db8::1]")
        assert not hosts.answers("evil.example")
    assert not Hosts(["192.0.2.1"]).answers("192.0.2.2")
    assert Hosts(["2001:DB8:0::1"]).answers("[2001:db8::1]:80")
    assert Hosts(["[2001:db8::1]"]).answers("[2001:db8:0:0::1]")
    assert Hosts(["News.Example:8000"]).answers("news.example")
    assert not Hosts(["", " "]).answers("")


@settings(max_examples=60)
@given(st.text(max_size=30))
def test_clean_moves_no_code_point(text: str) -> None:
    cleaned = clean(text)
    assert len(cleaned) == len(text)
    cleaned.encode("utf-8")
    assert not re.search(r"[\x00-\x1f]", cleaned)


def test_read() -> None:
    args = MultiDict(
        [("q", " a "), ("source", "b"), ("source", "c"), ("source", "b"), ("entity", " "), ("desk", "d"), ("x", "y")]
    )
    wanted = read(args, ("desk",))
    assert (wanted.text, wanted.source, wanted.entity, wanted.filters) == (" a ", ("b", "c"), (), {"desk": ("d",)})
    assert (wanted.sort, wanted.limit, wanted.expand, wanted.since) == ("relevance", 20, True, None)


@pytest.mark.parametrize(("name", "value"), [("limit", "²"), ("limit", "1e3"), ("limit", "9" * 5000), ("expand", "2")])
def test_read_refuses(name: str, value: str) -> None:
    with pytest.raises(BadParameterError) as caught:
        read(MultiDict([(name, value)]))
    assert caught.value.name == name


def test_check_names() -> None:
    check_names(MultiDict([("source", "a"), ("source", "b"), ("desk", "c")]), names(("desk",)))
    with pytest.raises(UnknownParameterError, match="Did you mean until"):
        check_names(MultiDict([("untill", "a")]), names(()))
    with pytest.raises(RepeatedParameterError, match="only once"):
        check_names(MultiDict([("q", "a"), ("q", "b")]), names(()))


def test_address() -> None:
    args = MultiDict(
        [("q", "a"), ("source", "b"), ("source", "c"), ("cursor", "z"), ("facet", "lang"), ("other", "1"), ("sort", "")]
    )
    here = address(args, ())
    assert here.pairs == (("q", "a"), ("source", "b"), ("source", "c"), ("cursor", "z"))
    assert here.adding("lang", "en").pairs == (("q", "a"), ("source", "b"), ("source", "c"), ("lang", "en"))
    assert here.without("source", "b").pairs == (("q", "a"), ("source", "c"))
    assert here.without("source").pairs == (("q", "a"),)
    assert here.setting(q="n").pairs == (("source", "b"), ("source", "c"), ("q", "n"))
    assert here.without_filters() == Address((("q", "a"),))
    assert here.hidden() == (("source", "b"), ("source", "c"))
