"""``broadsheet export``: all articles that match a query, as a table."""

from pathlib import Path
from typing import Any

import click

from search import Engine
from search.cli.asking import WordsCommand, question_options, usage
from search.cli.console import clean, diagnostics
from search.cli.places import Places, place_options
from search.cli.progress import Ticker
from search.cli.writing import writing
from search.export.tables import FORMATS, columns, table

_OF_LINES = {".ndjson", ".jsonl"}


@click.command(name="export", cls=WordsCommand, context_settings={"help_option_names": ["--help"]})
@click.argument("words", nargs=-1, metavar="[WORD]...")
@click.option("--format", "form", type=click.Choice(FORMATS), help="csv, or a line of JSON for each article.")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="The file to write; without, standard output.")  # fmt: skip
@click.option("--force", is_flag=True, help="Replace the file if it is there already.")
@click.option("--bom", is_flag=True, help="Mark CSV as UTF-8, which Excel asks for.")
@click.option("--snippet", is_flag=True, help="With passages that show why an article matches.")
@click.option("--body", is_flag=True, help="With the text of each article.")
@question_options
@place_options()
@click.pass_obj
def export_command(  # noqa: PLR0913 -- one for each option of its own
    places: Places,
    /,
    words: tuple[str, ...],
    *,
    form: str | None,
    output: Path | None,
    force: bool,
    bom: bool,
    **asked: Any,  # noqa: ANN401 -- what Engine.export takes
) -> None:
    """Write all articles that match a query to a table; without a WORD, all that there are.

    Cells of a CSV that a spreadsheet would take for a formula begin with an apostrophe.
    """
    query = " ".join(words)
    target = None if output is None or str(output) == "-" else output
    form = form or ("ndjson" if target and target.suffix.lower() in _OF_LINES else "csv")
    say = diagnostics().print
    names = columns(snippet=asked["snippet"], body=asked["body"])
    with usage(query), Engine.open(places.folder, places.config()) as engine, engine.export(query, **asked) as found:
        for warning in found.warnings:
            say(f"Note: {clean(warning.message)}")
        if found.undated:
            say(f"Without a date and left out: {found.undated:,} more; --undated includes them.")
        with writing(target, force=force) as write:
            ticker = Ticker(say, found.total, "articles")
            for text in table(ticker.counting(found.rows), names, form, bom=bom):
                write(text)
    if target is not None:
        say(f"{ticker.done:,} {'article' if ticker.done == 1 else 'articles'} in {clean(str(target))}")
