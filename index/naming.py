"""Naming: brings the entities of a generation (``index.entities``) in line with all of its articles, run by run.

What the names of all articles are to each other is worked out anew (``corpus.entities.unify``), from facts that depend
on the articles alone and never on the order of the runs.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from corpus.article import Entity, NameLink
from corpus.distinct import distinct
from corpus.entities.names import name_key
from corpus.entities.spelling import Spelling
from corpus.entities.unify.archive.across import Unified, unify
from corpus.entities.unify.archive.decisions import Decisions
from corpus.entities.unify.archive.facts import Evidence, Facts
from corpus.entities.unify.archive.keys import words_key
from corpus.entities.unify.archive.linking import Merge
from corpus.entities.unify.archive.prepared import Prepared
from corpus.entities.unify.article.inside import How
from index import preparing
from index.columnar.arrays import Array, starts_of
from index.columnar.segment import OpenSegment
from index.columnar.together import Ints, Together, Words
from index.decided import joined
from index.entities import FILE
from index.entitypacking import Naming, articles_of, packed
from index.generations import Generation
from index.names import LINK, NAME, NameTerm, link
from index.opening import open_segments, open_whoosh
from index.preparing import FILE as PREPARED
from index.preparing import prepared_in
from index.sampling import lots
from index.sidefiles import load, save


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of names beforehand: the entries of gazetteers, and what the user decided.

    Where that ``is_all``, names are not unified beyond it.
    """

    entries: Iterable[Entity] = ()
    decisions: Decisions = field(default_factory=Decisions)
    is_all: bool = False


def worked_out(together: Together, known: Known, before: Prepared | None = None) -> dict[str, Array]:
    """Return what the names of some segments stand for, as a side file; ConfigError where decisions contradict."""
    return _worked_out(together, known, before or Prepared())[0]


def update(folder: Path, together: Together, known: Known, base: Generation | None) -> dict[str, Array]:
    """Return what ``worked_out`` does, without what a base has prepared, and write into a folder what is now."""
    arrays, prepared = _worked_out(together, known, prepared_in(base))
    save(folder, PREPARED, preparing.packed(prepared))
    return arrays


def _worked_out(together: Together, known: Known, before: Prepared) -> tuple[dict[str, Array], Prepared]:
    terms, starts, codes = together.values(NAME)
    names = [NameTerm.of(term) for term in terms]
    entries = _met(known.entries, names)
    facts, (texts, heads) = _facts(together, names, (starts, codes), entries)
    unified = unify(facts, joined(_given(entries), known.decisions, facts.spellings), before)
    of_terms = _of_terms(names, (texts, heads), unified, known.decisions)
    given = frozenset(Spelling(one.kind, name) for one in entries for name in (one.name, *one.aliases))
    arrays = packed(
        together,
        Naming(
            facts.spellings,
            facts.counts,
            unified.labels,
            unified.main,
            unified.names,
            articles_of(starts, codes, of_terms, len(unified.names)),
            of_terms,
            {Spelling(one.kind, one.name): one.id for one in entries},
            tuple(_told(one, facts, together, given) for one in unified.merges),
        ),
        terms,
    )
    return arrays, unified.prepared


def carried_over(together: Together, base: Generation) -> dict[str, Array]:
    """Return the side file of a base for other segments: names that are new there stand for nothing."""
    before = open_segments(open_whoosh(base.path))
    arrays = load(base.path, FILE)
    codes = {one.name: arrays.get(f"codes/{one.name}") for one in before.segments}
    kept = {name: array for name, array in arrays.items() if not name.startswith("codes/")}
    for segment in together.segments:
        found = codes.get(segment.name)
        kept[f"codes/{segment.name}"] = _looked_up(segment, before, codes) if found is None else found
    return kept


def _looked_up(segment: OpenSegment, before: Together, codes: Mapping[str, Array | None]) -> Array:
    """Return the entity of each name of a new segment, as older ones have it."""
    postings = segment.postings(NAME)
    texts = [] if postings is None else list(postings.texts())
    found = np.zeros(len(texts), np.uint32)
    for one in before.segments:
        terms, known = one.postings(NAME), codes[one.name]
        if terms is not None and known is not None:
            for at in np.flatnonzero(found == 0).tolist():
                number = terms.find(texts[at])
                found[at] = 0 if number is None else known[number]
    return found


