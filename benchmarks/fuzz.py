"""``python -m benchmarks.fuzz --minutes 10``: queries made up by atheris, put to an engine; never a part of the tests.

Whatever is typed, an answer comes without an exception and in time, with warnings about places that exist; strict, it
comes or QuerySyntaxError is raised; and what a query is told to have been read as reads the same. A query for which
that does not hold is written to the folder that is named at the end.
"""

import subprocess
import sys
from pathlib import Path
from tempfile import mkdtemp

import click

from benchmarks.errors import MissingPeerError

_MOST = 3.0
"""Seconds that an answer may take: a query looks at the clock between its steps, and the machine may be shared."""


@click.command()
@click.option("--minutes", type=float, default=10.0, show_default=True, help="How long to go on.")
@click.option("--inside", type=click.Path(path_type=Path), hidden=True)
def main(minutes: float, inside: Path | None) -> None:
    """Put made-up queries to an engine."""
    if inside is not None:
        _fuzz(inside, minutes)
        return
    folder = Path(mkdtemp(prefix="broadsheet-fuzz-"))
    # Atheris ends the process that it runs in.
    command = [sys.executable, "-m", "benchmarks.fuzz", "--minutes", str(minutes), "--inside", str(folder)]
    done = subprocess.run(command, check=False)  # noqa: S603 -- this program itself
    click.echo(f"{'Nothing was found wrong' if not done.returncode else 'Something is wrong'}: {folder}")
    sys.exit(done.returncode)


def _fuzz(folder: Path, minutes: float) -> None:
    try:
        import atheris  # noqa: PLC0415 -- a peer that most do without
    except ImportError as error:
        raise MissingPeerError("atheris") from error
    with atheris.instrument_imports(include=["search.query", "search.answer", "search.highlight.snippets"]):
        from benchmarks.fuzzed import ARTICLES, SEEDS, check  # noqa: PLC0415 -- what is imported here is instrumented
    from index.publishing import publish_articles  # noqa: PLC0415 -- it imports much of that too
    from search import Engine  # noqa: PLC0415 -- the same

    seeds = folder / "seeds"
    seeds.mkdir()
    for number, text in enumerate(SEEDS):
        (seeds / str(number)).write_text(text, encoding="utf-8")
    publish_articles(folder / "index", ARTICLES)
    engine = Engine.open(folder / "index")
    arguments = [f"-max_total_time={round(60 * minutes)}", "-max_len=4096", f"-artifact_prefix={folder}/", str(seeds)]
    atheris.Setup([sys.argv[0], *arguments], lambda data: check(engine, data.decode("utf-8", "surrogateescape"), _MOST))
    atheris.Fuzz()


if __name__ == "__main__":
    main()
