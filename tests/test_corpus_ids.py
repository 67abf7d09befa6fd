import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpus.article import Place, Record
from corpus.ids import article_id, canonical_url

GENERATED = re.compile(r"[a-z2-7]{20}")


def named(*, id: str | None = None, url: str | None = None, part: str = "") -> Record:  # noqa: A002 -- the field's name
    return Record(Place("news/a.txt", part), "T", "B", id=id, url=url)


@pytest.mark.parametrize("given_id", ["r-1", "42", "A.b_c-D", "x" * 64, "...a"])
def test_an_id_that_is_safe_in_a_url_is_kept(given_id: str) -> None:
    assert article_id(named(id=given_id), "news", "a.txt") == (given_id, None)


@pytest.mark.parametrize("given_id", [".", "..", "a/b", "a b", "x" * 65, "é", "a\ud800", "https://x.org/1"])
def test_any_other_id_is_replaced_and_told(given_id: str) -> None:
    made, original = article_id(named(id=given_id, url="https://x.org/"), "news", "a.txt")
    assert GENERATED.fullmatch(made)
    assert original == given_id


def test_without_an_id_the_url_makes_it_wherever_the_article_stands() -> None:
    first = article_id(named(url="https://x.org/a?utm_source=b"), "news", "a.txt")
    second = article_id(named(url="HTTPS://X.ORG/a#top", part="#1"), "old", "b.csv")
    assert first == second
    assert first[1] is None


def test_without_either_the_place_makes_it() -> None:
    places = [("news", "a.txt", ""), ("news", "b.txt", ""), ("old", "a.txt", ""), ("news", "a.txt", "m.txt")]
    made = [article_id(named(part=part), root, path)[0] for root, path, part in places]
    assert len(set(made)) == len(places)
    assert all(GENERATED.fullmatch(one) for one in made)
    assert article_id(named(id=" ", url=" "), "news", "a.txt")[0] == made[0]


def test_ids_are_pinned() -> None:
    assert article_id(named(url="https://x.org/a"), "", "")[0] == "gxff6su4wde7m4h6knp5"
    assert article_id(named(), "news", "2024/a.txt")[0] == "u2j4vsanehbfcacoafkg"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://Example.ORG", "http://example.org/"),
        ("https://example.org:443/a/", "https://example.org/a/"),
        ("http://example.org:8080/a", "http://example.org:8080/a"),
        ("https://example.org/A?b=2&a=1", "https://example.org/A?b=2&a=1"),
        ("https://example.org/?utm_source=x&UTM_medium=y&id=3&fbclid=z&gclid=1&mc_cid=2", "https://example.org/?id=3"),
        ("https://example.org/a?fbclid=1#part", "https://example.org/a"),
        ("https://example.org/#!/story/1", "https://example.org/#!/story/1"),
        ("https://xn--bcher-kva.example/", "https://xn--bcher-kva.example/"),
        ("https://me:secret@example.org/", "https://me:secret@example.org/"),
        ("http://[::1]:80/x", "http://[::1]/x"),
        (" https://example.org/a\n b ", "https://example.org/a b"),
        (" not a url ", "not a url"),
        ("javascript:alert(1)", "javascript:alert(1)"),
        ("http://[::1", "http://[::1"),
        ("http://example.org:99999/", "http://example.org:99999/"),
        ("http://", "http://"),
        ("", ""),
    ],
)
def test_canonical_url(url: str, expected: str) -> None:
    assert canonical_url(url) == expected


URL_PARTS = st.lists(
    st.sampled_from(
        [
            "http://",
            "HTTPS://",
            "a.b",
            "É",
            "[::1]",
            ":80",
            ":443",
            "/",
            "?",
            "&",
            "=",
            "#",
            "#!",
            "@",
            "utm_a",
            " ",
            "\t",
        ]
    ),
    max_size=12,
).map("".join)


@given(URL_PARTS | st.text())
@example("http://a@b@c:80/")
@example("http://a/\x1f")
def test_canonical_urls_stay_as_they_are(url: str) -> None:
    once = canonical_url(url)
    assert canonical_url(once) == once
