"""``python -m benchmarks.entities.corpus --data FOLDER``: what names cost in a run over a whole archive.

Each level builds an index of the same articles anew, by ``reindex`` with two jobs and in a process of its own. Plain is
the same run without any names, neither of files nor of gazetteers; it has one job, and is compared by processor time.
Where others use the machine, half the processor time is the least that two jobs may take.
"""

import gzip
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import click

from benchmarks import corpora, machine
from benchmarks.children import measure
from benchmarks.entities import madeup
from benchmarks.errors import BenchmarkError, MissingCorpusError
from corpus.settings import NONE, RULES, TAGGER

JOBS = 2
_MINUTE = 60
_ALL = 52_000
"""So many articles are the whole; the times wanted are for these."""


@dataclass(frozen=True, slots=True)
class Level:
    """One way to find names: what is wanted are seconds, or a multiple of the processor time of another level."""

    label: str
    recognition: str
    names: int = 0
    nameless: bool = False
    seconds: float | None = None
    times: tuple[float, str] | None = None


LEVELS = {
    "plain": Level("no names at all, one job", NONE, nameless=True),
    "none": Level("files and gazetteers", NONE, times=(2.0, "plain")),
    "gazetteer": Level("the same, 100,000 names", NONE, names=100_000, times=(1.1, "none")),
    "rules": Level("rules and unifying", RULES, seconds=6 * _MINUTE),
    "tagger": Level("tagger and unifying", TAGGER, seconds=20 * _MINUTE),
}


@dataclass(frozen=True, slots=True)
class Run:
    """What a run took: seconds, and MiB of all its processes together."""

    articles: int
    wall: float
    cpu: float
    peak: float


@click.command()
@click.option("--data", type=click.Path(path_type=Path, exists=True), default=corpora.DATA.parent, help="The data.")
@click.option("--limit", type=click.IntRange(min=100), help="Only so many articles, evenly drawn.")
@click.option("--level", "chosen", multiple=True, type=click.Choice(tuple(LEVELS)), help="Only these; repeatable.")
@click.option("--output", type=click.Path(path_type=Path), help="A file for the table.")
def main(data: Path, limit: int | None, chosen: tuple[str, ...], output: Path | None) -> None:
    """Measure whole runs at each level of recognition."""
    found: dict[str, Run] = {}
    with tempfile.TemporaryDirectory() as work:
        try:
            paths = _paths(data / "corpora", Path(work), limit)
            for name in chosen or tuple(LEVELS):
                click.echo(f"{LEVELS[name].label} …", err=True)
                found[name] = _run(LEVELS[name], paths, Path(work))
        except BenchmarkError as error:
            raise click.ClickException(str(error)) from error
    text = f"{machine.described()}\n\n{table(found)}"
    click.echo(text)
    if output is not None:
        output.write_text(text, encoding="utf-8", newline="\n")


def _paths(folder: Path, work: Path, limit: int | None) -> list[Path]:
    """Return the files of the corpora, or files with so many of their articles."""
    paths = [folder / f"{name}.jsonl.gz" for name in corpora.NAMES]
    for path in paths:
        if not path.is_file():
            raise MissingCorpusError(path)
    if limit is None:
        return paths
    total = sum(1 for path in paths for _ in _lines(path))
    return [_part(path, work, max(1, total // limit)) for path in paths]


def _part(path: Path, work: Path, step: int) -> Path:
    part = work / path.name.removesuffix(".gz")
    with part.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(islice(_lines(path), None, None, step))
    return part


def _lines(path: Path) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from file


def _run(level: Level, paths: Sequence[Path], work: Path) -> Run:
    folder = work / "index"
    shutil.rmtree(folder, ignore_errors=True)
    took = measure(
        "reindex",
        "ours",
        folder,
        watch=True,
        paths=[str(path.absolute()) for path in paths],
        recognition=level.recognition,
        nameless=level.nameless,
        gazetteers=[str(madeup.write(work / "names.yaml", level.names))] if level.names else [],
        jobs=1 if level.nameless else JOBS,
    )
    return Run(int(took["articles"]), took["wall"], took["cpu"], took["peak"])


def table(found: dict[str, Run]) -> str:
    """Return what was measured as a Markdown table."""
    head = "| names | articles | wall s | processor s | half of that | peak MiB | must reach | reached |"
    lines = [head, "|---|--:|--:|--:|--:|--:|---|---|"]
    lines += [_row(LEVELS[name], run, found) for name, run in found.items()]
    return "\n".join(lines) + "\n"


def _row(level: Level, run: Run, found: dict[str, Run]) -> str:
    wanted, verdict = _verdict(level, run, found)
    cells = [level.label, f"{run.articles:,}", f"{run.wall:.0f}", f"{run.cpu:.0f}", f"{run.cpu / JOBS:.0f}"]
    return f"| {' | '.join([*cells, f'{run.peak:.0f}', wanted, verdict])} |"


def _verdict(level: Level, run: Run, found: dict[str, Run]) -> tuple[str, str]:
    """Return what is wanted of a level, and whether it was reached, as text."""
    if level.seconds is not None:
        if run.articles < _ALL:
            return f"≤ {level.seconds:.0f} s for all", "not measured"
        return f"≤ {level.seconds:.0f} s", _told(run.wall <= level.seconds, f"{run.wall:.0f} s")
    if level.times is None:
        return "–", "–"
    most, other = level.times
    wanted = f"≤ {most} × {LEVELS[other].label}"
    if other not in found:
        return wanted, "not measured"
    times = run.cpu / found[other].cpu
    return wanted, _told(times <= most, f"{times:.2f} ×")


def _told(reached: bool, how: str) -> str:  # noqa: FBT001 -- it is what is told
    return f"yes, {how}" if reached else f"**no**, {how}"


if __name__ == "__main__":
    main()
