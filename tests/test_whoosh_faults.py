"""Faults that are known of Whoosh: what we publish and answer has none of them.

Those that lie above the codec remain for a program that opens a generation with Whoosh alone
(docs/whoosh.md). Where it is quick, a test shows that too, so that its data are known to bring the
fault out; when such a line fails, Whoosh was mended, and the page is to change.
"""

import pickle
import random
import shutil
import tracemalloc
import typing
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from math import log
from pathlib import Path

import pytest
import whoosh.index
from conftest import write_index
from test_index_columnar_codec import bounded_scores, left_of
from test_index_opening import NO_SEGMENTS, Calls, publish_again, table
from whoosh import query, scoring
from whoosh.fields import FieldConfigurationError
from whoosh.multiproc import MpWriter
from whoosh.searching import Searcher
from whoosh.writing import CLEAR

from corpus.article import Article
from corpus.relevance import Relevance
from corpus.settings import Config
from index import build
from index.build import Builder
from index.columnar.codec import ColumnarCodec
from index.columnar.fields import BLOCK
from index.errors import DamagedIndexError
from index.generations import current
from index.publishing import publish_articles
from search import Engine
from search.ranking.bm25 import Scorer
from search.ranking.matching import Selection, matching
from search.ranking.order import distinct
from search.ranking.plan import All, Any, Leaf, Plan
from search.ranking.pruning import best
from search.snapshots.bitmaps import of_docs
from search.snapshots.snapshot import Snapshot

WORDS = ["ant", "bear", "cat", "dog"]
DRAWN = random.Random(3)
ARTICLES = [
    Article(f"a{n:03d}", "", " ".join(DRAWN.choices(WORDS, [5, 3, 2, 1], k=1 + DRAWN.randrange(14))))
    for n in range(600)
]


def has(article: Article, *words: str) -> bool:
    return not set(words).isdisjoint(article.body.split())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_index(tmp_path_factory.mktemp("faults") / "index", ARTICLES)


def published(home: Path, *articles: Article) -> Path:
    publish_articles(home / "index", articles, jobs=1)
    return home / "index"


def found(folder: Path, text: str, **parameters: typing.Any) -> list[str]:  # noqa: ANN401
    with Engine.open(folder) as engine:
        return [hit.id for hit in engine.search(text, limit=100, **parameters).hits]


@contextmanager
def whoosh_alone(folder: Path) -> Iterator[Searcher]:
    with whoosh.index.open_dir(str(current(folder).path)).searcher() as searcher:
        yield searcher


@contextmanager
def opened(folder: Path) -> Iterator[Snapshot]:
    snapshot = Snapshot(current(folder))
    yield snapshot
    snapshot.retire()


def copy_of(folder: Path, home: Path) -> typing.Any:  # noqa: ANN401 -- Whoosh has no types
    """Open a copy of a generation with Whoosh, to write to it."""
    shutil.copytree(current(folder).path, home / "copy")
    return whoosh.index.open_dir(str(home / "copy"))


def body(word: str) -> query.Term:
    return query.Term("body", word)


def ids(hits: Iterable[typing.Any]) -> list[str]:
    return [hit["id"] for hit in hits]


def test_what_is_excluded_is_not_returned(tmp_path: Path) -> None:
    # The excluded word stands in an article before the first that has the other word, and in that one.
    folder = published(tmp_path, Article("a", "", "cat"), Article("b", "", "ant cat"), Article("c", "", "ant"))
    with whoosh_alone(folder) as searcher:
        assert "b" in ids(searcher.search(query.AndNot(body("ant"), body("cat"))))
        assert ids(searcher.search(query.And([body("ant"), query.Not(body("cat"))]))) == ["c"]
    for text in ("ant -cat", "ant NOT cat", "(ant OR dog) -cat"):
        assert found(folder, text) == ["c"]


@pytest.mark.parametrize("limit", [1, 10, 100])
def test_nothing_excluded_is_among_the_first(folder: Path, limit: int) -> None:
    with Engine.open(folder) as engine:
        ranked = scores(engine, "(ant OR bear) -cat", limit)
        results = engine.search("(ant OR bear) -cat", limit=limit)
    wanted = {one.id for one in ARTICLES if has(one, "ant", "bear") and not has(one, "cat")}
    assert len(ranked) == limit
    assert wanted.issuperset(ranked)
    assert results.total == len(wanted)


