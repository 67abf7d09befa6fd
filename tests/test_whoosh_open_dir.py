"""What we publish is a Whoosh index: ``whoosh.index.open_dir`` on a generation, beside a plain dictionary."""

import shutil
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import whoosh.index
from conftest import write_index
from hypothesis import given
from hypothesis import strategies as st
from whoosh import highlight, query, sorting
from whoosh.qparser import MultifieldParser, QueryParser
from whoosh.query import spans
from whoosh.reading import IndexReader
from whoosh.searching import Searcher

from corpus.article import Article, Entity
from index.analysis import terms
from index.build import Builder
from index.columnar.codec import ColumnarCodec
from index.columnar.segment import ColumnarSegment
from index.generations import current

ARTICLES = {
    one.id: one
    for one in (
        Article(
            "paris",
            "Talks in Paris",
            "Talks began in Paris. The talks ended without a word about Rome.",
            published="2024-01-02",
            source="post",
            lang="en",
            author="Ann",
            url="https://example.org/1",
            entities=(Entity("p", "Paris"), Entity("r", "Rome")),
            extra={"desk": ["world", "europe"]},
        ),
        Article("rome", "Rome", "Rome talked. Rome waited.", published="2023-05-06", source="times", lang="en"),
        Article("empty", "", "", source="post", lang="en"),
        Article(
            "oslo",
            "Oslo again",
            "A word from Oslo about talking to Paris, paris and PARIS.",
            published="1969-03-01",
            lang="en",
        ),
        Article("gone", "Paris", "Paris is deleted here.", lang="en"),
        Article("long", "", "word " * 400 + "z" * 300, lang="en"),
    )
}
LIVE = {one: article for one, article in ARTICLES.items() if one != "gone"}


@pytest.fixture(scope="module")
def generation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("published") / "index"
    return current(write_index(home, list(ARTICLES.values()), extra=["desk"], segments=3, deleted=["gone"])).path


@pytest.fixture
def searcher(generation: Path) -> Iterable[Searcher]:
    with whoosh.index.open_dir(str(generation)).searcher() as opened:
        yield opened


@pytest.fixture
def copied(generation: Path, tmp_path: Path) -> Any:  # noqa: ANN401 -- Whoosh has no types
    """Open a copy of the generation, to write to it."""
    shutil.copytree(generation, tmp_path / "copy")
    return whoosh.index.open_dir(str(tmp_path / "copy"))


def found(searcher: Searcher, q: query.Query, **options: Any) -> list[str]:  # noqa: ANN401
    return [hit["id"] for hit in searcher.search(q, limit=None, **options)]


def having(*words: str) -> set[str]:
    """Return the articles in whose body all of some terms stand."""
    return {one.id for one in LIVE.values() if set(words) <= set(terms(one.body, one.lang))}


def word(text: str) -> query.Term:
    return query.Term("body", text)


QUERIES: list[tuple[query.Query, set[str]]] = [
    (word("pari"), having("pari")),
    (word("z" * 255), {"long"}),
    (query.Term("id", "rome"), {"rome"}),
    (query.Term("source", "post"), {"paris", "empty"}),
    (query.Term("name", "\tRome"), {"paris"}),
    (query.Term("x_desk", "europe"), {"paris"}),
    (query.And([word("pari"), word("word")]), having("pari", "word")),
    (query.Or([word("oslo"), word("rome")]), having("oslo") | having("rome")),
    (query.And([word("word"), query.Not(word("pari"))]), having("word") - having("pari")),
    (query.AndMaybe(word("word"), word("pari")), having("word")),
    (query.Require(word("word"), word("pari")), having("word", "pari")),
    (query.DisjunctionMax([word("oslo"), query.Term("title", "rome")]), {"oslo", "rome"}),
    (query.ConstantScoreQuery(word("word")), having("word")),
    (query.Phrase("body", ["word", "about"]), {"paris"}),
    (query.Phrase("body", ["word", "oslo"], slop=2), {"oslo"}),
    (query.Phrase("body", ["about", "word"]), set()),
    (query.Prefix("body", "pa"), having("pari")),
    (query.Wildcard("body", "?sl*"), having("oslo")),
    (query.Regex("body", "^os.o$"), having("oslo")),
    (query.FuzzyTerm("body", "pory", maxdist=2), having("pari")),
    (query.Variations("body", "word"), having("word")),
    (query.TermRange("body", "osl", "pb"), having("oslo") | having("pari")),
    (query.NumericRange("published", None, -1), {"oslo", "empty", "long"}),
    (query.NumericRange("published", 1_700_000_000, None), {"paris"}),
    (spans.SpanNear(word("word"), word("rome"), slop=2), {"paris"}),
    (spans.SpanFirst(word("rome"), limit=0), {"rome"}),
    (query.Every(), set(LIVE)),
    (query.Every("title"), {one.id for one in LIVE.values() if one.title}),
    (query.NullQuery, set()),
]


