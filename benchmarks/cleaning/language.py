"""``python -m benchmarks.cleaning.language``: how often the language of an article is found, and what that costs."""

import gzip
import json
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import click

from benchmarks import corpora, report
from benchmarks.errors import MissingCorpusError
from benchmarks.figures import OURS, Row, Target
from corpus.language import FEWEST, detect

_NAMED = 2
"""Letters of a language's code, with which the name of a corpus ends."""


class Labelled(NamedTuple):
    """An article, with the language that its corpus says it is in."""

    lang: str
    title: str
    body: str


def language(data: Path) -> list[Row]:
    """Return the share of right answers by language, of articles with twenty letters or more.

    An answer of "not known" is a wrong one; so is one that contradicts a wrong label. ``data`` is the folder of all
    data; raises MissingCorpusError.
    """
    articles = [one for one in _articles(data) if sum(map(str.isalpha, one.title + one.body[:1000])) >= FEWEST]
    detect(*articles[0][1:])  # loads the model
    began = time.process_time()
    found = [detect(one.title, one.body).lang for one in articles]
    spent = (time.process_time() - began) / len(articles) * 1e3
    every = Counter(one.lang for one in articles)
    right = Counter(one.lang for one, lang in zip(articles, found, strict=True) if lang == one.lang)
    answered = len(found) - found.count(None)
    shares = {"all": right.total() / every.total(), **{lang: right[lang] / every[lang] for lang in sorted(every)}}
    return [
        *(_share(f"Language detected, {name}", share) for name, share in shares.items()),
        Row("Language said wrongly, of those said", "share", {OURS: (answered - right.total()) / answered}),
        Row("Language of one article, processor time", "ms", {OURS: spent}, (Target(0.3),)),
    ]


def _share(what: str, share: float) -> Row:
    return Row(what, "share", {OURS: share}, (Target(0.995, at_least=True),), more_is_better=True)


def _articles(data: Path) -> Iterator[Labelled]:
    folder = data / "corpora"
    paths = sorted(folder.glob("*.jsonl.gz"))
    if not paths:
        raise MissingCorpusError(folder / "*.jsonl.gz")
    for path in paths:
        of_all = path.name.partition(".")[0].rpartition("_")[2]
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                one = json.loads(line)
                lang = of_all if len(of_all) == _NAMED else one["lang"]
                yield Labelled(lang, one.get("title") or "", one.get("body") or "")


@click.command()
@click.option("--data", type=click.Path(path_type=Path), default=corpora.DATA.parent, help="The folder of all data.")
def main(data: Path) -> None:
    """Measure the detection of languages on labelled corpora."""
    try:
        rows = language(data)
    except MissingCorpusError as error:
        raise click.ClickException(str(error)) from error
    click.echo(report.table(rows, {OURS: "Broadsheet"}))


if __name__ == "__main__":
    main()
