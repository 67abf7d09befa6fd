"""``python -m benchmarks.entities``: everything that is measured of entities, one part after the other."""

from pathlib import Path

import click

from benchmarks import corpora
from benchmarks.entities import acronyms, grouping, pairs, recognition

PARTS = {
    "Recognition": recognition.main,
    "Acronyms": acronyms.main,
    "Pairs of names": pairs.main,
    "Names of one article": grouping.main,
}
_WITHOUT_DATA = {"Acronyms", "Pairs of names"}


@click.command()
@click.option("--data", type=click.Path(path_type=Path, exists=True), default=corpora.DATA.parent, help="The data.")
def main(data: Path) -> None:
    """Measure every part of recognising and unifying names."""
    for name, part in PARTS.items():
        click.secho(f"\n{name}", bold=True)
        part.main([] if name in _WITHOUT_DATA else ["--data", str(data)], standalone_mode=False)


if __name__ == "__main__":
    main()
