"""Publishing articles that a program has at hand: no files are read, and no pipeline is run."""

from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from corpus.article import Article, Entity
from corpus.entities.decided import decisions_of
from corpus.entities.table import unique
from corpus.entities.unify.archive.decisions import Decisions
from corpus.settings import Config
from index.catalogue import ArticleRow, FileRow
from index.counts import Counts
from index.decided import lines_of
from index.generations import create
from index.naming import Known
from index.roots import Roots
from index.staging import Staging, open_base, start_staging
from index.writing import explained, writing

_KIND = "articles"
_TOGETHER = 1_000
"""Rows of the catalogue that are written together."""


def publish_articles(
    folder: Path, articles: Iterable[Article], *, jobs: int | None = None, config: Config | None = None
) -> Counts:
    """Make an index that holds these articles and no others, each as it is; of two with one id the later stands.

    What the folder held before stays the generation that a rollback goes back to. ``jobs`` is the number of
    processes, as many as there are processors where it is not given.

    Raises LockedIndexError, ConfigError or, when the disk is full, IndexingError; the published state then stays.
    """
    config = config or Config()
    decisions = decisions_of(lines_of(config))
    with explained(folder):
        create(folder)
    with writing(folder):
        base = open_base(folder, full=True)
        staging = start_staging(folder, None, _KIND, config.fields, full=True, jobs=jobs)
        with closing(staging):
            known = Known(unique(_added(staging, articles)), decisions, is_all=decisions == Decisions())
            added = staging.builder.pending
            counts = Counts(added=added, total=added)
            published = staging.publish(counts, known, base.number if base else None)
    return Counts(added=added, total=added, generation=published.number)


def _added(staging: Staging, articles: Iterable[Article]) -> Iterator[Entity]:
    """Add articles, and yield the entities of each."""
    catalogue = staging.catalogue
    located = Roots(catalogue).standard_input()
    file = catalogue.put_file(FileRow(0, located.root.number, located.path, 0, 0, "", "", staging.run))
    rows: list[ArticleRow] = []
    for article in articles:
        staging.builder.add(article, "", replaces=False)
        rows.append(ArticleRow(article.id, file, "", "", None, staging.run))
        yield from article.entities
        if len(rows) >= _TOGETHER:
            catalogue.put_articles(rows)
            rows.clear()
    catalogue.put_articles(rows)
