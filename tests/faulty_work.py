"""Work in other processes that fails as the text of a record tells it to; those processes import this module."""

import os
import signal
from collections.abc import Sequence
from pathlib import Path

from corpus.article import Article, Origin, Record
from corpus.errors import Report
from corpus.pipeline import Pipeline
from corpus.processing import RecordWork, Work
from index.processing.chunks import Results
from index.processing.pool import _done

RAISE = "Let the pipeline raise."
KILL = "Let the process be killed."
KILL_ONCE = "Let the process be killed, once: "

_article = Pipeline.article


def article(pipeline: Pipeline, record: Record, id: str, origin: Origin, report: Report) -> Article | None:  # noqa: A002
    """Process a record, unless its text says otherwise."""
    if RAISE in record.body:
        message = "as it was told"
        raise ValueError(message)
    return _article(pipeline, record, id, origin, report)


def done(several: Sequence[Work]) -> Results:
    """Do work in another process, which dies when it meets such a text."""
    setattr(Pipeline, "article", article)  # noqa: B010 -- mypy knows no other way to replace a method
    for work in several:
        text = work.record.body if isinstance(work, RecordWork) else work.file.read_text("utf-8")
        if KILL in text or (KILL_ONCE in text and _is_first(Path(text.split(KILL_ONCE)[1].split("|")[0]))):
            os.kill(os.getpid(), signal.SIGTERM)
    return _done(several)


def _is_first(mark: Path) -> bool:
    try:
        mark.touch(exist_ok=False)
    except FileExistsError:
        return False
    return True
