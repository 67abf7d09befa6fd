"""``python -m benchmarks.relevance``: measure the ranking on judged collections, and write the result into the docs."""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import mean

import click

from benchmarks import corpora, machine, report
from benchmarks.errors import BenchmarkError
from benchmarks.relevance import rankers, tables
from benchmarks.relevance.crossed import choices, left_out
from benchmarks.relevance.judged import BASELINES, Collection, read
from benchmarks.relevance.measuring import MEASURES, measured
from benchmarks.relevance.tables import Measured

PAGE = Path(__file__).parents[2] / "docs" / "relevance.md"
BEGIN = "<!-- numbers: made by python -m benchmarks.relevance -->"
OTHERS: Mapping[str, Callable[[Collection, Path], rankers.Answered]] = {
    "bm25s": rankers.bm25s,
    "Whoosh": rankers.whoosh,
}


@click.command()
@click.option("--data", type=click.Path(path_type=Path), default=corpora.DATA.parent, help="The folder of all data.")
@click.option("--cache", type=click.Path(path_type=Path), help="The folder for the indexes.")
@click.option("--page", type=click.Path(path_type=Path), default=PAGE, help="The page that the result goes into.")
@click.option("--set", "names", multiple=True, type=click.Choice(tuple(BASELINES)), help="Only these; repeatable.")
@click.option("--crossed", is_flag=True, help="Also choose the parameters on all sets but one, for each; takes long.")
def main(
    data: Path,
    cache: Path | None,
    page: Path,
    names: tuple[str, ...],
    crossed: bool,  # noqa: FBT001 -- an option
) -> None:
    """Measure Broadsheet beside its peers; they and ir_measures come with ``pip install -e '.[bench]'``."""
    cache = cache or corpora.default_cache()
    try:
        collections = [read(data, name) for name in names or BASELINES]
        rows = [row for one in collections for row in _measured(one, cache)]
        found = [f"{machine.described()}.\n", tables.of_sets(rows), tables.of_measures(rows)]
        if crossed:
            found.append(tables.of_left_out(left_out(_choices(collections, cache))))
    except BenchmarkError as error:
        raise click.ClickException(str(error)) from error
    report.put(page, "\n".join(found), BEGIN, "# How well does it rank?")
    click.echo("\n".join(found))


def _measured(collection: Collection, cache: Path) -> list[Measured]:
    found = []
    for name, answer in {tables.OURS: rankers.ours, **OTHERS}.items():
        _tell(f"{collection.name}: {name}")
        answered = answer(collection, cache)
        found.append(Measured(collection.name, name, measured(collection, answered.run), answered.spent))
    return found


def _choices(collections: list[Collection], cache: Path) -> dict[str, dict[str, float]]:
    """Return what each choice of parameters is worth on each collection."""
    found: dict[str, dict[str, float]] = {}
    for said, config in choices().items():
        _tell(said)
        runs = {one.name: measured(one, rankers.ours_by(one, cache, config)) for one in collections}
        found[said] = {name: mean(values[MEASURES[0]]) for name, values in runs.items()}
    return found


def _tell(text: str) -> None:
    click.echo(text, file=sys.stderr)


if __name__ == "__main__":
    main()
