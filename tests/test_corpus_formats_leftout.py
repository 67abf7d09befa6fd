"""What a page shows and its text lacks: every word of a page is in one or the other, in its order."""

import re
import time
from collections.abc import Iterable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.article import Removed
from corpus.formats.html import read_page
from corpus.formats.page.leftout import left_out
from corpus.formats.page.lines import Line, lines
from corpus.formats.page.prune import prune
from corpus.formats.page.tree import Element, parsed

STORY = [
    f"The council held its long-awaited vote on the {place} on Friday, after months of delay, the mayor said."
    for place in ("harbour", "bridge", "market", "station", "library", "old town hall", "ferry", "school")
]
EXTRACTED = "left out by the extraction"


def page(text: str) -> Element:
    root = parsed(text)
    assert root is not None
    return root


def shown(text: str) -> list[str]:
    return [one.text for one in lines(page(text), {})]


def put_back(body: str, removed: Iterable[Removed]) -> str:
    """Return a body with what was removed from it, each part in its place."""
    pieces, at = [], 0
    for one in removed:
        assert at <= one.at <= len(body)
        pieces += [body[at : one.at], f"\n\n{one.text}\n\n"]
        at = one.at
    return "".join([*pieces, body[at:]])


def holds(text: str, wanted: str) -> bool:
    """Tell whether a text has the letters of another, in their order."""
    rest = iter(re.findall(r"\w", text.lower()))
    return all(letter in rest for letter in re.findall(r"\w", wanted.lower()))


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>One <b>two</b> three</p>four", ["One two three", "four"]),
        ("<div>a<p></p>b<br>c</div>", ["a", "b", "c"]),
        ("<ul><li>a <li>b</ul>c", ["a", "b", "c"]),
        ("<p><b>a</b> <i>b</i><i>c</i></p>", ["a bc"]),
        ("<title>t</title><script>s</script><style>s</style><noscript>n</noscript><p>a</p>", ["a"]),
        ("<select><option>Austria</select><textarea>x</textarea><svg><text>x</text></svg>a", ["a"]),
        ("<p>a<script>b</script>c</p>", ["ac"]),
        ("<table><tr><td>a<td>b</table>", ["a", "b"]),
        (" \n <p> \n </p>", []),
    ],
)
def test_lines_are_parted_as_a_reader_sees_them(html: str, expected: list[str]) -> None:
    assert shown(f"<html><body>{html}</body></html>") == expected


def test_lines_know_the_part_of_the_page_and_why_they_were_pruned() -> None:
    found = prune(
        page(
            "<body><nav><ul><li>Home</ul></nav><header><h1>Vote held</h1></header><aside>Weather</aside>"
            f"<p>{STORY[0]}</p><div class='related'><p>A story <b>beside</b></p></div><p>{STORY[1]}</p>"
            "<p hidden>x</p><footer>Imprint<button>Up</button></footer></body>"
        )
    )
    assert found == [
        Line("Home", part="navigation"),
        Line("Vote held", part="header"),
        Line("Weather", part="aside"),
        Line(STORY[0]),
        Line("A story beside", pruned="related stories, by its class or id"),
        Line(STORY[1]),
        Line("x", pruned="hidden"),
        Line("Imprint", part="footer"),
        Line("Up", part="button"),
    ]


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("<div class='article-comments'>x</div>", "comments, by its class or id"),
        ("<div class='box newsletter-signup'>x</div>", "newsletter notice, by its class or id"),
        ("<div id='shareBar'>x</div>", "share bar, by its class or id"),
        ("<div class='breadcrumb'>x</div>", "navigation, by its class or id"),
        ("<span class='tooltip-content'>x</span>", "pop-up, by its class or id"),
        ("<p>Read more: <a href='/x'>Bridge closed for a month</a></p>", "link to another story"),
        (
            "<ul>" + "<li><a href='/x'>The bridge is closed for a whole month</a></li>" * 3 + "</ul>",
            "list of linked headlines",
        ),
        ("<div style='display: none'>x</div>", "hidden"),
    ],
)
def test_each_rule_of_pruning_is_named(html: str, reason: str) -> None:
    story = "".join(f"<p>{one}</p>" for one in STORY)
    found = prune(page(f"<body><article>{story}{html}</article></body>"))
    assert {one.pruned for one in found[len(STORY) :]} == {reason}


def read(text: str) -> tuple[str, tuple[Removed, ...]]:
    found = read_page(text)
    return str(found.fields["body"]), found.removed


def test_a_page_is_kept_whole_with_a_reason_for_each_part() -> None:
    body, removed = read(
        "<html><head><title>Vote held - Gazette</title></head><body><nav>Home News</nav><article><h1>Vote held</h1>"
        + "".join(f"<p>{one}</p>" for one in STORY[:4])
        + "<div class='newsletter'><p>Get our letter</p></div>"
        + "".join(f"<p>{one}</p>" for one in STORY[4:])
        + "<h3>Comments</h3></article><div id='comments'><p>I was there.</p></div><footer>© Gazette</footer></body>"
    )
    assert body == "\n\n".join(STORY)
    fifth = body.index(STORY[4])
    assert removed == (
        Removed("Home News", 0, f"{EXTRACTED}: navigation"),
        Removed("Vote held", 0, "the title, repeated"),
        Removed("Get our letter", fifth, "newsletter notice, by its class or id"),
        Removed("Comments", len(body), EXTRACTED),
        Removed("I was there.", len(body), "comments, by its class or id"),
        Removed("© Gazette", len(body), f"{EXTRACTED}: footer"),
    )


