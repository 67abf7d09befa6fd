"""``broadsheet inspect``: an article as it would be indexed, with what is removed from it and why."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import click

from corpus.article import Article, Removed
from corpus.reader import read_articles
from corpus.templates.template import Templates
from index.errors import MissingIndexError
from index.generations import current
from index.templating import templates_of
from search.cli.console import diagnostics, output, safe_json, styled, visible
from search.cli.places import Places, place_options
from search.cli.problems import Problems


@click.command(name="inspect")
@click.argument("file", type=click.Path(exists=True, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print each article as a line of JSON.")
@place_options()
@click.pass_obj
def inspect_command(places: Places, /, file: Path, *, as_json: bool) -> None:
    """Show the articles in a FILE as they would be indexed; nothing is written.

    What is removed stands where it stood, struck through, with the rule that removes it. Lines that
    a source puts around its stories are those that the index knows of. The date and the language are
    shown with what says so.
    """
    problems = Problems(diagnostics().print, verbose=True)
    found = 0
    for article in read_articles([file], places.config(), problems, _templates(places.folder), whole=True):
        found += 1
        if as_json:
            click.echo(safe_json(json.dumps(asdict(article), ensure_ascii=False)))
        else:
            _show(article)
    if not found:
        raise click.ClickException(f"There is no article in {visible(str(file))}.")


def _templates(folder: Path) -> Templates:
    try:
        return templates_of(current(folder))
    except MissingIndexError:
        return Templates()


def _show(article: Article) -> None:
    console = output()
    struck = "strike dim" if styled(console) else None
    console.print(visible(article.title), style="bold", markup=False, highlight=False)
    for name, value in _facts(article):
        console.print(f"  {name:<9}{visible(value)}", style="dim", markup=False, highlight=False)
    console.print()
    for text, reason in _parts(article):
        if reason is None:
            console.print(visible(text, lines=True), markup=False, highlight=False)
        elif struck:
            console.print(visible(text, lines=True), style=struck, markup=False, highlight=False, end=" ")
            console.print(f"← {reason}", style="yellow", markup=False, highlight=False)
        else:
            console.print(f"~~{visible(text, lines=True)}~~ ← {reason}", markup=False, highlight=False)
        console.print()


def _facts(article: Article) -> Iterator[tuple[str, str]]:
    if article.source:
        yield "source", article.source
    if article.author:
        yield "author", article.author
    if article.dated:
        yield (
            "date",
            f"{article.dated.value}, {article.dated.certainty} by {article.dated.source}: {article.dated.evidence}",
        )
    else:
        yield "date", "none that is sure enough"
    yield "language", f"{article.lang or 'not known'}{article.lang_evidence and f': {article.lang_evidence}'}"
    for note in article.cleaning:
        yield "cleaned", note


def _parts(article: Article) -> Iterator[tuple[str, str | None]]:
    """Yield the paragraphs of the body, and what was removed where it stood, with its reason."""
    removed = list(article.removed)
    at = 0
    for paragraph in article.body.split("\n\n") if article.body else ():
        yield from _before(removed, at)
        yield paragraph, None
        at += len(paragraph) + len("\n\n")
    yield from _before(removed, at)


def _before(removed: list[Removed], at: int) -> Iterator[tuple[str, str | None]]:
    while removed and removed[0].at <= at:
        one = removed.pop(0)
        yield one.text, one.reason
