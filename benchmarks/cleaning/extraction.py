"""``python -m benchmarks.cleaning.extraction``: how well the article is found in pages with gold text, and how fast."""

import gzip
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from benchmarks import corpora
from benchmarks.cleaning.tokens import Score, mean, score
from benchmarks.errors import BenchmarkError, MissingCorpusError
from corpus.decode import declared_encoding, decode, tidy
from corpus.formats.html import extract

TARGETS = {"zyte_aeb": 0.958, "newspaper4k": 0.93}
"""Sets of pages, folders under ``extraction``, and the token F1 that must be reached."""

_HEAD = "| HTML to article text | pages | F1 | must reach | precision | recall | pages per CPU-second |"
_LINE = "|---|--:|--:|--:|--:|--:|--:|"


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it was fetched, and the text of its article as people marked it."""

    html: bytes
    gold: str


@dataclass(frozen=True, slots=True)
class Measured:
    """What came of a set: its score, the number of its pages, and seconds of processor time for all of them."""

    name: str
    pages: int
    found: Score
    seconds: float


def pages(folder: Path) -> Iterator[Page]:
    """Yield the pages of a set; raises MissingCorpusError."""
    gold = folder / "gold.json"
    if not gold.is_file():
        raise MissingCorpusError(gold)
    for name, known in json.loads(gold.read_text(encoding="utf-8")).items():
        yield Page(gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes()), known["body"])


def measure(folder: Path) -> Measured:
    """Extract every page of a set from its bytes, decoding included; the first is done once more, to warm up."""
    known = list(pages(folder))
    for one in known[:1]:
        body_of(one.html)
    began = time.process_time()
    bodies = [body_of(one.html) for one in known]
    seconds = time.process_time() - began
    found = mean(score(one.gold, body) for one, body in zip(known, bodies, strict=True))
    return Measured(folder.name, len(known), found, seconds)


def body_of(html: bytes) -> str:
    """Return the article's text in a page, as the reader of HTML files finds it."""
    return str(extract(tidy(decode(html, declared_encoding(html)))).get("body", ""))


def table(rows: list[Measured]) -> str:
    """Return a Markdown table."""
    return "\n".join([_HEAD, _LINE, *map(_row, rows)])


def _row(one: Measured) -> str:
    cells = [
        one.name,
        str(one.pages),
        f"{one.found.f1:.4f}",
        f"{TARGETS[one.name]}",
        f"{one.found.precision or 0:.4f}",
        f"{one.found.recall or 0:.4f}",
        f"{one.pages / one.seconds:.0f}",
    ]
    return f"| {' | '.join(cells)} |"


@click.command()
@click.option("--data", type=click.Path(path_type=Path), default=corpora.DATA.parent, help="The folder of the data.")
def main(data: Path) -> None:
    """Measure token F1 as article-extraction-benchmark defines it, on two sets of pages."""
    try:
        rows = [measure(data / "extraction" / name) for name in TARGETS]
    except BenchmarkError as error:
        raise click.ClickException(str(error)) from error
    click.echo(table(rows))


if __name__ == "__main__":
    main()
