"""Sounding: words of names that sound like a typed one, however many of their letters differ (Qaddafi, Gadhafi)."""

from corpus.entities.unify.spelling.sounds import apart
from index.analysis import bare
from index.words.wordlist import key_of
from search.snapshots.snapshot import Snapshot
from search.suggest.spelling import Near

_SHORTEST = 5
"""Letters of the shortest word: there are many short ones of one sound."""

_ALIKE = 0.6
"""How far apart two words may be that sound alike (``corpus.entities.unify.spelling.sounds``)."""

_COUNTED = 2
"""So many letters are said to differ, so that words that only sound alike stand behind those that look alike."""

_MOST = 100
"""Words of the same consonants that are compared, at the most."""


def sounding(snapshot: Snapshot, typed: str) -> list[Near]:
    """Return the words of names that sound like one, as articles write them, without the word itself."""
    key = key_of(bare(typed))
    if len(key) < _SHORTEST:
        return []
    alike = [one for one in snapshot.name_words.sounding(key)[:_MOST] if one != key and apart(key, one) <= _ALIKE]
    return [found for one in alike for found in _written(snapshot, one)]


def _written(snapshot: Snapshot, key: str) -> list[Near]:
    """Return the words whose key is exactly this one: the first of those that begin so."""
    listed = snapshot.words
    found = []
    for at in listed.beginning(key):
        word = listed[at]
        if key_of(folded := bare(word.text)) != key:
            break
        found.append(Near(word.text, folded, _COUNTED, word.count))
    return found
