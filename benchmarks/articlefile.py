"""Articles in a file, written and read as a stream, so that a million of them fit into any memory."""

import os
import pickle
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from benchmarks.errors import ForeignCacheError
from corpus.article import Article

_CHUNK = 256


def write(path: Path, articles: Iterable[Article]) -> int:
    """Write articles to a file, which appears when it is complete; return their number."""
    waiting = iter(articles)
    count = 0
    unfinished = path.with_suffix(".part")
    with unfinished.open("wb") as file:
        while chunk := list(islice(waiting, _CHUNK)):
            pickle.dump(chunk, file, pickle.HIGHEST_PROTOCOL)
            count += len(chunk)
    unfinished.replace(path)
    return count


def read(path: Path, limit: int | None = None) -> Iterator[Article]:
    """Yield the articles of a file that ``write`` made, the first ``limit`` of them.

    Raises ForeignCacheError: unpickling runs code, so that only one's own file is read.
    """
    if hasattr(os, "getuid") and path.stat().st_uid != os.getuid():
        raise ForeignCacheError(path)
    return islice(_read(path), limit)


def _read(path: Path) -> Iterator[Article]:
    size = path.stat().st_size
    with path.open("rb") as file:
        while file.tell() < size:
            yield from pickle.load(file)  # noqa: S301 -- a file of one's own, see read
