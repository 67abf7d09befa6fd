"""Words with ``*`` or ``~``: the terms of a snapshot that they stand for."""

from string import ascii_lowercase

from corpus.text import fold
from index.analysis import bare, query_terms
from index.schema import TEXT_FIELDS
from index.tokens import Span, words
from search.deadline import Deadline
from search.query.notes import Notes
from search.query.tree import Prefix, Word
from search.snapshots.snapshot import Snapshot

MAX_EXPANSIONS = 1000
"""The words that one word with ``*`` or ``~`` may stand for."""

MAX_WILDCARDS = 20
"""The words with ``*`` or ``~`` that one query may have."""

MAX_FUZZY = 3
"""The words with ``~`` among them: each is compared with many words of the index."""

_FULL_FORM = 4


class Wildcards:
    """Finds the terms of one query's words with ``*`` or ``~``; where they cannot be had, those of the word alone."""

    def __init__(self, snapshot: Snapshot, notes: Notes, deadline: Deadline) -> None:
        self._snapshot = snapshot
        self._notes = notes
        self._deadline = deadline
        self._found: dict[Word | Prefix, tuple[str, ...]] = {}

    def terms(self, node: Word | Prefix) -> tuple[str, ...]:
        """Return the terms of a word, of one that analysis splits those of its last part."""
        if node not in self._found:
            if refused := self._refused(node):
                self._notes.add(f"{refused}; this was searched as a word.", node.start, node.end)
                return self._own(node)
            if self._deadline.is_over:
                return self._own(node)
            self._found[node] = self._prefixed(node) if isinstance(node, Prefix) else self._fuzzy(node)
        return self._found[node]

    def _refused(self, node: Word | Prefix) -> str:
        if len(self._found) >= MAX_WILDCARDS:
            return f"Only {MAX_WILDCARDS} words may have * or ~"
        if isinstance(node, Word) and sum(isinstance(one, Word) for one in self._found) >= MAX_FUZZY:
            return f"Only {MAX_FUZZY} words may have ~"
        return ""

    def _own(self, node: Word | Prefix) -> tuple[str, ...]:
        return query_terms(_last(node).surface, self._snapshot.languages)

    def _prefixed(self, node: Prefix) -> tuple[str, ...]:
        folded = bare(_last(node).surface)
        found = self._beginning(folded)
        # Terms are stems: "electi*" has to find what stands in the index as "elect".
        shorter = folded[:-1]
        while not found and len(shorter) >= max(_FULL_FORM, len(folded) - 3):
            found = {one for one in self._beginning(shorter) if folded.startswith(one)}
            shorter = shorter[:-1]
        return self._bounded(node, found, f"words begin with {node.text}")

    def _beginning(self, prefix: str) -> set[str]:
        limit = MAX_EXPANSIONS + 1
        return {term for field in TEXT_FIELDS for term in self._snapshot.terms.beginning(field, prefix, limit)}

    def _fuzzy(self, node: Word) -> tuple[str, ...]:
        snapshot = self._snapshot
        found = {
            near
            for field in TEXT_FIELDS
            for term in self._own(node)
            for near in snapshot.terms.near(field, term, node.distance)
        }
        # Terms are stems: "meetng~" has to find what stands in the index as "meet".
        varied = {term for one in variants(fold(node.text)) for term in query_terms(one, snapshot.languages)}
        found.update(*(snapshot.terms.known(field, varied) for field in TEXT_FIELDS))
        return self._bounded(node, found, f"words are spelled about like {node.text}")

    def _bounded(self, node: Word | Prefix, found: set[str], what: str) -> tuple[str, ...]:
        if len(found) > MAX_EXPANSIONS:
            self._notes.add(f"More than {MAX_EXPANSIONS:,} {what}; it was searched as a word.", node.start, node.end)
            found = set()
        return tuple(sorted({*found, *self._own(node)}))


def _last(node: Word | Prefix) -> Span:
    return list(words(node.text))[-1]


def variants(word: str) -> set[str]:
    """Return the words of Latin letters of which one letter differs, is missing or is too many.

    >>> "cart" in variants("cat"), "ct" in variants("cat"), variants("кот")
    (True, True, set())
    """
    if not word.isascii():
        return set()
    splits = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    shorter = {head + tail[1:] for head, tail in splits if tail and word[1:]}
    other = {head + letter + tail[1:] for head, tail in splits if tail for letter in ascii_lowercase}
    longer = {head + letter + tail for head, tail in splits for letter in ascii_lowercase}
    return shorter | other | longer
