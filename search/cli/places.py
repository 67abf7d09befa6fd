"""The options that every command takes, before it or after it: --index, --config, --debug."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from corpus.settings import Config

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Places:
    """Where the index and the configuration are; no configuration file means the usual place."""

    folder: Path
    config_file: Path | None = None
    debug: bool = False

    def config(self) -> "Config":
        """Load the configuration; raises ConfigError."""
        from corpus.config import load_config  # noqa: PLC0415 -- YAML is slow to load, and --help needs none

        return load_config(self.config_file)


def _later(ctx: click.Context, parameter: click.Parameter, value: object) -> None:
    """Let an option after the command win over the same before it."""
    if value and ctx.obj is not None:
        ctx.obj = ctx.find_root().obj = replace(ctx.obj, **{str(parameter.name): value})


def place_options(*, envvars: bool = False) -> Callable[[F], F]:
    """Add the options: for the group with environment variables, for a command as overrides."""

    def options(command: F) -> F:
        kind = click.Path(path_type=Path)
        more: dict[str, Any] = {} if envvars else {"expose_value": False, "callback": _later}
        env = {name: f"BROADSHEET_{name}" if envvars else None for name in ("INDEX", "CONFIG", "DEBUG")}
        for add in (
            click.option("--debug", is_flag=True, envvar=env["DEBUG"], help="Show the traceback of an error.", **more),
            click.option(
                "--config", "config_file", type=kind, metavar="FILE", envvar=env["CONFIG"],
                help="The configuration, else $BROADSHEET_CONFIG, else ./broadsheet.yaml.", **more,
            ),
            click.option(
                "--index", "folder", type=kind, metavar="FOLDER", envvar=env["INDEX"],
                help="The index, else $BROADSHEET_INDEX, else ./var/index.", **more,
            ),
        ):  # fmt: skip
            command = add(command)
        return command

    return options
