"""Fixtures that many tests share."""

import os
import shutil
import signal
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import pytest
from hypothesis import settings

from corpus.article import Article
from corpus.entities.table import unique
from index import naming
from index.build import Builder
from index.counts import Counts
from index.entities import FILE
from index.generations import create, current_number, put_in_use, seal, staging_path
from index.naming import Known
from index.sidefiles import save

# Plain runs try fewer examples of each property; CI asks for the thorough profile.
settings.register_profile("plain", max_examples=10, deadline=None)
settings.register_profile("thorough", max_examples=100, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "plain"))

MEMORY = Path("/dev/shm")  # noqa: S108 -- pytest makes a folder of its own in it
"""Where Linux keeps files in memory. Most tests write indexes, and forcing those to a disk is what they wait for."""

ENOUGH = 2**30
if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ENOUGH:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))

# A shell that runs tests in the background lets them ignore Ctrl-C, and so whatever they start.
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

MakeIndex = Callable[..., Path]


def write_index(
    folder: Path,
    articles: Iterable[Article],
    *,
    extra: Sequence[str] = (),
    segments: int = 1,
    deleted: Sequence[str] = (),
) -> Path:
    """Publish a new generation that holds these articles, spread over a number of segments.

    ``deleted`` are ids that are indexed and then deleted again, as an incremental run would.
    """
    articles = list(articles)
    create(folder)
    staged = staging_path(folder)
    staged.mkdir()
    builder = Builder(staged, extra)
    for at in range(segments):
        for article in articles[at::segments]:
            builder.add(article, "", replaces=False)
        builder.checkpoint()
    for one in deleted:
        builder.delete(one)
    builder.checkpoint()
    known = Known(unique([entity for article in articles for entity in article.entities]))
    save(staged, FILE, naming.worked_out(builder.opened(), known))
    builder.cancel()
    previous = current_number(folder) if (folder / "CURRENT").exists() else None
    put_in_use(seal(folder, staged, previous=previous, articles=len(articles), counts=Counts(), linked={}))
    return folder


@pytest.fixture
def make_index(tmp_path: Path) -> MakeIndex:
    """Return a function that indexes articles in a folder of its own and returns the folder.

    Its keyword arguments are those of ``write_index``; calling it again publishes the next generation.
    """

    def make(articles: Iterable[Article], **options: object) -> Path:
        return write_index(tmp_path / "index", articles, **options)  # type: ignore[arg-type]

    return make