def test_the_best_of_several_words_is_scored_right(folder: Path) -> None:
    """Where Whoosh takes the highest score of several, we have one rule: written forms of a word count together."""
    words = [body("ant"), body("bear")]
    with whoosh_alone(folder) as searcher:
        each = [{hit["id"]: hit.score for hit in searcher.search(word, limit=None)} for word in words]
        best = {one: max(scores.get(one, 0.0) for scores in each) for one in each[0] | each[1]}
        hits = searcher.search(query.DisjunctionMax(words), limit=None)
        assert {hit["id"]: hit.score for hit in hits} != pytest.approx(best)
    with Engine.open(folder) as engine:
        either, ant, bear = (scores(engine, text, 100) for text in ("ant OR bear", "ant", "bear"))
        assert scores(engine, "bear OR ant", 100) == either
    for one in set(ant) & set(bear) & set(either):
        assert either[one] == pytest.approx(ant[one] + bear[one])


def scores(engine: Engine, text: str, limit: int) -> dict[str, float]:
    return dict(engine.rank(text, limit=limit).hits)


QUESTION = query.And([body("dog"), query.Or([body("ant"), body("bear"), body("cat")])])


def test_the_true_first_ten_are_found(folder: Path) -> None:
    with whoosh_alone(folder) as searcher:
        every = [hit.score for hit in searcher.search(QUESTION, limit=None)]
        assert [hit.score for hit in searcher.search(QUESTION, limit=10)] != pytest.approx(sorted(every)[:-11:-1])
    with Engine.open(folder) as engine:
        for text in ("dog AND (ant OR bear OR cat)", "ant OR bear OR cat OR dog", "dog ant"):
            pages = list(walk(engine, text))
            assert pages == sorted(pages, key=lambda hit: (-hit[1], hit[0]))
            for limit in (1, 10, 50):
                # Only what may be among the first is looked at here.
                assert list(scores(engine, text, limit).items()) == pages[:limit]


def walk(engine: Engine, text: str) -> Iterator[tuple[str, float]]:
    """Yield all that a search finds, page by page."""
    results = engine.search(text, limit=100)
    yield from ((hit.id, hit.score) for hit in results.hits)
    while results.next:
        results = engine.search(text, limit=100, cursor=results.next)
        yield from ((hit.id, hit.score) for hit in results.hits)


UNREADABLE: list[dict[str, typing.Any]] = [{"published": "one day"}, {"extra": {"x": {1}}}, {"body": None}]
UNWRITABLE: list[dict[str, typing.Any]] = [{"source": 3}, {"lang": 5}]
"""What makes an article bad: known when it is added, or only to the process that writes it."""


@pytest.mark.parametrize(
    ("bad", "jobs"), [*((bad, 1) for bad in UNREADABLE + UNWRITABLE), (UNREADABLE[0], 2), (UNWRITABLE[0], 2)], ids=str
)
def test_nothing_is_lost_in_silence_when_one_is_bad(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bad: dict[str, typing.Any], jobs: int
) -> None:
    folder = published(tmp_path, Article("old", "", "ant"))
    monkeypatch.setattr(build, "BATCH", 1500)
    articles = [Article(f"a{n}", "", "ant " * 60) for n in range(10)]
    with pytest.raises((AttributeError, TypeError, ValueError)):
        publish_articles(folder, [*articles[:4], replace(articles[4], **bad), *articles[5:]], jobs=jobs)
    assert found(folder, "ant") == ["old"]
    publish_articles(folder, articles, jobs=jobs)
    assert found(folder, "ant") == [one.id for one in articles]


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_whoosh_loses_documents_when_one_is_bad(tmp_path: Path) -> None:
    made = copy_of(published(tmp_path, Article("old", "", "ant")), tmp_path)
    writer = MpWriter(made, procs=2, batchsize=5, codec=ColumnarCodec())
    for n in range(20):
        writer.add_document(id=str(n), body=5 if n == 7 else "ant")
    writer.commit()
    assert made.doc_count() < 20


