"""The compiler: a query's tree to a plan of leaves that name terms of one snapshot."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from index.schema import TEXT_FIELDS
from search.deadline import Deadline
from search.query.entityterms import EntityTerm
from search.query.evidence import MANY
from search.query.filters import dated, documents
from search.query.notes import Notes
from search.query.signs import checked
from search.query.spellings import MAX_PHRASE, WRITTEN, exact_leaf, slots, word_plan
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
from search.query.wildcards import Wildcards
from search.ranking.plan import NONE, All, Any, AtLeast, Every, Leaf, Plan, Wanted, Without, leaves
from search.results import QueryWarning
from search.snapshots.snapshot import Snapshot

_FEW = 50
_SIGNS = frozenset("+#＋＃")
_JOINING = "and"
"""What joins words and is not looked for: who writes it in small letters means the words beside it."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """``wanted`` is what a query of bare words asks for, each once; None for any other query.

    ``loose`` matches any of the words of a question, enough for what follows the full matches; None for others.
    """

    plan: Plan
    wanted: tuple[Wanted, ...] | None
    loose: Plan | None
    warnings: tuple[QueryWarning, ...]


def compile_tree(tree: Node, snapshot: Snapshot, deadline: Deadline | None = None) -> Compiled:
    """Compile a tree against the terms and values of a snapshot; words that are too late match nothing."""
    bare_words = _bare_words(tree, snapshot.languages)
    if bare_words:
        plan = bare_words[0] if len(bare_words) == 1 else All(bare_words)
        loose = AtLeast(bare_words, 1) if len(bare_words) > MANY else None
        return Compiled(plan, tuple([Wanted((one,)) for one in bare_words]), loose, ())
    compiler = _Compiler(snapshot, deadline or Deadline())
    plan = compiler.plan(tree, TEXT_FIELDS)
    return Compiled(plan, compiler.wanted(tree), _loose(tree, plan), tuple(compiler.notes.warnings))


def _loose(tree: Node, plan: Plan) -> Plan | None:
    """Return what matches any leaf of the plan of many words, and nothing that is excluded."""
    if _run(tree) <= MANY:
        return None
    some = AtLeast(tuple(dict.fromkeys(leaves(plan))), 1)
    parts = plan.parts if isinstance(plan, All) else ()
    return All((some, *(part for part in parts if isinstance(part, Without))))


def _run(node: Node) -> int:
    """Return how many bare words stand side by side, in a query or in what it has on both sides of OR."""
    match node:
        case Word(distance=0, exact=False) | Phrase():
            return 1
        case Named(words=inner):
            return _run(inner)
        case And(parts=parts):
            return sum(_run(part) for part in _operands(parts) if isinstance(part, Word | Named))
        case Or(parts=parts):
            return sum(_run(part) for part in parts if isinstance(part, And))
        case _:
            return 0


def _bare_words(tree: Node, languages: tuple[str, ...]) -> tuple[Plan, ...]:
    """Return what most queries are, single words that are all wanted; nothing for any other query."""
    found: dict[Plan, None] = {}
    parts = _operands(tree.parts) if isinstance(tree, And) else (tree,)
    if len(parts) > _FEW:  # these are looked at one by one, as long as there is time
        return ()
    for part in parts:
        if not isinstance(part, Word) or part.distance or part.exact or not _SIGNS.isdisjoint(part.text):
            return ()
        plan = word_plan(part.text, TEXT_FIELDS, languages)
        if plan is None:
            return ()
        found[plan] = None
    return tuple(found)


def _operands(parts: Iterable[Node]) -> tuple[Node, ...]:
    """Return the parts that are wanted, without words that join them, unless there is nothing else."""
    parts = tuple(parts)
    return tuple([one for one in parts if not _joins(one)]) or parts


def _joins(part: Node) -> bool:
    return (
        isinstance(part, Word) and not part.exact and len(part.text) == len(_JOINING) and part.text.lower() == _JOINING
    )


class _Compiler:
    def __init__(self, snapshot: Snapshot, deadline: Deadline) -> None:
        self.snapshot = snapshot
        self.notes = Notes()
        self.deadline = deadline
        self.wildcards = Wildcards(snapshot, self.notes, deadline)
        self.unknown = False

    def plan(self, node: Node, fields: tuple[str, ...]) -> Plan:  # noqa: PLR0911 -- one for each kind of node
        if isinstance(node, Word | Prefix | Phrase):
            return self._leaf(node, fields)
        match node:
            case Named(words=inner, entities=ids):
                return Any((self.plan(inner, _fields(ids, fields)), Leaf(("entity",), (ids,))))
            case And(parts=parts):
                return All(tuple(dict.fromkeys(self.plan(part, fields) for part in _operands(parts))))
            case Or(parts=parts):
                return Any(tuple(dict.fromkeys(self.plan(part, fields) for part in parts)))
            case Not(part=inner):
                return Without(self.plan(inner, fields))
            case Field(name=name, part=inner):
                return self.plan(inner, (name,))
            case Filter():
                docs, warnings = documents(self.snapshot, node, suggest=not self.unknown)
                self.notes.warnings += warnings
                self.unknown = self.unknown or bool(warnings)
                return docs
            case Dates():
                return dated(self.snapshot, node)
            case _:
                return Every() if isinstance(node, Everything) else NONE

    def _leaf(self, node: Word | Prefix | Phrase, fields: tuple[str, ...]) -> Plan:
        if self.deadline.is_over:
            return NONE
        written = tuple(one for one in fields if one in WRITTEN)
        if isinstance(node, Prefix) or (isinstance(node, Word) and node.distance):
            before = slots(node.text, self.snapshot.languages)[:-1] if isinstance(node, Prefix) else ()
            return Leaf(written if before else fields, (*before[:MAX_PHRASE], self.wildcards.terms(node)))
        if isinstance(node, Word) and not node.exact:
            plan = word_plan(node.text, fields, self.snapshot.languages)
            if plan is not None:
                return checked(plan, node, self.snapshot, self.notes)
        slop = node.slop if isinstance(node, Phrase) else 0
        found = Leaf(fields, slots(node.text, self.snapshot.languages), slop)
        if node.exact:
            found = exact_leaf(node.text, fields, slop)
        elif isinstance(node, Phrase) and len(found.slots) > 1:
            # A phrase is looked for where it was written; the names in "entities" are no text.
            found = replace(found, fields=written)
        return checked(self._cut(found, node), node, self.snapshot, self.notes)

    def _cut(self, leaf: Leaf, node: Word | Phrase) -> Leaf:
        if len(leaf.slots) <= MAX_PHRASE:
            return leaf
        self.notes.add(f"Only the first {MAX_PHRASE} words of a phrase were searched.", node.start, node.end)
        return replace(leaf, slots=leaf.slots[:MAX_PHRASE])

    def wanted(self, tree: Node) -> tuple[Wanted, ...] | None:
        """Return what a query of bare words wants; None if there is anything else in it."""
        parts = _operands(tree.parts) if isinstance(tree, And) else (tree,)
        found: list[Wanted] = []
        for part in parts:
            match part:
                case Word(exact=False):
                    found.append(Wanted((self.plan(part, TEXT_FIELDS),)))
                case Named(words=And(parts=inner), entities=ids):
                    parts_of = (self.plan(word, _fields(ids, TEXT_FIELDS)) for word in _operands(inner))
                    plans = tuple(dict.fromkeys(parts_of))
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
