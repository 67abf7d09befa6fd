"""The staging folder: the next generation while it is written, or what an interrupted run left."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile, rmtree

from corpus.settings import Config
from index import grouping, naming
from index.asgiven import as_given
from index.build import Builder
from index.catalogue import NAME as CATALOGUE
from index.catalogue import Catalogue
from index.columnar.arrays import Array
from index.columnar.writing.workers import processors
from index.counts import Counts
from index.decided import NOTE as DECISIONS
from index.decided import mark
from index.entities import FILE as ENTITIES
from index.entities import Entities
from index.errors import DamagedIndexError, IncompatibleIndexError, MissingIndexError
from index.faults import Faults
from index.generations import Generation, current, discard, link, manifest, prune, put_in_use, seal, staging_path
from index.manifest import Checked, check_files
from index.schema import FORMAT
from index.sidefiles import save
from index.words import listing, namewords


@dataclass(slots=True)
class Staging:
    """An open staging folder. ``run`` numbers the run; ``full`` tells that it started empty."""

    folder: Path
    path: Path
    base: Generation | None
    linked: Mapping[str, Checked]
    catalogue: Catalogue
    builder: Builder
    run: int
    full: bool
    resumed: bool
    is_closed: bool = False

    def checkpoint(self) -> None:
        """Keep everything done so far, so that the same command would continue from here."""
        self.catalogue.note("state", self.builder.checkpoint())
        self.catalogue.commit()

    def seal(
        self, counts: Counts, known: naming.Known | None, previous: int | None, *, purge: bool = False
    ) -> Generation:
        """Finish the folder, with its copies and entities, and turn it into a generation, which is not in use yet.

        Without what is ``known`` of names, they stand for the entities of the base, and new names for none; nor are
        copies of new articles looked for, and new words are not suggested. With ``purge`` every segment with deletions
        is written anew, so that no text of them is left.
        """
        self.builder.finish(purge=purge)
        with ThreadPoolExecutor(1) as beside:
            checking = beside.submit(check_files, self.path, self.linked, self.builder.files())
            self._write_side_files(known, purge=purge)
        if known is not None:
            self.catalogue.note(DECISIONS, mark(known.decisions))
        articles = self.catalogue.count()
        self.catalogue.commit()
        self.close()
        _tidy(self.path)
        return seal(
            self.folder,
            self.path,
            previous=previous,
            articles=articles,
            counts=counts,
            linked=self.linked,
            checked=checking.result(),
        )

    def _write_side_files(self, known: naming.Known | None, *, purge: bool) -> None:
        is_whole = known is not None or self.base is None
        listed = self._list_words(purge=purge) if is_whole else None
        self._group(at_once=known is None)
        entities = self._entities(known)
        save(self.path, ENTITIES, entities)
        if is_whole:
            namewords.update(self.path, Entities(entities))
        if listed is not None:
            listed()

    def _list_words(self, *, purge: bool) -> Callable[[], None]:
        """List the words in other processes, while names and copies are worked out in this one; return what waits."""
        builder = self.builder
        return listing.update(self.path, builder.opened(), builder.each_segment, builder.beside, anew=purge)

    def _group(self, *, at_once: bool) -> None:
        together = self.builder.opened()
        if not (at_once and self.base is not None and grouping.carry_over(self.path, together, self.base)):
            grouping.update(self.path, together)

    def _entities(self, known: naming.Known | None) -> dict[str, Array]:
        """Return what names stand for; no file stays open, so that the folder can go when the disk is full."""
        together = self.builder.opened()
        if known is None and self.base is not None:
            return naming.carried_over(together, self.base)
        known = known or naming.Known()
        if known.is_all:
            return as_given(together, known.entries)
        return naming.update(self.path, together, known, None if self.full else self.base)

    def publish(
        self, counts: Counts, known: naming.Known | None, previous: int | None, *, purge: bool = False
    ) -> Generation:
        """Seal the folder, make it the current generation, and delete those not needed any more."""
        published = self.seal(counts, known, previous, purge=purge)
        put_in_use(published)
        prune(self.folder, {published.number, *(() if previous is None else (previous,))})
        return published

    def close(self) -> None:
        """Let go of the files; what was not kept by a checkpoint is dropped."""
        if self.is_closed:
            return
        self.is_closed = True
        with suppress(Exception):  # the writer may have been interrupted anywhere
            self.builder.cancel()
        self.catalogue.close()

    def abandon(self) -> None:
        """Close and delete the folder."""
        self.close()
        discard(self.path)


def open_base(folder: Path, *, full: bool) -> Generation | None:
    """Return the published generation; a full run does without one that it cannot read or that is damaged."""
    try:
        found = current(folder)
        return None if full and Faults(folder).in_generation(found.number) else found
    except MissingIndexError:
        return None
    except (IncompatibleIndexError, DamagedIndexError):
        if full:
            return None
        raise


def open_staging(  # noqa: PLR0913 -- what a staging folder depends on
    folder: Path, base: Generation | None, config: Config, pipeline: str, *, full: bool, jobs: int | None = None
) -> Staging:
    """Continue an interrupted run of the same kind on the same base, else start from the base."""
    kind = f"{FORMAT} {base.number if base else 0} {pipeline} {'full' if full else 'incremental'}"
    resumed = _resume(folder, base, kind, config, jobs)
    if resumed is not None:
        return resumed
    return start_staging(folder, base, kind, config.fields, full=full, jobs=jobs)


def start_staging(  # noqa: PLR0913 -- what a staging folder depends on
    folder: Path,
    base: Generation | None,
    kind: str,
    extra: tuple[str, ...],
    *,
    full: bool,
    jobs: int | None = None,
) -> Staging:
    """Begin a staging folder: linked from the base, or empty for a full run but for the catalogue.

    ``jobs`` is the number of processes that write, as many as there are processors where it is not given.
    """
    path = staging_path(folder)
    discard(path)
    if base is not None and not full:
        link(base.path, path)
    else:
        path.mkdir(mode=0o700)
        if base is not None:
            copyfile(base.path / CATALOGUE, path / CATALOGUE)
    with ExitStack() as failed:
        catalogue = Catalogue.open(path)
        failed.callback(catalogue.close)
        builder = Builder(path, extra, jobs or processors())
        failed.callback(builder.cancel)
        run = int(catalogue.meta("run", "0")) + 1
        for name, value in {"kind": kind, "run": str(run), "state": builder.state()}.items():
            catalogue.note(name, value)
        catalogue.commit()
        linked = manifest(base).files if base is not None else {}
        failed.pop_all()
    return Staging(folder, path, base, linked, catalogue, builder, run, full, resumed=False)


def _resume(folder: Path, base: Generation | None, kind: str, config: Config, jobs: int | None) -> Staging | None:
    path = staging_path(folder)
    if not path.is_dir():
        return None
    try:
        catalogue = Catalogue.open(path)
    except Exception:  # noqa: BLE001 -- whatever an interruption left that cannot be continued
        return None
    try:
        builder = Builder(path, config.fields, jobs or processors())
    except Exception:  # noqa: BLE001
        catalogue.close()
        return None
    is_whole = catalogue.meta("kind") == kind and catalogue.meta("state") == builder.state()
    if not is_whole or any(catalogue.article(one) is not None for one in config.removed):
        builder.cancel()
        catalogue.close()
        return None
    run = int(catalogue.meta("run"))
    full = kind.endswith("full")
    linked = manifest(base).files if base is not None else {}
    return Staging(folder, path, base, linked, catalogue, builder, run, full, resumed=True)


def _tidy(path: Path) -> None:
    """Delete what Whoosh leaves beside its files: its lock and temporary folders."""
    for left in path.iterdir():
        if left.is_dir():
            rmtree(left)
        elif left.name.endswith("WRITELOCK"):
            left.unlink()
