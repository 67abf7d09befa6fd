"""Pairs: whether two names are taken for spellings of one entity, on pairs that were labelled apart from the code.

``python -m benchmarks.entities.pairs``. Only pairs of the split ``test`` count; one that is "unsure" is not the same.
"""

from collections import Counter

import click

from benchmarks.entities.gold import Pair, pairs
from corpus.entities.unify.compare.names import same

WANTED = 0.98, 0.93
"""The precision and the F1 that are wanted."""


def counted(some: list[Pair]) -> tuple[int, int, int]:
    """Return how many pairs were rightly taken for one, wrongly, and wrongly not."""
    found = Counter((one.same, same(one.name_a, one.name_b, one.kind).is_same) for one in some)
    return found[True, True], found[False, True], found[True, False]


def line(name: str, some: list[Pair]) -> str:
    """Return the scores of some pairs, as a line."""
    right, wrong, missed = counted(some)
    precision, recall = right / max(right + wrong, 1), right / max(right + missed, 1)
    f1 = 2 * right / max(2 * right + wrong + missed, 1)
    return f"{name}: F1 {f1:.3f}, precision {precision:.3f}, recall {recall:.3f}, {len(some)} pairs"


@click.command()
@click.option("--wrong", is_flag=True, help="Print the pairs of the split dev that were told wrongly.")
def main(*, wrong: bool) -> None:
    """Print the scores of all pairs, and of each family."""
    test = [one for one in pairs() if one.split == "test"]
    for family in sorted({one.family for one in test}):
        click.echo(line(family, [one for one in test if one.family == family]))
    click.echo(f"{line('all', test)} (must reach precision {WANTED[0]}, F1 {WANTED[1]})")
    for one in pairs() if wrong else ():
        told = same(one.name_a, one.name_b, one.kind)
        if one.split == "dev" and told.is_same != one.same:
            click.echo(f"{'one' if one.same else 'two'}: {one.name_a} / {one.name_b} ({one.kind}): {told.reason}")


if __name__ == "__main__":
    main()
