"""The codec under Whoosh's own writers and readers, beside the stock codec and beside a plain dictionary."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoosh import fields, query, scoring
from whoosh.analysis import LowercaseFilter, SpaceSeparatedTokenizer
from whoosh.codec.whoosh3 import W3Codec
from whoosh.filedb.filestore import FileStorage, RamStorage
from whoosh.matching import Matcher, ReadTooFar
from whoosh.reading import IndexReader
from whoosh.searching import Searcher
from whoosh.sorting import StoredFieldFacet, add_sortable

from index.columnar.codec import ColumnarCodec, fieldwriter
from index.columnar.codec.termsreader import ColumnarTermsReader
from index.columnar.fields import BLOCK
from index.columnar.formats import Exact, Words
from index.columnar.opaque import OpaquePostings
from index.columnar.segment import OpenSegment
from index.columnar.stored import Stored

Doc = dict[str, Any]
Batch = tuple[Sequence[Doc], Sequence[str], Mapping[str, bool]]


def schema(*, packed: bool = True) -> fields.Schema:
    words = fields.TEXT(analyzer=SpaceSeparatedTokenizer() | LowercaseFilter(), stored=True)
    exact = fields.ID(unique=True, stored=True, sortable=True)
    if packed:
        words.format, exact.format = Words(), Exact()
    return fields.Schema(
        id=exact,
        body=words,
        plain=fields.TEXT(analyzer=SpaceSeparatedTokenizer(), chars=True, vector=True),
        number=fields.NUMERIC(int, bits=64, signed=True, sortable=True, stored=True),
        tags=fields.KEYWORD(stored=True),
    )


def terms_of(reader: IndexReader, field: str) -> Iterator[bytes]:
    return (text for name, text in reader.all_terms() if name == field)


def postings_of(reader: IndexReader, field: str) -> dict[bytes, list[tuple[Any, ...]]]:
    """Return the documents of each term of a field, with weights and places."""
    found: dict[bytes, list[tuple[Any, ...]]] = {}
    positions = field in {"body", "plain"}
    for text in terms_of(reader, field):
        matcher = reader.postings(field, text)
        found[text] = []
        while matcher.is_active():
            places = matcher.value_as("positions") if positions else None
            found[text].append((matcher.id(), matcher.weight(), places))
            matcher.next()
    return found


def ids_of(reader: IndexReader, q: query.Query) -> list[str]:
    searcher = Searcher(reader)
    return sorted(searcher.stored_fields(doc)["id"] for doc in q.docs(searcher))


class Pair:
    """Two indexes of the same documents, ours and the stock codec's, and a dictionary of them."""

    def __init__(self) -> None:
        self.ours = RamStorage().create_index(schema())
        self.stock = RamStorage().create_index(schema(packed=False))
        self.model: dict[str, Doc] = {}

    def commit(self, added: Sequence[Doc], deleted: Sequence[str], options: Mapping[str, bool]) -> None:
        for made, codec in ((self.ours, ColumnarCodec()), (self.stock, W3Codec())):
            writer = made.writer(codec=codec)
            for one in deleted:
                writer.delete_by_term("id", one)
            for doc in added:
                writer.update_document(**doc)
            writer.commit(**options)
        for one in deleted:
            self.model.pop(one, None)
        self.model |= {doc["id"]: doc for doc in added}


TEXTS = st.lists(
    st.one_of(
        st.sampled_from(["a", "B", "b", "talk", "Talk", "talks", "ß", "Şafak", "z" * 300]),
        st.text(st.characters(exclude_categories=["Cs", "Z", "Cc"]), min_size=1, max_size=3),
    ),
    max_size=12,
).map(" ".join)
DOCS = st.fixed_dictionaries(
    {
        "id": st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=2)
        | st.sampled_from(["1", "2", "3"])
    },
    optional={
        "body": TEXTS,
        "plain": TEXTS,
        "number": st.integers(-(2**63), 2**63 - 1),
        "tags": st.sampled_from(["x", "x y", "y z"]),
    },
)
BATCHES = st.lists(
    st.tuples(
        st.lists(DOCS, max_size=5, unique_by=lambda doc: doc["id"]),
        st.lists(st.sampled_from(["1", "2", "3"]), max_size=2),
        st.sampled_from([{"merge": False}, {"merge": True}, {"optimize": True}]),
    ),
    min_size=1,
    max_size=4,
)


