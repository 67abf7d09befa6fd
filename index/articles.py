"""The articles of a published generation, found by id."""

from dataclasses import replace

from corpus.article import Article
from index.generations import Generation
from index.opening import open_segments, open_whoosh
from index.schema import SIGNATURE, article_from


class Articles:
    """Reads the articles of one generation. Raises DamagedIndexError or DamagedSegmentError."""

    def __init__(self, generation: Generation) -> None:
        self._index = open_segments(open_whoosh(generation.path))

    def get(self, article: str) -> tuple[Article, str] | None:
        """Return an article and its fingerprint, None where there is none of this id."""
        doc = self._index.find("id", article)
        if doc is None:
            return None
        stored = self._index.stored(doc)
        signature = self._index.signature(SIGNATURE, doc)
        return replace(article_from(stored), signature=signature), stored["fingerprint"]
