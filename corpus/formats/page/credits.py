"""Credits: the title, author and source of a page, without what sites put around them."""

import re
from collections.abc import Iterable

from corpus.datewords import date_words
from corpus.formats.page.trim import key
from corpus.text import fold

_SEPARATORS = "-–—|·•:»«/"
_CUT = re.compile(rf"\s+[{_SEPARATORS}]+\s+|\s*[|»«:]\s*")
_BEFORE = re.compile(rf"[{_SEPARATORS}]\s?$")
_AFTER = re.compile(rf"\s?[{_SEPARATORS}]")
_LONGEST = 500
_SHORTEST = 12  # code points of a headline, rather than of a section's name
_FEWEST_WORDS = 2
_SHORTEST_DATE_WORD = 6  # "May" and "Mar" end names, too
_NO_NAME = re.compile(r"https?:|copyright\b|©|ⓒ|\(c\)", re.IGNORECASE)


def headline(title: str, shown: Iterable[str], site: str) -> str:
    """Return a title without the site's name, or what else it adds to the headline that the page shows.

    >>> headline("Vote held - News Nation", ["Vote held on Friday", "News Nation"], "News Nation")
    'Vote held'
    >>> headline("Opinion | The vote that was", ["The vote that was"], "Gazette")
    'The vote that was'
    """
    title = " ".join(title.split())
    if len(title) > _LONGEST:
        return title
    name = key(site)
    ends = [one for one in shown if len(one) <= _LONGEST and key(one) != name and _is_end(one, title)]
    return max(ends, key=len) if ends else _without(name, title)


def _is_end(shown: str, title: str) -> bool:
    """Tell whether a headline is one end of a title, parted from the rest by a sign."""
    length = len(shown)
    if not _SHORTEST <= length < len(title):
        return False
    first, last = title[:length], title[-length:]
    return bool(
        (key(first) == key(shown) and _AFTER.match(title[length:]))
        or (key(last) == key(shown) and _BEFORE.search(title[:-length]))
    )


def _without(name: str, title: str) -> str:
    """Return a title without the name of the site at either end."""
    for cut in _CUT.finditer(title) if name else ():
        before, after = title[: cut.start()].strip(), title[cut.end() :].strip()
        if before and key(after) == name:
            return before
        if after and key(before) == name:
            return after
    return title


def authors(names: Iterable[str], publishers: Iterable[str]) -> str:
    """Return names parted by commas, each once, without a publisher named beside people or a date after them.

    >>> authors(["Condé Nast", "Ann Roy", "Bo Li Monday, November"], ["Condé Nast"]), authors(["Reuters"], ["Reuters"])
    ('Ann Roy, Bo Li', 'Reuters')
    """
    found = list(dict.fromkeys(filter(None, map(_name, names))))
    known = {key(one) for one in publishers}
    return ", ".join([one for one in found if key(one) not in known and not _is_of_dates(one)] or found)


def _name(text: str) -> str:
    """Return a name without the words of a date that stood beside it."""
    words = text.split()
    while len(words) > _FEWEST_WORDS and _is_of_dates(words[-1]):
        words.pop()
    return " ".join(words).rstrip(" ,")


def _is_of_dates(word: str) -> bool:
    word = word.strip(",.:")
    return len(word) >= _SHORTEST_DATE_WORD and fold(word) in date_words()


def source(names: Iterable[str], title: str) -> str:
    """Return the first that can be the name of a site: no address, no notice of rights, not the title.

    >>> source(["Copyright 2014", "The vote", "gazette.example"], "The vote")
    'gazette.example'
    """
    known = key(title)
    return next((one for one in names if one and not _NO_NAME.match(one) and key(one) != known), "")
