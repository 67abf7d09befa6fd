"""``broadsheet status``, ``doctor``, ``rollback`` and ``remove``: looking after an index."""

import json
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

import click

from corpus.errors import ConfigError
from corpus.settings import Config
from index import remove, rollback, status
from index.decided import is_pending
from index.doctor import Finding, examine
from index.overview import Status
from search.cli.console import diagnostics, output, safe_json, visible
from search.cli.places import Places, place_options


@click.command(name="status")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
@place_options()
@click.pass_obj
def status_command(places: Places, /, *, as_json: bool) -> None:
    """Tell what the index holds, from where, since when, and what the last run did."""
    found = status(places.folder)
    if as_json:
        told = {"index": str(places.folder.absolute()), **asdict(found)}
        click.echo(safe_json(json.dumps(told, ensure_ascii=False, indent=2)))
    else:
        output().print("\n".join(f"{name:<11}{value}".rstrip() for name, value in _lines(found, places.folder)))


def _lines(found: Status, folder: Path) -> list[tuple[str, str]]:
    kept = ", ".join(str(number) for number in found.generations)
    lines = [
        ("index", visible(str(folder.absolute()))),
        ("articles", f"{found.articles:,}"),
        ("published", found.published_at),
        ("generation", f"{found.generation} (kept: {kept})"),
        ("size", size(found.size)),
    ]
    for at, root in enumerate(found.roots):
        many = "1 article" if root.articles == 1 else f"{root.articles:,} articles"
        told = f"{visible(root.name)}: {many}, {visible(root.path)}"
        lines.append(("" if at else "folders", told))
    last = found.last_run
    names = ("added", "changed", "removed", "unchanged", "skipped", "withheld")
    lines.append(("last run", ", ".join(f"{getattr(last, name):,} {name}" for name in names)))
    if found.interrupted:
        lines.append(("", "a run was interrupted; broadsheet reindex continues it"))
    return lines


def size(count: int) -> str:
    """Return a number of bytes as a person says it.

    >>> size(512), size(2_500_000)
    ('512 bytes', '2.5 MB')
    """
    for unit, factor in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if count >= factor:
            return f"{count / factor:.1f} {unit}"
    return f"{count} bytes"


@click.command(name="doctor")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
@place_options()
@click.pass_context
def doctor_command(ctx: click.Context, /, *, as_json: bool) -> None:
    """Look for damage: read every file of the index and compare it with what was published.

    Each line names a file, what is wrong with it, and the command that repairs it. Nothing is
    changed. The exit code is 1 if anything is damaged.
    """
    places: Places = ctx.obj
    found = []
    for one in examine(places.folder):
        found.append(one)
        if not as_json:
            click.echo(_told(one))
    is_damaged = any(one.is_damage for one in found)
    if as_json:
        findings = [{**asdict(one), "file": str(one.file.absolute())} for one in found]
        told = {"index": str(places.folder.absolute()), "is_damaged": is_damaged, "findings": findings}
        click.echo(safe_json(json.dumps(told, ensure_ascii=False, indent=2)))
    elif not is_damaged:
        click.echo("The index is whole.")
    ctx.exit(1 if is_damaged else 0)


def _told(found: Finding) -> str:
    kind = "damaged" if found.is_damage else "note"
    helps = "repair it" if found.is_damage else "next"
    return visible(f"{kind}: {found.file.absolute()}: {found.what}; {helps}: {found.repair}")


@click.command(name="rollback")
@place_options()
@click.pass_obj
def rollback_command(places: Places, /) -> None:
    """Undo the last run: the state before it is in use again at once."""
    generation = rollback(places.folder)
    articles = status(places.folder).articles
    output().print(f"Back at generation {generation.number} with {articles:,} articles; it is in use from now on.")
    with suppress(ConfigError):  # the state before is in use, whatever is wrong with the configuration
        _tell_pending(places.folder, places.config())


def _tell_pending(folder: Path, config: Config) -> None:
    """Tell that decisions on names outlive the rollback of the state that they made."""
    if config.entities and is_pending(folder, config):
        file = visible(str(config.entities))
        diagnostics().print(
            f"The decisions on names in {file} stay, and the next reindex applies them again. Take back what you do "
            "not want: edit the file, or split what you merged.",
            style="yellow",
        )


@click.command(name="remove")
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@place_options()
@click.pass_context
def remove_command(ctx: click.Context, /, ids: tuple[str, ...]) -> None:
    """Take articles down for good, by the ID that search shows.

    They leave the index at once, with their text, and every state kept for rollback. The
    configuration lists them under `removed`, so that no later run brings them back.
    """
    places: Places = ctx.obj
    file = places.config_file or Path("broadsheet.yaml")
    taken = remove(places.folder, ids, file)
    listed = visible(str(file))
    if taken:
        output().print(f"Removed: {', '.join(visible(one) for one in taken)}\nListed under `removed` in {listed}.")
    unknown = [one for one in dict.fromkeys(ids) if one not in taken]
    if unknown:
        names = ", ".join(visible(one) for one in unknown)
        diagnostics().print(f"Not in the index: {names} (listed in {listed} all the same)", style="yellow")
        ctx.exit(1)
