"""Which Host names are answered.

A page elsewhere can point a name of its own at 127.0.0.1 and so read a private archive through its
visitor's browser (DNS rebinding). The browser then still sends that name as Host, so only names
that are known to be ours are answered. An IP address cannot be pointed elsewhere.
"""

import ipaddress
import re
from collections.abc import Iterable

_HOST = re.compile(r"(?P<name>\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)(?::[0-9]{1,5})?")

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def host_name(header: str) -> str | None:
    """Return the name in a Host header, lower-case and without port or brackets; None if malformed.

    >>> host_name("LOCALHOST:8000"), host_name("[::1]:80"), host_name("a b"), host_name("")
    ('localhost', '::1', None, None)
    """
    match = _HOST.fullmatch(header)
    return match["name"].strip("[]").lower() if match else None


def _address(name: str) -> _Address | None:
    try:
        return ipaddress.ip_address(name)
    except ValueError:
        return None


class Hosts:
    """The names that are answered: loopback, those configured, and the address listened on."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._names: set[str] = {"localhost"}
        self._any_address = False
        for name in names:
            self.allow(name)

    def allow(self, name: str) -> None:
        """Answer one more name; the address of all interfaces (``0.0.0.0``, ``::``) stands for every address."""
        bare = name.strip("[]") if _address(name.strip("[]")) else host_name(name)
        if not bare:
            return
        address = _address(bare)
        if address is None:
            self._names.add(bare.lower())
        elif address.is_unspecified:
            self._any_address = True
        else:
            self._names.add(str(address))

    def answers(self, header: str | None) -> bool:
        """Tell whether a request with this Host header is answered.

        >>> hosts = Hosts(["news.example"])
        >>> [hosts.answers(h) for h in ("127.0.0.1:80", "[::1]", "News.Example:8000", "evil.example", None)]
        [True, True, True, False, False]
        """
        name = host_name(header) if header else None
        if name is None:
            return False
        address = _address(name)
        if address is None:
            return name in self._names
        return address.is_loopback or self._any_address or str(address) in self._names
