"""What is measured in fresh processes: opening, memory of serving, and an article added."""

from itertools import cycle, islice
from statistics import median

from benchmarks import memory
from benchmarks.children import measure
from benchmarks.engines import SHARING, peer
from benchmarks.figures import Row, Target
from benchmarks.setting import Setting

_QUERIES = 1_000


def opening(setting: Setting) -> list[Row]:
    """From nothing loaded, imports included, to the first answer."""
    setting.tell(f"Opening, {setting.passes} passes")
    taken: dict[str, list[float]] = {name: [] for name in setting.built()}
    for number in range(setting.passes + 1):
        for name in setting.built():
            found = measure("open", name, setting.folder(name), queries=setting.queries.words[:1])
            if number:  # the first pass warms
                taken[name].append(found["wall"])
    values = {name: median(found) for name, found in taken.items()}
    return [Row("Opening to the first answer", "s", values, (Target(0.5),))]


def serving(setting: Setting) -> list[Row]:
    """Resident memory after a thousand queries with snippets."""
    if not memory.is_measurable():
        return []
    setting.tell("Memory of serving")
    asked = list(islice(cycle((*setting.queries.words, *setting.queries.phrases)), _QUERIES))
    values = {
        name: measure("serve", name, setting.folder(name), queries=asked)["mib"]
        for name in setting.built()
        if peer(name).most is None
    }
    return [Row(f"Memory of serving, after {_QUERIES:,} queries", "MiB", values, (Target(250.0),))]


def adding(setting: Setting) -> list[Row]:
    """One article more, until it is found; this changes the indexes, so that it comes last."""
    setting.tell("Adding an article")
    taken = {
        name: measure("add", name, setting.folder(name), corpus=str(setting.corpus), count=setting.passes)
        for name in setting.able("adding")
        if name not in SHARING
    }
    found, ended = ({name: each[moment] for name, each in taken.items()} for moment in ("found", "ended"))
    return [
        Row("One article added until found", "s", found, (Target(0.5),)),
        Row("One article added until its run has ended", "s", ended),
    ]
