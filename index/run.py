"""One run: reads what is on the plan and brings catalogue and segments to the same state."""

import json
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import PurePosixPath
from typing import BinaryIO

from corpus.article import Origin, Record
from corpus.errors import Kind, Problem, Report, StrictError
from corpus.pipeline import Pipeline
from corpus.processing import Event, Met, Processor
from corpus.reader import is_container
from corpus.settings import Config
from index.catalogue import ArticleRow, FileRow
from index.claims import Claim, Claims, Holder, Verdict, derived_id
from index.counts import OnProgress, Progress
from index.plan import Plan, Task
from index.processing.ahead import Ahead
from index.processing.pool import Pool
from index.processing.reading import Reading
from index.processing.sources import Sources, unknown
from index.recognised import Recognised
from index.roots import Located, Roots
from index.staging import Staging

CHECKPOINT_SECONDS = 120.0
"""An interrupted run loses at most the work since its last checkpoint."""

CHECKPOINT_ARTICLES = 100_000

Tick = Callable[[], None]

_COUNTED_AS = {
    Verdict.ADD: ("added",),
    Verdict.CHANGE: ("changed",),
    Verdict.KEEP: ("unchanged", "reprocessed"),
    Verdict.MOVE: ("unchanged",),
    Verdict.SUPERSEDE: (),
}
_COUNTED = ("added", "changed", "unchanged", "withheld", "reprocessed", "removed", "skipped")
_OF_A_FILE = ("skipped", "withheld")
"""Counts without a mark in the catalogue: a file that is read again after an interruption counts them again."""

_HIDING = {Kind.UNREADABLE, Kind.VANISHED, Kind.UNDECODABLE, Kind.BROKEN, Kind.TOO_LARGE, Kind.EMPTY}
"""Problems behind which an article of a file may still stand, so that it is not taken for gone."""

_LOSING = set(Kind) - {Kind.DUPLICATE_ID}
"""Problems that cost a file which is one article its article; a copy was read well, and is indexed elsewhere."""


