"""The modules under corpus/formats/page, alone and through ``extract``."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.formats.html import extract
from corpus.formats.page import tree
from corpus.formats.page.credits import authors, headline, source
from corpus.formats.page.join import join
from corpus.formats.page.names import Part, part_named
from corpus.formats.page.prune import prune
from corpus.formats.page.statements import Stated, stated
from corpus.formats.page.tree import Element, first_elements, parsed, said, sizes, without_tags
from corpus.formats.page.trim import covers, trimming

STORY = "".join(
    f"<p>The council held its long-awaited vote on the {place} on Friday, after months of delay, the mayor said.</p>"
    for place in ("harbour", "bridge", "market", "station", "library", "old town hall", "ferry", "school")
)


def page(text: str) -> Element:
    root = parsed(text)
    assert root is not None
    return root


def pruned(text: str) -> str:
    root = page(f"<html><body><article><h1>Vote held</h1>{STORY}{text}</article></body></html>")
    prune(root)
    return said(root).removeprefix(said(page(f"<div><h1>Vote held</h1>{STORY}</div>"))).strip()


@pytest.mark.parametrize(
    "foreign",
    [
        "<div class='article-comments'>x</div>",
        "<section id='kommentarbereich'>x</section>",
        "<div class='sf_comment_list'>x</div>",
        "<div class='relatedPosts'>x</div>",
        "<div class='noticias-relacionadas'>x</div>",
        "<div class='box newsletter-signup'>x</div>",
        "<span class='tooltip-content'>x</span>",
        "<div style='display: none'>x</div>",
        "<p hidden>x</p>",
        "<p><b>Read more:</b> <a href='/x'>Bridge closed for a month</a></p>",
        "<p>Lesen Sie auch: <a href='/x'>Die Brücke bleibt einen Monat geschlossen</a></p>",
        "<ul>" + "<li><a href='/x'>The bridge is closed for a whole month</a></li>" * 3 + "</ul>",
        "<div class='comments'>"
        + "<p>I never read such a long comment on a council and its votes.</p>" * 40
        + "</div>",
    ],
)
def test_what_is_none_of_the_article_goes(foreign: str) -> None:
    assert pruned(foreign) == ""
    assert pruned(f"{foreign}and this stays") == "and this stays"


@pytest.mark.parametrize(
    "own",
    [
        "<div class='has-comments'>x</div>",
        "<div class='social-media-embed'>x</div>",
        "<p>Source: <a href='/x'>Reuters</a></p>",
        "<p>The mayor said: <a href='/x'>the bridge is closed</a> for a month</p>",
        "<ul><li><a href='/x'>Harbour</a></li><li><a href='/y'>Bridge</a></li><li><a href='/z'>Market</a></li></ul>",
        "<ul>" + "<li>A sentence of the article with <a href='/x'>a link</a> in it</li>" * 3 + "</ul>",
        "<p class='relation'>x</p>",
        "<div style='display: block'>x</div>",
    ],
)
def test_what_only_looks_like_it_stays(own: str) -> None:
    assert pruned(own) == said(page(own))


def test_what_holds_the_headline_or_most_of_the_prose_stays_whatever_its_name() -> None:
    for text in (
        f"<body><div class='sidebar comments'><h1>Vote held</h1>{STORY}</div><p>Contact</p></body>",
        f"<body><div class='related'>{STORY}</div></body>",
        f"<body><div style='display:none'>{STORY}</div></body>",
    ):
        root = page(text)
        before = said(root)
        prune(root)
        assert said(root) == before


def test_text_in_links_is_no_prose() -> None:
    root = page(f"<div><p>{'x' * 50}</p><p>short</p><a>{'y' * 60}</a><script>{'z' * 90}</script></div>")
    size = sizes(root)[root]
    assert (size.text, size.linked, size.prose) == (115, 60, 50)


def test_an_article_in_several_boxes_is_joined() -> None:
    box = "<div class='article__body'><p>{}</p></div>"
    root = page(f"<article>{box.format('One')}<div class='ad'><p>Buy</p></div>{box.format('Two')}</article>")
    join(root)
    assert [said(one) for one in root.iter("div")] == ["OneTwo", "Buy", ""]


@pytest.mark.parametrize(
    "text",
    [
        "<div class='post'><p>One</p></div><div class='post'><p>Two</p></div>",
        "<main>" + "<article><div class='text'><p>One</p></div></article>" * 2 + "</main>",
        "<article><div class='teaser'><p>One</p></div><div class='teaser'><p>Two</p></div></article>",
        "<article><div class='text'><p>One</p><div class='text'><p>Two</p></div></div></article>",
    ],
)
def test_several_articles_are_not_joined(text: str) -> None:
    root = page(f"<body>{text}</body>")
    before = [said(one) for one in root.iter("div")]
    join(root)
    assert [said(one) for one in root.iter("div")] == before


def test_a_joined_article_is_extracted_whole() -> None:
    box = "<div class='article__body body'>{}</div>"
    body = extract(
        f"<article>{box.format(STORY)}<div class='ad'>Buy</div>{box.format(STORY.replace('Friday', 'Monday'))}"
    )
    assert str(body["body"]).count("Friday") == str(body["body"]).count("Monday") == 8


def trimmed(paragraphs: list[str], titles: list[str], headings: list[str]) -> list[str]:
    reasons = trimming(paragraphs, titles, headings)
    return [one for at, one in enumerate(paragraphs) if at not in reasons]


@pytest.mark.parametrize(
    ("paragraphs", "kept"),
    [
        (["Vote held!", "One."], ["One."]),
        (["Politics", "VOTE HELD", "One."], ["Politics", "One."]),
        (["One.", "Related", "Comments"], ["One."]),
        (["One.", "Related", "Two."], ["One.", "Related", "Two."]),
        (["Vote held"], ["Vote held"]),
        (["1", "2", "3", "4", "5", "Vote held"], ["1", "2", "3", "4", "5", "Vote held"]),
    ],
)
def test_echoes_and_left_over_headings_are_trimmed(paragraphs: list[str], kept: list[str]) -> None:
    assert trimmed(paragraphs, ["Vote held", ""], ["Related", "Comments"]) == kept


@given(st.lists(st.text(max_size=20)), st.lists(st.text(max_size=20)), st.lists(st.text(max_size=20)))
def test_trimming_leaves_something_in_order(paragraphs: list[str], titles: list[str], headings: list[str]) -> None:
    kept = trimmed(paragraphs, titles, headings)
    assert bool(kept) == bool(paragraphs)
    rest = iter(paragraphs)
    assert all(one in rest for one in kept)


@pytest.mark.parametrize(
    ("title", "shown", "site", "bare"),
    [
        ("A vote is held - News Nation", ["A vote is held"], "", "A vote is held"),
        ("A vote is held - News Nation", [], "News Nation", "A vote is held"),
        ("Gazette | Town: A vote is held", ["A vote is held"], "Gazette | Town", "A vote is held"),
        ("Gazette: A vote is held", [], "Gazette", "A vote is held"),
        ("The Gazette Blog", ["The Gazette Blog"], "The Gazette Blog", "The Gazette Blog"),
        ("A vote is held - The Gazette Blog", ["The Gazette Blog"], "The Gazette Blog", "A vote is held"),
        ("A vote is held in Paris", ["A vote is held"], "Paris", "A vote is held in Paris"),
        ("Milan - Paris", ["Milan"], "Gazette", "Milan - Paris"),
        ("‘A vote’ is held — Gazette", ["'A vote' is held"], "", "'A vote' is held"),
        ("商品の改造が商標法違反に！？ - 事務所", ["商品の改造が商標法違反に！？"], "", "商品の改造が商標法違反に！？"),
    ],
)
def test_headlines(title: str, shown: list[str], site: str, bare: str) -> None:
    assert headline(title, shown, site) == bare


def test_credits() -> None:
    assert authors(["Ann Roy", "Ann Roy", "Monday, "], []) == "Ann Roy"
    assert authors(["Theresa May", "Bo Li Published"], []) == "Theresa May, Bo Li"
    assert authors([""], ["X"]) == ""
    assert source(["https://x.example", "x.example"], "") == "x.example"
    assert source(["© 2020", ""], "") == ""


def test_json_ld_is_read_however_it_is_wrapped() -> None:
    article = (
        '{"@type": ["NewsArticle"], "headline": "Vote &amp; held", "publisher": {"name": "P"},'
        ' "articleBody": "<p>One</p><p>Two</p>"}'
    )
    for text in (article, f"[{article}]", f'{{"@graph": [{{"@type": "WebPage"}}, {article}]}}'):
        root = page(f"<script type='application/ld+json'>{text}</script>")
        assert stated(root) == Stated("Vote & held", "One\n\nTwo", "P")


@pytest.mark.parametrize(
    "text", ["", "{", "[" * 100_000, '{"@type": {}}', '{"@type": "Article", "headline": [1]}', "1e999"]
)
def test_broken_json_ld_states_nothing(text: str) -> None:
    assert stated(page(f"<p>x</p><script type='application/ld+json'>{text}</script>")) == Stated()


def test_a_stated_text_stands_in_for_one_that_the_page_does_not_show() -> None:
    told = " ".join(f"Sentence {number} of the story is long enough." for number in range(30))
    ld = f'<script type="application/ld+json">{{"@type": "Article", "articleBody": "{told}"}}</script>'
    assert extract(f"<html><head>{ld}</head><body><p>Please sign in to read on.</p></body></html>")["body"] == told
    assert told not in str(
        extract(f"<html><head>{ld}</head><body><article>{STORY}<p>{told[:700]}</p></article>")["body"]
    )
    assert covers("one two", "one two three four")


def test_comments_name_no_author() -> None:
    comment = "<div id='comments'><div class='comment'><span class='author'>Alcalino Pérez</span><p>No.</p></div></div>"
    assert "author" not in extract(f"<html><body><article><h1>Vote held</h1>{STORY}</article>{comment}</body></html>")


def test_vast_pages_are_read_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    text = f"<html><head><title>Vote held</title></head><body><article>{STORY}</article><p>Contact</p></body></html>"
    assert "Contact" not in str(extract(text)["body"])
    monkeypatch.setattr(tree, "MOST_ELEMENTS", 9)
    assert len(first_elements(page(text))) == 9
    found = extract(text)
    assert (found["title"], str(found["body"]).count("\n\n")) == ("Vote held", 8)


HOSTILE = {
    "one endless line": "word ",
    "no white space": "x",
    "short paragraphs": "<p>x",
    "deeply nested": "<div>",
    "deeply nested text": "<div>x ",
    "links": "<a href='/x'>Link text here</a> ",
    "names": "<p class='comment related nav-x'>x</p>",
    "open tags": "<a ",
    "angles": "<",
    "controls": "\x01\x02 \x00<p>",
    "half surrogates": "\ud800<p>",
    "headlines": "<h1>A title of a page</h1>",
    "lists": "<ul><li><a>x</a>",
    "tables": "<table><tr><td>cell",
    "right to left": "<p>قال المتحدث باسم الحكومة</p>",
}


@pytest.mark.slow
@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE)
def test_hostile_pages_take_linear_time(unit: str) -> None:
    taken = []
    for size in (40_000, 320_000):
        text = unit * (size // len(unit))
        began = time.process_time()
        assert isinstance(extract(text), dict)
        taken.append(time.process_time() - began)
    assert taken[1] < 24 * max(taken[0], 0.05)


def test_text_too_deep_for_a_tree_is_kept() -> None:
    assert extract("<div>" * 3000 + "text")["body"] == "text"


@given(st.text(alphabet="<>/ap div='\"&;!-\ud800\x00é文", max_size=200))
def test_any_text_is_a_page(text: str) -> None:
    assert all(extract(text).values())
    assert "<a" not in without_tags(text)


@pytest.mark.parametrize(
    ("names", "part"),
    [
        ("comments", Part.COMMENTS),
        ("yorumlar", Part.COMMENTS),
        ("commentary", Part.OTHER),
        ("c-mostRead", Part.FURNITURE),
        ("x " * 200 + "comments", Part.OTHER),
        ("", Part.OTHER),
    ],
)
def test_names(names: str, part: Part) -> None:
    assert part_named(names) is part
