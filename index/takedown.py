"""Takedown: an article leaves the published state at once, and its text every kept generation."""

import hashlib
from collections.abc import Iterable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from corpus.config import add_removed, load_config
from corpus.entities.decided import decisions_of
from corpus.pipeline import Pipeline
from corpus.settings import Config
from index.catalogue import reading
from index.counts import Counts
from index.decided import lines_of
from index.errors import IndexingError
from index.generations import (
    Generation,
    current,
    discard,
    generation_path,
    manifest,
    put_in_use,
    staging_path,
)
from index.naming import Known
from index.staging import Staging, start_staging
from index.templating import templates_of
from index.templating import update as update_templates
from index.writing import writing

_PURGED = "purged"
"""Under this the catalogue notes for which removed ids every segment has been written anew."""


def remove(folder: Path, ids: Iterable[str], config_file: Path) -> tuple[str, ...]:
    """Take articles down: list them in the YAML first, so that no run restores them.

    Returns the ids that were indexed. Raises MissingIndexError, LockedIndexError or ConfigError.
    """
    wanted = tuple(dict.fromkeys(ids))
    folder = Path(folder)
    current(folder)
    with writing(folder):
        add_removed(config_file, wanted)
        discard(staging_path(folder))  # an interrupted run may have left their text in it
        found = take_down(folder, load_config(config_file), again=True)
    return tuple(one for one in wanted if one in found)


def take_down(folder: Path, config: Config, *, again: bool = False) -> frozenset[str]:
    """Remove every article that the configuration lists as removed; the lock is held.

    First the current generation is published again without them, which hides them at once, and with
    no generation to roll back to. Then every kept generation is replaced by a copy whose segments
    are written anew, for the text of an article that left the index earlier stands in them too.
    An interrupted takedown is finished by the next run. Without ``again`` nothing is done for a
    list that was seen to before. Returns the ids that were in use.
    """
    now = current(folder)
    mark = _mark(config.removed)
    with reading(now.path) as catalogue:
        found = frozenset(one for one in config.removed if catalogue.article(one) is not None)
        if not found and not again and catalogue.meta(_PURGED) == mark:
            return frozenset()
    earlier = _earlier(now)
    pipeline = Pipeline(config, templates_of(now))
    known = Known(pipeline.entities, decisions_of(lines_of(config)))
    if found:
        with closing(_without(now, config, "")) as staging:
            # What names mean is worked out below: here it would take the longer, the larger the archive is.
            now = staging.seal(_counts(now, staging), None, None)
        put_in_use(now)
    purged = None
    if earlier is not None:
        with closing(_without(earlier, config, mark)) as staging:
            purged = staging.seal(_counts(earlier, staging), known, None, purge=True).number
    with closing(_without(now, config, mark)) as staging:
        update_templates(staging, pipeline, keep=lambda: None)
        staging.publish(_counts(now, staging), known, purged, purge=True)
    return found


def _mark(removed: frozenset[str]) -> str:
    """Return what tells one list of removed ids from another, without holding them."""
    return hashlib.sha256("\n".join(sorted(removed)).encode("utf-8")).hexdigest() if removed else ""


def _earlier(now: Generation) -> Generation | None:
    """Return the generation that a rollback would go back to, if it can be read."""
    number = manifest(now).previous
    if number is None:
        return None
    found = Generation(number, generation_path(now.folder, number), now.folder)
    try:
        manifest(found)
    except IndexingError:
        return None
    return found


def _without(base: Generation, config: Config, mark: str) -> Staging:
    """Return a copy of a generation in the staging folder, without the removed articles."""
    staging = start_staging(base.folder, base, "takedown", config.fields, full=False)
    for one in sorted(config.removed):
        if staging.catalogue.article(one) is not None:
            staging.builder.delete(one)
        staging.catalogue.forget_article(one)
    staging.catalogue.note(_PURGED, mark)
    return staging


def _counts(base: Generation, staging: Staging) -> Counts:
    return replace(manifest(base).counts, total=staging.catalogue.count())