class Run:
    """The state of one run. ``counts`` are those of index.counts, by name."""

    def __init__(  # noqa: PLR0913 -- what a run depends on
        self, staging: Staging, config: Config, pipeline: Pipeline, report: Report, *, strict: bool, jobs: int
    ) -> None:
        self.staging = staging
        self.catalogue = staging.catalogue
        self.config = config
        self.pipeline = pipeline
        self.roots = Roots(self.catalogue)
        self.plan = Plan(self.catalogue, self.roots)
        self.counts: Counter[str] = Counter(json.loads(self.catalogue.meta("counts", "{}")) if staging.resumed else {})
        self.ignored: Counter[str] = Counter()
        self._strict = strict
        self._tell = report
        self.claims = Claims(self.catalogue, self.plan, staging.run, self.report)
        self._problems: set[Kind] = set()
        self._kept_at = time.monotonic()
        self._articles = 0
        self._counts_before: dict[str, int] = {}
        self._processor = Processor(config, pipeline)
        self._recognised = Recognised(staging.folder, pipeline.recogniser)
        self._ahead = Ahead(Pool(jobs - 1, config, pipeline, staging.folder), config, self.ignored)
        current = None if staging.full else pipeline.fingerprint
        self._sources = Sources(self._ahead, self.plan, self.catalogue, staging.run, current)
        staging.builder.yield_to(lambda: self._ahead.are_others_busy(is_last=self.plan.upcoming(0) is None))

    @property
    def met_any(self) -> bool:
        """Whether there was any file of a kind that is read, or any article."""
        return self._articles > 0 or self.plan.found_any()

    def report(self, problem: Problem) -> None:
        """Pass a problem on and count it; the first one ends a strict run."""
        self._tell(problem)
        if problem.skipped:
            self.counts["skipped"] += 1
            self._problems.add(problem.kind)
        if self._strict:
            raise StrictError(problem)

    def read_tasks(self, progress: OnProgress) -> None:
        """Read every file on the plan."""
        files, size = self.plan.size()

        def tell(done: int, read: int) -> None:
            progress(Progress(done, files, read, size, self._articles))

        read = 0
        with closing(self._ahead):
            for done, task in enumerate(self.plan.tasks()):
                reading = self._sources.reading(task)
                self._read_task(task, reading, partial(self._tick, tell, done, read, reading))
                read += task.size
                tell(done + 1, read)

    def _read_task(self, task: Task, reading: Reading, tick: Tick) -> None:
        root = next(one for one in self.catalogue.roots() if one.number == task.root)
        row = FileRow(task.known or 0, task.root, task.path, task.size, task.mtime, "", "", 0)
        known = self.catalogue.file(row.number) if task.known else None
        number = known.number if known else self.catalogue.put_file(row)
        self.catalogue.unshadow_file(number)
        holder = Holder(number, Located(root, task.path), fresh=known is None and not self.staging.resumed)
        self._problems.clear()
        self._counts_before = {name: self.counts[name] for name in _OF_A_FILE}
        self._take(reading, holder, known.pipeline if known else "", tick, self._sources.following)
        many = is_container(PurePosixPath(task.path))
        if self._problems.isdisjoint(_HIDING if many else _LOSING):
            self.catalogue.depart_unmet(number, self.staging.run)
        # A file that could not be opened is tried again next time, and so is a single article that
        # could not be read; a container with a broken record is as good as read.
        was_read = reading.digest and self._problems.isdisjoint({Kind.UNREADABLE, Kind.VANISHED} if many else _LOSING)
        pipeline = self.pipeline.fingerprint if was_read else ""
        skipped, withheld = (self.counts[name] - self._counts_before[name] for name in _OF_A_FILE)
        self.catalogue.put_file(
            replace(
                row,
                number=number,
                digest=reading.digest,
                pipeline=pipeline,
                run=self.staging.run,
                skipped=skipped,
                withheld=withheld,
            )
        )
        self.plan.finish(number)

    def _tick(self, tell: Callable[[int, int], None], done: int, read: int, reading: Reading) -> None:
        tell(done, read + reading.at)

    def read_standard_input(self, stream: BinaryIO, progress: OnProgress) -> None:
        """Add or change the articles that come as JSON lines; none is found gone."""
        located = self.roots.standard_input()
        number = self.catalogue.file_number(located.root.number, located.path) or 0
        fresh = number == 0
        row = FileRow(number, located.root.number, located.path, 0, 0, "", self.pipeline.fingerprint, self.staging.run)
        number = self.catalogue.put_file(row)
        holder = Holder(number, located, fresh=fresh)
        with closing(self._ahead):
            reading = self._ahead.stream(stream, located.root.name, located.path, unknown)
            self._take(reading, holder, "", lambda: progress(Progress(0, 1, 0, 0, self._articles)), lambda: None)

    def _take(
        self, reading: Reading, holder: Holder, pipeline: str, tick: Tick, following: Callable[[], Reading | None]
    ) -> None:
        def hand(event: Event) -> None:
            if isinstance(event, Problem):
                self.report(event)
                return
            self._articles += 1
            if self._articles % 100 == 0:
                tick()
            self._take_one(event, holder, same_pipeline=pipeline == self.pipeline.fingerprint)
            if self._is_time():
                self.checkpoint()

        self._ahead.take(reading, hand, following)

    def _take_one(self, met: Met, holder: Holder, *, same_pipeline: bool) -> None:
        record, fingerprint = met.record, met.fingerprint
        claim = self.claims.settle(record, holder, fingerprint)
        if self._is_withheld(record, claim, holder):
            self.counts["withheld"] += 1
            return
        if claim.verdict in {Verdict.DROP, Verdict.DONE}:
            return
        row = ArticleRow(claim.id, holder.file, record.place.part, fingerprint, record.captured, self.staging.run)
        if claim.verdict is Verdict.KEEP and same_pipeline and not self.staging.full:
            self.counts["unchanged"] += 1
            self.catalogue.put_article(row)
            return
        if self._put(met, claim, holder):
            self.catalogue.put_article(row)

    def _is_withheld(self, record: Record, claim: Claim, holder: Holder) -> bool:
        """Tell whether an article was taken down, under this id or the one that its place would give it."""
        if not self.config.removed:
            return False
        return not self.config.removed.isdisjoint({claim.id, derived_id(claim.id, holder, record.place.part)})

    def _put(self, met: Met, claim: Claim, holder: Holder) -> bool:
        record = met.record
        origin = Origin(holder.located.root.name, holder.located.path, record.place.part, claim.original)
        outcome = met.outcome or self._processor.outcome(record, origin.root, origin.path)
        if self._recognised.gather(outcome.names):
            self._recognised.keep(self.catalogue.count())
        for problem in outcome.problems:
            self.report(problem)
        article = outcome.article and replace(outcome.article, id=claim.id, origin=origin)
        if article is None:
            return False
        in_index = claim.replaces and not self._is_absent(claim.id)
        self.staging.builder.add(article, met.fingerprint, replaces=in_index)
        self.counts.update(_COUNTED_AS[claim.verdict])
        if claim.verdict is Verdict.CHANGE and record.captured is None:
            # What another file holds of it is not the same article any more.
            for file in self.catalogue.shadowing([claim.id]) - {holder.file}:
                self.counts.subtract(self.plan.again(file))
        return True

    def keep_names(self, articles: int) -> None:
        """Keep the names that were found, for the runs to come, in an index of so many articles."""
        self._recognised.gather(self.pipeline.found())
        self._recognised.keep(articles)

    def _is_absent(self, article_id: str) -> bool:
        """Tell whether a full run, which starts empty, has not met an article yet."""
        if not self.staging.full:
            return False
        row = self.catalogue.article(article_id)
        return row is None or row.run != self.staging.run

    def _is_time(self) -> bool:
        waited = time.monotonic() - self._kept_at
        return waited > CHECKPOINT_SECONDS or self.staging.builder.pending >= CHECKPOINT_ARTICLES

    def checkpoint(self) -> None:
        """Keep everything done so far."""
        counts = {name: self.counts[name] for name in _COUNTED} | self._counts_before
        self.catalogue.note("counts", json.dumps(counts))
        self.staging.checkpoint()
        self._kept_at = time.monotonic()
