"""Signs behind a word (``C++``): looked for in the texts themselves, as long as not too many have the word."""

from dataclasses import replace

from index.analysis import query_terms
from search.query.notes import Notes
from search.query.tree import Phrase, Word
from search.query.written import is_signed, word_of
from search.ranking.plan import Any, Leaf, Plan
from search.snapshots.snapshot import Snapshot

MOST_READ = 10_000
"""The articles whose text is read for the signs of one word."""


def checked(plan: Plan, node: Word | Phrase, snapshot: Snapshot, notes: Notes) -> Plan:
    """Return the plan of a word or phrase without the signs that cannot be looked for, or that no article has."""
    if isinstance(plan, Any):
        return Any(tuple(checked(part, node, snapshot, notes) for part in plan.parts))
    if not isinstance(plan, Leaf) or not any(is_signed(one) for slot in plan.slots for one in slot):
        return plan
    slots = tuple(_slot(slot, plan.fields, node, snapshot, notes) for slot in plan.slots)
    return replace(plan, slots=slots)


def _slot(
    slot: tuple[str, ...], fields: tuple[str, ...], node: Word | Phrase, snapshot: Snapshot, notes: Notes
) -> tuple[str, ...]:
    if not is_signed(slot[0]):
        return slot
    word = word_of(slot[0])
    known = query_terms(word, snapshot.languages)
    if sum(snapshot.terms.postings(field, one).docs.size for field in fields for one in known) > MOST_READ:
        why = "too many articles have it to look for signs in each"
    elif any(snapshot.terms.postings(field, slot[0]).docs.size for field in fields):
        return slot
    else:
        why = "no article has it with signs"
    notes.add(f"{node.text} was searched as {word}: {why}.", node.start, node.end)
    return known
