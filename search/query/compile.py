"""The compiler: a query's tree to a plan of leaves that name terms of one snapshot."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from string import ascii_lowercase

from corpus.text import fold
from index.analysis import bare, query_terms, words
from index.schema import TEXT_FIELDS
from search.query.entityterms import EntityTerm
from search.query.filters import dated, documents
from search.query.tree import (
    And,
    Dates,
    Everything,
    Field,
    Filter,
    Named,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Word,
)
from search.ranking.plan import NONE, All, Any, Every, Leaf, Plan, Wanted, Without
from search.results import QueryWarning
from search.snapshot import Snapshot

MAX_EXPANSIONS = 1000
"""The words that one word with ``*`` may stand for."""

MAX_WILDCARDS = 20
"""The words with ``*`` or ``~`` that one query may have."""

MAX_FUZZY = 3
"""The words with ``~`` among them: each is compared with many words of the index."""

MAX_PHRASE = 50
"""The words that a phrase may have."""

_PHRASE_FIELDS = ("title", "body")
_FULL_FORM = 4


@dataclass(frozen=True, slots=True)
class Compiled:
    """``wanted`` is what a query of bare words asks for, each once; None for any other query."""

    plan: Plan
    wanted: tuple[Wanted, ...] | None
    warnings: tuple[QueryWarning, ...]


def compile_tree(tree: Node, snapshot: Snapshot) -> Compiled:
    """Compile a tree against the terms and values of a snapshot."""
    bare_words = _bare_words(tree, snapshot.languages)
    if bare_words:
        plan: Plan = bare_words[0] if isinstance(tree, Word) else All(bare_words)
        return Compiled(plan, tuple(Wanted((leaf,)) for leaf in bare_words), ())
    compiler = _Compiler(snapshot)
    plan = compiler.plan(tree, TEXT_FIELDS)
    return Compiled(plan, compiler.wanted(tree), tuple(compiler.warnings))


def _bare_words(tree: Node, languages: tuple[str, ...]) -> tuple[Leaf, ...]:
    """Return the leaves of what most queries are, single words that are all wanted; none for any other query."""
    found: dict[Leaf, None] = {}
    for part in tree.parts if isinstance(tree, And) else (tree,):
        if not isinstance(part, Word) or part.distance:
            return ()
        leaf = word_leaf(part.text, languages)
        if leaf is None:
            return ()
        found[leaf] = None
    return tuple(found)


class _Compiler:
    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.warnings: list[QueryWarning] = []
        self.expanded: dict[Word | Prefix, tuple[str, ...]] = {}
        self.unknown = False

    def plan(self, node: Node, fields: tuple[str, ...]) -> Plan:  # noqa: PLR0911 -- one for each kind of node
        if isinstance(node, Word | Prefix | Phrase):
            return self._leaf(node, fields)
        match node:
            case Named(words=inner, entities=ids):
                return Any((self.plan(inner, _fields(ids, fields)), Leaf(("entity",), (ids,))))
            case And(parts=parts):
                return All(tuple(dict.fromkeys(self.plan(part, fields) for part in parts)))
            case Or(parts=parts):
                return Any(tuple(dict.fromkeys(self.plan(part, fields) for part in parts)))
            case Not(part=inner):
                return Without(self.plan(inner, fields))
            case Field(name=name, part=inner):
                return self.plan(inner, (name,))
            case Filter():
                docs, warnings = documents(self.snapshot, node, suggest=not self.unknown)
                self.warnings += warnings
                self.unknown = self.unknown or bool(warnings)
                return docs
            case Dates():
                return dated(self.snapshot, node)
            case _:
                return Every() if isinstance(node, Everything) else NONE

    def _leaf(self, node: Word | Prefix | Phrase, fields: tuple[str, ...]) -> Leaf:
        if isinstance(node, Prefix) or (isinstance(node, Word) and node.distance):
            return Leaf(fields, (self._expanded(node),))
        slots = _slots(node.text, self.snapshot.languages)
        if len(slots) > MAX_PHRASE:
            slots = slots[:MAX_PHRASE]
            self._warn(f"Only the first {MAX_PHRASE} words of a phrase were searched.", node)
        if isinstance(node, Phrase) and len(slots) > 1:
            # A phrase is looked for where it was written; the names in "entities" are no text.
            return Leaf(tuple(one for one in fields if one in _PHRASE_FIELDS), slots, node.slop)
        return Leaf(fields, slots)

    def _expanded(self, node: Word | Prefix) -> tuple[str, ...]:
        if node not in self.expanded:
            if len(self.expanded) >= MAX_WILDCARDS:
                self._warn(f"Only {MAX_WILDCARDS} words may have * or ~; this was searched as a word.", node)
                return self._terms(node)
            if isinstance(node, Word) and sum(isinstance(one, Word) for one in self.expanded) >= MAX_FUZZY:
                self._warn(f"Only {MAX_FUZZY} words may have ~; this was searched as a word.", node)
                return self._terms(node)
            self.expanded[node] = self._prefixed(node) if isinstance(node, Prefix) else self._fuzzy(node)
        return self.expanded[node]

    def _terms(self, node: Word | Prefix) -> tuple[str, ...]:
        found = next(words(node.text))
        return query_terms(found.surface, self.snapshot.languages)

    def _prefixed(self, node: Prefix) -> tuple[str, ...]:
        folded = bare(node.text)
        found = self._beginning(folded)
        # Terms are stems: "electi*" has to find what stands in the index as "elect".
        shorter = folded[:-1]
        while not found and len(shorter) >= max(_FULL_FORM, len(folded) - 3):
            found = {one for one in self._beginning(shorter) if folded.startswith(one)}
            shorter = shorter[:-1]
        if len(found) > MAX_EXPANSIONS:
            self._warn(f"More than {MAX_EXPANSIONS:,} words begin with {node.text}; it was searched as a word.", node)
            found = set()
        return tuple(sorted({*found, *self._terms(node)}))

    def _beginning(self, prefix: str) -> set[str]:
        limit = MAX_EXPANSIONS + 1
        return {term for field in TEXT_FIELDS for term in self.snapshot.beginning(field, prefix, limit)}

    def _fuzzy(self, node: Word) -> tuple[str, ...]:
        terms = self._terms(node)
        found = {
            near for field in TEXT_FIELDS for term in terms for near in self.snapshot.near(field, term, node.distance)
        }
        # Terms are stems: "meetng~" has to find what stands in the index as "meet".
        languages = self.snapshot.languages
        varied = {term for one in variants(fold(node.text)) for term in query_terms(one, languages)}
        found.update(*(self.snapshot.known(field, varied) for field in TEXT_FIELDS))
        return tuple(sorted({*found, *terms}))

    def _warn(self, message: str, node: Word | Prefix | Phrase) -> None:
        warning = QueryWarning(message, node.start, node.end)
        if warning not in self.warnings:
            self.warnings.append(warning)

    def wanted(self, tree: Node) -> tuple[Wanted, ...] | None:
        """Return what a query of bare words wants; None if there is anything else in it."""
        parts = tree.parts if isinstance(tree, And) else (tree,)
        found: list[Wanted] = []
        for part in parts:
            match part:
                case Word():
                    found.append(Wanted((self.plan(part, TEXT_FIELDS),)))
                case Named(words=And(parts=inner), entities=ids):
                    plans = tuple(dict.fromkeys(self.plan(word, _fields(ids, TEXT_FIELDS)) for word in inner))
                    found.append(Wanted(plans, Leaf(("entity",), (ids,))))
                case Named(words=Word() as word, entities=ids):
                    found.append(Wanted((self.plan(word, _fields(ids, TEXT_FIELDS)),), Leaf(("entity",), (ids,))))
                case _:
                    return None
        return tuple(dict.fromkeys(found))


def _fields(entities: tuple[str, ...], fields: tuple[str, ...]) -> tuple[str, ...]:
    """Return where the words of a name are looked for.

    An article has the words of what its names stand for in "entities". Where a spelling is left out it must not be
    found by them; of the others the entities tell all.
    """
    if any(EntityTerm.of(one).without for one in entities):
        return tuple(one for one in fields if one != "entities")
    return fields


@lru_cache(maxsize=1 << 14)
def word_leaf(text: str, languages: tuple[str, ...]) -> Leaf | None:
    """Return the leaf of a word as it was typed; None where it is too long for one."""
    slots = _slots(text, languages)
    return Leaf(TEXT_FIELDS, slots) if len(slots) <= MAX_PHRASE else None


@lru_cache(maxsize=1 << 14)
def _slots(text: str, languages: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Return the terms of each word of a text in an index of these languages, one word more than a phrase may have."""
    return tuple(query_terms(word.surface, languages) for word in islice(words(text), MAX_PHRASE + 1))


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
