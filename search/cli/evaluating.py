"""``broadsheet evaluate``: how well queries of one's own are answered."""

import json
from collections.abc import Mapping
from pathlib import Path

import click
from rich.table import Table
from rich.text import Text

from search import Engine
from search.cli.console import clean, diagnostics, output, safe_json
from search.cli.places import Places, place_options
from search.evaluation.evaluating import MEASURES, Evaluation, evaluate

_LISTED = 5


@click.command(name="evaluate")
@click.argument("queries", type=click.Path(path_type=Path))
@click.argument("judgments", type=click.Path(path_type=Path))
@click.option("--each", is_flag=True, help="Print a line for each query too.")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
@place_options()
@click.pass_obj
def evaluate_command(
    places: Places,
    /,
    queries: Path,
    judgments: Path,
    *,
    each: bool,
    as_json: bool,
) -> None:
    """Ask the QUERIES of a file, and measure the answers by the JUDGMENTS in another.

    QUERIES has a line for each: an id, a tab, the query. JUDGMENTS has a line for each article that was
    judged for one: the query's id, the article's id, and a grade, 0 for none and more for the better.
    Files of TREC are read too.
    """
    with Engine.open(places.folder, places.config()) as engine:
        found = evaluate(engine, queries, judgments)
    for line in _notices(found):
        diagnostics().print(Text(line))
    if as_json:
        click.echo(safe_json(json.dumps(_answer(found), ensure_ascii=False, indent=2)))
    else:
        output().print(_table(found, each=each))


def _table(found: Evaluation, *, each: bool) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column("query")
    for name in MEASURES:
        table.add_column(name, justify="right")
    for one in found.queries if each else ():
        table.add_row(Text(clean(f"{one.query} {one.text}")), *_cells(one.values))
    if found.queries:
        count = len(found.queries)
        table.add_row(f"mean of {count:,} queries" if count > 1 else "the one query", *_cells(found.means))
    return table


def _cells(values: Mapping[str, float]) -> list[str]:
    return [f"{values[name]:.3f}" for name in MEASURES]


def _notices(found: Evaluation) -> list[str]:
    told = []
    if found.unjudged:
        told.append(f"Left out, as no article is judged to answer them: {_some(found.unjudged)}.")
    if found.missing:
        told.append(f"Judged, but not in the index, so that they count as not found: {_some(found.missing)}.")
    return told


def _some(ids: tuple[str, ...]) -> str:
    more = f" and {len(ids) - _LISTED:,} more" if len(ids) > _LISTED else ""
    return ", ".join(map(clean, ids[:_LISTED])) + more


def _answer(found: Evaluation) -> dict[str, object]:
    return {
        "means": dict(found.means),
        "queries": [{"id": one.query, "text": one.text, **one.values} for one in found.queries],
        "unjudged": list(found.unjudged),
        "missing": list(found.missing),
    }
