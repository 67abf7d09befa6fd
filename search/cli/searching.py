"""``broadsheet search``: a query's answer in the terminal."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from search import Engine
from search.cli.asking import WordsCommand, question_options, usage
from search.cli.batch import read_lines, search_batch
from search.cli.console import output, safe_json
from search.cli.listing import show_results
from search.cli.places import Places, place_options
from search.errors import SearchError
from search.results import Results


class LinesFailedError(SearchError):
    """Some lines of a batch could not be searched."""

    def __init__(self, failed: int, lines: int) -> None:
        super().__init__(f"{failed:,} of {lines:,} lines could not be searched.")


@click.command(name="search", cls=WordsCommand, context_settings={"help_option_names": ["--help"]})
@click.argument("words", nargs=-1, metavar="[WORD]...")
@question_options
@click.option("--limit", type=int, default=20, show_default=True, metavar="N", help="How many articles, 1 to 100.")
@click.option("--cursor", metavar="CURSOR", help="Go on where an earlier answer ended.")
@click.option("--facet", multiple=True, metavar="NAME",
              help="Count by source, lang, entity, author, dated, published or a configured field.")  # fmt: skip
@click.option(
    "--no-correct",
    "correct",
    is_flag=True,
    flag_value=False,
    default=True,
    help="Search words that no article has as typed.",
)
@click.option("--facet-words", default="", metavar="WORDS", help="With --facet: only values with these words.")
@click.option("--histogram", is_flag=True, help="Count by day, month or year.")
@click.option("--explain", is_flag=True, help="Say for each article what its score is made of.")
@click.option("--batch", type=click.Path(path_type=Path), metavar="FILE",
              help="Search each line of a file, or - for standard input, and write all hits as CSV.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON, as the HTTP API gives it.")
@place_options()
@click.pass_obj
def search_command(
    places: Places,
    /,
    words: tuple[str, ...],
    *,
    batch: Path | None,
    as_json: bool,
    **asked: Any,  # noqa: ANN401 -- what Engine.search takes
) -> None:
    """Search the index; without a WORD, list the newest articles.

    -WORD leaves out the articles that have it. A phrase needs its own quotes inside the shell's:
    '"popular mobilization"'. What follows a lone -- is never an option.
    """
    query = " ".join(words)
    if batch is not None:
        _search_batch(places, batch, {"WORDs": words, "--json": as_json}, asked)
        return
    with usage(query), Engine.open(places.folder, places.config()) as engine:
        results = engine.search(query, **asked)
    if as_json:
        _print_json(results)
    else:
        show_results(output(), results)


def _search_batch(places: Places, file: Path, other: Mapping[str, Any], asked: Mapping[str, Any]) -> None:
    pages = {name: asked[name] for name in ("cursor", "facet", "facet_words", "histogram", "explain")}
    refused = [name for name, value in {**other, **pages}.items() if value]
    if refused:
        raise click.UsageError(f"--batch writes one table; it does not go with {refused[0]}.")
    # A table says nothing of what else may have been meant, so that it has what was asked for.
    questions = {name: value for name, value in asked.items() if name not in {*pages, "correct"}}
    lines = read_lines(file)
    with usage(""), Engine.open(places.folder, places.config()) as engine:
        failed = search_batch(engine, lines, questions)
    if failed:
        raise LinesFailedError(failed, len(lines))


def _print_json(results: Results) -> None:
    from search.web.answers import results_answer  # noqa: PLC0415 -- it brings Flask, which a listing can do without

    click.echo(safe_json(json.dumps(results_answer(results), ensure_ascii=False, indent=2)))
