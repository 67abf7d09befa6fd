"""``broadsheet serve``: the search page and the HTTP API."""

import ipaddress
import threading
import webbrowser
from pathlib import Path

import click

from corpus.settings import Config
from search.cli.console import diagnostics, output, visible
from search.cli.places import Places, place_options
from search.web import create_app, free_port, serve

HOST_OPTION = click.option(
    "--host", metavar="ADDRESS", help="The address to listen on, else 127.0.0.1: this machine alone."
)
PORT_OPTION = click.option(
    "--port", type=click.IntRange(1, 65535), metavar="N", help="The port, else 8000 or the next free one."
)


@click.command(name="serve")
@HOST_OPTION
@PORT_OPTION
@click.option("--open", "browser", is_flag=True, help="Open the page in the browser.")
@place_options()
@click.pass_obj
def serve_command(places: Places, /, *, host: str | None, port: int | None, browser: bool) -> None:
    """Serve the search page and the HTTP API, until Ctrl-C.

    A new state of the index is picked up without a restart.
    """
    serve_index(places.folder, places.config(), host=host, port=port, browser=browser)


def serve_index(folder: Path, config: Config, *, host: str | None, port: int | None, browser: bool = False) -> None:
    """Serve an index until interrupted, and say where."""
    app = create_app(folder, config)
    host = host or config.server.host
    chosen = port or free_port(host, config.server.port)
    if port is None and chosen != config.server.port > 0:
        output().print(f"Port {config.server.port} is taken; using {chosen}.")
    if not is_loopback(host):
        diagnostics().print(_exposed(host, config), style="yellow")

    def ready(listening: int) -> None:
        url = address(host, listening)
        output().print(f"The search page is at {url} (Ctrl-C ends it)")
        if browser:
            # A browser without windows would keep the server waiting until it is closed.
            threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()

    serve(app, host, chosen, ready=ready)
    diagnostics().print("Stopped.")


def is_loopback(host: str) -> bool:
    """Tell whether only this machine can reach an address.

    >>> is_loopback("localhost"), is_loopback("127.0.0.1"), is_loopback("::1"), is_loopback("0.0.0.0")
    (True, True, True, False)
    """
    try:
        return host == "localhost" or ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def address(host: str, port: int) -> str:
    """Return the URL at which a server is reached from its own machine.

    >>> address("0.0.0.0", 8000), address("::1", 8000)
    ('http://127.0.0.1:8000', 'http://[::1]:8000')
    """
    bare = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host).strip("[]")  # noqa: S104 -- compared, not bound
    return f"http://[{bare}]:{port}" if ":" in bare else f"http://{visible(bare)}:{port}"


def _exposed(host: str, config: Config) -> str:
    named = ", ".join(visible(one) for one in config.server.hosts) or "none yet"
    return (
        f"Warning: on {visible(host)} every machine that reaches this one can read the archive; there is no password.\n"
        f"Under a name of its own it answers only if server.hosts in broadsheet.yaml lists that name ({named}).\n"
        "For a public site keep to 127.0.0.1 and put a web server such as nginx in front, for HTTPS and passwords."
    )
