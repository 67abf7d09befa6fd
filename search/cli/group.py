"""The group of commands: loads each only when it is called, and turns errors into exit codes.

Exit codes: 0 done, 1 failed, 2 wrong usage, 130 interrupted.
"""

import difflib
import errno
import importlib
import os
import sys
from typing import Any, NoReturn

import click

from search.cli.console import diagnostics, prepare_streams, visible
from search.cli.packages import complaint, foreign_packages

COMMANDS = {
    "reindex": ("search.cli.reindexing", "Read articles into the index (also called: index)."),
    "search": ("search.cli.searching", "Search the index."),
    "export": ("search.cli.exporting", "Write all articles that match a query to a table."),
    "serve": ("search.cli.serving", "Serve the search page and the HTTP API."),
    "demo": ("search.cli.demo", "Try it on the sample articles."),
    "entities": ("search.cli.entities", "Show whom and what articles name, and decide who is who."),
    "inspect": ("search.cli.inspecting", "Show how a file would be indexed, and what is removed from it."),
    "evaluate": ("search.cli.evaluating", "Measure how well queries of your own are answered."),
    "status": ("search.cli.upkeep", "Tell what the index holds."),
    "doctor": ("search.cli.upkeep", "Look for damage in the index."),
    "rollback": ("search.cli.upkeep", "Undo the last run."),
    "remove": ("search.cli.upkeep", "Take articles down for good."),
}
"""Each command's module, which has it as ``COMMAND_command``, and its line in the group's help."""

ALIASES = {"index": "reindex"}


class Group(click.Group):
    """A group whose commands are imported when called, so that --help is quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- click's signature
        """Return the commands in the order a newcomer needs them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 -- click's signature
        """Import and return a command."""
        name = ALIASES.get(cmd_name, cmd_name)
        if name not in COMMANDS:
            return None
        command: click.Command = getattr(importlib.import_module(COMMANDS[name][0]), f"{name}_command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 -- click's signature
        """Write the list of commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find a command; an unknown one is told with what was probably meant."""
        name = args[0]
        if name not in COMMANDS and name not in ALIASES and not ctx.resilient_parsing:
            near = difflib.get_close_matches(name, [*COMMANDS, *ALIASES], n=1)
            meant = (
                f"Did you mean {near[0]!r}?" if near else f"To search for it: {ctx.command_path} search {visible(name)}"
            )
            ctx.fail(f"There is no command {name!r}. {meant}")
        return super().resolve_command(ctx, args)

    def main(self, *args: Any, **extra: Any) -> Any:  # noqa: ANN401 -- click's signature
        """Run as a program."""
        prepare_streams()
        foreign = foreign_packages()
        if foreign:
            click.echo(complaint(foreign), err=True)
            sys.exit(1)
        return super().main(*args, **extra)

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 -- click's signature
        """Run a command; its errors become one message and an exit code."""
        from corpus.errors import BroadsheetError  # noqa: PLC0415 -- only once it is known to be ours

        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except (BroadsheetError, OSError) as error:
            if _is_closed_pipe(error):
                _hush()
                ctx.exit(0)
            if ctx.obj.debug:
                raise
            _fail(ctx, error)
        except KeyboardInterrupt:
            click.echo("Interrupted.", err=True)
            ctx.exit(130)
        return result


def _fail(ctx: click.Context, error: Exception) -> NoReturn:
    diagnostics().print(f"Error: {visible(str(error), lines=True)}", style="red")
    ctx.exit(1)


def _is_closed_pipe(error: Exception) -> bool:
    # Windows has no error of its own for it.
    invalid = isinstance(error, OSError) and error.errno == errno.EINVAL and error.filename is None
    return isinstance(error, BrokenPipeError) or (sys.platform == "win32" and invalid)


def _hush() -> None:
    """Send what is left for a closed pipe nowhere, so that Python does not complain on its way out."""
    with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 -- the null device is no path on Windows
        os.dup2(nowhere.fileno(), sys.stdout.fileno())