@pytest.mark.parametrize(("q", "expected"), QUERIES, ids=lambda value: str(value)[:40])
def test_queries(searcher: Searcher, q: query.Query, expected: set[str]) -> None:
    assert set(found(searcher, q)) == expected
    assert set(found(searcher, q, terms=True)) == expected
    assert {searcher.stored_fields(doc)["id"] for doc in q.docs(searcher)} == expected


def test_query_parsers(searcher: Searcher) -> None:
    parser = QueryParser("body", searcher.schema)
    for text in ("Paris", "PARIS word", '"word about"', "par* AND NOT oslo", "source:post talks"):
        assert "paris" in found(searcher, parser.parse(text)), text
    assert set(found(searcher, MultifieldParser(["title", "body"], searcher.schema).parse("rome"))) == {"paris", "rome"}


def test_matchers(searcher: Searcher) -> None:
    for one, article in LIVE.items():
        doc = searcher.document_number(id=one)
        matcher = searcher.postings("body", "word")
        expected = [at for at, text in enumerate(terms(article.body, article.lang)) if text == "word"]
        if matcher.is_active():
            matcher.skip_to(doc)
        if not matcher.is_active() or matcher.id() != doc:
            assert not expected
            continue
        assert matcher.weight() == len(expected)
        assert matcher.value_as("positions") == expected
        assert matcher.spans() == [spans.Span(at) for at in expected]
        assert 0 < matcher.score() <= matcher.max_quality()


def test_facets_sorting_and_collapsing(searcher: Searcher) -> None:
    every = query.Every()
    dated = ["oslo", "rome", "paris"]
    assert found(searcher, every, sortedby="published")[-3:] == dated
    assert found(searcher, every, sortedby="published", reverse=True)[:3] == dated[::-1]
    groups = searcher.search(every, limit=None, groupedby=["source", sorting.FieldFacet("x_desk", allow_overlap=True)])
    sources = {name: named(searcher, docs) for name, docs in groups.groups("source").items()}
    assert sources == {"post": {"paris", "empty"}, "times": {"rome"}, None: {"oslo", "long"}}
    desks = {name: named(searcher, docs) for name, docs in groups.groups("x_desk").items()}
    assert desks.keys() == {"world", "europe", None}
    assert desks["world"] == desks["europe"] == {"paris"}
    years = sorting.RangeFacet("published", 1_600_000_000, 1_800_000_000, 100_000_000)
    assert {"paris"} in [named(searcher, docs) for docs in searcher.search(every, groupedby=years).groups().values()]
    assert len(found(searcher, every, collapse="source")) == 4
    assert set(found(searcher, every, filter=word("pari"))) == having("pari")
    assert set(found(searcher, every, mask=word("pari"))) == set(LIVE) - having("pari")


def named(searcher: Searcher, docs: Iterable[int]) -> set[str]:
    return {searcher.stored_fields(doc)["id"] for doc in docs}


def test_highlights(searcher: Searcher) -> None:
    hits = searcher.search(query.Or([word("oslo"), word("pari")]), terms=True)
    hits.formatter = highlight.UppercaseFormatter()
    (hit,) = (hit for hit in hits if hit["id"] == "oslo")
    assert set(hit.matched_terms()) == {("body", b"oslo"), ("body", b"pari")}
    for fragmenter in (highlight.SentenceFragmenter(), highlight.ContextFragmenter(), highlight.WholeFragmenter()):
        hits.fragmenter = fragmenter
        assert "from OSLO about talking to PARIS, PARIS and PARIS" in hit.highlights("body")


def test_spelling_and_key_terms(searcher: Searcher) -> None:
    reader = searcher.reader()
    assert searcher.corrector("body").suggest("oslp", limit=1) == ["oslo"]
    parsed = QueryParser("body", searcher.schema).parse("oslp")
    assert searcher.correct_query(parsed, "oslp").string == "oslo"
    assert set(reader.terms_within("body", "rame", 1)) == {"rome"}
    assert list(reader.expand_prefix("body", "pa")) == [b"pari"]
    assert [text for _, text in reader.most_frequent_terms("body", 1)] == [b"word"]
    assert searcher.key_terms([searcher.document_number(id="rome")], "body", numterms=1)[0][0] == "rome"
    (hit,) = searcher.search(query.Term("id", "rome"))
    assert "paris" in {similar["id"] for similar in hit.more_like_this("body", top=10)}


