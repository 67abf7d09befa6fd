"""The engines whose rankings are compared: each answers all queries of a collection with a hundred articles."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.engines.base import load
from benchmarks.relevance.judged import Collection
from corpus.settings import Config
from index import reindex
from search import Engine

Run = Mapping[str, Mapping[str, float]]
"""For each query the articles that were found, with scores that descend."""

DEEP = 100


@dataclass(frozen=True, slots=True)
class Answered:
    """A run, and the processor time that a query took, in seconds."""

    run: Run
    spent: float


def ours(collection: Collection, cache: Path) -> Answered:
    """Answer by ``Engine.search`` as it is without a configuration; the index is made by the whole pipeline."""
    folder = _indexed(collection, cache)
    reindex([collection.articles], folder=folder)
    with Engine.open(folder) as engine:
        # Hits stand in their order; scores of full matches and of those that follow cannot be compared.
        return _answered(collection, lambda text: [one.id for one in engine.search(text, limit=DEEP).hits])


def ours_by(collection: Collection, cache: Path, config: Config) -> Run:
    """Answer by ``Engine.rank``, which ranks as ``Engine.search`` does, with a configuration; the index is there."""
    with Engine.open(_indexed(collection, cache), config) as engine:
        return _answered(collection, lambda text: [key for key, _ in engine.rank(text, limit=DEEP).hits]).run


def _indexed(collection: Collection, cache: Path) -> Path:
    return cache / "judged" / collection.name


def bm25s(collection: Collection, cache: Path) -> Answered:  # noqa: ARG001 -- it keeps nothing
    """Answer by bm25s with the settings of the collections' baselines."""
    package, stemmer = load("bm25s"), load("Stemmer").Stemmer("english")
    ids, texts = [], []
    for key, title, body in collection.texts():
        ids.append(key)
        texts.append(f"{title} {body}")
    ranker = package.BM25(k1=1.2, b=0.75)
    ranker.index(package.tokenize(texts, stopwords="en", stemmer=stemmer, show_progress=False), show_progress=False)

    def ask(text: str) -> list[str]:
        tokens = package.tokenize(text, stopwords="en", stemmer=stemmer, show_progress=False)
        found, scores = ranker.retrieve(tokens, k=min(DEEP, len(ids)), show_progress=False)
        return [ids[at] for at, score in zip(found[0], scores[0], strict=True) if score > 0]

    return _answered(collection, ask)


def whoosh(collection: Collection, cache: Path) -> Answered:
    """Answer by Whoosh's own BM25F, with its stemming analyser, by any of the words."""
    folder = cache / "judged-whoosh" / collection.name
    folder.mkdir(parents=True, exist_ok=True)
    fields, query = load("whoosh.fields"), load("whoosh.query")
    analyser = load("whoosh.analysis").StemmingAnalyzer()
    schema = fields.Schema(id=fields.ID(stored=True), title=fields.TEXT(analyser), body=fields.TEXT(analyser))
    index = load("whoosh.index").create_in(str(folder), schema)
    with index.writer(limitmb=256) as writer:
        for key, title, body in collection.texts():
            writer.add_document(id=key, title=title, body=body)
    with index.searcher() as searcher:

        def ask(text: str) -> list[str]:
            terms = [token.text for token in analyser(text)]
            wanted = query.Or([query.Term(field, term) for term in terms for field in ("title", "body")])
            return [one["id"] for one in searcher.search(wanted, limit=DEEP)]

        return _answered(collection, ask)


def _answered(collection: Collection, ask: Callable[[str], list[str]]) -> Answered:
    began = time.process_time()
    found = {key: ask(text) for key, text in collection.queries.items()}
    spent = (time.process_time() - began) / max(len(found), 1)
    return Answered({key: {one: -float(at) for at, one in enumerate(ids)} for key, ids in found.items()}, spent)
