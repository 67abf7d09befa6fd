"""Matching: the documents of a plan, and how many of its words each of them has.

Whoosh's own matchers are used for the postings of single terms only: its AndNot returns excluded
documents, and its quality skipping loses top hits.
"""

from collections import Counter
from collections.abc import Iterable
from collections.abc import Set as AbstractSet

from search.ranking.phrases import occurrences
from search.ranking.plan import All, Any, Docs, Every, Leaf, Plan, Wanted, Without
from search.snapshot import Snapshot


def frequencies(snapshot: Snapshot, leaf: Leaf, field: str) -> dict[int, float]:
    """Return the documents in whose field a leaf occurs, each with how often; do not change it."""
    if len(leaf.slots) == 1:
        return _merged(snapshot, leaf.slots[0], field)
    return snapshot.kept(("phrase", field, leaf.slots, leaf.slop), lambda: _phrase(snapshot, leaf, field))


def _merged(snapshot: Snapshot, terms: tuple[str, ...], field: str) -> dict[int, float]:
    found = [postings for term in terms if (postings := snapshot.postings(field, term))]
    if len(found) <= 1:
        return found[0] if found else {}
    merged = dict(found[0])
    for postings in found[1:]:
        for doc, count in postings.items():
            merged[doc] = merged.get(doc, 0.0) + count
    return merged


def _phrase(snapshot: Snapshot, leaf: Leaf, field: str) -> dict[int, float]:
    distinct = dict.fromkeys(leaf.slots)
    docs = set.intersection(*(set(_merged(snapshot, terms, field)) for terms in distinct))
    if not docs:
        return {}
    places = {
        terms: [snapshot.positions(field, term, docs) for term in terms if snapshot.postings(field, term)]
        for terms in distinct
    }
    found = {}
    for doc in docs:
        standing = {terms: sorted({at for one in places[terms] for at in one.get(doc, ())}) for terms in distinct}
        if count := len(occurrences([standing[terms] for terms in leaf.slots], leaf.slop)):
            found[doc] = float(count)
    return found


def matching(snapshot: Snapshot, plan: Plan) -> AbstractSet[int]:
    """Return the documents that match a plan, deleted ones never."""
    match plan:
        case Leaf(fields=fields):
            found = [frequencies(snapshot, plan, field) for field in fields]
            return found[0].keys() if len(found) == 1 else set().union(*found)
        case Docs(docs=docs):
            return docs
        case Every():
            return {doc for doc, alive in enumerate(snapshot.live) if alive}
        case All(parts=parts):
            return _all(snapshot, parts)
        case Any(parts=parts):
            return set().union(*(matching(snapshot, part) for part in parts))
        case Without(part=part):
            return matching(snapshot, Every()) - matching(snapshot, part)


def _all(snapshot: Snapshot, parts: Iterable[Plan]) -> AbstractSet[int]:
    kept = [matching(snapshot, part) for part in parts if not isinstance(part, Without)]
    kept = sorted(kept or [matching(snapshot, Every())], key=len)
    docs = set(kept[0]).intersection(*kept[1:])
    return docs.difference(*(matching(snapshot, part.part) for part in parts if isinstance(part, Without)))


def matched_words(snapshot: Snapshot, wanted: Iterable[Wanted]) -> Counter[int]:
    """Return how many of the words wanted each document has; one that has a name has all its words."""
    counted: Counter[int] = Counter()
    for one in wanted:
        named = matching(snapshot, one.name) if one.name else set()
        counted.update({doc: len(one.words) for doc in named})
        for word in one.words:
            counted.update(matching(snapshot, word) - named)
    return counted
