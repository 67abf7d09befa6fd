"""``broadsheet entities``: the people, organisations and places of the archive, and what is decided of them."""

from pathlib import Path

import click

from corpus.entities.decided import MERGE, NEVER, RENAME, SPLIT
from index.deciding import decide
from search import Engine
from search.cli.console import output, visible
from search.cli.exploring import show_entities, show_explored
from search.cli.places import Places, place_options


@click.group(name="entities")
@place_options()
def entities_command() -> None:
    """List and show the names of the archive, and decide what they mean.

    Wherever an entity is asked for, give its id (person.abu-taqwa) or any of its spellings.
    """


@entities_command.command(name="list")
@click.argument("words", nargs=-1, metavar="[WORD]...")
@click.option("--kind", metavar="KIND", help="Only of this kind: person, organisation, place or another.")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True, metavar="N", help="How many.")
@place_options()
@click.pass_obj
def list_command(places: Places, /, words: tuple[str, ...], *, kind: str | None, limit: int) -> None:
    """List the entities that most articles name, or those with a spelling that has these WORDs."""
    with Engine.open(places.folder, places.config()) as engine:
        show_entities(output(), engine.entities(" ".join(words), kind=kind, limit=limit))


@entities_command.command(name="show")
@click.argument("entity")
@place_options()
@click.pass_obj
def show_command(places: Places, /, entity: str) -> None:
    """Show an ENTITY: its spellings and why they are one, when it is written of, and with whom."""
    with Engine.open(places.folder, places.config()) as engine:
        show_explored(output(), engine.explore(engine.meant(entity).id))


@entities_command.command(name="merge")
@click.argument("one")
@click.argument("other")
@place_options()
@click.pass_obj
def merge_command(places: Places, /, one: str, other: str) -> None:
    """Make two entities one: ONE is the OTHER, and is called so.

    Decisions are written to entities.yaml, or the file that `entities` names in the configuration,
    and hold in every later run. What was decided before and contradicts one is taken back.
    """
    _decide(places, MERGE, one, other)


@entities_command.command(name="split")
@click.argument("entity")
@click.argument("spelling")
@place_options()
@click.pass_obj
def split_command(places: Places, /, entity: str, spelling: str) -> None:
    """Part a SPELLING from an ENTITY: it means another. Split what you merged to undo that."""
    _decide(places, SPLIT, entity, spelling)


@entities_command.command(name="never")
@click.argument("one")
@click.argument("other")
@place_options()
@click.pass_obj
def never_command(places: Places, /, one: str, other: str) -> None:
    """Keep two names apart, ONE and the OTHER, whatever later articles say."""
    _decide(places, NEVER, one, other)


@entities_command.command(name="rename")
@click.argument("entity")
@click.argument("name")
@place_options()
@click.pass_obj
def rename_command(places: Places, /, entity: str, name: str) -> None:
    """Call an ENTITY by this NAME; its id stays."""
    _decide(places, RENAME, entity, name)


def _decide(places: Places, key: str, one: str, other: str) -> None:
    decision = decide(places.folder, key, one, other, places.config_file)
    console = output()
    for word, lines in (("Taken back", decision.change.gone), ("Decided", decision.change.new)):
        for line in lines:
            console.print(f"{word}: {line.key} “{visible(line.left.text)}”, “{visible(line.right.text)}”")
    file = visible(str(_short(decision.file)))
    is_changed = decision.change.gone or decision.change.new
    made = "Made" if decision.is_new else "Changed" if is_changed else "Nothing to change in"
    console.print(f"{made} {file}; generation {decision.generation} is in use from now on.")


def _short(path: Path) -> Path:
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path
