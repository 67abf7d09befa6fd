"""From articles in memory to a published index, at equal cores."""

import os
import shutil
from itertools import cycle, islice
from pathlib import Path
from statistics import median

from benchmarks.children import measure
from benchmarks.engines import peer
from benchmarks.figures import Row, Target
from benchmarks.setting import Setting

_MIB = 1 << 20


def rows(setting: Setting) -> list[Row]:
    """Build every index as often as there are passes; the last ones stay for the other rows.

    Each pass begins with the next engine, and with nothing that the one before has not written to the disk yet.
    """
    names = setting.built()
    rates: dict[str, list[float]] = {name: [] for name in names}
    spent: dict[str, list[float]] = {name: [] for name in names}
    for number in range(setting.passes):
        for name in islice(cycle(names), number % len(names), number % len(names) + len(names)):
            setting.tell(f"Indexing, pass {number + 1}: {peer(name).name}")
            took = build(setting, name)
            rates[name].append(took["articles"] / took["wall"])
            spent[name].append(took["articles"] / took["cpu"])
    targets = (Target(1.0, "tantivy", at_least=True), Target(20.0, "whoosh", at_least=True))
    middle = {name: median(found) for name, found in rates.items()}
    by_cpu = {name: median(found) for name, found in spent.items()}
    return [
        Row("Indexing", "articles/s", middle, targets, more_is_better=True),
        Row("Indexing, by processor time", "articles/CPU s", by_cpu, more_is_better=True),
        Row("Bytes on disk", "MiB", _sizes(setting), (Target(1.0, "tantivy"),)),
    ]


def build(setting: Setting, name: str) -> dict[str, float]:
    """Build an index anew, and say what it took."""
    folder = emptied(setting.folder(name))
    corpus = str(setting.corpus)
    if hasattr(os, "sync"):
        os.sync()
    return measure("index", name, folder, corpus=corpus, threads=setting.threads, stream=False)


def emptied(folder: Path) -> Path:
    """Return a folder without anything in it."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def size_of(folder: Path) -> float:
    """Return what a folder takes in MiB; a file with several names counts once."""
    found = {}
    for one in folder.rglob("*"):
        if one.is_file():
            status = one.stat()
            found[status.st_dev, status.st_ino] = status.st_size
    return sum(found.values()) / _MIB


def _sizes(setting: Setting) -> dict[str, float]:
    return {name: size_of(setting.folder(name)) for name in setting.built() if peer(name).most is None}