@pytest.mark.parametrize("codec", [ColumnarCodec(), None], ids=["ours", "stock"])
def test_writing_and_merging(copied: Any, codec: ColumnarCodec | None) -> None:  # noqa: ANN401
    options = {"codec": codec} if codec else {}
    with copied.writer(**options) as writer:
        writer.add_document(id="new", title="New", body="A new word")
        writer.update_document(id="rome", title="Rome", body="Nothing is left.")
        writer.delete_by_term("id", "oslo")
        writer.merge = False
    with copied.searcher() as searcher:
        assert set(found(searcher, word("word"))) == having("word") - {"oslo"} | {"new"}
        assert found(searcher, query.Term("id", "rome")) == ["rome"]
        before = sorted(found(searcher, query.Every()))
    with copied.reader() as reader:
        kept = [(one["id"], one.get("body")) for one in reader.all_stored_fields()]
    copied.writer(**options).commit(optimize=True)
    with copied.searcher() as searcher:
        assert searcher.reader().is_atomic()
        assert sorted(found(searcher, query.Every())) == before
        assert set(found(searcher, word("word"))) == having("word") - {"oslo"} | {"new"}
        assert found(searcher, query.Phrase("body", ["word", "about"])) == ["paris"]
        assert searcher.document(id="paris")["body"] == ARTICLES["paris"].body
    with copied.reader() as reader:
        assert sorted((one["id"], one.get("body")) for one in reader.all_stored_fields()) == sorted(kept)
    assert all(isinstance(one, ColumnarSegment) for one in copied._segments()) is (codec is not None)


def test_deleting_and_undeleting(copied: Any) -> None:  # noqa: ANN401
    with copied.searcher() as searcher:
        doc = searcher.document_number(id="oslo")
    for delete in (True, False, True):
        writer = copied.writer(codec=ColumnarCodec())
        writer.delete_document(doc, delete=delete)
        writer.commit(merge=False)
        with copied.searcher() as searcher:
            assert set(found(searcher, word("oslo"))) == (set() if delete else {"oslo"})
            assert searcher.doc_count() == len(LIVE) - delete


def test_a_body_of_five_megabytes_and_one_of_nothing(tmp_path: Path) -> None:
    body = " ".join(f"w{at % 5000}" for at in range(850_000))
    assert len(body) > 4_900_000
    folder = write_index(tmp_path / "index", [Article("nothing", "", ""), Article("long", "", body)])
    with whoosh.index.open_dir(str(current(folder).path)).searcher() as searcher:
        assert searcher.document(id="long")["body"] == body
        assert searcher.document(id="nothing")["body"] == ""
        assert [searcher.reader().doc_field_length(doc, "body") for doc in (0, 1)] == [0, 850_000]
        assert searcher.postings("body", "w7").value_as("positions") == list(range(7, 850_000, 5000))


WORDS = st.sampled_from(["a", "B", "b", "talk", "Talk", "talking", "ß", "Şafak", "l’eau", "北京", "z" * 300, "é" * 200])
TEXTS = st.lists(WORDS | st.text(st.characters(exclude_categories=["Cs"]), max_size=3), max_size=8).map(" ".join)
IDS = st.sampled_from(["1", "2", "3"]) | st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=3)
BATCHES = st.lists(
    st.tuples(st.lists(st.tuples(IDS, TEXTS, TEXTS), max_size=4), st.lists(IDS, max_size=2), st.booleans()),
    min_size=1,
    max_size=4,
)


@given(BATCHES)
def test_what_was_built_is_what_a_dictionary_says(
    tmp_path_factory: pytest.TempPathFactory,
    batches: Sequence[tuple[Sequence[tuple[str, str, str]], Sequence[str], bool]],
) -> None:
    folder = tmp_path_factory.mktemp("built")
    model: dict[str, tuple[str, str]] = {}
    for added, deleted, purge in batches:
        builder = Builder(folder, ())
        for one in deleted:
            builder.delete(one)
            model.pop(one, None)
        for one, title, body in added:
            builder.add(Article(one, title, body, source=title or None), "", replaces=one in model)
            model[one] = title, body
        builder.checkpoint()
        if purge:
            builder.finish(purge=True)
        builder.cancel()
    with whoosh.index.open_dir(str(folder)).reader() as reader:
        check(reader, model)
    shutil.rmtree(folder)


def check(reader: IndexReader, model: Mapping[str, tuple[str, str]]) -> None:
    numbers = {reader.stored_fields(doc)["id"]: doc for doc in reader.all_doc_ids()}
    assert numbers.keys() == model.keys()
    assert reader.doc_count() == len(model)
    for at, field in enumerate(("title", "body")):
        expected: defaultdict[str, dict[int, list[int]]] = defaultdict(dict)
        for one, texts in model.items():
            words = terms(texts[at])
            assert reader.stored_fields(numbers[one])[field] == texts[at]
            assert reader.doc_field_length(numbers[one], field) == len(words)
            for place, text in enumerate(words):
                expected[text].setdefault(numbers[one], []).append(place)
        assert postings_of(reader, field) == expected
    for one, doc in numbers.items():
        assert list(reader.postings("id", one).all_ids()) == [doc]


def postings_of(reader: IndexReader, field: str) -> dict[str, dict[int, list[int]]]:
    """Return where each term of a field stands in the documents that are not deleted."""
    every: dict[str, dict[int, list[int]]] = {}
    for name, text in reader.all_terms():
        if name == field:
            matcher = reader.postings(field, text)
            places = dict(matcher.items_as("positions")) if matcher.is_active() else {}
            if places:
                every[text.decode()] = places
    return every
