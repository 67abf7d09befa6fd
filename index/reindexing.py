"""Reindexing: brings an index in line with the files it is made from."""

import json
import sqlite3
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from corpus.entities.decided import Line, decisions_of
from corpus.errors import Problem, Report, StrictError
from corpus.pipeline import Pipeline
from corpus.settings import Config
from index.articles import Articles
from index.catalogue import reading
from index.columnar.writing.workers import processors
from index.counts import Counts, OnProgress, Progress
from index.decided import NOTE as DECISIONS
from index.decided import lines_of, mark, unknown
from index.entities import Entities
from index.errors import DamagedIndexError, NothingIndexedError
from index.generations import Generation, create, generation_path, manifest, numbers
from index.naming import Known
from index.recognised import Finder
from index.removals import find_gone, is_too_much, remove
from index.run import Run
from index.scopes import Scopes, scope_of
from index.staging import Staging, open_base, open_staging, start_staging
from index.takedown import take_down
from index.templating import templates_of
from index.templating import update as update_templates
from index.writing import explained, writing

STDIN = "-"

_MANY, _FEW = 5_000, 1_000
"""Where so few articles of so many change, they are published before their templates and names are worked out."""

_PENDING = "pending"
"""Under this the catalogue notes that these are still to be worked out, should the run be interrupted before."""


def _ignore(_: Problem | Progress) -> None:
    """Take no notice."""


def reindex(  # noqa: PLR0913 -- the options of the command
    paths: Sequence[str | Path],
    *,
    folder: Path,
    config: Config | None = None,
    full: bool = False,
    strict: bool = False,
    allow_removals: bool = False,
    jobs: int | None = None,
    report: Report = _ignore,
    progress: OnProgress = _ignore,
) -> Counts:
    """Index the articles in files, folders and globs; ``-`` is JSON lines on standard input.

    Without paths those of the configuration are taken, and without these the folders that the
    index already knows. ``jobs`` is the number of processes, by default that of the processors.
    Returns the counts; nothing is published when nothing changed.

    Raises NothingIndexedError, LockedIndexError, StrictError, ConfigError, IncompatibleIndexError
    (mended by ``full``) or, when the disk is full, IndexingError; the published state then stays.
    """
    folder = Path(folder)
    config = config or Config()
    lines = lines_of(config)
    given: Sequence[str | Path] = tuple(paths) or config.articles or known_paths(folder)
    if not given:
        raise NothingIndexedError("No path was given and the configuration names none under `articles:`.")
    with explained(folder):
        create(folder)
    with writing(folder):
        return _reindex(_Order(given, folder, config, lines, full, strict, allow_removals, jobs), report, progress)


def known_paths(folder: Path) -> tuple[str, ...]:
    """Return the paths that an index was made from, as far as its newest catalogue can be read."""
    for number in reversed(numbers(folder)):
        try:
            with reading(generation_path(folder, number)) as catalogue:
                return tuple(json.loads(catalogue.meta("paths", "[]")))
        except (DamagedIndexError, sqlite3.Error, ValueError):
            continue
    return ()


def _remember(run: Run, scopes: Scopes) -> None:
    """Note what was scanned, for a later run without paths; a folder stands for the paths in it."""
    known = [Path(one) for one in json.loads(run.catalogue.meta("paths", "[]"))]
    paths = [*(one for one in known if run.roots.holds(one)), *(one.path for one in scopes.all)]
    folders = {one for one in paths if one.is_dir()}
    kept = dict.fromkeys(str(one) for one in paths if folders.isdisjoint(one.parents))
    run.catalogue.note("paths", json.dumps(list(kept)))


@dataclass(frozen=True, slots=True)
class _Order:
    """What a run was asked to do."""

    given: Sequence[str | Path]
    folder: Path
    config: Config
    lines: tuple[Line, ...]
    full: bool
    strict: bool
    allow_removals: bool
    jobs: int | None


def _reindex(order: _Order, report: Report, progress: OnProgress) -> Counts:
    base = open_base(order.folder, full=order.full)
    if base is not None:
        take_down(order.folder, order.config)
        base = open_base(order.folder, full=order.full)
    with closing(Finder(order.folder)) as finder:
        return _run(order, base, Pipeline(order.config, templates_of(base), found=finder.by), report, progress)


