"""Hits: their marks are those that the analysis of the whole text would make, found by the written forms alone."""

import random
from collections.abc import Collection, Iterable
from typing import cast

import pytest
from conftest import MakeIndex
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.article import Article, Entity, Mention
from corpus.text import fold
from index.analysis import query_terms, term, terms
from index.schema import document, layout
from index.tokens import words
from search import Engine
from search.highlight.finding import SEPARATORS
from search.highlight.hits import Highlighter
from search.highlight.marks import Marker, merged
from search.highlight.record import Record
from search.query.written import form_term, is_signed, word_of
from search.ranking.cache import Cache
from search.ranking.plan import All, Any, Leaf, Plan, Without
from search.results import Hit
from search.snapshots.snapshot import Snapshot

Spans = tuple[tuple[int, int], ...]
FIELDS = ("title", "body", "entities")


class OneArticle:
    """What a highlighter asks a snapshot for, of an index that has one article."""

    def __init__(self, article: Article) -> None:
        self._article = article
        self.memory = Cache(1 << 24)
        self.opened = Cache(1 << 24)

    def group(self, doc: int) -> None:
        """Tell that the article has no copies."""

    def article(self, doc: int) -> Article:
        return self._article

    @property
    def names(self) -> "OneArticle":
        return self

    def entities_of(self, doc: int) -> tuple[Entity, ...]:
        return self._article.entities

    def entity(self, number: int) -> Entity:
        return next((one for one in self._article.entities if one.id == self._ids[number - 1]), Entity("", ""))

    def mentions(self, doc: int) -> list[tuple[int, int, int]]:
        title, body = self._article.title, self._article.body
        found = [(self.number(one.id), 0, 0) for one in self._article.entities]
        for one in self._article.mentions:
            first, size = (0, len(title)) if one.field == "title" else (len(title) + 1, len(body))
            if 0 <= one.start < one.end <= size and one.field in {"title", "body"}:
                found.append((self.number(one.entity), first + one.start, first + one.end))
        return found

    @property
    def entities(self) -> "OneArticle":
        return self

    @property
    def terms(self) -> "OneArticle":
        return self

    @property
    def _ids(self) -> list[str]:
        named = [*(one.id for one in self._article.entities), *(one.entity for one in self._article.mentions)]
        return list(dict.fromkeys(named))

    def number(self, key: str) -> int:
        return self._ids.index(key) + 1 if key in self._ids else 0

    def texts(self, doc: int) -> list[str]:
        stored = dict(zip(layout().stored, document(self._article).stored, strict=True))
        found = (stored[name] for name in ("id", "title", "body", "record"))
        return [one if isinstance(one, str) else one.decode() for one in found]

    def forms(self, wanted: Iterable[str]) -> set[str]:
        kept, lang = set(wanted), self._article.lang
        found = (one.surface for text in (self._article.title, self._article.body) for one in words(text))
        signed = {word_of(one) for one in kept if is_signed(one)}
        return {
            surface
            for surface in found
            if term(surface, lang) in kept or form_term(surface) in kept or fold(surface) in signed
        }

    def known(self, field: str, wanted: Collection[str]) -> set[str]:
        names = {found for one in self._article.entities for name in (one.name, *one.aliases) for found in terms(name)}
        return names & set(wanted)


class Weights:
    """What a highlighter asks an index for, of one article."""

    def __init__(self, article: Article) -> None:
        self._article = article

    def idf(self, leaf: Leaf) -> float:
        return 1.0

    def has(self, leaf: Leaf, doc: int) -> bool:
        return any(Marker(leaf).find(self._article).values())


def hit_of(plan: Plan, article: Article, *, relaxed: bool) -> Hit:
    highlighter = Highlighter(cast("Snapshot", OneArticle(article)), plan, Weights(article))
    hit = highlighter.hit(0, 1.0, relaxed=relaxed)
    assert highlighter.hit(0, 1.0, relaxed=relaxed) == hit  # the second time from memory
    return hit


def check(plan: Plan, article: Article, *, relaxed: bool = False) -> Hit:
    hit = hit_of(plan, article, relaxed=relaxed)
    marks = Marker(plan).find(article)
    compare(hit, article, merged(marks["title"]), merged(marks["body"]))
    assert bool(hit.snippets) == bool(article.body.strip())
    if marks["body"]:
        assert any(one.spans for one in hit.snippets)
    return hit


