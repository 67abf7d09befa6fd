"""The code and the lists that a result rests on, as a hash: whoever changes them need not think of what was kept."""

import hashlib
from collections.abc import Iterator
from importlib import resources
from importlib.resources.abc import Traversable

_ENDINGS = (".py", ".txt", ".gz", ".npz")


def code_hash(*parts: str) -> bytes:
    """Return a hash of some files and folders of this package, by their paths in it; caches are no part of them."""
    found = hashlib.sha256()
    for part in parts:
        for one in _files(resources.files("corpus").joinpath(*part.split("/"))):
            found.update(hashlib.sha256(one.read_bytes()).digest())
    return found.digest()


def _files(one: Traversable) -> Iterator[Traversable]:
    if one.is_dir():
        for inner in sorted(one.iterdir(), key=lambda inner: inner.name):
            yield from _files(inner)
    elif one.name.endswith(_ENDINGS):
        yield one
