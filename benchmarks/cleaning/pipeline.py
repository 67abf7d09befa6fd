"""The pipeline as a whole: how many articles of plain text it makes a second, and what it removes of clean ones.

``python -m benchmarks.cleaning.pipeline --data FOLDER``. Of the news among the corpora nothing should be removed, as
they were cleaned by hand; of the seed article, everything that is none of its story, and nothing else.
"""

import gzip
import json
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import click

from benchmarks import corpora
from corpus.article import Article, Origin, Place, Record
from corpus.clean import clean
from corpus.copies.signature import signature
from corpus.dating.find import dated
from corpus.judging import not_an_article
from corpus.language import decided, detect
from corpus.pipeline import Pipeline
from corpus.reader import read_articles
from corpus.settings import Config

SPEED = 500
"""The articles a processor-second that are wanted of cleaning, language, date and signature together."""

CLEAN = ("reuters21578_en", "bbc_2004_en", "lee_abc_en", "whitehouse_en", "10kgnad_test_de", "saudinews1k_ar",
         "vietnews1k_vi", "keyphrase_news_multi")  # fmt: skip
"""News that holds nothing but stories."""

_SEED_REMOVED = (
    "No time to read?",
    "Get a summary",
    "No time to read?",
    "Get a summary",
    "Previous Article",
    "Real Madrid Dominates Final Minutes to Beat Bayern Munich in Euroleague Showdown",
    "Next Article",
    "The US National Debt: Global Implications and Fiscal Outlook",
)


def records(file: Path) -> Iterator[Record]:
    """Yield the records of a corpus, without its dates and languages, so that both are looked for."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for at, one in enumerate(map(json.loads, lines)):
            yield Record(Place(file.name, f"#{at}"), title=one["title"] or "", body=one["body"] or "")


def articles(pipeline: Pipeline, some: Iterator[Record]) -> Iterator[Article]:
    """Yield the articles that records become."""
    for record in some:
        found = pipeline.article(record, "x", Origin("x", "x"), lambda _: None)
        if found is not None:
            yield found


def parts(some: Iterable[Record]) -> int:
    """Clean, judge, date and sign records, find their languages, and return how many there were."""
    now = datetime.now(UTC)
    count = 0
    for record in some:
        found = clean(record)
        not_an_article(found.title, found.body, markup=False)
        lang = decided(None, detect(found.title, found.body)).lang
        dated(replace(record, lang=lang), path="x", filetime=None, now=now)
        signature(found.title, found.body)
        count += 1
    return count


def speed(data: Path, most: int | None = None) -> tuple[int, float, float]:
    """Return the articles of the speed benchmark, and the processor time of those parts and of the whole pipeline."""
    pipeline = Pipeline(Config())
    some = [record for name in corpora.NAMES for record in islice(records(data / f"corpora/{name}.jsonl.gz"), most)]
    next(articles(pipeline, iter(some)), None)  # loads what is loaded once
    began = time.process_time()
    count = parts(some)
    between = time.process_time()
    for _ in articles(pipeline, iter(some)):
        pass
    return count, between - began, time.process_time() - between


def removed(data: Path) -> Iterator[tuple[str, int, int]]:
    """Yield for each corpus of clean news how many code points are left, and how many were removed."""
    pipeline = Pipeline(Config())
    for name in CLEAN:
        kept = gone = 0
        for article in articles(pipeline, records(data / f"corpora/{name}.jsonl.gz")):
            kept += len(article.body)
            gone += sum(len(one.text) for one in article.removed if "title" not in one.reason)
        yield name, kept, gone


def seed(folder: Path) -> bool:
    """Tell whether of the seed article just what is none of its story is removed."""
    found = list(read_articles([folder], Config(), lambda _: None))
    return [one.text for article in found for one in article.removed] == list(_SEED_REMOVED)


@click.command()
@click.option("--data", type=click.Path(path_type=Path, exists=True), default=corpora.DATA.parent, help="The data.")
def main(data: Path) -> None:
    """Measure the pipeline as a whole."""
    count, took, whole = speed(data)
    click.echo(f"{count:,} articles, {count / took:,.0f} a processor-second (must reach {SPEED})")
    click.echo(f"with names and all else, {count / whole:,.0f}")
    for name, kept, gone in removed(data):
        click.echo(f"removed of {name}: {gone:,} of {kept + gone:,} code points")
    folder = data.parent / "seed"
    if folder.is_dir():
        click.echo(f"the seed article: {'just its story is left' if seed(folder) else 'NOT just its story is left'}")


if __name__ == "__main__":
    main()
