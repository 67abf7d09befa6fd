"""Removals: what a run found gone, held back when it is suspiciously much."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from index.catalogue import FileRow
from index.plan import Scope
from index.run import Run

MOST = 100
"""A run may always remove this many articles of a scanned path."""

LARGEST_SHARE = 0.1
"""Above that, it may remove this share of them; more is an unplugged disk or a wrong folder."""


@dataclass(frozen=True, slots=True)
class Gone:
    """The articles that are no longer in the files scanned, and the files that are gone."""

    articles: tuple[str, ...]
    files: tuple[FileRow, ...]


def find_gone(run: Run, scopes: list[Scope]) -> Gone:
    """Return what is gone at the end of a run, when every file on the plan has been read."""
    files = tuple(run.plan.missing(scopes))
    ids = set()
    for file in files:
        ids.update(run.catalogue.unmet(file.number, run.staging.run))
    for one in run.departed:
        row = run.catalogue.article(one)
        if row is not None and row.run != run.staging.run:
            ids.add(one)
    return Gone(tuple(sorted(ids)), files)


def is_too_much(run: Run, gone: Gone, scopes: Iterable[Scope]) -> bool:
    """Tell whether some scanned path would lose more than 100 articles and more than a tenth of its own."""
    return len(gone.articles) > MOST and any(_loses_too_much(run, gone, one) for one in scopes)


def _loses_too_much(run: Run, gone: Gone, scope: Scope) -> bool:
    below = {file.number for file in run.catalogue.files() if scope.holds(_path(run, file))}
    lost = sum(1 for one in gone.articles if (row := run.catalogue.article(one)) is not None and row.file in below)
    held = sum(run.catalogue.count_in(number) for number in below) - run.counts["added"]
    return lost > MOST and lost > LARGEST_SHARE * held


def _path(run: Run, file: FileRow) -> Path:
    return run.roots.absolute(file.root, file.path)


def remove(run: Run, gone: Gone) -> None:
    """Remove what is gone, and put the files that hold a shadowed copy of it on the plan."""
    waiting = run.catalogue.shadowing(gone.articles)
    for one in gone.articles:
        if not run.staging.full:
            run.staging.builder.delete(one)
        run.catalogue.drop_article(one)
    for file in gone.files:
        run.catalogue.drop_file(file.number)
    for number in waiting - {file.number for file in gone.files}:
        run.plan.again(number)
    run.departed.clear()
    run.counts["removed"] += len(gone.articles)
