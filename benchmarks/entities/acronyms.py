"""Acronyms: what texts say that acronyms stand for, on passages that were labelled apart from the code.

``python -m benchmarks.entities.acronyms``. A definition is found right if the acronym and what it stands for are those
of the passage, but for a leading "the" and white space; one that is found in a passage without a definition is wrong.
"""

from collections.abc import Iterable

import click

from benchmarks.entities.gold import Definition, definitions
from corpus.entities.unify.article.definitions import definitions as found_in

WANTED = 0.98, 0.80
"""The precision and the recall that are wanted."""

_COMMON = "common"
"""The form of a definition of a term that is no name, such as GDP."""

Told = tuple[str, str]


def told(passage: str) -> set[Told]:
    """Return the acronyms that a passage defines, each with what it stands for."""
    return {(passage[slice(*one.short)], _plain(passage[slice(*one.long)])) for one in found_in(passage)}


def counted(some: Iterable[Definition]) -> tuple[int, int, int]:
    """Return how many definitions were rightly found, wrongly found, and missed."""
    right = wrong = missed = 0
    for one in some:
        wanted = {(one.acronym, _plain(one.definition))} if one.definition else set()
        found = told(one.passage)
        right += len(found & wanted)
        wrong += len(found - wanted)
        missed += len(wanted - found)
    return right, wrong, missed


def _plain(text: str) -> str:
    words = text.split()
    return " ".join(words[1:] if words and words[0].lower() == "the" else words)


def line(name: str, some: list[Definition]) -> str:
    """Return the scores of some passages, as a line."""
    right, wrong, missed = counted(some)
    precision, recall = right / max(right + wrong, 1), right / max(right + missed, 1)
    return f"{name}: precision {precision:.3f}, recall {recall:.3f}, {right + missed} definitions, {len(some)} passages"


@click.command()
@click.option("--each", is_flag=True, help="Print each passage that was told wrongly.")
def main(*, each: bool) -> None:
    """Print the scores of names, and of names and terms together."""
    every = definitions()
    for one in every if each else ():
        wanted = {(one.acronym, _plain(one.definition))} if one.definition else set()
        if (found := told(one.passage)) != wanted:
            click.echo(f"{one.form}: {one.passage}\n    wanted {sorted(wanted)}, found {sorted(found)}")
    click.echo(line("names and terms", every))
    click.echo(line("names", [one for one in every if one.form != _COMMON]))
    click.echo(f"must reach precision {WANTED[0]}, recall {WANTED[1]}")


if __name__ == "__main__":
    main()
