"""``python -m benchmarks.cleaning.dates``: the published dates of pages that were labelled by reading them.

``dates.tsv`` holds our labels: the day that a reader sees as that of publication, and, where the
page states its time of day with a zone, the same in UTC, which is how dates are kept. The pages of
the half ``unseen`` were not looked at before the rules were done.
"""

import csv
import gzip
import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import click

from benchmarks.corpora import DATA
from benchmarks.errors import BenchmarkError, MissingCorpusError
from benchmarks.figures import OURS, Row, Target
from benchmarks.report import table
from corpus.article import Place, Record
from corpus.dates import parse_date
from corpus.dating.dated import STATED, Dated
from corpus.dating.find import dated
from corpus.dating.pagedates import PAGE_DATES
from corpus.formats.fields import FieldMap
from corpus.formats.html import extract

LABELS = Path(__file__).with_name("dates.tsv")
PAGES, GOLD = Path("extraction") / "zyte_aeb", Path("extraction") / "newspaper4k"
_DAY = len("2024-01-05")
_MUST_REACH = 0.90


@dataclass(frozen=True, slots=True)
class Label:
    """A page, the half it is of, the day a reader sees, and that day in UTC."""

    page: str
    half: str
    date: str
    utc: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a page; ``took`` in seconds, of which ``dating`` is what finding the date cost."""

    label: Label
    found: Dated | None


def labels() -> list[Label]:
    """Return our labels."""
    with LABELS.open(encoding="utf-8", newline="") as file:
        return [Label(**row) for row in csv.DictReader(file, delimiter="\t")]


def answers(data: Path, asked: Sequence[Label]) -> Iterator[Answer]:
    """Date labelled pages, each by itself and knowing only its address."""
    gold = _gold(data / PAGES)
    for label in asked:
        yield Answer(label, _of_page(data / PAGES, label.page, gold[label.page].get("url")))


def gold_answers(data: Path) -> Iterator[Answer]:
    """Date the pages that came with a date."""
    for page, known in _gold(data / GOLD).items():
        iso = parse_date(known.get("date") or "")
        if iso:
            local = str(known["date"])[:_DAY]
            yield Answer(Label(page, "gold", local, iso[:_DAY]), _of_page(data / GOLD, page, known.get("url")))


def _gold(folder: Path) -> dict[str, dict[str, str]]:
    path = folder / "gold.json"
    if not path.is_file():
        raise MissingCorpusError(path)
    found: dict[str, dict[str, str]] = json.loads(path.read_text(encoding="utf-8"))
    return found


def _of_page(folder: Path, page: str, url: str | None) -> Dated | None:
    html = gzip.decompress((folder / "html" / f"{page}.html.gz").read_bytes()).decode("utf-8", "replace")
    fields = FieldMap({}).find({**extract(html, url), **({"url": url} if url else {})})
    texts = fields.texts
    record = Record(
        Place(page),
        title=texts.get("title", ""),
        body=texts.get("body", ""),
        url=texts.get("url"),
        published=texts.get("published"),
        lang=texts.get("lang"),
        extra={PAGE_DATES: fields.extra.get(PAGE_DATES)},
    )
    return dated(record, path="", filetime=None, now=datetime.now(UTC))[0]


def rows(name: str, found: Sequence[Answer]) -> list[Row]:
    """Return how many pages got a date, how many of those are right, and how many of all are."""
    days = [one for one in found if one.found and len(one.found.value) >= _DAY]
    right = [one for one in days if one.found and one.found.value[:_DAY] in {one.label.utc, _seen(one)}]
    reader = [one for one in days if one.found and one.found.value[:_DAY] == one.label.date]
    stated = [one for one in days if one.found and one.found.certainty == STATED]
    sure = [one for one in right if one.found and one.found.certainty == STATED]
    return [
        Row(f"{name}: pages", "", {OURS: len(found)}),
        Row(f"{name}: day exact", "", {OURS: len(right) / len(found)}, (Target(_MUST_REACH, at_least=True),)),
        Row(f"{name}: covered", "", {OURS: len(days) / len(found)}),
        Row(f"{name}: right of the covered", "", {OURS: len(right) / max(1, len(days))}),
        Row(f"{name}: stated", "", {OURS: len(stated) / len(found)}),
        Row(f"{name}: right of the stated", "", {OURS: len(sure) / max(1, len(stated))}),
        Row(f"{name}: the day a reader sees, without regard to zones", "", {OURS: len(reader) / len(found)}),
    ]


def _seen(one: Answer) -> str:
    """Return the day a reader sees, where ours has no time of day and so no zone either."""
    return one.label.date if one.found and len(one.found.value) == _DAY else one.label.utc


@click.command()
@click.option("--data", type=click.Path(path_type=Path), default=DATA.parent, help="The folder of the shared data.")
@click.option("--half", type=click.Choice(["seen", "unseen", "gold", "all"]), default="all", show_default=True)
@click.option("--wrong", is_flag=True, help="Also list the pages whose date is wrong or missing.")
def main(data: Path, half: str, wrong: bool) -> None:  # noqa: FBT001 -- an option
    """Measure the published dates of labelled pages."""
    try:
        groups = {name: [one for one in labels() if one.half == name] for name in ("seen", "unseen")}
        chosen = ("seen", "unseen", "gold") if half == "all" else (half,)
        start = time.process_time()
        found = {name: list(gold_answers(data) if name == "gold" else answers(data, groups[name])) for name in chosen}
        took = time.process_time() - start
    except BenchmarkError as error:
        raise click.ClickException(str(error)) from error
    measured = [row for name, of in found.items() if of for row in rows(name, of)]
    click.echo(table(measured, {OURS: "Broadsheet"}))
    count = sum(map(len, found.values()))
    click.echo(f"{count} pages read and dated in {took:.1f} s of processor time")
    for one in (one for of in found.values() for one in of) if wrong else ():
        if one.found is None or one.found.value[:_DAY] not in {one.label.utc, _seen(one)}:
            click.echo(f"{one.label}\n    {one.found}")


if __name__ == "__main__":
    main()
