"""Tantivy by its Python package."""

import json
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from benchmarks.engines.base import FACETS, LIMIT, TITLE_BOOST, Counted, Hits, load, names_of, record_of, second_of
from benchmarks.queries import Query
from corpus.article import Article

_IDS = "ids.jsonl"
"""The ids in the order of their numbers: its Python package reads numbers from columns, but no strings."""

_HEAP = 400_000_000
_HEAP_OF_ONE = 15_000_000
_TEXT = ("title", "body", "entities")
_COUNTS = {name: {"terms": {"field": name, "size": 10}} for name in FACETS}


class Tantivy:
    """Tantivy doing the same job: fewer than ten articles with all words are filled up by those with some."""

    name = "Tantivy"
    note = "a conjunctive query, and a disjunctive one when fewer than ten have all words; ids by a column of numbers"
    abilities = frozenset({"top", "filtered", "phrases", "counted", "rendered", "clients", "adding"})
    most = None
    _fills = True

    def build(self, folder: Path, articles: Iterable[Article], threads: int) -> None:
        """Add everything, commit, and wait for the merges."""
        index = load("tantivy").Index(_schema(), path=str(folder))
        writer = index.writer(heap_size=_HEAP, num_threads=threads)
        with (folder / _IDS).open("w", encoding="utf-8", newline="\n") as ids:
            for number, article in enumerate(articles):
                writer.add_document(_document(article, number))
                ids.write(json.dumps(article.id) + "\n")
        writer.commit()
        writer.wait_merging_threads()
        index.writer(heap_size=_HEAP, num_threads=1).garbage_collect_files()

    def open(self, folder: Path) -> "TantivyReader":
        """Open the index and keep a searcher."""
        lines = (folder / _IDS).read_text(encoding="utf-8").splitlines()
        ids = json.loads(f"[{','.join(lines)}]")
        return TantivyReader(load("tantivy").Index.open(str(folder)), ids, fills=self._fills)


class PlainTantivy(Tantivy):
    """Tantivy doing less: articles with all words, however few."""

    name = "Tantivy, plain"
    note = "the conjunctive query alone, which is less than the others do"
    _fills = False


class TantivyReader:
    """An open index with its searcher."""

    def __init__(self, index: Any, ids: list[str], *, fills: bool) -> None:  # noqa: ANN401 -- Tantivy's own
        self._tantivy = load("tantivy")
        self._index = index
        self._ids = ids
        self._searcher = index.searcher()
        self._boosts = {"title": TITLE_BOOST}
        self._fills = fills

    def top(self, query: Query) -> Hits:
        """Return ids and scores."""
        return self._with_ids(self._best(query, self._parse(query, conjunctive=True), count=False)[0])

    def counted(self, query: Query) -> Counted:
        """Return ids and scores, with the total and the facets of those that have all words."""
        parsed = self._parse(query, conjunctive=True)
        found, total = self._best(query, parsed, count=True)
        return Counted(self._with_ids(found), total, self._searcher.aggregate(parsed, _COUNTS))

    def rendered(self, query: Query) -> list[tuple[str, str]]:
        """Return titles and snippets as HTML."""
        parsed = self._parse(query, conjunctive=True)
        found, _ = self._best(query, parsed, count=False)
        snippets = self._tantivy.SnippetGenerator.create(self._searcher, parsed, self._index.schema, "body")
        documents = [self._searcher.doc(address) for _, address in found]
        return [(one["title"][0], snippets.snippet_from_doc(one).to_html()) for one in documents]

    def add(self, folder: Path, article: Article, query: Query) -> float:
        """Add with a writer opened for it, as a run of a command would."""
        writer = self._index.writer(heap_size=_HEAP_OF_ONE, num_threads=1)
        writer.add_document(_document(article, len(self._ids)))
        writer.commit()
        with (folder / _IDS).open("a", encoding="utf-8", newline="\n") as ids:
            ids.write(json.dumps(article.id) + "\n")
        self._ids.append(article.id)
        while article.id not in dict(self.top(query)):
            self._index.reload()
            self._searcher = self._index.searcher()
        found = time.perf_counter()
        writer.wait_merging_threads()
        return found

    def client(self) -> "TantivyReader":
        """Return itself: a searcher is for many threads."""
        return self

    def close(self) -> None:
        """Let go of the searcher."""
        self._searcher = self._index = None

    def _best(self, query: Query, parsed: Any, *, count: bool) -> tuple[list[tuple[float, Any]], int]:  # noqa: ANN401
        answer = self._searcher.search(parsed, LIMIT, count=count)
        found = list(answer.hits)
        if self._fills and len(found) < LIMIT and len(query.words) > 1 and not query.is_phrase:
            met = {(address.segment_ord, address.doc) for _, address in found}
            some = self._searcher.search(self._parse(query, conjunctive=False), LIMIT, count=False)
            more = (one for one in some.hits if (one[1].segment_ord, one[1].doc) not in met)
            found = [*found, *more][:LIMIT]
        return found, answer.count or 0

    def _with_ids(self, found: list[tuple[float, Any]]) -> Hits:
        if not found:
            return []
        # Reading them from stored documents would unpack the texts too, for twice the time.
        numbers = self._searcher.fast_field_values("number", [address for _, address in found])
        return [(self._ids[number], score) for number, (score, _) in zip(numbers, found, strict=True)]

    def _parse(self, query: Query, *, conjunctive: bool) -> Any:  # noqa: ANN401
        text = query.text
        parsed = self._index.parse_query(
            text, list(_TEXT), field_boosts=self._boosts, conjunction_by_default=conjunctive
        )
        filters = self._filters(query)
        if not filters:
            return parsed
        must = self._tantivy.Occur.Must
        return self._tantivy.Query.boolean_query([(must, parsed), *((must, one) for one in filters)])

    def _filters(self, query: Query) -> list[Any]:
        kind, schema = self._tantivy.Query, self._index.schema
        found = []
        if query.source:
            found.append(kind.const_score_query(kind.term_query(schema, "source", query.source, "basic"), 0.0))
        if query.since:
            integer = self._tantivy.FieldType.Integer
            dated = kind.range_query(schema, "published", integer, second_of(query.since), None)
            found.append(kind.const_score_query(dated, 0.0))
        return found


def _schema() -> Any:  # noqa: ANN401
    made = load("tantivy").SchemaBuilder()
    made.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    for name in _TEXT:
        made.add_text_field(name, stored=name != "entities", tokenizer_name="en_stem", index_option="position")
    for name in FACETS:
        made.add_text_field(name, stored=False, tokenizer_name="raw", index_option="basic", fast=True)
    made.add_integer_field("number", stored=False, indexed=False, fast=True)
    made.add_integer_field("published", stored=False, indexed=True, fast=True)
    made.add_bytes_field("record", stored=True)
    return made.build()


def _document(article: Article, number: int) -> Any:  # noqa: ANN401
    made = load("tantivy").Document()
    made.add_text("id", article.id)
    made.add_integer("number", number)
    made.add_text("title", article.title)
    made.add_text("body", article.body)
    for name in names_of(article):
        made.add_text("entities", name)
    for entity in article.entities:
        made.add_text("entity", entity.id)
    if article.source:
        made.add_text("source", article.source)
    if article.lang:
        made.add_text("lang", article.lang)
    if (second := second_of(article.published)) is not None:
        made.add_integer("published", second)
    made.add_bytes("record", record_of(article).encode("utf-8"))
    return made
