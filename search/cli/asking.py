"""What is asked on the command line: the words of a query, and the options that every question takes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import click

from search.cli.console import visible
from search.errors import BadParameterError, QuerySyntaxError
from search.parameters import SORTS

F = TypeVar("F", bound=Callable[..., Any])


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


_OPTIONS = (
    click.option("--entity", multiple=True, metavar="NAME", help="Only articles that name it; several: all of them."),
    click.option("--source", multiple=True, metavar="NAME", help="Only from this source; several: any of them."),
    click.option("--lang", multiple=True, metavar="CODE", help="Only in this language, such as en; several: any."),
    click.option("--field", "filters", multiple=True, metavar="NAME=VALUE", callback=_filters,
                 help="Only with this value of author, dated (stated or guessed) or a configured field."),
    click.option("--exclude", multiple=True, metavar="NAME:VALUE",
                 help="Not with this value of a field, such as source:BBC."),
    click.option("--since", metavar="DATE", help="Only from this day, month or year on: 2024-01-05, 2024-01, 2024."),
    click.option("--until", metavar="DATE", help="Only up to the end of this day, month or year."),
    click.option("--undated", is_flag=True, help="With --since or --until: articles without a date too."),
    click.option("--sort", type=click.Choice(SORTS), default="relevance", show_default=True, help="What comes first."),
    click.option("--collapse", is_flag=True, help="List each story once, by the best of its copies."),
    click.option("--no-expand", "expand", is_flag=True, flag_value=False, default=True,
                 help="Search names as typed, without their other spellings."),
    click.option("--without", multiple=True, metavar="NAME", help="Do not search this other spelling of a name."),
    click.option("--strict", is_flag=True, help="Fail on a malformed query instead of making the best of it."),
)  # fmt: skip


def question_options(command: F) -> F:
    """Add the options of every question, by the names that ``Engine.search`` has for them."""
    for add in reversed(_OPTIONS):
        command = add(command)
    return command


@contextmanager
def usage(query: str) -> Iterator[None]:
    """Tell what is wrong with a question as click tells of wrong usage."""
    try:
        yield
    except BadParameterError as error:
        option = "field" if error.name == "filters" else error.name.replace("_", "-")
        raise click.UsageError(f"--{option} takes {error.expected}, not {error.value!r}.") from error
    except QuerySyntaxError as error:
        raise click.UsageError(_pointing(query, error)) from error


def _pointing(query: str, error: QuerySyntaxError) -> str:
    pointer = " " * len(visible(query[: error.start])) + "^" * max(1, error.end - error.start)
    meant = f"\nDid you mean: {visible(error.suggestion)}" if error.suggestion else ""
    return f"{error.message}\n  {visible(query)}\n  {pointer}{meant}"
