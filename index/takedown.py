"""Takedown: an article leaves the published state at once, and its text every kept generation."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from corpus.article import Entity
from corpus.config import Config, add_removed, load_config
from corpus.entities.table import EntityTable
from corpus.pipeline import Pipeline
from index.catalogue import reading
from index.counts import Counts
from index.generations import Generation, current, discard, generation_path, manifest, staging_path
from index.lock import writer_lock
from index.staging import Staging, start_staging

_UNPURGED = "unpurged"
"""Noted while segments still hold the text of an article that was taken down."""


def remove(folder: Path, ids: Iterable[str], config_file: Path) -> tuple[str, ...]:
    """Take articles down: list them in the YAML first, so that no run restores them.

    Returns the ids that were indexed. Raises MissingIndexError, LockedIndexError or ConfigError.
    """
    wanted = tuple(dict.fromkeys(ids))
    current(folder)
    with writer_lock(folder):
        add_removed(config_file, wanted)
        discard(staging_path(folder))  # an interrupted run may have left their text in it
        found = take_down(folder, load_config(config_file))
    return tuple(one for one in wanted if one in found)


def take_down(folder: Path, config: Config) -> frozenset[str]:
    """Remove every article that the configuration lists as removed; the lock is held.

    First the current generation is published again without them, which hides them at once. Then
    every kept generation is replaced by a copy whose segments are written anew without their text.
    An interrupted takedown is finished by the next run. Returns the ids that were in use.
    """
    now = current(folder)
    number = manifest(now).previous
    earlier = None if number is None else Generation(number, generation_path(folder, number), folder)
    found, unpurged = _held(now, config.removed)
    if not (found or unpurged or (earlier is not None and _held(earlier, config.removed)[0])):
        return frozenset()
    table = Pipeline(config).entities
    if found:
        staging = _without(now, config, unpurged="1")
        now = staging.publish(_counts(now, staging), _table(table, staging), number)
    purged = None
    if earlier is not None:
        staging = _without(earlier, config, unpurged="")
        purged = staging.seal(_counts(earlier, staging), _table(table, staging), None, purge=True).number
    staging = _without(now, config, unpurged="")
    staging.publish(_counts(now, staging), _table(table, staging), purged, purge=True)
    return found


def _held(generation: Generation, removed: frozenset[str]) -> tuple[frozenset[str], bool]:
    """Return which articles a generation has, and whether an earlier takedown was interrupted."""
    with reading(generation.path) as catalogue:
        found = frozenset(one for one in removed if catalogue.article(one) is not None)
        return found, catalogue.meta(_UNPURGED) == "1"


def _without(base: Generation, config: Config, *, unpurged: str) -> Staging:
    """Return a copy of a generation in the staging folder, without the removed articles."""
    staging = start_staging(base.folder, base, "takedown", config.fields, full=False)
    for one in sorted(config.removed):
        if staging.catalogue.article(one) is not None:
            staging.builder.delete(one)
            staging.catalogue.drop_article(one)
    staging.catalogue.note(_UNPURGED, unpurged)
    return staging


def _counts(base: Generation, staging: Staging) -> Counts:
    return replace(manifest(base).counts, total=staging.catalogue.count())


def _table(known: tuple[Entity, ...], staging: Staging) -> EntityTable:
    return EntityTable.of((*known, *staging.catalogue.carried()))
