"""Patterns: where the written forms of some terms can stand in a text, as regular expressions.

They are sought in an image of the text that has one byte for each code point, so that places are the same in both:
letters of ASCII are small ones, other characters of Latin-1 stay, and a question mark stands for all the rest. A *run*
is letters and digits of ASCII with none beside them. A run in plain surroundings is a word by itself, and so known to
be one of the forms; one beside a quotation mark, an accent or the like may be a part of a word, so that the text must
be read there.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import NamedTuple

from index.analysis import term
from search.query.written import is_written

LONGEST = 100
"""Code points of the longest form that patterns serve."""

_BEGIN = 3
"""Runs that share so many letters are sought together: the longer what they share, the quicker they are found."""

_MOST_SEARCHES = 6
"""Each search goes through the text; with more beginnings than that, one looks for all of them."""

_LISTED = 16
"""So many runs of one beginning are told apart by the expression itself."""

_SHORT = 2
_RUN = re.compile(rb"[a-z0-9]+")
_TAIL = b"[a-z0-9]*+"
_TIE, _REST, _LETTER = 1, 2, 3
_SIDES = bytes(
    _TIE if chr(code) in "'.," else _REST if code > ord("~") or chr(code) == "?" else _LETTER * chr(code).isalnum()
    for code in range(256)
)
"""What each byte of an image makes of a run beside it."""


class Search(NamedTuple):
    """A regular expression for some runs, which are told by a match.

    ``forms`` are the runs that are whole forms, ``runs`` those that are forms or parts of them: what else matches is
    none. None where the expression matches nothing else. Where the search is not ``sure``, even a match in plain
    surroundings has to be read.
    """

    regex: re.Pattern[bytes]
    forms: frozenset[bytes] | None
    runs: frozenset[bytes] | None
    sure: bool = True

    @property
    def finds_all(self) -> bool:
        """Whether whatever the expression matches is a form."""
        return self.forms is None and self.runs is None


def is_plain(image: bytes, start: int, stop: int, end: int) -> bool:
    """Tell whether a run of an image that is read up to ``end`` stands in plain surroundings.

    >>> [is_plain(text, 4, 8, len(text)) for text in (b"the news.", b"the news.com", b"the?news", b"the news's")]
    [True, False, False, False]
    """
    if start and _SIDES[image[start - 1]]:
        return False
    if stop >= end or not (side := _SIDES[image[stop]]):
        return True
    return side == _TIE and (stop + 1 >= end or _SIDES[image[stop + 1]] in {0, _TIE})


class Patterns(NamedTuple):
    """What finds some terms in a text of one language.

    ``exact`` is for forms without runs, in the text itself. Where it is not ``complete``, some forms are too long.
    ``written`` tells that the terms are those of ``search.query.written``.
    """

    terms: frozenset[str]
    lang: str
    searches: tuple[Search, ...] = ()
    exact: re.Pattern[str] | None = None
    complete: bool = True
    written: bool = False

    @property
    def is_simple(self) -> bool:
        """Whether the expressions of the searches find everything, and nothing else."""
        return self.complete and self.exact is None and all(one.finds_all for one in self.searches)

    @property
    def nbytes(self) -> int:
        """The bytes that they take, about."""
        size = sum(len(one.regex.pattern) + 100 * len(one.runs or ()) for one in self.searches)
        return 2_000 * (len(self.searches) + 1) + 20 * size + sum(100 + len(one) for one in self.terms)


def image(text: str) -> bytes:
    r"""Return the image of a text, a byte for each code point.

    >>> image("Şafak’s CAFÉ")
    b'?afak?s caf\xc9'
    """
    return text.encode("latin-1", "replace").lower()


def patterns(forms: Iterable[str], terms: Collection[str], lang: str) -> Patterns:
    """Return what finds the given forms where they stand for one of the terms."""
    written = any(map(is_written, terms))
    kept = [form for form in dict.fromkeys(forms) if written or term(form, lang) in terms]
    if any(len(form) > LONGEST for form in kept):
        return Patterns(frozenset(terms), lang, complete=False)
    parts = {image(form) for form in kept if form.isascii() and form.isalnum()}
    # In an image capitals are small letters and signs are apart, so that what is written is read in the text.
    whole, literals, exact = set() if written else set(parts), set(), []
    for form in kept:
        shown = image(form)
        found = sorted(_RUN.findall(shown), key=len)
        if not found:
            exact.append(form)
        elif parts.isdisjoint(found):
            if len(found[-1]) < _SHORT:
                literals.add(shown)
            else:
                parts.add(found[-1])
    searches = [*_searches(whole, parts), *(_literal(one) for one in sorted(literals))]
    regex = re.compile("|".join(re.escape(one) for one in sorted(exact, key=len, reverse=True))) if exact else None
    return Patterns(frozenset(terms), lang, tuple(searches), regex, written=written)


def _searches(whole: set[bytes], parts: set[bytes]) -> list[Search]:
    groups: dict[bytes, set[bytes]] = defaultdict(set)
    for run in parts:
        groups[run[:_BEGIN]].add(run)
    if len(groups) > _MOST_SEARCHES:
        return [_of_several(whole, parts, sorted(groups))]
    return [_of_one(whole & group, group) for _, group in sorted(groups.items())]


def _of_one(whole: set[bytes], parts: set[bytes]) -> Search:
    """Return a search for runs with one beginning; expressions that begin with letters are found quickest."""
    begin = _shared(min(parts), max(parts))
    start = begin + b"(?<![a-z0-9]" + begin + b")"
    if len(parts) > _LISTED:
        return Search(re.compile(start + _TAIL), frozenset(whole), frozenset(parts))
    tails = sorted((run[len(begin) :] for run in parts), key=len, reverse=True)
    regex = re.compile(start + b"(?:" + b"|".join(tails) + b")(?![a-z0-9])")
    return Search(regex, None if whole == parts else frozenset(whole), None)


def _literal(text: bytes) -> Search:
    return Search(re.compile(re.escape(text)), None, None, sure=False)


def _shared(first: bytes, last: bytes) -> bytes:
    """Return what the first and the last of some sorted runs begin with, and so all between them."""
    size = next((at for at, (one, other) in enumerate(zip(first, last, strict=False)) if one != other), len(first))
    return first[:size]


def _of_several(whole: set[bytes], parts: set[bytes], begins: list[bytes]) -> Search:
    regex = re.compile(b"(?<![a-z0-9])(?:" + b"|".join(begins) + b")" + _TAIL)
    return Search(regex, frozenset(whole), frozenset(parts))
