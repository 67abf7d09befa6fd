"""The engines that are measured, by the name that the command line takes; each is loaded when it is needed."""

from importlib import import_module
from typing import cast

from benchmarks.engines.base import Peer

_HOMES = {
    "ours": ("ours", "Ours"),
    "tantivy": ("tantivy_peer", "Tantivy"),
    "tantivy-plain": ("tantivy_peer", "PlainTantivy"),
    "fts5": ("fts5_peer", "Fts5"),
    "bm25s": ("bm25s_peer", "Bm25s"),
    "whoosh": ("whoosh_peer", "Whoosh"),
}
NAMES = tuple(_HOMES)
SHARING = {"tantivy-plain": "tantivy"}
"""Engines that read the index of another one."""


def peer(name: str) -> Peer:
    """Return an engine; its packages are imported when it is first used."""
    module, kind = _HOMES[name]
    return cast("Peer", getattr(import_module(f"benchmarks.engines.{module}"), kind)())


def home(name: str) -> str:
    """Return the engine whose index an engine reads."""
    return SHARING.get(name, name)