def compare(hit: Hit, article: Article, title: Spans, body: Spans) -> None:
    """Compare what a hit marks with the spans in the whole title and body."""
    assert hit.title_spans == title
    for one in hit.snippets:
        first, last = one.offset, one.offset + len(one.text)
        assert one.text
        assert article.body[first:last] == one.text
        assert one.spans == tuple(
            (max(start, first) - first, min(end, last) - first) for start, end in body if start < last and end > first
        )


def word(text: str, lang: str | None = None, fields: tuple[str, ...] = FIELDS) -> Leaf:
    return Leaf(fields, tuple((one,) for one in terms(text, lang)))


PIECES = [
    "alpha", "Alphas", "ALPHA", "alpha's", "alpha’s", "beta", "betas", "Beta.", "beta,gamma", "al-pha",
    "gamma.delta", "O'Brien", "O’Brien", "obrien", "U.S.", "U.S", "us", "US’s", "u.s.a", "1,500", "1500",
    "1,500,000", "l'alpha", "l’eau", "Şafak", "safak", "S\u0327afak", "s\u00e9ance", "seance", "e\u0301",
    "\u0301", "\u0301alpha", "alpha\u0301", "_alpha_", "東京都", "東京", "京都は", "。", "アルファalpha", "alpha東京",
    "سلام", "الحكومة", "שלום", "क्षत्रिय", "Москва", "москве", "ไทยแลนด์", "“alpha”", "‘beta’", "—gamma—",
    "(alpha)", "alpha/beta", "alpha?", "?alpha", "!", "\n\n", "\n", " ", "\u00a0", "\u200d", "\u02bc",
    "x" * 90, "ß", "İstanbul", "ﬁne", "１２", "\ud800", "\x00", "'", ".", ",", "’", "filler", "words",
    "Congreſs", "Congreſſes", "alpha++", "Alpha#", "Alpha# ", "alpha+1",
]  # fmt: skip
texts = st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=60).flatmap(
    lambda parts: st.sampled_from(["", " ", " ", ". "]).map(lambda gap: gap.join(parts))
)
queries = st.sampled_from([
    "alpha", "beta", "obrien", "us", "1500", "1500000", "safak", "seance", "東京", "東京都", "سلام", "שלום", "क्षत्रिय",
    "москва", "delta", "x" * 90, "istanbul", "fine", "12", "eau", "l", "u", "s", "500", "gamma", "brien", "ไทยแลนด์",
    "a", "congress",
])  # fmt: skip
LANGS = st.sampled_from([None, "en", "ar", "ru", "de", "tr"])


def slot(text: str, lang: str | None) -> tuple[str, ...]:
    return query_terms(next(words(text)).surface, (lang,) if lang else ())


@st.composite
def leaves(draw: st.DrawFn, lang: str | None, text: str) -> Leaf:
    fields = draw(st.sampled_from([FIELDS, FIELDS, ("title",), ("body",)]))
    kind = draw(st.integers(0, 4))
    if kind == 0:
        return Leaf(("entity",), (("one",),))
    if kind == 1:
        many = draw(st.lists(queries, min_size=2, max_size=3)) if draw(st.booleans()) else run(draw, text)
        slots = tuple(slot(one, lang) for one in many)
        return Leaf(tuple(one for one in fields if one != "entities"), slots, draw(st.integers(0, 3)))
    if kind == 2:
        several = draw(st.lists(queries, min_size=2, max_size=12))
        return Leaf(fields, (tuple(sorted({one for typed in several for one in slot(typed, lang)})),))
    if kind == 3:
        written = tuple((form_term(one),) for one in run(draw, text))
        one = draw(st.sampled_from([*written, ("+alpha++",), ("+alpha#",)]))
        return Leaf(("title", "body"), draw(st.sampled_from([(one,), written])), draw(st.integers(0, 2)))
    return Leaf(fields, tuple((one,) for one in terms(draw(queries), lang)))


def run(draw: st.DrawFn, text: str) -> list[str]:
    """Draw words as they stand one behind the other in a text."""
    found = [one.surface for one in words(text)]
    if len(found) < 2:
        return ["alpha", "beta"]
    first = draw(st.integers(0, len(found) - 2))
    return found[first : first + draw(st.integers(2, 3))]


