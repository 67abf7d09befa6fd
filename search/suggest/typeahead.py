"""Type-ahead: how what is being typed may go on, by the names, words and titles of the archive.

What is typed and what is written are compared in Latin letters, so that accents and scripts do not matter. The last
word may be the beginning of one. Names are found by any of their words, titles too.
"""

import re
from collections.abc import Iterator, Sequence

from index.tokens import words
from index.words.wordlist import name_keys
from search.results import Completion
from search.snapshots.snapshot import Snapshot
from search.suggest.completing import completed
from search.suggest.ofnames import names_for
from search.suggest.oftitles import titles_for

MOST = 50
"""Completions that are given, at the most."""

_LONGEST = 200
"""Code points of a text that is completed: a longer one was pasted."""

_MOST_WORDS = 12

_FEW, _OF = (4, 3), 10
"""Of ten, so many names and words stand before titles."""

_SYNTAX = re.compile(r'["“”„«»:()*~]|(?<!\S)-|\b(?:AND|OR|NOT)\b')


def completions(snapshot: Snapshot, text: str, limit: int) -> tuple[Completion, ...]:
    """Return how a text may go on: names, then words, then titles; nothing for a text without words.

    In a text with syntax of the query language only the last word is completed.
    """
    if len(text) > _LONGEST:
        return ()
    typed = [(word.start, word.surface) for word in words(text)]
    if not typed or len(typed) > _MOST_WORDS:
        return ()
    has_syntax = _SYNTAX.search(text) is not None
    names = [] if has_syntax else names_for(snapshot, text, limit)
    known = {name_keys(spelling) for one in names for spelling in (one.label, one.spelling)}
    of_words = [one for one in completed(snapshot, text, typed, limit) if name_keys(one.label) not in known]
    for_names, for_words = (-(-limit * few // _OF) for few in _FEW)
    shares = min(len(names), for_names), min(len(of_words), for_words, limit - for_names)
    room = limit - sum(shares)
    titles = titles_for(snapshot, [surface for _, surface in typed], room) if room and not has_syntax else []
    return (*_filled(names, of_words, shares, limit - len(titles)), *titles)


def _filled(
    names: list[Completion], of_words: list[Completion], shares: Sequence[int], count: int
) -> Iterator[Completion]:
    """Yield so many names and words: their shares, and where there are few titles more names, then more words."""
    more = min(len(names), count - shares[1])
    yield from names[:more]
    yield from of_words[: count - more]