@pytest.mark.slow
@given(BATCHES)
def test_an_index_is_as_the_stock_codec_makes_it(batches: Sequence[Batch]) -> None:
    pair = Pair()
    for added, deleted, options in batches:
        pair.commit(added, deleted, options)
    with pair.ours.reader() as ours, pair.stock.reader() as stock:
        assert list(ours.all_doc_ids()) == list(stock.all_doc_ids())
        assert list(ours.iter_docs()) == list(stock.iter_docs())
        assert sorted(ours.all_terms()) == sorted(stock.all_terms())
        compare_terms(ours, stock)
        compare_columns_and_vectors(ours, stock)
        for q in QUERIES:
            assert ids_of(ours, q) == ids_of(stock, q)
        if pair.model:
            assert set(ours.terms_within("body", "tolk", 2)) == set(stock.terms_within("body", "tolk", 2))


QUERIES = (
    query.Prefix("body", "t"),
    query.Phrase("body", ["a", "b"]),
    query.Phrase("plain", ["talk", "talks"], slop=2),
    query.NumericRange("number", -5, 2**40),
)


def compare_terms(ours: IndexReader, stock: IndexReader) -> None:
    for field in ("id", "body", "plain", "number", "tags"):
        assert postings_of(ours, field) == postings_of(stock, field)
        for text in terms_of(ours, field):
            mine, theirs = ours.term_info(field, text), stock.term_info(field, text)
            for what in ("weight", "doc_frequency", "max_weight", "min_id", "max_id"):
                assert getattr(mine, what)() == getattr(theirs, what)()


def compare_columns_and_vectors(ours: IndexReader, stock: IndexReader) -> None:
    for field in ("id", "number"):
        assert bool(ours.has_column(field)) == bool(stock.has_column(field))
        if ours.has_column(field):
            assert list(ours.column_reader(field)) == list(stock.column_reader(field))
    for doc in ours.all_doc_ids():
        assert ours.has_vector(doc, "plain") == stock.has_vector(doc, "plain")
        if ours.has_vector(doc, "plain"):
            assert list(ours.vector(doc, "plain").all_ids()) == list(stock.vector(doc, "plain").all_ids())


@given(BATCHES)
def test_an_index_is_what_a_dictionary_says(batches: Sequence[Batch]) -> None:
    pair = Pair()
    for added, deleted, options in batches:
        pair.commit(added, deleted, options)
    with pair.ours.reader() as reader:
        docs = {reader.stored_fields(doc)["id"]: doc for doc in reader.all_doc_ids()}
        assert docs.keys() == pair.model.keys()
        for one, doc in docs.items():
            wanted = pair.model[one]
            body = wanted.get("body", "").split(" ") if wanted.get("body") else []
            assert reader.doc_field_length(doc, "body") == len(body)
            assert {k: v for k, v in wanted.items() if k != "plain"} == reader.stored_fields(doc)
            for text, places in Counter(word.lower() for word in body).items():
                matcher = reader.postings("body", text)
                matcher.skip_to(doc)
                assert matcher.id() == doc
                assert matcher.weight() == places
                assert matcher.value_as("forms") == [word for word in body if word.lower() == text]


def test_undeleting_brings_a_document_back() -> None:
    pair = Pair()
    pair.commit([{"id": "a", "body": "x"}, {"id": "b", "body": "x"}], [], {})
    writer = pair.ours.writer(codec=ColumnarCodec())
    writer.delete_document(0)
    writer.delete_document(1)
    writer.delete_document(0, delete=False)
    writer.commit(merge=False)
    with pair.ours.searcher() as searcher:
        assert [hit["id"] for hit in searcher.search(query.Term("body", "x"))] == ["a"]


