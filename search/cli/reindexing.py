"""``broadsheet reindex``: articles into the index."""

import glob
import sys
from pathlib import Path

import click

from corpus.settings import Config
from index import reindex
from index.counts import Counts
from index.reindexing import known_paths
from search.cli.console import diagnostics, output, visible
from search.cli.places import Places, place_options
from search.cli.problems import Problems
from search.cli.progress import duration, showing

STDIN = "-"


@click.command(name="reindex")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--full", is_flag=True, help="Process every article again, changed or not.")
@click.option("--strict", is_flag=True, help="Publish nothing if anything is wrong with any file.")
@click.option("--allow-removals", is_flag=True, help="Remove articles even when many are gone at once.")
@click.option(
    "--jobs",
    type=click.IntRange(1),
    metavar="N",
    help="Work in N processes; by default as many as there are processors.",
)
@click.option("--verbose", is_flag=True, help="Show every warning, not only the first 20 of a kind.")
@place_options()
@click.pass_context
def reindex_command(  # noqa: PLR0913 -- one for each option
    ctx: click.Context,
    /,
    paths: tuple[str, ...],
    *,
    full: bool,
    strict: bool,
    allow_removals: bool,
    jobs: int | None,
    verbose: bool,
) -> None:
    """Read articles into the index (also called: index).

    A PATH is a file, a folder or a pattern such as 'news/*.html'; - reads JSON lines from standard
    input. Without a PATH, those that `articles` lists in the configuration are read, else those
    read before. What is as it was is not processed again; what is gone from a PATH leaves the index.
    """
    places: Places = ctx.obj
    config = places.config()
    chosen = _chosen(paths, config, places.folder)
    if STDIN in chosen and sys.stdin.isatty():
        diagnostics().print("Reading JSON lines from the keyboard; end with Ctrl-D (Windows: Ctrl-Z, Enter).")
    try:
        counts = _run(
            places,
            config,
            chosen,
            full=full,
            strict=strict,
            allow_removals=allow_removals,
            jobs=jobs,
            verbose=verbose,
        )
    except KeyboardInterrupt:
        diagnostics().print("Interrupted: what was published stays; the same command continues.")
        ctx.exit(130)
    output().print(summary(counts, places.folder))
    if counts.refused:
        diagnostics().print(_refusal(counts), style="red")
        ctx.exit(1)


def _chosen(paths: tuple[str, ...], config: Config, folder: Path) -> tuple[str, ...]:
    """Return the paths to read; raises UsageError for none and for one that is not there."""
    for path in paths:
        if path != STDIN and not glob.has_magic(path) and not Path(path).expanduser().exists():
            raise click.UsageError(f"There is no file or folder {visible(path)}")
    chosen = paths or config.articles or known_paths(folder)
    if not chosen:
        raise click.UsageError(
            "Nothing to read. Name a file or a folder:\n"
            "  broadsheet reindex my-articles\n"
            "or list them in broadsheet.yaml and leave them out here:\n"
            "  articles:\n"
            "    - my-articles"
        )
    return chosen


def _run(  # noqa: PLR0913 -- one for each option
    places: Places,
    config: Config,
    paths: tuple[str, ...],
    *,
    full: bool,
    strict: bool,
    allow_removals: bool,
    jobs: int | None,
    verbose: bool,
) -> Counts:
    with showing(diagnostics()) as (progress, say):
        problems = Problems(say, verbose=verbose)
        try:
            return reindex(
                paths,
                folder=places.folder,
                config=config,
                full=full,
                strict=strict,
                allow_removals=allow_removals,
                jobs=jobs,
                report=problems,
                progress=progress,
            )
        finally:
            problems.close()


def summary(counts: Counts, folder: Path) -> str:
    """Return what a run did, as lines for a person."""
    numbers = {name: getattr(counts, name) for name in ("added", "changed", "removed", "unchanged")}
    numbers["skipped"] = counts.skipped
    numbers["withheld"] = counts.withheld
    width = max(len(f"{number:,}") for number in numbers.values())
    notes = {
        "unchanged": f"of them {counts.reprocessed:,} processed again" if counts.reprocessed else "",
        "skipped": "see the warnings; --full repeats those of unchanged files" if counts.skipped else "",
        "withheld": "listed as removed in the configuration" if counts.withheld else "",
    }
    lines = ["Continued an interrupted run."] if counts.resumed else []
    for name, number in numbers.items():
        note = notes.get(name, "")
        lines.append(f"{name:<9}  {number:>{width},}" + (f"  ({note})" if note else ""))
    if counts.trimmed:
        lines.append(f"trimmed    {counts.trimmed:>{width},}  (of what their sources put around stories)")
    if counts.ignored:
        lines.append(f"not read   {_ignored(counts)}")
    articles = "1 article" if counts.total == 1 else f"{counts.total:,} articles"
    where = visible(str(folder.absolute()))
    lines.append(f"{articles} in {where}, generation {counts.generation}, in {duration(counts.took)}")
    return "\n".join(lines)


def _ignored(counts: Counts) -> str:
    files = sorted(counts.ignored.items(), key=lambda item: (-item[1], item[0]))
    listed = ", ".join(f"{number:,} {visible(kind)}" for kind, number in files)
    total = sum(counts.ignored.values())
    return f"{total:,} {'file' if total == 1 else 'files'} of other kinds: {listed}"


def _refusal(counts: Counts) -> str:
    return (
        f"{counts.refused:,} articles are gone from where they were read, which is so many that none was removed.\n"
        "If they are meant to go, say so: broadsheet reindex --allow-removals, with the same paths."
    )