def _run(order: _Order, base: Generation | None, pipeline: Pipeline, report: Report, progress: OnProgress) -> Counts:
    began = time.monotonic()
    staging = open_staging(order.folder, base, order.config, pipeline.fingerprint, full=order.full, jobs=order.jobs)
    if order.strict and staging.resumed and _has_skipped(staging):
        staging.abandon()
        staging = open_staging(order.folder, base, order.config, pipeline.fingerprint, full=order.full, jobs=order.jobs)
    with closing(staging):
        jobs = order.jobs or processors()
        run = Run(staging, order.config, pipeline, report, strict=order.strict, jobs=jobs)
        try:
            refused = _bring_up_to_date(run, order, progress)
        except StrictError:
            if not staging.resumed:
                staging.abandon()
            raise
        counts = _conclude(run, _counts(run, refused, time.monotonic() - began), order)
    if order.config.entities and (base is None or counts.generation != base.number):
        entities = Entities.load(generation_path(order.folder, counts.generation))
        for problem in unknown(order.lines, entities, order.config.entities):
            report(problem)
    return counts


def _has_skipped(staging: Staging) -> bool:
    return bool(json.loads(staging.catalogue.meta("counts", "{}")).get("skipped"))


def _bring_up_to_date(run: Run, order: _Order, progress: OnProgress) -> int:
    """Read, remove, and carry over; return the number of removals refused."""
    staging = run.staging
    given = [scope_of(path) for path in order.given if str(path) != STDIN]
    scopes = Scopes(given)
    run.plan.find(given, run.report, run.ignored)
    _remember(run, scopes)
    run.counts.update(run.plan.compare(run.pipeline.fingerprint, staging.run, full=staging.full, strict=order.strict))
    if STDIN in map(str, order.given):
        run.read_standard_input(sys.stdin.buffer, progress)
    refused = 0
    while not refused:
        run.read_tasks(progress)
        gone = find_gone(run, scopes)
        if not order.allow_removals and is_too_much(run, gone, scopes):
            refused = len(gone.articles)
        else:
            remove(run, gone)
        if run.plan.size() == (0, 0):
            break
    if staging.full:
        _carry_over(staging)
    return refused


def _carry_over(staging: Staging) -> None:
    """Bring what a full run did not meet, but has no reason to remove, from the base."""
    rest = list(staging.catalogue.articles_before(staging.run))
    if staging.base is None or not rest:
        return
    articles = Articles(staging.base)
    for one in rest:
        found = articles.get(one)
        if found is None:
            staging.catalogue.drop_article(one)
        else:
            staging.builder.add(*found, replaces=staging.resumed)


def _counts(run: Run, refused: int, took: float) -> Counts:
    found = run.counts
    return Counts(
        added=found["added"],
        changed=found["changed"],
        removed=found["removed"],
        unchanged=found["unchanged"],
        skipped=found["skipped"],
        withheld=found["withheld"],
        reprocessed=found["reprocessed"],
        refused=refused,
        total=run.catalogue.count(),
        ignored=dict(sorted(run.ignored.items())),
        resumed=run.staging.resumed,
        generation=run.staging.base.number if run.staging.base else 0,
        took=round(took, 3),
    )


def _conclude(run: Run, counts: Counts, order: _Order) -> Counts:
    """Publish, unless nothing changed."""
    staging = run.staging
    if not (counts.removed or counts.refused) and (counts.total == 0 or not run.met_any):
        if not staging.resumed:
            staging.abandon()
        names = ", ".join(str(path) for path in order.given)
        skipped = (
            f": {counts.skipped:,} skipped, see the warnings" if counts.skipped else ": no file of a kind that is read"
        )
        raise NothingIndexedError(f"Nothing in {names} could be indexed{skipped}.")
    known = Known(run.pipeline.entities, decisions_of(order.lines))
    waits = staging.catalogue.meta(DECISIONS) != mark(known.decisions) or staging.catalogue.meta(_PENDING)
    touched = counts.added or counts.changed or counts.removed or counts.reprocessed or staging.full or staging.resumed
    if not (touched or waits) and staging.base is not None and not staging.catalogue.changed:
        staging.abandon()
        return counts
    staging.catalogue.note("counts", "{}")
    previous = staging.base.number if staging.base else None
    changes = counts.added + counts.changed + counts.removed
    if previous is None or staging.full or counts.total < _MANY or changes > _FEW:
        published = _derive(staging, run, known, counts, previous)
    else:
        # What is new can be found at once; what it means for all other articles takes longer to work out.
        staging.catalogue.note(_PENDING, "yes")
        published = staging.publish(counts, None, previous)
        with closing(start_staging(order.folder, published, "derived", order.config.fields, full=False)) as again:
            published = _derive(again, run, known, manifest(published).counts, previous)
    return replace(manifest(published).counts, took=counts.took)


def _derive(staging: Staging, run: Run, known: Known, counts: Counts, previous: int | None) -> Generation:
    """Work out what all articles together say of templates and names, and publish it."""
    staging.catalogue.note(_PENDING, "")
    keep = partial(run.keep_names, counts.total)
    counts = replace(counts, trimmed=update_templates(staging, run.pipeline, keep))
    return staging.publish(counts, known, previous)
