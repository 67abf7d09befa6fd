"""Notices: the words of pages that are no articles, as ``notices.yaml`` beside this file lists them by language."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

import yaml

from corpus.text import fold


@cache
def _all() -> Mapping[str, Mapping[str, Sequence[str]]]:
    text = files("corpus").joinpath("notices.yaml").read_text(encoding="utf-8")
    found: Mapping[str, Mapping[str, Sequence[str]]] = yaml.safe_load(text)
    return found


@cache
def notice(kind: str) -> re.Pattern[str]:
    """Return the expression for ``errors``, ``consent``, ``walls`` or ``scripts`` in folded text."""
    # Folding changes letters alone, as no expression has a capital in it.
    expressions = (one for several in _all()[kind].values() for one in several)
    return re.compile("|".join(f"(?:{fold(one)})" for one in expressions))


@cache
def menu() -> frozenset[str]:
    """Return usual entries of menus, folded."""
    return frozenset(fold(one) for several in _all()["menu"].values() for one in several)
