"""Titles that what is being typed may become: those with all of its words, the newest first."""

from collections.abc import Sequence

import numpy as np

from corpus.text import fold, squeeze
from index.analysis import bare, query_terms
from index.words.wordlist import key_of
from search.query.tokens import plain
from search.results import Completion
from search.snapshots.columns import Flags
from search.snapshots.snapshot import Snapshot

_SHORTEST_STEM = 3
"""Letters of the shortest stem that may stand for a longer word that is being typed."""

_OTHER_SCRIPTS = 20
"""Words of other scripts that the last word is looked up in, at the most."""

_MORE = 4
"""So many times as many titles are read as are wanted, as copies have the same."""

_ASKED = 120
"""Code points of the part of a title that is searched for."""


def titles_for(snapshot: Snapshot, typed: Sequence[str], limit: int) -> list[Completion]:
    """Return the articles whose titles have these words, or of which the last is the beginning of one."""
    docs = np.flatnonzero(_having(snapshot, typed) & snapshot.live)
    places = snapshot.by_date(newest=True)[docs]
    most = limit * _MORE
    newest = np.argpartition(places, most)[:most] if docs.size > most else np.arange(docs.size)
    newest = newest[np.argsort(places[newest], kind="stable")]
    found: dict[str, list[tuple[str, str]]] = {}
    for doc in docs[newest].tolist():
        if len(found) > limit:
            break
        key, title, *_ = snapshot.texts(doc)
        if title := squeeze(title):
            found.setdefault(fold(title), []).append((key, title))
    return [
        Completion("title", some[0][1], query_for(some[0][1]), len(some), article=some[0][0])
        for some in list(found.values())[:limit]
    ]


def query_for(title: str) -> str:
    """Return the query that finds a title.

    >>> query_for('He said “no”')
    'title:"He said no"'
    """
    text = squeeze(plain(title).replace('"', " "))
    if len(text) > _ASKED:
        text = text[:_ASKED].rpartition(" ")[0] or text[:_ASKED]
    return f'title:"{text}"'


def _having(snapshot: Snapshot, typed: Sequence[str]) -> Flags:
    """Return which documents have all of these words in their titles."""
    found = snapshot.live
    for word in typed[:-1]:
        found = found & _with_terms(snapshot, query_terms(word, snapshot.languages))
    return found & _beginning(snapshot, typed[-1])


def _with_terms(snapshot: Snapshot, terms: Sequence[str]) -> Flags:
    flags = np.zeros(snapshot.size, np.bool_)
    for term in terms:
        flags[snapshot.terms.docs_of("title", term)] = True
    return flags


def _beginning(snapshot: Snapshot, word: str) -> Flags:
    """Return which documents have a word that begins so in their titles, be its stem shorter or its script another."""
    prefix = bare(word)
    terms = {*query_terms(word, snapshot.languages), *_stems(snapshot, prefix), *_elsewhere(snapshot, prefix)}
    flags = _with_terms(snapshot, sorted(terms))
    flags[snapshot.terms.docs_beginning("title", prefix)] = True
    return flags


def _stems(snapshot: Snapshot, prefix: str) -> set[str]:
    """Return the stems that are shorter than what was typed, of words that begin so."""
    shorter = snapshot.terms.known("title", [prefix[:size] for size in range(_SHORTEST_STEM, len(prefix))])
    return {one for one in shorter if any(bare(form).startswith(prefix) for form in snapshot.terms.forms([one]))}


def _elsewhere(snapshot: Snapshot, prefix: str) -> set[str]:
    """Return the terms of words that begin so in Latin letters, and are written in others."""
    key = key_of(prefix)
    listed = snapshot.words
    found = listed.beginning(key) if len(key) >= _SHORTEST_STEM else range(0)
    words = (listed[at].text for at in found[: _OTHER_SCRIPTS**2])
    others = [word for word in words if not bare(word).startswith(prefix)][:_OTHER_SCRIPTS]
    return {term for word in others for term in query_terms(word, snapshot.languages)}
