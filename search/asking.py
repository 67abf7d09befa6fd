"""A question as one snapshot understands it: read, expanded, compiled, with what narrows it."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.settings import Config
from corpus.text import squeeze
from search.counting import Narrowed
from search.deadline import Deadline
from search.parameters import Parameters
from search.query.compile import compile_tree
from search.query.evidence import evidence
from search.query.expand import expand
from search.query.filters import Masks
from search.query.notes import refuse
from search.query.parser import parse
from search.query.told import told
from search.query.tree import Dates, Filter, Nothing, Query
from search.ranking.bm25 import Scorer
from search.ranking.evidence import Evidence
from search.ranking.matching import select
from search.ranking.order import Order
from search.ranking.plan import All, Leaf, Plan, Wanted, leaves
from search.results import Expansion, QueryWarning
from search.snapshots.snapshot import Snapshot

_QUESTION, _EACH = 4_000, 60
"""The bytes of a question, and of each small object in it, about."""


@dataclass(frozen=True, slots=True)
class Question:
    """A query as one snapshot understands it."""

    query: Query
    plan: Plan
    wanted: tuple[Wanted, ...] | None
    loose: Plan | None
    expansions: tuple[Expansion, ...]
    warnings: tuple[QueryWarning, ...]
    evidence: Evidence

    @property
    def shown(self) -> Plan:
        """What to mark in articles: of bare words those that tell something, unless there are no others."""
        if not isinstance(self.plan, All) or not self.evidence.asked:
            return self.plan
        parts = [one for one in self.plan.parts if not isinstance(one, Leaf) or self.evidence.counts(one)]
        return All(tuple(parts)) if parts else self.plan

    @property
    def nbytes(self) -> int:
        """The bytes that it takes, about."""
        terms = sum(len(term) + _EACH for leaf in leaves(self.plan) for slot in leaf.slots for term in slot)
        return _QUESTION + _EACH * (len(self.warnings) + len(self.expansions)) + 10 * len(self.query.text) + 2 * terms

    @property
    def read(self) -> str | None:
        """The query as it was read, where that is not as it was typed."""
        if not self.query.warnings or isinstance(self.query.tree, Nothing):
            return None
        read = told(self.query)
        return None if squeeze(read) == squeeze(self.query.text) else read


def understand(  # noqa: PLR0913 -- what the reading of a query depends on
    snapshot: Snapshot,
    text: str,
    *,
    expanded: bool,
    strict: bool,
    without: Sequence[str] = (),
    deadline: Deadline | None = None,
) -> Question:
    """Read and compile a query, or remember how it was; raises QuerySyntaxError under ``strict``."""
    key = "question", text, expanded, strict, tuple(without)
    found: Question | None = snapshot.memory.find(key)
    if found is None:
        found = _understood(snapshot, text, expanded=expanded, strict=strict, without=without, deadline=deadline)
        if deadline is None or not deadline.missed:
            snapshot.memory.put(key, found)
    return found


def _understood(  # noqa: PLR0913 -- what the reading of a query depends on
    snapshot: Snapshot,
    text: str,
    *,
    expanded: bool,
    strict: bool,
    without: Sequence[str],
    deadline: Deadline | None,
) -> Question:
    query = parse(text, snapshot.extra, strict=strict)
    tree, expansions = (
        expand(query.tree, snapshot.entities, snapshot.names.written, without, deadline)
        if expanded
        else (query.tree, ())
    )
    compiled = compile_tree(tree, snapshot, deadline)
    return Question(
        query,
        compiled.plan,
        compiled.wanted,
        compiled.loose,
        expansions,
        (*query.warnings, *compiled.warnings),
        evidence(query.tree, snapshot.languages, snapshot.main_languages),
    )


@dataclass(frozen=True, slots=True)
class Asking:
    """A question with what filters let through for it."""

    question: Question
    narrowed: Narrowed
    passing: Masks
    unknown: list[QueryWarning]
    scorer: Scorer

    @property
    def undated(self) -> int:
        """How many matches without a date are left out as a date is asked for."""
        undated = self.passing.undated
        return 0 if undated is None else select(self.scorer, All((undated, self.question.plan))).count

    @property
    def shown(self) -> Plan:
        """What to mark in articles: the words, or for a query without words the entities that it asks for."""
        plan = self.question.shown
        if next(leaves(plan), None) is None:
            plan = All((plan, *_entity_leaves(self.scorer.snapshot, self.narrowed.filters)))
        return plan


def ask(snapshot: Snapshot, text: str, asked: Parameters, config: Config, deadline: Deadline | None = None) -> Asking:
    """Read a question and what narrows it; raises QuerySyntaxError under ``strict``. Without a deadline it has time."""
    question = understand(
        snapshot, text, expanded=asked.expand, strict=asked.strict, without=asked.without, deadline=deadline
    )
    narrowed = Narrowed(
        [
            *question.query.filters,
            *(Filter(name, value, 0, 0) for name, value in asked.filters),
            *(Filter(name, value, 0, 0, excluded=True) for name, value in asked.exclude),
        ],
        _dates(question.query, asked),
        asked.undated,
    )
    passing, unknown = narrowed.masks(snapshot)
    if asked.strict:
        refuse(text, [*question.warnings, *unknown])
    scorer = Scorer(snapshot, config.boosts, config.relevance, question.evidence, deadline)
    return Asking(question, narrowed, passing, unknown, scorer)


def order_of(asked: Parameters, config: Config) -> Order:
    """Return the order asked for; on later pages ages are counted as on the first, lest articles change places."""
    return Order(asked.sort, config.half_life, asked.cursor.now if asked.cursor else time.time())


def _dates(query: Query, asked: Parameters) -> list[Dates]:
    given = [Dates(asked.since, asked.until, 0, 0)] if asked.since or asked.until else []
    return [*query.dates, *given]


def _entity_leaves(snapshot: Snapshot, filters: Iterable[Filter]) -> list[Leaf]:
    """Return what to mark for a query without words that asks for entities: their mentions."""
    found = []
    for one in filters:
        if one.name == "entity" and not one.excluded:
            ids = snapshot.values("entity").find(one.value)
            found.append(Leaf(("entity",), (tuple(ids),)))
    return found
