"""What runs inside a process that writes: batches to segments, with what it has learned of words."""

import gc
from functools import cache
from pathlib import Path
from typing import Any

from index.columnar.merging.merge import Run, merge_run
from index.columnar.segment import ColumnarSegment
from index.columnar.writing.batch import Layout
from index.columnar.writing.bulk import write_segment
from index.columnar.writing.jobs import Packed
from index.columnar.writing.limits import Limit
from index.columnar.writing.vocabulary import Vocabulary

_shared: list[Any] = []


def share(numbers: Any) -> None:  # noqa: ANN401 -- multiprocessing has no type for it
    """Keep, in another process, the numbers that all processes share."""
    _shared.append(numbers)
    gc.disable()


def write(folder: Path, packed: Packed, dictionary: bytes, place: int) -> ColumnarSegment:
    """Write, in another process, as much of a batch as it may claim; ``place`` is that of its limit."""
    return write_segment(folder, packed.batch(), vocabulary(), dictionary, Limit(_shared[0], place).claim)


def merge(folder: Path, run: Run, layout: Layout) -> ColumnarSegment:
    """Merge some segments."""
    vocabulary.cache_clear()  # to make room
    return merge_run(folder, run, layout)


@cache
def vocabulary() -> Vocabulary:
    """Return what this process knows of words, which serves one batch after the other."""
    return Vocabulary()
