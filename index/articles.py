"""The articles of an index, read from its segments."""

from dataclasses import replace

from corpus.article import Article
from index.columnar.together import Together
from index.generations import Generation
from index.names import NAME, naming
from index.opening import open_segments, open_whoosh
from index.schema import SIGNATURE, article_from


def article_of(together: Together, doc: int) -> tuple[Article, str]:
    """Return the article of a document as it was indexed, and its fingerprint; its entities are those of it alone."""
    stored = together.stored(doc)
    article = article_from(stored)
    names = naming(together.spans(NAME, doc), article.title, article.body, article.entities)
    signature = together.signature(SIGNATURE, doc)
    whole = replace(article, signature=signature, entities=names.entities, mentions=names.mentions)
    return whole, stored["fingerprint"]


class Articles:
    """Finds the articles of one generation by id. Raises DamagedIndexError or DamagedSegmentError."""

    def __init__(self, generation: Generation) -> None:
        self._index = open_segments(open_whoosh(generation.path))

    def get(self, article: str) -> tuple[Article, str] | None:
        """Return an article and its fingerprint, None where there is none of this id."""
        doc = self._index.find("id", article)
        return None if doc is None else article_of(self._index, doc)
