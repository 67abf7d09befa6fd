"""``python -m benchmarks.cleaning``: everything that is measured of cleaning, one part after the other."""

from pathlib import Path

import click

from benchmarks import corpora
from benchmarks.cleaning import boilerplate, copies, dates, extraction, language, pipeline, templates

PARTS = {
    "Pages of HTML": extraction.main,
    "Pages without tags": boilerplate.main,
    "Templates of sources": templates.main,
    "Dates": dates.main,
    "Languages": language.main,
    "Copies": copies.main,
    "The whole pipeline": pipeline.main,
}


@click.command()
@click.option("--data", type=click.Path(path_type=Path, exists=True), default=corpora.DATA.parent, help="The data.")
def main(data: Path) -> None:
    """Measure every part of cleaning."""
    for name, part in PARTS.items():
        click.secho(f"\n{name}", bold=True)
        part.main(["--data", str(data)], standalone_mode=False)


if __name__ == "__main__":
    main()