def test_a_failed_article_leaves_nothing_for_the_next(tmp_path: Path) -> None:
    writer = copy_of(published(tmp_path, Article("old", "", "ant")), tmp_path).writer(codec=ColumnarCodec())
    with pytest.raises(ValueError, match="out of range"):
        writer.add_document(id="bad", body="zebra", published=2**70)
    writer.add_document(id="good", body="ant")
    writer.commit()
    with whoosh.index.open_dir(str(tmp_path / "copy")).searcher() as searcher:
        assert ids(searcher.search(body("zebra"))) == ["good"]

    (tmp_path / "staging").mkdir()
    builder = Builder(tmp_path / "staging", ())
    builder.add(Article("old", "", "ant"), "", replaces=False)
    builder.checkpoint()
    for bad in UNREADABLE:
        for one in ("old", "bad"):
            with pytest.raises((AttributeError, TypeError, ValueError)):
                builder.add(replace(Article(one, "zebra", "zebra", source="zebra"), **bad), "", replaces=one == "old")
    builder.add(Article("good", "", "ant"), "", replaces=False)
    builder.finish()
    builder.cancel()
    with whoosh.index.open_dir(str(tmp_path / "staging")).searcher() as searcher:
        assert ids(searcher.documents()) == ["old", "good"]
        assert not [term for term in searcher.reader().all_terms() if term[1] in {b"zebra", b"bad"}]


def test_threads_share_an_engine(folder: Path) -> None:
    texts = ["ant", '"ant bear"', "an*", "dgo~", "dog -cat", "cat OR dog", ""]

    def answer(text: str) -> tuple[int, list[tuple[str, float]]]:
        results = engine.search(text, facet=("source",))
        return results.total, [(hit.id, hit.score) for hit in results.hits]

    with Engine.open(folder) as engine:
        alone = [answer(text) for text in texts]
    with Engine.open(folder) as engine, ThreadPoolExecutor(8) as pool:
        assert list(pool.map(answer, texts * 6)) == alone * 6


def test_what_was_replaced_does_not_come_back(tmp_path: Path) -> None:
    folder = published(tmp_path, Article("a", "", "ant"), Article("b", "", "ant"))
    made = copy_of(folder, tmp_path)
    old = made.searcher()
    writer = made.writer(codec=ColumnarCodec())
    writer.add_document(id="new", body="ant")
    writer.commit(mergetype=CLEAR)
    with old.refresh() as fresh:
        assert sorted(ids(fresh.documents())) == ["a", "b", "new"]

    with Engine.open(folder) as engine:
        assert engine.count == 2
        publish_articles(folder, [Article("new", "", "ant")], jobs=1)
        assert [hit.id for hit in engine.search("ant").hits] == ["new"]
        assert engine.count == 1


@pytest.mark.filterwarnings("ignore::ResourceWarning")  # of Whoosh, which leaves the table open
def test_opening_runs_nothing(tmp_path: Path) -> None:
    folder = published(tmp_path, Article("a", "", "ant"))
    toc = next(current(folder).path.glob("_MAIN_*.toc"))
    victim = tmp_path / "made by the index"
    hostile = pickle.dumps(Calls(eval, f"__import__('pathlib').Path({str(victim)!r}).touch()"))
    publish_again(current(folder), toc.name, table(hostile, NO_SEGMENTS, int(toc.stem.rpartition("_")[2])))
    with pytest.raises(DamagedIndexError, match="which does not belong there"):
        Engine.open(folder)
    assert not victim.exists()
    with pytest.raises(FieldConfigurationError, match="None is not a Schema"):
        whoosh.index.open_dir(str(toc.parent))
    assert victim.exists()


def test_no_segment_is_copied_into_memory(tmp_path: Path) -> None:
    chance = random.Random(1)
    words = [f"w{n}" for n in range(3000)]
    folder = published(tmp_path, *(Article(f"a{n}", "", " ".join(chance.choices(words, k=300))) for n in range(1000)))
    size = sum(path.stat().st_size for path in current(folder).path.glob("MAIN_*"))
    with Engine.open(folder) as engine:  # imports what is imported with the first
        engine.article("a7")
    tracemalloc.start()
    with Engine.open(folder) as engine, Engine.open(folder) as another:
        assert engine.article("a7") == another.article("a7")
        held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert held < size / 2