@given(st.lists(st.lists(st.tuples(st.integers(0, 8), st.booleans()), max_size=6), max_size=4))
def test_deleting_and_undeleting_is_as_in_a_set(steps: Sequence[Sequence[tuple[int, bool]]]) -> None:
    made = RamStorage().create_index(schema())
    for at in (0, 3, 6):
        writer = made.writer(codec=ColumnarCodec())
        for doc in range(at, at + 3):
            writer.add_document(id=str(doc), body="x")
        writer.commit(merge=False)
    live = set(range(9))
    for step in steps:
        writer = made.writer(codec=ColumnarCodec())
        for doc, delete in step:
            writer.delete_document(doc, delete=delete)
            live = live - {doc} if delete else live | {doc}
        writer.commit(merge=False)
        with made.searcher() as searcher:
            assert searcher.doc_count() == len(live)
            assert set(query.Term("body", "x").docs(searcher)) == live
            assert [doc for doc in range(9) if searcher.reader().is_deleted(doc)] == sorted(set(range(9)) - live)
    made.writer(codec=ColumnarCodec()).commit(optimize=True)
    with made.searcher() as searcher:
        assert sorted(int(hit["id"]) for hit in searcher.documents()) == sorted(live)


def test_fields_in_several_pieces_are_as_in_one(monkeypatch: pytest.MonkeyPatch) -> None:
    found = []
    for flushed_at in (fieldwriter.FLUSHED_AT, 3):
        monkeypatch.setattr(fieldwriter, "FLUSHED_AT", flushed_at)
        made = RamStorage().create_index(schema())
        with made.writer(codec=ColumnarCodec()) as writer:
            for at in range(40):
                writer.add_document(id=str(at), body=" ".join(["Alfa", "alfa", "bravo", "charlie"][: at % 5]))
        with made.reader() as reader:
            found.append([postings_of(reader, "body"), postings_of(reader, "id")])
    assert found[0] == found[1]


def test_merging_keeps_the_written_forms() -> None:
    made = RamStorage().create_index(schema())
    for body in ("Talk talk", "talk TALK Talk"):
        with made.writer(codec=ColumnarCodec()) as writer:
            writer.add_document(id=body, body=body)
            writer.merge = False
    made.writer(codec=ColumnarCodec()).commit(optimize=True)
    with made.reader() as reader:
        assert reader.is_atomic()
        items = list(reader.postings("body", "talk").items_as("forms"))
        assert items == [(0, ["Talk", "talk"]), (1, ["talk", "TALK", "Talk"])]


@pytest.mark.parametrize("compound", [False, True])
def test_a_segment_lies_in_any_storage(tmp_path: Path, *, compound: bool) -> None:
    for storage in (RamStorage(), FileStorage(str(tmp_path))):
        made = storage.create_index(schema())
        writer = made.writer(codec=ColumnarCodec(), compound=compound)
        writer.add_document(id="a", body="Hello there", plain="x", number=-3)
        writer.commit()
        (segment,) = made._segments()
        if compound:
            # Whoosh never does this to a segment that says it should not be assembled.
            segment.create_compound_file(storage)
        reader = made._reader(storage, made.schema, [segment], 1)
        assert reader.stored_fields(0) == {"id": "a", "body": "Hello there", "number": -3}
        assert postings_of(reader, "body") == {b"hello": [(0, 1.0, [0])], b"there": [(0, 1.0, [1])]}
        assert list(reader.column_reader("number")) == [-3]
        reader.close()


def test_an_empty_commit_leaves_an_empty_index() -> None:
    made = RamStorage().create_index(schema())
    made.writer(codec=ColumnarCodec()).commit()
    with made.searcher() as searcher:
        assert searcher.doc_count() == 0
    with made.writer(codec=ColumnarCodec()) as writer:
        writer.add_document()
    with made.reader() as reader:
        assert reader.doc_count() == 1
        assert reader.stored_fields(0) == {}
        assert list(reader.all_terms()) == []


def test_a_long_text_comes_back_whole() -> None:
    body = " ".join(f"w{at % 5000}".ljust(40, "x") for at in range(120_000))
    assert len(body) == 120_000 * 41 - 1
    made = RamStorage().create_index(schema())
    with made.writer(codec=ColumnarCodec()) as writer:
        writer.add_document(id="long", body=body)
    with made.reader() as reader:
        assert reader.stored_fields(0)["body"] == body
        assert reader.doc_field_length(0, "body") == 120_000
        assert reader.postings("body", "w7".ljust(40, "x")).value_as("positions") == list(range(7, 120_000, 5000))


