"""Many articles: the peak memory of indexing them, and how query time grows with their number."""

from pathlib import Path

from benchmarks import memory
from benchmarks.children import measure
from benchmarks.engines import peer
from benchmarks.figures import Row, Target
from benchmarks.rows.indexing import emptied, size_of
from benchmarks.setting import Setting
from benchmarks.timing import interleaved

_ENGINES = ("ours", "tantivy")
"""Those that are made for so many."""


def peak(setting: Setting) -> list[Row]:
    """Index from a file that is streamed; the peak over all processes, each page counted once."""
    corpus, title = setting.scaled or setting.corpus, _title(setting)
    measured = {name: _build(setting, name, corpus) for name in setting.built() if name in _ENGINES}
    rates = {name: found["articles"] / found["wall"] for name, found in measured.items()}
    sizes = {name: size_of(_folder(setting, name, corpus)) for name in measured}
    rows = [
        Row(f"Indexing {title}, from a file", "articles/s", rates, more_is_better=True),
        Row(f"Bytes on disk, {title}", "MiB", sizes),
    ]
    if memory.is_measurable():
        peaks = {name: found["peak"] for name, found in measured.items()}
        rows.insert(0, Row(f"Peak memory of indexing {title}", "MiB", peaks, (Target(1536.0),)))
    return rows


def growth(setting: Setting) -> list[Row]:
    """Compare the 95th percentile of the best ten with that over a tenth of the articles."""
    if setting.scaled is None or setting.smaller is None:
        return []
    names = [name for name in setting.built() if name in _ENGINES]
    for name in names:
        _build(setting, name, setting.smaller)
    setting.tell(f"Growth: {len(setting.queries.words)} queries, {setting.passes} passes")
    many = {name: peer(name).open(_folder(setting, name, setting.scaled)) for name in names}
    few = {name: peer(name).open(_folder(setting, name, setting.smaller)) for name in names}
    asks = {f"few {name}": one.top for name, one in few.items()} | {name: one.top for name, one in many.items()}
    found = interleaved(asks, setting.queries.words, setting.passes)
    for one in (*many.values(), *few.values()):
        one.close()
    title = _title(setting)
    return [
        Row(f"Top 10 of {title}, p50", "ms", {name: found[name].p50 for name in names}),
        Row(f"Top 10 of {title}, p95", "ms", {name: found[name].p95 for name in names}),
        Row(
            f"The same over that of a tenth of {title}",
            "×",
            {name: found[name].p95 / found[f"few {name}"].p95 for name in names},
            (Target(3.0),),
        ),
    ]


def _title(setting: Setting) -> str:
    if setting.scaled is None:
        return "the corpora"
    return f"{int(setting.scaled.stem.rpartition('-')[2]):,} articles"


def _folder(setting: Setting, name: str, corpus: Path) -> Path:
    return setting.work / f"{name}-{corpus.stem}"


def _build(setting: Setting, name: str, corpus: Path) -> dict[str, float]:
    setting.tell(f"Indexing {corpus.stem} with {peer(name).name}")
    folder = emptied(_folder(setting, name, corpus))
    return measure("index", name, folder, watch=True, corpus=str(corpus), threads=setting.threads, stream=True)
