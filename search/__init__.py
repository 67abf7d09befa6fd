"""Searching: questions in, ranked and highlighted answers out. ``Engine`` is the only door."""

from search.engine import Engine

__all__ = ["Engine"]
