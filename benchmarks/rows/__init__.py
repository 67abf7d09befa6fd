"""The rows of the table, in its order; each is one function from the setting of a run to its numbers."""

from collections.abc import Callable, Mapping

from benchmarks.figures import Row
from benchmarks.rows import clients, fresh, indexing, latency, scaled
from benchmarks.setting import Setting

ALL: Mapping[str, Callable[[Setting], list[Row]]] = {
    "indexing": indexing.rows,
    "top": latency.top,
    "unasked": latency.unasked,
    "counted": latency.counted,
    "rendered": latency.rendered,
    "unshown": latency.unshown,
    "phrases": latency.phrases,
    "clients": clients.rows,
    "peak": scaled.peak,
    "serving": fresh.serving,
    "growth": scaled.growth,
    "opening": fresh.opening,
    "adding": fresh.adding,
}