def test_what_stood_inside_a_paragraph_stands_behind_its_beginning() -> None:
    body = f"{STORY[0]}\n\n{STORY[1]}"
    line = STORY[1].replace("on Friday", "(see the map) on Friday")
    (one,) = left_out([Line(STORY[0]), Line(line)], body, {})
    assert one == Removed("see the map", body.index("on Friday", len(STORY[0])), EXTRACTED)


def test_rows_that_were_put_together_are_found() -> None:
    cells = [Line("Harbour"), Line("12"), Line("Bridge"), Line("no votes"), Line("7")]
    assert left_out(cells, "Harbour | 12\n\nBridge | 7", {}) == (Removed("no votes", 23, EXTRACTED),)
    assert left_out([Line("Milk"), Line("Bread")], "- Milk\n\n- Bread", {}) == ()


def test_of_a_text_that_the_page_states_nothing_is_claimed_to_be_missing() -> None:
    page_lines = [Line("Sign in"), Line(STORY[0], pruned="hidden"), Line("More", pruned="hidden")]
    assert left_out(page_lines, STORY[0], {}, with_pruned=True) == (
        Removed("Sign in", 0, EXTRACTED),
        Removed("More", len(STORY[0]), "hidden"),
    )


def test_what_is_told_twice_is_missing_once() -> None:
    body = "\n\n".join(STORY[:3])
    several = [Line(one) for one in (STORY[1], *STORY[:3], STORY[0])]
    assert sorted(one.text for one in left_out(several, body, {})) == sorted([STORY[0], STORY[1]])


@given(st.lists(st.tuples(st.booleans(), st.sampled_from(["", "hidden"])), max_size=12))
def test_each_part_stands_between_the_paragraphs_that_it_stood_between(kinds: Sequence[tuple[bool, str]]) -> None:
    texts = [f"Number {at} of the lines of this page" for at in range(len(kinds))]
    body = "\n\n".join(text for text, (is_story, _) in zip(texts, kinds, strict=True) if is_story)
    several = [Line(text, "" if is_story else why) for text, (is_story, why) in zip(texts, kinds, strict=True)]
    removed = left_out(several, body, {})
    assert put_back(body, removed).split() == " ".join(texts).split()
    assert all(one.at == len(body) or body[: one.at].endswith("\n\n") or not one.at for one in removed)


SOME = st.lists(st.sampled_from(["a", "b", "one two", "one two three four five six", "一二三四五六", "- x", "|", "İ"]))


@given(SOME, st.lists(st.sampled_from(["a", "b c", "one two three", "four five six", "三四", "x | a"])))
def test_no_word_of_a_page_is_lost(texts: list[str], rows: list[str]) -> None:
    body = "\n\n".join(rows)
    assert holds(put_back(body, left_out([Line(one) for one in texts], body, {})), " ".join(texts))


TAGS = st.sampled_from(["p", "div", "div class='related'", "nav", "ul", "li", "b", "span hidden", "aside", "h2", "td"])


@given(st.lists(st.tuples(TAGS, st.sampled_from([*STORY, "Home", "x", ""])), min_size=1, max_size=30))
def test_no_word_of_any_page_is_lost(parts: list[tuple[str, str]]) -> None:
    html = "".join(f"<{tag}>{text}" + f"</{tag.split()[0]}>" * (at % 3 > 0) for at, (tag, text) in enumerate(parts))
    text = f"<html><body><h1>Vote held</h1>{html}</body></html>"
    found = read_page(text)
    assert holds(put_back(str(found.fields.get("body", "")), found.removed), " ".join(shown(text)))


HOSTILE = {
    "one line": ["word " * 60_000],
    "no white space": ["x" * 300_000],
    "short lines": ["x"] * 60_000,
    "different lines": [f"line {number} of many" for number in range(15_000)],
    "a few words in turn": ["a b a a b " * 20_000, "b a b b a " * 10_000],
    "without spaces": ["文" * 60_000, "字文" * 30_000],
}


@pytest.mark.slow
@pytest.mark.parametrize("texts", HOSTILE.values(), ids=HOSTILE)
def test_hostile_pages_take_linear_time(texts: list[str]) -> None:
    body = "\n\n".join(one[::-1] for one in texts[:: max(len(texts) // 2, 1)]) + "\n\n" + "\n\n".join(texts)
    taken = []
    for part in (8, 1):
        several = [Line(one[: len(one) // part]) for one in texts[: -(-len(texts) // part)]]
        began = time.process_time()
        left_out(several, body[: len(body) // part], {})
        taken.append(time.process_time() - began)
    assert taken[1] < 32 * max(taken[0], 0.1)
