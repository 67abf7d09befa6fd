"""Serving an application with waitress, on a port that is really ours."""

import errno
import socket
import sys
import threading
from collections.abc import Callable, Sequence

import waitress.server
from flask import Flask
from waitress import wasyncore

from corpus.errors import BroadsheetError
from search.web.state import site_of

_NO_SUCH_ADDRESS = {errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT}
_THREADS = 8
_TRIES = 100
_BACKLOG = 128
_LOOK_UP = 0.5
"""Seconds after which an idle server looks whether it is to stop."""

_MAX_HEADER_BYTES = 65_536


class ServerError(BroadsheetError):
    """The server cannot listen where it was told to."""


class PortTakenError(ServerError):
    """Another program listens on the port."""

    def __init__(self, host: str, port: int) -> None:
        super().__init__(f"Port {port} on {host} is taken by another program. Choose another with --port {port + 1}")


def listen(host: str, port: int) -> list[socket.socket]:
    """Return sockets that listen on every address of a host; port 0 takes any free one, the same for all.

    Raises PortTakenError, or ServerError if the host is no address of this machine or the port is not allowed.
    """
    sockets: list[socket.socket] = []
    missing: OSError | None = None
    try:
        for family, address in _addresses(host):
            try:
                sockets.append(_bound(family, address, port))
            except OSError as error:
                if error.errno not in _NO_SUCH_ADDRESS:
                    raise
                missing = error  # localhost is often named in IPv6 on a machine that has none
            else:
                port = sockets[0].getsockname()[1]
        if not sockets and missing:
            raise missing
    except OSError as error:
        close(sockets)
        raise _explained(error, host, port) from error
    return sockets


def close(sockets: Sequence[socket.socket]) -> None:
    """Close sockets that were made by ``listen`` and are not served."""
    for one in sockets:
        one.close()


def free_port(host: str, wanted: int) -> int:
    """Return the first port from ``wanted`` on that is free just now, or any free one.

    Raises ServerError if the host is no address of this machine.
    """
    for port in (*range(wanted, min(wanted + _TRIES, 65_536)), 0):
        try:
            sockets = listen(host, port)
        except PortTakenError:
            continue
        found: int = sockets[0].getsockname()[1]
        close(sockets)
        return found
    raise ServerError(f"There is no free port on {host}.")


def serve(app: Flask, host: str, port: int, *, ready: Callable[[int], None] | None = None) -> None:
    """Serve an application until Ctrl-C; ``ready`` is called with the port once it listens.

    Raises what ``listen`` raises.
    """
    sockets = listen(host, port)
    server = Running(app, host, sockets)
    try:
        if ready is not None:
            ready(sockets[0].getsockname()[1])
        server.run()
    except KeyboardInterrupt:
        pass
    finally:
        server.close()


class Running:
    """A server over listening sockets; its application answers to their host. ``run`` it, then ``close`` it."""

    def __init__(self, app: Flask, host: str, sockets: Sequence[socket.socket]) -> None:
        site_of(app).hosts.allow(host)
        self._stopping = threading.Event()
        self._channels: dict[int, wasyncore.dispatcher] = {}
        self._server = waitress.server.create_server(
            app,
            map=self._channels,
            sockets=list(sockets),
            threads=_THREADS,
            ident=None,
            max_request_header_size=_MAX_HEADER_BYTES,
            max_request_body_size=_MAX_HEADER_BYTES,
            clear_untrusted_proxy_headers=True,
        )

    def run(self) -> None:
        """Serve until ``stop`` is called in another thread."""
        while not self._stopping.is_set():
            wasyncore.loop(timeout=_LOOK_UP, use_poll=True, map=self._channels, count=1)

    def stop(self) -> None:
        """End ``run``."""
        self._stopping.set()

    def close(self) -> None:
        """End the requests at work and close the sockets."""
        self._server.task_dispatcher.shutdown()
        wasyncore.close_all(self._channels, ignore_all=True)


def _addresses(host: str) -> list[tuple[socket.AddressFamily, str]]:
    found = socket.getaddrinfo(host.strip("[]"), None, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    usable = ((family, str(where[0])) for family, _, _, _, where in found)
    return list(dict.fromkeys(one for one in usable if one[0] in {socket.AF_INET, socket.AF_INET6}))


def _bound(family: socket.AddressFamily, address: str, port: int) -> socket.socket:
    made = socket.socket(family, socket.SOCK_STREAM)
    try:
        if sys.platform == "win32":
            # There SO_REUSEADDR would let two programs share the port.
            made.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            made.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        made.bind((address, port))
        made.listen(_BACKLOG)
        made.setblocking(False)  # noqa: FBT003 -- the library's signature
    except OSError:
        made.close()
        raise
    return made


def _explained(error: OSError, host: str, port: int) -> ServerError:
    if error.errno == errno.EADDRINUSE:
        return PortTakenError(host, port)
    if error.errno == errno.EACCES:
        # On Windows a port that another program holds for itself alone looks like this.
        return (
            PortTakenError(host, port)
            if sys.platform == "win32"
            else ServerError(f"Port {port} is not allowed to this user. Choose one above 1023 with --port 8000")
        )
    if isinstance(error, socket.gaierror) or error.errno in _NO_SUCH_ADDRESS:
        return ServerError(f"{host} is no address of this machine. Use --host 127.0.0.1 for this machine alone.")
    return ServerError(f"Cannot listen on {host} port {port}: {error.strerror or error}.")