def _facts(
    together: Together, names: Sequence[NameTerm], placed: tuple[Ints, Words], entries: Iterable[Entity]
) -> tuple[Facts, tuple[Ints, Ints]]:
    """Return what all articles say of their names, and by number the spelling of each name and of its head.

    ``placed`` are the starts and codes of names by documents.
    """
    starts, codes = placed
    values, link_starts, link_codes = together.values(LINK)
    linked = [link(value) for value in values]
    own = [Spelling(one.kind, one.text) for one in names]
    heads = [Spelling(one.kind, one.head) if one.head else text for one, text in zip(names, own, strict=True)]
    every = dict.fromkeys(own)  # which is nearly sorted
    every.update(dict.fromkeys(heads))
    every.update(dict.fromkeys(Spelling(*one) for found in linked for one in (found.left, found.right)))
    every.update(dict.fromkeys(Spelling(one.kind, name) for one in entries for name in (one.name, *one.aliases)))
    spellings = sorted(every)
    numbers = {one: at for at, one in enumerate(spellings)}
    of_term, of_head = (np.fromiter(map(numbers.__getitem__, some), np.int64, len(some)) for some in (own, heads))
    owners = np.repeat(np.arange(starts.size - 1), np.diff(starts))
    rows = distinct(owners * max(len(spellings), 1) + of_term[codes.astype(np.int64) - 1])
    docs, found = np.divmod(rows, max(len(spellings), 1))
    counts = np.bincount(found, minlength=len(spellings)).astype(np.int32)
    begins = starts_of(np.bincount(docs, minlength=starts.size - 1))
    evidence = _evidence(together, linked, (link_starts, link_codes), numbers)
    return Facts(tuple(spellings), begins, found.astype(np.int32), counts, evidence), (of_term, of_head)


def _evidence(
    together: Together, links: Sequence[NameLink], placed: tuple[Ints, Words], numbers: Mapping[Spelling, int]
) -> tuple[Evidence, ...]:
    """Return what links each two spellings; the article that is told is drawn by lot, the same in every run."""
    starts, codes = placed
    owners = np.repeat(np.arange(starts.size - 1), np.diff(starts))
    order = np.lexsort((owners, lots(together)[owners], codes))
    found, firsts, counts = np.unique(codes[order], return_index=True, return_counts=True)
    docs = owners[order][firsts]
    every = []
    for code, doc, count in zip(found.tolist(), docs.tolist(), counts.tolist(), strict=True):
        one = links[code - 1]
        left, right = numbers[Spelling(*one.left)], numbers[Spelling(*one.right)]
        every.append(Evidence(left, right, How(one.how), count, "", str(doc), ""))
    return tuple(sorted(every, key=lambda one: (one.left, one.right, one.how)))


def _told(merge: Merge, facts: Facts, together: Together, given: frozenset[Spelling]) -> Merge:
    """Return a merge with the article that it rests on, which tells why, or else with the reason."""
    if merge.article:
        return replace(merge, article=together.terms_of("id", [int(merge.article)])[0], reason="", sentence="")
    if {facts.spellings[merge.left], facts.spellings[merge.right]} <= given:
        return replace(merge, reason="a gazetteer has both for one")
    return merge


def _met(entries: Iterable[Entity], names: Iterable[NameTerm]) -> list[Entity]:
    """Return the entries that have a name which some article has."""
    words = {name_key(one.text) for one in names}
    return [one for one in entries if any(name_key(name) in words for name in (one.name, *one.aliases))]


def _given(entries: Iterable[Entity]) -> Decisions:
    """Return what gazetteers say as decisions: all names of an entry are one, and it is called as it says.

    Names that two entries have but for capitals, as SANA and Sana, are left to the articles.
    """
    entries = list(entries)
    holders: dict[tuple[str, str], set[str]] = {}
    for one in entries:
        for name in (one.name, *one.aliases):
            holders.setdefault((one.kind, words_key(name)), set()).add(one.id)
    merges, renames = [], []
    for one in entries:
        own = Spelling(one.kind, one.name)
        names = [own, *(Spelling(one.kind, alias) for alias in one.aliases)]
        names = [name for name in names if len(holders[one.kind, words_key(name.text)]) == 1]
        merges += [(name, own) for name in names if own in names and words_key(name.text) != words_key(own.text)]
        renames += [(name, one.name) for name in names]
    return Decisions(tuple(merges), renames=tuple(renames))


def _of_terms(names: Sequence[NameTerm], spellings: tuple[Ints, Ints], unified: Unified, decisions: Decisions) -> Ints:
    """Return the entity of each name: that of the name which its article has it for, unless a decision parts them.

    ``spellings`` are those of the names and of these heads.
    """
    own, found = (unified.labels[some] for some in spellings)
    apart = _apart(unified, decisions)
    for at, one in enumerate(names) if apart else ():
        if int(found[at]) in apart.get(name_key(one.text), ()):
            found[at] = own[at]
    return found


def _apart(unified: Unified, decisions: Decisions) -> dict[str, set[int]]:
    """Return the words of names that decisions keep apart, and the entities that each is never part of."""
    found: dict[str, set[int]] = {}
    words = {name_key(one.text) for pair in decisions.parted() for one in pair}
    labels: dict[str, set[int]] = {}
    for one, label in zip(unified.facts.spellings, unified.labels.tolist(), strict=True) if words else ():
        if (key := name_key(one.text)) in words:
            labels.setdefault(key, set()).add(label)
    for one, other in decisions.parted():
        left, right = name_key(one.text), name_key(other.text)
        found.setdefault(left, set()).update(labels.get(right, ()))
        found.setdefault(right, set()).update(labels.get(left, ()))
    return found
