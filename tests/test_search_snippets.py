"""Snippets and marks: passages that are parts of the body, and marks on what matched alone."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.article import Article, Entity, Mention
from index.analysis import query_terms, term, terms
from index.tokens import words
from search.highlight import marks
from search.highlight.marks import Mark, Marker, merged
from search.highlight.snippets import MAX_PASSAGES, snippets
from search.ranking.plan import All, Any, Every, Leaf, Plan, Without
from search.results import Snippet

FIELDS = ("title", "body", "entities")


def word(text: str, lang: str = "en", fields: tuple[str, ...] = FIELDS) -> Leaf:
    return Leaf(fields, tuple(query_terms(one.surface, (lang,)) for one in words(text)))


def cut(plan: Plan, body: str, **rest: object) -> tuple[Snippet, ...]:
    article = Article("a", "", body, lang="en", **rest)  # type: ignore[arg-type]
    marker = Marker(plan)
    return snippets(body, marker.find(article)["body"], [1.0] * len(marker.leaves))


def marked(plan: Plan, body: str, title: str = "", lang: str = "en", **rest: object) -> list[str]:
    article = Article("a", title, body, lang=lang, **rest)  # type: ignore[arg-type]
    found = Marker(plan).find(article)
    return [title[a:b] for a, b in merged(found["title"])] + [body[a:b] for a, b in merged(found["body"])]


@pytest.mark.parametrize(
    ("plan", "body", "found"),
    [
        (word("withdrawal"), "They withdraw. A withdrawal; WITHDRAWALS.", ["withdraw", "withdrawal", "WITHDRAWALS"]),
        (word("safak"), "The Şafak agency, safak", ["Şafak", "safak"]),
        (word("Şafak"), "The S\u0327afak agency", ["S\u0327afak"]),
        (word("al-Sudani"), "Al-Sudani met al Sudani, but Sudani al left", ["Al", "Sudani", "al", "Sudani"]),
        (word("red cross"), "red cross, cross red, red and cross", ["red", "cross"]),
        (Leaf(("body",), (("red",), ("cross",)), 1), "cross red and cross", ["red", "cross"]),
        (word("東京都"), "彼は東京都に住む", ["東京都"]),
        (word("سلام"), "قال سلام للناس", ["سلام"]),
        (word("israel"), "Israel’s plan", ["Israel’s"]),
        (Any((All((word("a"), word("b"))), word("c"))), "a c a", ["c"]),
        (Any((All((word("a"), word("b"))), word("c"))), "a c b", ["a", "c", "b"]),
        (All((word("a"), Without(word("b")))), "a b", ["a"]),
        (All((word("a"), word("z"))), "a b", ["a"]),
        (Every(), "a b", []),
        (word("a", fields=("title",)), "a b", []),
    ],
)
def test_marks(plan: Plan, body: str, found: list[str]) -> None:
    assert marked(plan, body) == found


def test_marks_the_title() -> None:
    assert marked(word("coalition"), "", title="A Coalition’s end") == ["Coalition’s"]


def test_analyses_by_the_language_of_the_article() -> None:
    leaf = Leaf(("body",), ((term("Regierungen", "de"),),))
    assert marked(leaf, "Die Regierung", lang="de") == ["Regierung"]


def test_marks_mentions_as_they_stand() -> None:
    body = "Fighters of IS, the so-called state."
    mention = Mention("islamic-state", 12, 14, "IS")
    wild = Mention("islamic-state", 30, 999, "?")
    plan = Any((word("daesh"), Leaf(("entity",), (("islamic-state",),))))
    assert marked(plan, body, mentions=(mention, wild)) == ["IS"]


def test_marks_the_mention_of_a_name_that_has_the_word() -> None:
    body = "Fighters of IS, the so-called group."
    mentions = (Mention("is", 12, 14, "IS"),)
    entities = (Entity("is", "Islamic State", aliases=("Daesh",)), Entity("x", "Other"))
    assert marked(word("islamic"), body, mentions=mentions, entities=entities) == ["IS"]
    assert marked(word("other"), body, mentions=mentions, entities=entities) == []


LONG = " ".join(f"Sentence number {n} says very little about anything at all here." for n in range(300))


def test_a_passage_covers_several_words_at_once() -> None:
    body = LONG + " The coalition stays. " + LONG + " The coalition began its withdrawal from Iraq today. " + LONG
    found = cut(All((word("coalition"), word("withdrawal"), word("iraq"))), body)
    assert len(found) == 2
    assert "withdrawal" in found[1].text
    assert found[1].text.startswith("The coalition began")
    assert found[0].text.startswith("The coalition stays.")


def test_passages_show_different_words() -> None:
    body = f"alpha. {LONG} alpha alpha. {LONG} beta. {LONG} alpha. {LONG} gamma."
    texts = [one.text for one in cut(All((word("alpha"), word("beta"), word("gamma"))), body)]
    assert any("beta" in text for text in texts)
    assert any("gamma" in text for text in texts)
    assert any("alpha" in text for text in texts)


def test_passages_have_thirty_words_or_so() -> None:
    body = " ".join(f"word{n}" if n % 50 else "coalition" for n in range(1000))
    for one in cut(word("coalition"), body):
        assert 20 <= len(one.text.split()) <= 45


def test_without_marks_the_opening() -> None:
    found = cut(word("absent"), "\n  " + LONG)
    assert len(found) == 1
    assert found[0].text.startswith("Sentence number 0")
    assert found[0].spans == ()
    assert found[0].offset == 3
    assert 25 <= len(found[0].text.split()) <= 40


@pytest.mark.parametrize("body", ["", "   ", "\n\n"])
def test_an_empty_body_has_none(body: str) -> None:
    assert cut(word("a"), body) == ()


@pytest.mark.slow
@pytest.mark.parametrize(
    "body",
    ["a" * 500_000, "needle " + "x" * 500_000, "é\u0301" * 500_000, "needle " * 100_000, "東京" * 50_000],
    ids=["word", "needle", "marks", "needles", "bigrams"],
)
def test_huge_bodies(body: str) -> None:
    for plan in (word("needle"), Leaf(("body",), ((term(body),),))):
        found = cut(plan, body)
        assert 1 <= len(found) <= MAX_PASSAGES
        check(body, found)


def check(body: str, found: tuple[Snippet, ...]) -> None:
    before = 0
    for one in found:
        assert one.text
        assert body[one.offset : one.offset + len(one.text)] == one.text
        assert one.offset >= before
        before = one.offset + len(one.text)
        assert len(one.text) <= 400
        assert one.text == one.text.strip()
        last = 0
        for start, end in one.spans:
            assert last <= start < end <= len(one.text)
            last = end


bodies = st.lists(
    st.sampled_from(
        ["alpha", "beta", "Alphas", "al-pha", "gamma.", "delta!", "x" * 90, "\n\n", "\n", ". ", "e\u0301", "\u0301",
         "東京都は", "。", "שלום", "क्षत्रिय", "👩\u200d👩", "U.S.", "\ud800", "\x00"]
    )
    | st.text(max_size=8),
    max_size=120,
).flatmap(lambda parts: st.sampled_from(["", " "]).map(lambda gap: gap.join(parts)))  # fmt: skip

plans = st.sampled_from(
    [
        word("alpha"),
        All((word("alpha"), word("beta"), word("delta"))),
        word("alpha beta"),
        Leaf(("body",), (("alpha",), ("beta",)), 5),
        word("東京都"),
        word("क्षत्रिय"),
        Any((word("gamma"), word("שלום"), word("x" * 90))),
    ]
)


@settings(max_examples=120, deadline=None)
@given(bodies, plans)
def test_passages_are_parts_of_the_body(body: str, plan: Plan) -> None:
    article = Article("a", "", body)
    marker = Marker(plan)
    marks = marker.find(article)["body"]
    found = snippets(body, marks, [1.0] * len(marker.leaves))
    assert len(found) <= MAX_PASSAGES
    assert bool(found) == bool(body.strip())
    check(body, found)
    spans = merged(marks)
    for one in found:
        for start, end in one.spans:
            assert any(a <= one.offset + start and one.offset + end <= b for a, b in spans)
        cut_at = one.offset + len(one.text)
        if cut_at < len(body) and unicodedata.category(body[cut_at]).startswith("M"):
            assert unicodedata.category(one.text[-1]).startswith("M") or len(one.text) > 300
    if marks:
        assert any(one.spans for one in found)


def test_overlapping_marks_become_one() -> None:
    assert merged([Mark(0, 2, 0), Mark(1, 3, 0), Mark(3, 5, 1), Mark(9, 10, 0)]) == ((0, 3), (3, 5), (9, 10))


def test_names_are_analysed_once_for_all_words(monkeypatch: pytest.MonkeyPatch) -> None:
    analysed: list[str] = []

    def counted(text: str) -> list[str]:
        analysed.append(text)
        return terms(text)

    monkeypatch.setattr(marks, "terms", counted)
    plan = Any((*(word(f"red{n}") for n in range(9)), word("islamic"), word("is-state"), word("islamic-state")))
    entities = (Entity("is", "Islamic State", aliases=("Daesh",)), Entity("x", "Other"))
    article = Article("a", "", "IS.", entities=entities, mentions=(Mention("is", 0, 2, "IS"),))
    found = Marker(plan).find(article)["body"]
    assert [(mark.start, mark.end, mark.leaf) for mark in found] == [(0, 2, 9), (0, 2, 11)]
    assert analysed == ["Islamic State", "Daesh", "Other"]
