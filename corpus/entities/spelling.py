"""Spelling: a name as it is written, and its kind. Apart from all that compares names, which is slow to load."""

from typing import NamedTuple


class Spelling(NamedTuple):
    """A name as it is written, and its kind."""

    kind: str
    text: str