def test_kinds_of_fields_are_told_by_the_files() -> None:
    made = RamStorage().create_index(schema())
    with made.writer(codec=ColumnarCodec()) as writer:
        writer.add_document(id="a", body="x", plain="x", tags="t")
    (segment,) = made._segments()
    opened = OpenSegment.open(made.storage, segment)
    assert opened.field_names() == ["body", "id", "plain", "tags"]
    body, exact = opened.postings("body"), opened.postings("id")
    assert body is not None
    assert exact is not None
    assert (body.is_exact, exact.is_exact) == (False, True)
    assert opened.postings("plain") is None
    terms = ColumnarTermsReader(made.storage, segment)
    assert isinstance(terms._fields["plain"], OpaquePostings)


def test_terms_run_on_into_later_fields() -> None:
    made = RamStorage().create_index(schema())
    with made.writer(codec=ColumnarCodec()) as writer:
        writer.add_document(id="k", body="b a", tags="t s")
    terms = ColumnarTermsReader(made.storage, made._segments()[0])
    every = [("body", b"a"), ("body", b"b"), ("id", b"k"), ("tags", b"s"), ("tags", b"t")]
    assert list(terms.terms()) == every
    assert list(terms.terms_from("body", b"aa")) == every[1:]
    assert list(terms.terms_from("bz", b"")) == every[2:]
    assert [term for term, _ in terms.items_from("id", b"z")] == every[3:]


def test_a_cursor_walks_one_field() -> None:
    made = RamStorage().create_index(schema())
    with made.writer(codec=ColumnarCodec()) as writer:
        writer.add_document(id="k", body="alfa bravo charlie bravo")
    with made.reader() as reader:
        cursor = reader.cursor("body")
        assert (cursor.text(), cursor.next(), cursor.find("bz"), cursor.find(b"b")) == (
            "alfa", "bravo", "charlie", "bravo",
        )  # fmt: skip
        assert cursor.term_info().weight() == 2.0
        assert (cursor.find("d"), cursor.is_valid(), cursor.next(), cursor.term_info()) == (None, False, None, None)
        assert (cursor.first(), cursor.is_valid()) == ("alfa", True)
        assert reader.cursor("plain").text() is None


