"""bm25s: scores of single words in sparse matrices, without phrases, filters or snippets."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from benchmarks.engines.base import LIMIT, Counted, Hits, load, names_of, record_of
from benchmarks.queries import Query
from corpus.article import Article

_IDS = "ids.json"
_PATTERN = r"(?u)\b\w+\b"


class Bm25s:
    """bm25s with the Snowball stemmer."""

    name = "bm25s"
    note = "any of the words, as it has no other; title, body and names in one field, no positions"
    abilities = frozenset({"top"})
    most = None

    def build(self, folder: Path, articles: Iterable[Article], threads: int) -> None:  # noqa: ARG002 -- it has one
        """Tokenise all, index, save with the texts."""
        records, texts = [], []
        for one in articles:
            records.append({"id": one.id, "title": one.title, "body": one.body, "record": record_of(one)})
            texts.append("\n".join((one.title, one.body, *names_of(one))))
        index = load("bm25s").BM25()
        index.index(_tokens(texts, _stemmer()), show_progress=False)
        index.save(str(folder), corpus=records, show_progress=False)
        (folder / _IDS).write_text(json.dumps([one["id"] for one in records]), encoding="utf-8")

    def open(self, folder: Path) -> "Bm25sReader":
        """Load the matrix into memory."""
        index = load("bm25s").BM25.load(str(folder), load_corpus=False, show_progress=False)
        return Bm25sReader(index, json.loads((folder / _IDS).read_text(encoding="utf-8")))


class Bm25sReader:
    """The loaded matrix."""

    def __init__(self, index: Any, ids: list[str]) -> None:  # noqa: ANN401 -- bm25s's own
        self._index = index
        self._ids = ids
        self._stemmer = _stemmer()

    def top(self, query: Query) -> Hits:
        """Return ids and scores."""
        tokens = _tokens(query.text, self._stemmer)
        found, scores = self._index.retrieve(tokens, k=LIMIT, show_progress=False)
        return [(self._ids[number], float(score)) for number, score in zip(found[0], scores[0], strict=True)]

    def counted(self, query: Query) -> Counted:
        """Refuse: it cannot."""
        raise NotImplementedError

    def rendered(self, query: Query) -> list[tuple[str, str]]:
        """Refuse: it cannot."""
        raise NotImplementedError

    def add(self, folder: Path, article: Article, query: Query) -> float:
        """Refuse: it cannot."""
        raise NotImplementedError

    def client(self) -> "Bm25sReader":
        """Return another stemmer over the same matrix: stemmers are for one thread."""
        return Bm25sReader(self._index, self._ids)

    def close(self) -> None:
        """Let go of the matrix."""
        self._index = None


def _stemmer() -> Any:  # noqa: ANN401
    return load("Stemmer").Stemmer("english")


def _tokens(texts: str | list[str], stemmer: Any) -> Any:  # noqa: ANN401
    tokenize = load("bm25s").tokenize
    return tokenize(texts, token_pattern=_PATTERN, stopwords=[], stemmer=stemmer, show_progress=False)
