"""Names that what is being typed may become: entities by any words of their spellings, in most articles first."""

from collections.abc import Sequence

import numpy as np

from corpus.text import fold
from index.entities import Entities
from index.words.namewords import NameWords
from index.words.wordlist import name_keys
from search.query.entityterms import EntityTerm
from search.results import Completion
from search.snapshots.snapshot import Snapshot

_MORE = 4
"""So many times as many are looked at as are wanted: those that are called so come before those also spelled so."""


def names_for(snapshot: Snapshot, text: str, limit: int) -> list[Completion]:
    """Return the entities with a spelling that has the words typed, or of which the last is the beginning of one."""
    keys = name_keys(text)
    if not keys:
        return []
    listed = snapshot.name_words
    found = [listed.number(rank) for rank in _first(listed, keys, limit * _MORE)]
    found.sort(key=lambda number: not _has(snapshot.entities.name(number), keys))
    kept: dict[tuple[str, str], Completion] = {}
    for number in found:
        if len(kept) == limit:
            break
        if count := _articles(snapshot, number):
            one = _completion(snapshot.entities, number, keys, count)
            kept.setdefault((fold(one.label), one.what), one)
    return list(kept.values())


def _first(listed: NameWords, keys: Sequence[str], most: int) -> list[int]:
    """Return the first ranks of the entities that have all of these words, the last of which may go on."""
    parts = [ranks if (ranks := listed.having(key)).size else listed.beginning(key) for key in keys[:-1]]
    flags = np.ones(listed.entities, np.bool_)
    for part in (*parts, listed.beginning(keys[-1])):
        have = np.zeros_like(flags)
        have[part] = True
        flags &= have
    found: list[int] = np.flatnonzero(flags)[:most].tolist()
    return found


def _articles(snapshot: Snapshot, number: int) -> int:
    """Return in how many articles an entity is, of those that are there."""
    told = snapshot.entities.articles(number)
    if told > snapshot.size - snapshot.count:
        return told
    return len(snapshot.terms.postings("entity", EntityTerm(snapshot.entities.id(number)).term).docs)


def _has(name: str, keys: Sequence[str]) -> bool:
    """Tell whether a name has all of some words, or words that begin so."""
    written = name_keys(name)
    return all(any(word.startswith(key) for word in written) for key in keys)


def _completion(entities: Entities, number: int, keys: Sequence[str], count: int) -> Completion:
    name = entities.name(number)
    spelling = "" if _has(name, keys) else next((one for one in entities.spellings(number) if _has(one, keys)), "")
    return Completion("entity", name, query_for(entities, number), count, entities.kind(number), spelling)


def query_for(entities: Entities, number: int) -> str:
    """Return the query that finds the articles of an entity: by what it is called, or by its id if others are too."""
    name = entities.name(number)
    is_plain = name.isprintable() and not any(mark in name for mark in '"“”„‟«»‹›「」『』〝〞〟＂')
    if is_plain and entities.resolved(name) == [number]:
        return f'entity:"{name}"'
    return f"entity:{entities.id(number)}"