@pytest.mark.parametrize("seed", range(3))
def test_bounds_of_quality_never_underestimate(seed: int) -> None:
    random = Random(seed)
    made = RamStorage().create_index(schema())
    with made.writer(codec=ColumnarCodec()) as writer:
        for at in range(3 * BLOCK):
            text = " ".join(random.choices("abcd", [9, 5, 1, 1], k=random.randrange(1, 12)))
            writer.add_document(id=str(at), body=text, plain=text)
    for weighting in (scoring.BM25F(), scoring.BM25F(B=0, K1=0.5), scoring.TF_IDF(), scoring.Frequency()):
        with made.searcher(weighting=weighting) as searcher:
            for field, text in (("body", "a"), ("body", "c"), ("plain", "a")):
                scores = bounded_scores(searcher.postings(field, text))
                least = sorted(scores.values())[len(scores) // 2]
                kept = left_of(searcher.postings(field, text), least)
                assert {doc for doc, score in scores.items() if score > least} <= kept


def bounded_scores(matcher: Matcher) -> dict[int, float]:
    scores = {}
    while matcher.is_active():
        scores[matcher.id()] = matcher.score()
        assert matcher.score() <= matcher.block_quality() <= matcher.max_quality() + 1e-9
        assert matcher.block_min_id() <= matcher.id() <= matcher.block_max_id()
        matcher.next()
    return scores


def left_of(matcher: Matcher, least: float) -> set[int]:
    kept = set()
    while matcher.is_active():
        matcher.skip_to_quality(least)
        if matcher.is_active():
            kept.add(matcher.id())
            matcher.next()
    return kept


def test_a_matcher_skips_and_ends_as_whooshs_does() -> None:
    made = RamStorage().create_index(schema())
    with made.writer(codec=ColumnarCodec()) as writer:
        for at in range(300):
            writer.add_document(id=str(at), body="even" if at % 2 == 0 else "odd")
    with made.reader() as reader:
        matcher = reader.postings("body", "even")
        matcher.skip_to(101)
        other = matcher.copy()
        matcher.skip_to(3)
        assert (matcher.id(), other.id()) == (102, 102)
        other.next()
        assert (matcher.id(), other.id()) == (102, 104)
        matcher.skip_to(999)
        assert not matcher.is_active()
        with pytest.raises(ReadTooFar):
            matcher.next()
        with pytest.raises(ReadTooFar):
            matcher.skip_to(0)


def test_a_document_that_fails_leaves_no_values_behind() -> None:
    made = RamStorage().create_index(schema())
    writer = made.writer(codec=ColumnarCodec())
    writer.add_document(id="a", number=1)
    with pytest.raises(ValueError, match="out of range"):
        writer.add_document(id="bad", body="x y z", number=2**70)
    writer.add_document(id="b", number=2)
    writer.commit()
    with made.reader() as reader:
        assert [fields["id"] for fields in reader.all_stored_fields()] == ["a", "b"]
        assert list(reader.column_reader("id")) == ["a", "b"]
        assert list(reader.column_reader("number")) == [1, 2]
        assert reader.doc_field_length(1, "body") == 0


def test_a_column_can_be_added_later() -> None:
    made = RamStorage().create_index(fields.Schema(id=fields.ID(stored=True), when=fields.DATETIME(stored=True)))
    with made.writer(codec=ColumnarCodec()) as writer:
        for year in (2020, 2010):
            writer.add_document(id=str(year), when=datetime(year, 1, 1, tzinfo=UTC).replace(tzinfo=None))
    with made.writer(codec=ColumnarCodec()) as writer:
        add_sortable(writer, "id", StoredFieldFacet("id"))
    with made.reader() as reader:
        assert list(reader.column_reader("id")) == ["2020", "2010"]


def test_stored_fields_of_later_names_and_many_documents() -> None:
    made = RamStorage().create_index(fields.Schema(a=fields.STORED, b=fields.STORED, c=fields.STORED))
    docs: list[Doc] = [{"a": at} if at % 3 else {"b": [at, (at, None)], "c": "x" * at} for at in range(700)]
    with made.writer(codec=ColumnarCodec()) as writer:
        for doc in docs:
            writer.add_document(**doc)
    with made.reader() as reader:
        assert list(reader.all_stored_fields()) == docs
        stored = reader._perdoc._stored
        assert isinstance(stored, Stored)
        assert stored.dictionary


def test_every_array_is_described() -> None:
    page = (Path(__file__).parent.parent / "docs" / "segment-format.md").read_text(encoding="utf-8")
    made = RamStorage().create_index(schema())
    with made.writer(codec=ColumnarCodec()) as writer:
        for at in range(2 * BLOCK):
            writer.add_document(id=str(at), body="Talk talk talks", plain="x y", number=at, tags="t")
    opened = OpenSegment.open(made.storage, made._segments()[0])
    for extension, file in opened.files.items():
        assert f"`{extension}`" in page
        for name in file.sizes:
            field, _, what = name.rpartition("/")
            assert (f"`F/{what}`" if field else f"`{what}`") in page or name in opened.field_names(), name


def test_exact_values_of_documents_are_had_from_the_terms() -> None:
    tag = fields.KEYWORD(commas=True)
    tag.format = Exact()
    made = RamStorage().create_index(fields.Schema(tag=tag, other=fields.STORED))
    values = [["b", "a", "b"], [], ["c"], ["a"]]
    with made.writer(codec=ColumnarCodec()) as writer:
        for several in values:
            writer.add_document(tag=several, other="x")
    opened = OpenSegment.open(made.storage, made._segments()[0])
    codes, starts = opened.codes("tag")
    assert [codes[begin:end].tolist() for begin, end in pairwise(starts.tolist())] == [[1, 2], [], [3], [1]]
    assert opened.codes("other")[1].tolist() == [0] * 5
    assert opened.offsets("tag")[0].size == 0
