"""What several tests of the index do: write files, reindex, look at what came of it."""

import json
import multiprocessing
import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from corpus.article import Article, Entity
from corpus.errors import Problem
from corpus.settings import Config
from index import Counts, reindex
from index.articles import article_of
from index.entities import Entities
from index.generations import Generation, current
from index.opening import open_segments, open_whoosh
from index.publishing import publish_articles


def write(folder: Path, files: dict[str, str]) -> Path:
    """Write files below a folder; the names may hold ``/``."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def story(number: int, text: str = "") -> str:
    """Return a scraped text file that is an article of its own."""
    return f"Headline number {number}\n\nThe story numbered {number} says this. {text}\n"


def lines(records: Iterable[dict[str, Any]]) -> str:
    """Return records as JSON lines."""
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def table(entities: Iterable[Entity]) -> Entities:
    """Return the entities of an index of one article that carries all of these."""
    found = tuple(entities)
    with TemporaryDirectory() as folder:
        index = Path(folder) / "index"
        publish_articles(index, [Article("a", "Title", "", entities=found, carried=len(found))])
        return Entities.load(current(index).path)


class Archive:
    """A folder of files and the index made from it."""

    def __init__(self, home: Path) -> None:
        self.files = home / "files"
        self.files.mkdir(parents=True)
        self.index = home / "index"
        self.problems: list[Problem] = []

    def run(self, *paths: str | Path, config: Config | None = None, **options: Any) -> Counts:  # noqa: ANN401
        """Reindex the folder, or other paths; the problems met are kept."""
        self.problems = []
        return reindex(paths or (self.files,), folder=self.index, config=config, report=self.problems.append, **options)

    def articles(self) -> dict[str, Article]:
        """Return every article of the current generation by its id."""
        return articles_in(current(self.index))

    def bodies(self) -> list[str]:
        """Return the bodies in the current generation, sorted."""
        return sorted(article.body for article in self.articles().values())


def articles_in(generation: Generation) -> dict[str, Article]:
    """Return every article of a generation by its id, without its signature; one id twice is an error."""
    found = open_segments(open_whoosh(generation.path))
    articles = [article_of(found, doc)[0] for doc in np.flatnonzero(found.live).tolist()]
    assert len({article.id for article in articles}) == len(articles)
    return {article.id: replace(article, signature=()) for article in articles}


def counted(counts: Counts) -> dict[str, int]:
    """Return the counts that are not nought, without the total."""
    names = ("added", "changed", "removed", "unchanged", "skipped", "withheld", "reprocessed", "refused", "trimmed")
    return {name: value for name in names if (value := getattr(counts, name))}


def no_processes_are_left() -> bool:
    """Wait until all processes have ended that this one started, those too that are just starting; tell whether."""
    end = time.monotonic() + 30
    while multiprocessing.active_children() and time.monotonic() < end:
        time.sleep(0.01)
    return not multiprocessing.active_children()
