"""The command line: ``broadsheet``."""

from pathlib import Path

import click

from search.cli.group import Group
from search.cli.places import Places, place_options

__all__ = ["main"]


def _version(ctx: click.Context, _parameter: click.Parameter, wanted: bool) -> None:  # noqa: FBT001 -- click's signature
    if wanted and not ctx.resilient_parsing:
        from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 -- slow, and for this alone

        try:
            number = version("broadsheet")
        except PackageNotFoundError:
            number = "(not installed)"
        click.echo(f"broadsheet {number}")
        ctx.exit()


@click.group(
    cls=Group,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Each command explains itself: broadsheet COMMAND --help",
)
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Show the version.")
@place_options(envvars=True)
@click.pass_context
def main(ctx: click.Context, /, folder: Path | None, config_file: Path | None, debug: bool) -> None:  # noqa: FBT001 -- click's signature
    """Broadsheet: a search engine for news archives.

    It reads a folder of articles into an index and answers queries in the terminal, in the browser
    and over HTTP. `broadsheet demo` shows it on sample articles.
    """
    ctx.obj = Places(folder or Path("var/index"), config_file, debug=debug)
