"""``python -m benchmarks.speed``: measure speed, disk and memory beside peers, and write the result into the docs."""

import gc
import sys
from pathlib import Path

import click

from benchmarks import articlefile, chart, corpora, engines, machine, queries, report
from benchmarks.errors import BenchmarkError
from benchmarks.figures import Row
from benchmarks.rows import ALL
from benchmarks.setting import Setting

DOCS = Path(__file__).parents[1] / "docs"
PAGE, CHART = "performance.md", "performance.svg"
_TENTH = 10


@click.command()
@click.option("--data", type=click.Path(path_type=Path), default=corpora.DATA, help="The folder of the corpora.")
@click.option("--cache", type=click.Path(path_type=Path), help="The folder for what is made once, and for the indexes.")
@click.option("--docs", type=click.Path(path_type=Path), default=DOCS, help="Where the page and the chart go.")
@click.option("--scale", type=click.IntRange(min=1_000), help="Also make so many articles and index them.")
@click.option("--growth", is_flag=True, help="With --scale: also compare query time with that over a tenth of them.")
@click.option("--passes", type=click.IntRange(min=1), default=5, show_default=True)
@click.option("--threads", type=click.IntRange(min=1), default=2, show_default=True)
@click.option("--engine", "names", multiple=True, type=click.Choice(engines.NAMES), help="Only these; repeatable.")
@click.option("--row", "chosen", multiple=True, type=click.Choice(tuple(ALL)), help="Only these; repeatable.")
def main(  # noqa: PLR0913, PLR0917 -- the options
    data: Path,
    cache: Path | None,
    docs: Path,
    scale: int | None,
    growth: bool,  # noqa: FBT001 -- an option
    passes: int,
    threads: int,
    names: tuple[str, ...],
    chosen: tuple[str, ...],
) -> None:
    """Measure Broadsheet beside its peers; the peers come with ``pip install -e '.[bench]'``.

    Rows other than indexing use the indexes that the last run with indexing left in the cache.
    """
    cache = cache or corpora.default_cache()
    try:
        corpus = corpora.prepare(data, cache, _tell)
        scaled = corpora.prepare_scaled(corpus, scale, cache, _tell) if scale else None
        smaller = corpora.prepare_scaled(corpus, scale // _TENTH, cache, _tell) if scale and growth else None
        setting = Setting(
            work=cache / "indexes",
            corpus=corpus,
            queries=queries.draw(articlefile.read(corpus)),
            engines=tuple(report.ours_first(names or engines.NAMES)),
            threads=threads,
            passes=passes,
            tell=_tell,
            scaled=scaled,
            smaller=smaller,
        )
        found = _measured(setting, chosen or tuple(ALL))
    except BenchmarkError as error:
        raise click.ClickException(str(error)) from error
    _write(docs, setting, found)


def _measured(setting: Setting, chosen: tuple[str, ...]) -> list[Row]:
    gc.collect()
    gc.freeze()  # what is loaded by now is nobody's garbage
    return [row for name in ALL if name in chosen for row in ALL[name](setting)]


def _write(docs: Path, setting: Setting, rows: list[Row]) -> None:
    names = {name: engines.peer(name).name for name in setting.engines}
    table = report.table(rows, names)
    docs.mkdir(parents=True, exist_ok=True)
    (docs / CHART).write_text(chart.svg(rows, names), encoding="utf-8", newline="\n")
    report.put(docs / PAGE, "\n".join([_about(setting), table, f"![Cost over Tantivy’s, by row]({CHART})\n"]))
    click.echo(table)
    for one in report.missed(rows):
        _tell(f"Not reached: {one}")


def _about(setting: Setting) -> str:
    count = sum(1 for _ in articlefile.read(setting.corpus))
    asked = setting.queries
    said = (
        f"{count:,} articles; {len(asked.words)} queries of title words, {len(asked.frequent)} of frequent words, "
        f"{len(asked.filtered)} filtered, {len(asked.phrases)} phrases; medians of {setting.passes} interleaved "
        f"passes; {setting.threads} threads to index. {machine.described()}.\n"
    )
    lines = [said, *(f"- {engines.peer(name).name}: {engines.peer(name).note}." for name in setting.engines)]
    return "\n".join(lines) + "\n"


def _tell(text: str) -> None:
    click.echo(text, file=sys.stderr)


if __name__ == "__main__":
    main()