@st.composite
def cases(draw: st.DrawFn) -> tuple[Plan, Article]:
    lang = draw(LANGS)
    title, body = draw(texts), draw(texts)
    parts = tuple(draw(st.lists(leaves(lang, body), min_size=1, max_size=4, unique=True)))
    shape = draw(st.integers(0, 3))
    plan: Plan = (
        All(parts) if shape < 2 else Any(parts) if shape == 2 else Any((All(parts[:2]), *parts[2:], Without(parts[0])))
    )
    body = body * draw(st.sampled_from([1, 1, 1, 30]))
    spans = draw(st.lists(st.tuples(st.integers(-1, 60), st.integers(0, 70)), max_size=4))
    mentions = tuple(Mention("one" if a % 2 else "two", a, b, "", "title" if b % 3 == 0 else "body") for a, b in spans)
    entities = draw(st.sampled_from([(), (Entity("one", "Alpha Beta", aliases=("U.S.",)), Entity("two", "Moscow"))]))
    return plan, Article("a", title, body, lang=lang, entities=entities, mentions=mentions)


@settings(max_examples=150, deadline=None)
@given(cases())
def test_marks_what_reading_everything_would(case: tuple[Plan, Article]) -> None:
    check(*case)


RARE = ["alpha", "alpha’s", "Beta.", "U.S.", "O'Brien", "Şafak", "東京都", "1,500"]
COMMON = ["filler", "words", "that", "say.", "nothing,", "of", "importance.", "us", "\n\n", "“quoted”", "betas?"]


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 1 << 30), size=st.integers(200, 6_000), share=st.sampled_from([0.001, 0.01, 0.1, 0.5]),
    gap=st.sampled_from("  -"),
    typed=st.lists(st.sampled_from(["alpha", "beta", "us", "o'brien", "safak", "filler", "absent", "1500"]), min_size=1,
             max_size=4, unique=True),
    relaxed=st.booleans(),
)  # fmt: skip
def test_marks_the_same_where_only_a_part_is_read(  # noqa: PLR0913 -- drawn one by one
    seed: int, size: int, share: float, gap: str, typed: list[str], *, relaxed: bool
) -> None:
    chance = random.Random(seed)
    parts = [chance.choice(RARE if chance.random() < share else COMMON) for _ in range(size)]
    check(All(tuple(word(one) for one in typed)), Article("a", "Alpha and us", gap.join(parts)), relaxed=relaxed)


@pytest.mark.parametrize("before", range(1_840, 2_020, 20))
def test_marks_behind_what_was_read(before: int) -> None:
    body = "alpha " + "x " * 450 + "alpha "
    body += "x " * ((before - len(body)) // 2) + "alpha " + "yy alpha’s " * 30 + "y" * 60 + " " + "zz " * 2_000
    assert len(check(word("alpha"), Article("a", "", body)).snippets) == 3


@pytest.mark.parametrize("slop", [0, 1, 4])
def test_a_phrase_is_marked_across_the_edges_of_passages(slop: int) -> None:
    leaf = Leaf(("title", "body"), (("red",), ("cross",)), slop)
    body = (
        "The red " + "\n" * 400 + "cross, red and cross. A red, red cross' red—cross; red. " + "x " * 400 + "cross red"
    )
    check(leaf, Article("a", "Cross red", body))
    check(All((leaf, word("x"))), Article("a", "Red", "cross " + body))


def test_an_index_knows_the_forms(make_index: MakeIndex) -> None:
    chance = random.Random(5)
    articles = [
        Article(
            f"a{number}",
            " ".join(chance.sample(PIECES[:60], 3)),
            " ".join(chance.choices(PIECES[:60], k=40)),
            lang=lang,
        )
        for number, lang in enumerate([None, "en", "ar", "ru"] * 5)
    ]
    by_id = {one.id: one for one in articles}
    with Engine.open(make_index(articles)) as engine:
        for text in (
            "alpha",
            "alpha beta",
            "obrien us",
            "1500",
            "safak",
            "東京",
            "москва",
            "سلام",
            '"beta gamma"',
            "alp*",
            "betaa~",
            '"Alphas"',
            "alpha++",
            'exact:"beta gamma"',
        ):
            for hit in engine.search(text).hits:
                compare(hit, by_id[hit.id], *engine.marks(by_id[hit.id], text))
                assert hit.title_spans or any(one.spans for one in hit.snippets)


def test_a_record_is_read_only_as_far_as_a_hit_needs_it() -> None:
    article = Article("a", "", "The", url="u", extra={"origin": [',"origin":']}, cleaning=("x",))
    record = Record(OneArticle(article).texts(0)[3])
    assert dict(record.head) == {"url": "u"}


def test_separators_part_words_wherever_they_stand() -> None:
    for one in SEPARATORS:
        for left, right in (("a", "b"), ("東", "京"), ("a.", ".b"), ("1,", ",500")):
            apart = [found.surface for found in (*words(left), *words(right))]
            assert [found.surface for found in words(left + one + right)] == apart, repr(one)
