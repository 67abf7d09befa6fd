"""``broadsheet demo``: the sample articles, indexed, searched and served."""

import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import click

import corpus
from corpus.errors import Problem
from corpus.settings import Config
from index import reindex
from index.errors import IndexingError
from search import Engine
from search.cli.console import diagnostics, output
from search.cli.listing import show_results
from search.cli.places import Places, place_options
from search.cli.serving import PORT_OPTION, serve_index

SAMPLES = Path(corpus.__file__).parent / "samples"
QUERY = "Hashd al-Shaabi withdrawal"
"""The sample article writes Popular Mobilization Forces: one of the spellings the gazetteer knows."""


@click.command(name="demo")
@click.option("--no-serve", is_flag=True, help="Stop after printing the answer.")
@PORT_OPTION
@place_options()
@click.pass_obj
def demo_command(_places: Places, /, *, no_serve: bool, port: int | None) -> None:
    """Try it on the sample articles.

    They get an index of their own in the cache folder of your account: your own index and
    configuration are neither read nor changed, so --index and --config mean nothing here.
    """
    config = Config()
    folder, articles = _indexed(config)
    out = output()
    out.print(f"Indexed {articles} sample articles in {folder}\n\n$ broadsheet search {QUERY}")
    with Engine.open(folder, config) as engine:
        found = engine.search(QUERY, limit=1)
    show_results(out, replace(found, next=None, warnings=()))
    out.print(
        "\nThe article never says “Hashd al-Shaabi”: what is marked are other names of the same force.\n"
        f'To ask more: broadsheet --index "{folder}" search WORDS\n'
        "For your own articles: broadsheet reindex FOLDER, then broadsheet search WORDS"
    )
    if not no_serve:
        out.print()
        serve_index(folder, config, host=None, port=port)


def _indexed(config: Config) -> tuple[Path, int]:
    """Index the samples in the first folder that will do; return it and the number of articles."""
    failure: Exception | None = None
    for folder in _folders():
        try:
            counts = reindex([SAMPLES], folder=folder, config=config, allow_removals=True, report=_tell_losses)
        except (OSError, IndexingError) as error:
            failure = error
            diagnostics().print(f"Not in {folder}: {error}")
        else:
            return folder, counts.total
    raise click.ClickException(str(failure))


def _folders() -> Iterator[Path]:
    cache = cache_folder(os.environ, sys.platform)
    if cache is not None:
        yield cache / "demo-index"
    yield Path(tempfile.mkdtemp(prefix="broadsheet-demo-"))


def cache_folder(environ: Mapping[str, str], platform: str) -> Path | None:
    """Return the user's cache folder for Broadsheet; None without a home.

    >>> cache_folder({"XDG_CACHE_HOME": "/c"}, "linux").as_posix()
    '/c/broadsheet'
    """
    if platform == "win32" and environ.get("LOCALAPPDATA"):
        return Path(environ["LOCALAPPDATA"], "broadsheet", "Cache")
    if environ.get("XDG_CACHE_HOME"):
        return Path(environ["XDG_CACHE_HOME"], "broadsheet")
    try:
        home = Path.home()
    except RuntimeError:
        return None
    return home / "Library/Caches/broadsheet" if platform == "darwin" else home / ".cache/broadsheet"


def _tell_losses(problem: Problem) -> None:
    """Say only what costs an article, which none of the samples does: they have some dirt on purpose."""
    if problem.skipped:
        diagnostics().print(str(problem), markup=False)
