"""Entities as a person reads them in a terminal, a pipe or a file."""

from collections.abc import Iterable, Iterator, Sequence

from rich.console import Console
from rich.text import Text

from search.cli.console import clean, styled
from search.cli.listing import bars, marked
from search.exploring import Explored, Listed, Period
from search.results import Hit


def show_entities(console: Console, found: Sequence[Listed]) -> None:
    """Print a list of entities: articles, what each is called, its kind, its id, and its other spellings."""
    if not found:
        console.print("No entity.")
        return
    width = max(len(f"{one.articles:,}") for one in found)
    for one in found:
        entity = one.entity
        line = Text(f"{one.articles:>{width},}  ").append(clean(entity.name), "bold")
        line.append(f"  {clean(entity.id)}", "cyan")
        if entity.aliases:
            line.append(f"  also {_several(entity.aliases)}", "dim")
        console.print(line)


def show_explored(console: Console, found: Explored) -> None:
    """Print what an archive tells of an entity."""
    console.print(Text(clean(found.entity.name), "bold"))
    kind = clean(found.entity.kind) or "of no known kind"
    console.print(f"{clean(found.entity.id)}, {kind}, {_articles(found.articles)}")
    _part(console, "Spellings", (f"{one.articles:,}  {clean(one.text)}" for one in found.spellings))
    _part(console, "Why they are one", _evidence(found))
    _part(console, "Mentions", _bars(found.periods, found.undated))
    company = (f"{one.stories:,}  {clean(one.entity.name)} ({clean(one.entity.id)})" for one in found.company)
    _part(console, "In the company of", company)
    if found.passages:
        console.print(Text("\nNewest passages", "bold"))
    for hit in found.passages:
        _show_passage(console, hit)


def _part(console: Console, title: str, lines: Iterable[str]) -> None:
    every = list(lines)
    if every:
        console.print(Text(f"\n{title}", "bold"))
    for line in every:
        console.print(f"  {line}")


def _evidence(found: Explored) -> Iterator[str]:
    for one in found.evidence:
        yield f"“{clean(one.left)}” and “{clean(one.right)}”: {clean(one.reason)}"
        if one.article:
            sentence = f": {clean(one.sentence)}" if one.sentence else ""
            yield f"    in {clean(one.article)}{sentence}"


def _bars(periods: Sequence[Period], undated: int) -> Iterator[str]:
    yield from bars([(one.when, one.articles) for one in periods])
    if undated:
        yield f"{_articles(undated)} without a date"


def _show_passage(console: Console, hit: Hit) -> None:
    stars = not styled(console)
    facts = " · ".join(clean(one) for one in (hit.published, hit.source, hit.id) if one)
    console.print(Text("  ").append(clean(hit.title) or "(no title)").append(f"  {facts}", "cyan"))
    for one in hit.snippets:
        console.print(Text("    ").append_text(marked(one.text, one.spans, stars=stars)))


def _articles(count: int) -> str:
    return "1 article" if count == 1 else f"{count:,} articles"


def _several(names: Sequence[str], most: int = 4) -> str:
    listed = ", ".join(clean(one) for one in names[:most])
    return listed if len(names) <= most else f"{listed} and {len(names) - most:,} more"
