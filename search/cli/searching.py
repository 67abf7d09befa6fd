"""``broadsheet search``: a query's answer in the terminal."""

import json
from collections.abc import Iterator

import click

from search import Engine
from search.cli.console import output, safe_json, visible
from search.cli.listing import show_results
from search.cli.places import Places, place_options
from search.errors import BadParameterError, QuerySyntaxError
from search.parameters import SORTS
from search.results import Results


class WordsCommand(click.Command):
    """A command whose words may begin with ``-``: only what begins with ``--`` is an option."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the options before the words; ``--`` alone makes words of all that follows."""
        if args == ["-h"]:
            args = ["--help"]
        options: list[str] = []
        words: list[str] = []
        waiting = iter(args)
        for arg in waiting:
            if arg == "--":
                words.extend(waiting)
            elif arg.startswith("--"):
                options.append(arg)
                options.extend(self._value(ctx, arg, waiting))
            else:
                words.append(arg)
        return super().parse_args(ctx, [*options, "--", *words])

    def _value(self, ctx: click.Context, option: str, waiting: Iterator[str]) -> list[str]:
        """Take the value of an option that has one and stands apart from it."""
        for known in self.get_params(ctx):
            if isinstance(known, click.Option) and option in known.opts and not known.is_flag:
                value = next(waiting, None)
                if value is None:
                    raise click.BadOptionUsage(
                        option, f"Option {option!r} needs a value: {option} {known.metavar}", ctx
                    )
                return [value]
        return []


def _filters(_ctx: click.Context, _parameter: click.Parameter, given: tuple[str, ...]) -> dict[str, list[str]]:
    filters: dict[str, list[str]] = {}
    for one in given:
        name, sign, value = one.partition("=")
        if not sign or not name or not value:
            raise click.BadParameter(f"{one!r} is not NAME=VALUE, such as section=politics")
        filters.setdefault(name, []).append(value)
    return filters


@click.command(name="search", cls=WordsCommand, context_settings={"help_option_names": ["--help"]})
@click.argument("words", nargs=-1, metavar="[WORD]...")
@click.option("--entity", multiple=True, metavar="NAME", help="Only articles that name it; several: all of them.")
@click.option("--source", multiple=True, metavar="NAME", help="Only from this source; several: any of them.")
@click.option("--lang", multiple=True, metavar="CODE", help="Only in this language, such as en; several: any of them.")
@click.option("--field", multiple=True, metavar="NAME=VALUE", callback=_filters,
              help="Only with this value of author, dated (stated or guessed) or a configured field.")  # fmt: skip
@click.option("--since", metavar="DATE", help="Only from this day, month or year on: 2024-01-05, 2024-01, 2024.")
@click.option("--until", metavar="DATE", help="Only up to the end of this day, month or year.")
@click.option("--undated", is_flag=True, help="With --since or --until: articles without a date too.")
@click.option("--sort", type=click.Choice(SORTS), default="relevance", show_default=True, help="What comes first.")
@click.option("--limit", type=int, default=20, show_default=True, metavar="N", help="How many articles, 1 to 100.")
@click.option("--cursor", metavar="CURSOR", help="Go on where an earlier answer ended.")
@click.option("--facet", multiple=True, metavar="NAME",
              help="Count by source, lang, entity, author, dated, published or a configured field.")  # fmt: skip
@click.option("--collapse", is_flag=True, help="List each story once, by the best of its copies.")
@click.option("--no-expand", is_flag=True, help="Search names as typed, without their other spellings.")
@click.option("--without", multiple=True, metavar="NAME", help="Do not search this other spelling of a name.")
@click.option("--strict", is_flag=True, help="Fail on a malformed query instead of making the best of it.")
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON, as the HTTP API gives it.")
@place_options()
@click.pass_obj
def search_command(  # noqa: PLR0913 -- one for each option
    places: Places,
    /,
    words: tuple[str, ...],
    *,
    entity: tuple[str, ...],
    source: tuple[str, ...],
    lang: tuple[str, ...],
    field: dict[str, list[str]],
    since: str | None,
    until: str | None,
    undated: bool,
    sort: str,
    limit: int,
    cursor: str | None,
    facet: tuple[str, ...],
    collapse: bool,
    no_expand: bool,
    without: tuple[str, ...],
    strict: bool,
    as_json: bool,
) -> None:
    """Search the index; without a WORD, list the newest articles.

    -WORD leaves out the articles that have it. A phrase needs its own quotes inside the shell's:
    '"popular mobilization"'. What follows a lone -- is never an option.
    """
    try:
        with Engine.open(places.folder, places.config()) as engine:
            results = engine.search(
                " ".join(words),
                entity=entity,
                source=source,
                lang=lang,
                since=since,
                until=until,
                undated=undated,
                sort=sort,
                limit=limit,
                cursor=cursor,
                facet=facet,
                collapse=collapse,
                expand=not no_expand,
                without=without,
                strict=strict,
                filters=field,
            )
    except BadParameterError as error:
        option = "field" if error.name == "filters" else error.name
        raise click.UsageError(f"--{option} takes {error.expected}, not {error.value!r}.") from error
    except QuerySyntaxError as error:
        raise click.UsageError(_pointing(" ".join(words), error)) from error
    if as_json:
        _print_json(results)
    else:
        show_results(output(), results)


def _print_json(results: Results) -> None:
    from search.web.answers import results_answer  # noqa: PLC0415 -- it brings Flask, which a listing can do without

    click.echo(safe_json(json.dumps(results_answer(results), ensure_ascii=False, indent=2)))


def _pointing(query: str, error: QuerySyntaxError) -> str:
    pointer = " " * len(visible(query[: error.start])) + "^" * max(1, error.end - error.start)
    meant = f"\nDid you mean: {visible(error.suggestion)}" if error.suggestion else ""
    return f"{error.message}\n  {visible(query)}\n  {pointer}{meant}"
