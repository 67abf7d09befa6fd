"""Removals: what a run found gone, held back when it is suspiciously much."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from index.catalogue import ArticleRow, FileRow, reading
from index.run import Run
from index.scopes import Scope, Scopes

MOST = 100
"""A run may always remove this many articles of a scanned path."""

LARGEST_SHARE = 0.1
"""Above that, it may remove this share of them; more is an unplugged disk or a wrong folder."""

MOST_OF_ALL = 10
"""A run may remove all articles of a scanned path, down to none, if they are no more than this."""


@dataclass(frozen=True, slots=True)
class Gone:
    """The articles that are no longer in the files scanned, and the files that are gone."""

    articles: tuple[ArticleRow, ...]
    files: tuple[FileRow, ...]


def find_gone(run: Run, scopes: Scopes) -> Gone:
    """Return what is gone when every file on the plan has been read, in this run or in one that held it back."""
    files = tuple(run.plan.missing(scopes))
    for file in files:
        run.catalogue.depart_unmet(file.number, run.staging.run)
    below: dict[int, bool] = {}
    found = []
    for row in run.catalogue.departed():
        if row.file not in below:
            below[row.file] = _is_below(run, row.file, scopes)
        if below[row.file]:
            found.append(row)
    return Gone(tuple(found), files)


def _is_below(run: Run, number: int, scopes: Scopes) -> bool:
    file = run.catalogue.file(number)
    return file is not None and (file.run == run.staging.run or scopes.holds(run.plan.path_of(file)))


def is_too_much(run: Run, gone: Gone, scopes: Scopes) -> bool:
    """Tell whether a scanned path would lose more than 100 articles and a tenth of its own, or all of more than 10."""
    if len(gone.articles) <= min(MOST, MOST_OF_ALL):
        return False
    lost: dict[int, int] = {}
    for row in gone.articles:
        lost[row.file] = lost.get(row.file, 0) + 1
    return any(_loses_too_much(run, lost, scope) for scope in scopes.all)


def _loses_too_much(run: Run, lost: dict[int, int], scope: Scope) -> bool:
    missed = sum(many for number, many in lost.items() if _holds(run, scope, run.catalogue.file(number)))
    if missed <= min(MOST, MOST_OF_ALL) or run.staging.base is None:
        return missed > MOST
    with reading(run.staging.base.path) as before:
        held = sum(before.count_in(file.number) for file in before.files() if _holds(run, scope, file))
    return (missed >= held and missed > MOST_OF_ALL) or (missed > MOST and missed > LARGEST_SHARE * held)


def _holds(run: Run, scope: Scope, file: FileRow | None) -> bool:
    return file is not None and scope.holds(run.plan.path_of(file))


def remove(run: Run, gone: Gone) -> None:
    """Remove what is gone, and put the files that hold a shadowed copy of it on the plan."""
    rows = _without_piped(run, gone.articles)
    waiting = run.catalogue.shadowing(row.id for row in rows)
    for row in rows:
        if not run.staging.full:
            run.staging.builder.delete(row.id)
        run.catalogue.drop_article(row.id)
    for file in gone.files:
        run.catalogue.drop_file(file.number)
    for number in waiting - {file.number for file in gone.files}:
        run.counts.subtract(run.plan.again(number))
    run.counts["removed"] += len(rows)


def _without_piped(run: Run, rows: Iterable[ArticleRow]) -> list[ArticleRow]:
    """Leave out what came through the pipe too, which cannot be read again: the article is the pipe's now."""
    root = run.roots.pipe()
    pipe = None if root is None else run.catalogue.file_number(root.number, root.path)
    if pipe is None:
        return list(rows)
    left = []
    for row in rows:
        part = run.catalogue.shadow_part(row.id, pipe)
        if part is None:
            left.append(row)
        else:
            run.catalogue.put_article(replace(row, file=pipe, part=part))
    return left
