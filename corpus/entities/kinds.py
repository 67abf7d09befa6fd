"""Kinds of entity: the many words for them, as one."""

import re
from functools import cache

from corpus.text import fold

_SAME = {
    "person": "person persons people per pers actor author human individual politician",
    "organisation": (
        "organisation organisations organization organizations org orgs company companies corporation corp "
        "agency agencies institution institutions"
    ),
    "place": "place places location locations loc locs gpe fac country countries city cities region regions geo",
    "event": "event events",
    "work": "work works work_of_art",
    "product": "product products",
}
_KIND = re.compile(r"[a-z][a-z0-9_-]{0,31}")


@cache
def _kinds() -> dict[str, str]:
    return {word: kind for kind, words in _SAME.items() for word in words.split()}


def normal_kind(kind: str) -> str:
    """Return a kind as one lower-case word, ``""`` if it cannot be one.

    >>> normal_kind("PERSON"), normal_kind("Organizations"), normal_kind("gpe"), normal_kind("Work of art")
    ('person', 'organisation', 'place', 'work')
    >>> normal_kind("vessel"), normal_kind("?")
    ('vessel', '')
    """
    word = "_".join(fold(kind[:64]).split())
    word = _kinds().get(word, word)
    return word if _KIND.fullmatch(word) else ""
