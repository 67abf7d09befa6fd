"""An answer as a person reads it in a terminal, a pipe or a file.

On a terminal what matched is bold and coloured; elsewhere it stands ``*between stars*``.
"""

from collections.abc import Iterable, Iterator, Sequence

from rich.console import Console
from rich.text import Text

from search.cli.console import clean, styled
from search.explaining.told import said
from search.results import Hit, Results, Snippet

MARK = "bold yellow"
_INDENT = 3
_BAR = 40
"""Characters of the longest bar."""
_ENDS = (".", "!", "?", "”", '"', "…")  # fmt: skip


def show_results(console: Console, results: Results) -> None:
    """Print an answer: what was found, the articles, what the reader should know, the facets."""
    _show(console, Text(_headline(results), "bold"))
    for line in _meant(results):
        _show(console, Text(line, "italic"))
    split = False
    for number, hit in enumerate(results.hits, results.offset + 1):
        if hit.relaxed and not split:
            split = True
            _show(console, Text("\nThese match some of your words:", "italic"))
        console.print()
        _show_hit(console, number, hit)
    for at, line in enumerate(_notices(results)):
        _show(console, Text(line if at else f"\n{line}", "italic"))
    for name, values in results.facets.items():
        console.print()
        _show(console, Text(clean(name), "bold"))
        width = max((len(f"{one.count:,}") for one in values), default=1)
        for one in values:
            _show(console, Text(f"{one.count:>{width},}  {clean(one.label)}"), _INDENT)
    if results.histogram:
        console.print()
        _show(console, Text(f"By {results.histogram.step}", "bold"))
        for line in bars([(one.start, one.count) for one in results.histogram.bins]):
            _show(console, Text(line), _INDENT)
    if results.next:
        _show(console, Text(f"\nThere are more: repeat the command with --cursor {clean(results.next)}", "dim"))


def bars(counts: Sequence[tuple[str, int]]) -> Iterator[str]:
    """Yield a line for each count: what it is of, the number, and a bar.

    >>> list(bars([("2023", 1), ("2024", 40)]))[0]
    '2023      1  ▇'
    """
    most = max((count for _, count in counts), default=0)
    for label, count in counts:
        yield f"{label}  {count:>5,}  {'▇' * (-(-count * _BAR // max(most, 1)))}".rstrip()


def marked(text: str, spans: Sequence[tuple[int, int]], *, stars: bool, style: str = "") -> Text:
    r"""Return a text with its spans marked, and nothing in it that could do harm.

    >>> marked("Iraqi talks\x1b[1m", [(0, 5)], stars=True).plain
    '*Iraqi* talks'
    """
    parts = Text(style=style)
    at = 0
    for start, end in spans:
        parts.append(clean(text[at:start]))
        found = clean(text[start:end])
        parts.append(f"*{found}*" if stars else found, MARK)
        at = end
    return parts.append(clean(text[at:]))


def _meant(results: Results) -> Iterator[str]:
    other = results.suggestion
    if other is not None and other.applied:
        yield f"No article has {clean(results.query)}: --no-correct searches for it all the same."
    elif other is not None:
        found = "1 article has" if other.total == 1 else f"{other.total:,} articles have"
        yield f"Did you mean {clean(other.text)}? {found} it."


def _headline(results: Results) -> str:
    number = (
        "No article" if results.total == 0 else "1 article" if results.total == 1 else f"{results.total:,} articles"
    )
    other = results.suggestion
    query = other.text if other is not None and other.applied else results.query
    about = f" for {clean(query)}" if query.strip() else ""
    if results.offset or results.total > len(results.hits):
        about += f", {results.offset + 1:,} to {results.offset + len(results.hits):,}"
    return number + about


def _show_hit(console: Console, number: int, hit: Hit) -> None:
    stars = not styled(console)
    title = marked(hit.title or "(no title)", hit.title_spans, stars=stars, style="bold")
    _show(console, Text(f"{number}. ").append_text(title))
    published = f"{hit.published} (guessed)" if hit.guessed else hit.published
    facts = (hit.source, published, hit.lang, hit.id)
    _show(console, Text(" · ".join(clean(fact) for fact in facts if fact), "cyan"), _INDENT)
    for snippet in hit.snippets:
        _show(console, _snippet(snippet, stars=stars), _INDENT)
    if hit.group is not None:
        others = [one for one in hit.group.outlets if one != hit.source]
        where = f", also in {', '.join(_first(others))}" if others else ""
        _show(console, Text(f"one of {hit.group.size:,} copies{where}", "dim"), _INDENT)
    for reason in hit.why:
        _show(console, Text(clean(f"{reason.points:+.2f}  {said(reason)}"), "dim"), _INDENT)


def _snippet(snippet: Snippet, *, stars: bool) -> Text:
    text = Text("… " if snippet.offset else "")
    text.append_text(marked(snippet.text, snippet.spans, stars=stars))
    return text if snippet.text.rstrip().endswith(_ENDS) else text.append(" …")


def _notices(results: Results) -> Iterator[str]:
    for one in results.expansions:
        also = ", ".join(map(clean, one.also))
        if also:
            yield f"Other names of {clean(one.typed)} were searched too: {also}. --no-expand leaves them out."
        if one.left_out:
            yield f"Not searched for {clean(one.typed)}: {', '.join(_first(one.left_out))}."
    if results.read is not None:
        yield f"Searched for: {clean(results.read) or 'everything'}"
    for warning in results.warnings:
        yield f"Note: {clean(warning.message)}"
    if results.undated:
        single = results.undated == 1
        number = "1 match without a date was" if single else f"{results.undated:,} matches without a date were"
        yield f"{number} left out; --undated includes {'it' if single else 'them'}."
    if not results.complete:
        yield "The answer is not complete: the query took too long."


def _first(names: Iterable[str], most: int = 6) -> list[str]:
    listed = [clean(name) for name in names]
    return listed if len(listed) <= most else [*listed[:most], f"{len(listed) - most} more"]


def _show(console: Console, text: Text, indent: int = 0) -> None:
    """Print a text; on a terminal broken into lines, each indented."""
    space = " " * indent
    if not console.is_terminal:
        console.print(Text(space).append_text(text))
        return
    for line in text.wrap(console, max(20, console.width - indent)):
        line.rstrip()
        console.print(Text(space).append_text(line))