def test_the_frequencies_of_fields_are_added_before_they_saturate(tmp_path: Path) -> None:
    articles = [
        Article("both", "ant", "ant bear bear bear"),
        Article("title", "ant", "bear bear bear bear"),
        Article("body", "bear", "ant ant ant bear"),
        Article("none", "bear", "bear"),
    ]
    folder = published(tmp_path, *articles)
    config = Config(boosts={"title": 2.0, "body": 1.0, "entities": 1.0}, relevance=Relevance(rarity=1.0))
    with Engine.open(folder, config) as engine:
        ranked = scores(engine, "ant", 10)
    average = sum(len(one.body.split()) for one in articles) / len(articles)
    idf = log(1 + (4 - 3 + 0.5) / (3 + 0.5))
    for one in articles[:3]:
        in_title, in_body = one.title.split().count("ant"), one.body.split().count("ant")
        norm = 1 - 0.75 + 0.75 * len(one.body.split()) / average
        weighed = 2.0 * in_title / 1.0 + 1.0 * in_body / norm  # every title has the average length
        assert ranked[one.id] == pytest.approx(idf * 2.2 * weighed / (weighed + 1.2))


def test_terms_run_on_into_later_fields(folder: Path) -> None:
    with whoosh_alone(folder) as searcher:
        reader = searcher.reader()
        every = list(reader.all_terms())
        assert every == sorted(every)
        assert len({field for field, _ in every}) > 2
        assert list(reader.terms_from("body", b"cat")) == every[every.index(("body", b"cat")) :]
        assert list(reader.terms_from("body", b"zzz")) == [term for term in every if term[0] > "body"]
        cursor = reader.cursor("body")
        assert [cursor.first(), cursor.next(), cursor.find(b"ca"), cursor.term_info().doc_frequency()] == [
            "ant",
            "bear",
            "cat",
            sum(has(one, "cat") for one in ARTICLES),
        ]
        assert (cursor.next(), cursor.next(), cursor.is_valid()) == ("dog", None, False)


def test_ties_go_to_the_lower_number(tmp_path: Path) -> None:
    articles = [Article(f"a{n:02d}", "", "ant bear") for n in range(60)]
    folder = write_index(tmp_path / "index", articles, segments=3)
    in_order = [one.id for at in range(3) for one in articles[at::3]]
    with Engine.open(folder) as engine:
        for text in ("ant", "ant bear", '"ant bear"', "ant OR cat", "an*"):
            for limit in (1, 10, 60):
                assert list(scores(engine, text, limit)) == in_order[:limit]
                assert [hit.id for hit in engine.search(text, limit=limit).hits] == in_order[:limit]
    with whoosh_alone(folder) as searcher:
        for limit in (1, 10, 60):
            assert ids(searcher.search(body("ant"), limit=limit)) == in_order[:limit]


@pytest.mark.parametrize("weighting", [scoring.BM25F(), scoring.BM25F(B=0.0), scoring.TF_IDF(), scoring.Frequency()])
def test_no_bound_of_a_block_is_below_a_score(tmp_path: Path, weighting: scoring.WeightingModel) -> None:
    """The best stand at the end, behind whole blocks of worse ones, and the last lengths are the shortest."""
    rising = sorted(ARTICLES, key=lambda one: one.body.split().count("ant") / len(one.body.split()))
    folder = published(tmp_path, *rising)
    with whoosh.index.open_dir(str(current(folder).path)).searcher(weighting=weighting) as searcher:
        for word in WORDS:
            every = bounded_scores(searcher.postings("body", word))
            assert len(every) > BLOCK / 2
            least = sorted(every.values())[len(every) * 9 // 10]
            kept = left_of(searcher.postings("body", word), least)
            assert {doc for doc, score in every.items() if score > least} <= kept


ANT, BEAR, DOG = (Leaf(("body",), ((word,),)) for word in ("ant", "bear", "dog"))


@pytest.mark.parametrize("plan", [ANT, DOG, All((ANT, DOG)), Any((ANT, BEAR, DOG))], ids=str)
def test_no_bound_is_below_a_score(folder: Path, plan: Plan) -> None:
    with opened(folder) as snapshot:

        def first(count: int) -> list[tuple[int, float]]:
            scorer = Scorer(snapshot)
            matched = of_docs(matching(scorer, plan), snapshot.size)
            docs, scores = best(Selection(scorer, matched), distinct(plan), count, scored=0, first=1)
            return list(zip(docs.tolist(), scores.tolist(), strict=True))

        every = first(len(ARTICLES))
        assert len(every) > 50
        for count in range(1, 50):
            assert first(count) == every[:count]
