"""Names in a query: words that are a spelling of a known entity also stand for the entity itself."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from corpus.article import Entity
from corpus.entities.names import name_key
from index.entities import Entities
from index.tokens import words
from search.deadline import Deadline
from search.query.entityterms import EntityTerm
from search.query.tree import And, Named, Node, Or, Phrase, Word
from search.results import Expansion

_LONGEST_RUN = 10
_TOLD = 8
"""Other spellings of a name that are told, at the most."""

Written = Callable[[str], Sequence[str]]
"""The spellings of an entity that articles have, the most frequent first, by its id."""

_COMMON = frozenset(
    re.findall(
        r"\w+",
        "a all am an and any are as at be been but by can did do for from had has he her him his i if in into is it"
        " its led may me more most must my new no not now of off on one or our out own she so some than that the them"
        " then they this to too up us was we were what when who why will with you",
    )
)
"""Words that an acronym may look like, when typed in lower case."""


def expand(
    tree: Node, table: Entities, written: Written, without: Sequence[str] = (), deadline: Deadline | None = None
) -> tuple[Node, tuple[Expansion, ...]]:
    """Let names in a tree stand for their entities; what was excluded or tied to a field is left alone.

    The longest runs of bare words that equal a spelling win, from left to right. ``without`` are spellings that they
    do not stand for. What there is no time for is left alone too.
    """
    expander = _Expander(table, written, without, deadline or Deadline())
    return expander.node(tree), tuple(expander.found)


class _Expander:
    def __init__(self, table: Entities, written: Written, without: Sequence[str], deadline: Deadline) -> None:
        self.table = table
        self.deadline = deadline
        self.written = written
        self.without = frozenset(map(name_key, without)) - {""}
        self.found: list[Expansion] = []

    def node(self, node: Node) -> Node:
        match node:
            case And(parts=parts):
                joined = self._parts(parts)
                return And(tuple(joined)) if len(joined) > 1 else joined[0]
            case Or(parts=parts):
                return Or(tuple(self.node(part) for part in parts))
            case Word() if self._names_nothing(node):
                return node
            case Word() | Phrase():
                return self._named([node]) or node
            case _:
                return node

    def _parts(self, parts: Sequence[Node]) -> list[Node]:
        joined: list[Node] = []
        at = 0
        while at < len(parts):
            first = parts[at]
            if isinstance(first, Word) and self._names_nothing(first):
                joined.append(first)
                at += 1
                continue
            run = _run(parts[at : at + _LONGEST_RUN])
            for length in range(len(run), 0, -1):
                named = self._named(run[:length])
                if named is not None:
                    joined.append(named)
                    at += length
                    break
            else:
                joined.append(self.node(parts[at]) if not run else parts[at])
                at += 1
        return joined

    def _names_nothing(self, word: Word) -> bool:
        """Tell without a look at the words behind it that no name begins with a word, as with most it does not."""
        return word.text.isascii() and word.text.isalnum() and not self.table.begins(word.text.lower())

    def _named(self, run: Sequence[Word | Phrase]) -> Named | None:
        if self.deadline.is_over:
            return None
        if run[0].exact or (run[0].distance if isinstance(run[0], Word) else run[0].slop):
            return None
        typed = " ".join(part.text for part in run)
        ids = tuple([one for one in self._resolve(typed) if self._finds_more(typed, self.table[one])])
        if not ids:
            return None
        terms = tuple([self._told(self.table[one], typed).term for one in ids])
        words_meant = And(tuple(run)) if len(run) > 1 else run[0]
        return Named(words_meant, terms, run[0].start, run[-1].end)

    def _resolve(self, typed: str) -> tuple[str, ...]:
        found = self.table.resolve(typed)
        if not found and (bare := _bare(typed)) != typed:
            found = self.table.resolve(bare)
        return tuple(one for one in found if one in self.table)

    def _finds_more(self, typed: str, entity: Entity) -> bool:
        """Tell whether an entity can be meant, and has other names than what was typed."""
        known = {name_key(typed), name_key(_bare(typed))}
        return _is_meant(typed, entity) and any(name_key(one) not in known for one in (entity.name, *entity.aliases))

    def _told(self, entity: Entity, typed: str) -> EntityTerm:
        """Return an entity without the spellings that are left out, and tell of the others."""
        known = {name_key(typed), name_key(_bare(typed))}
        others: dict[str, str] = {}
        for one in self.written(entity.id):
            if (key := name_key(one)) not in known:
                others.setdefault(key, one)
        left_out = tuple([one for key, one in others.items() if key in self.without])
        also = tuple([one for key, one in others.items() if key not in self.without])[:_TOLD]
        expansion = Expansion(entity.id, entity.name, typed, also, left_out)
        if (also or left_out) and expansion not in self.found:
            self.found.append(expansion)
        return EntityTerm(entity.id, self.without.intersection(others))


def _run(parts: Sequence[Node]) -> list[Word | Phrase]:
    """Return the bare words at the beginning of the parts, or the one phrase."""
    if parts and isinstance(parts[0], Phrase):
        return [parts[0]]
    run: list[Word | Phrase] = []
    for part in parts:
        if not isinstance(part, Word) or part.distance or part.exact:
            break
        run.append(part)
    return run


@lru_cache(maxsize=1 << 14)
def _bare(typed: str) -> str:
    """Drop the punctuation around a name.

    >>> _bare("(al-Sudani),")
    'al-Sudani'
    """
    if typed.isascii() and typed[:1].isalnum() and typed[-1:].isalnum():
        return typed
    found = list(words(typed))
    return typed[found[0].start : found[-1].end] if found else ""


def _is_meant(typed: str, entity: Entity) -> bool:
    """Tell whether a word can mean an entity: ``is`` and ``us`` do not mean IS and US.

    >>> _is_meant("is", Entity("x", "Islamic State", aliases=("IS",)))
    False
    """
    bare = _bare(typed)
    if bare not in _COMMON:
        return True
    spellings = [one for one in (entity.name, *entity.aliases) if name_key(one) == name_key(bare)]
    return not all(one.isupper() for one in spellings)
