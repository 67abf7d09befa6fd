"""Hits: the documents of a page, with what their titles and passages show of a query."""

from bisect import bisect_left
from collections.abc import Sequence
from functools import partial
from typing import Protocol

from index.analysis import language
from search.highlight.finding import Span, Text, UnpartedError
from search.highlight.marking import Sought, marks_in, mentions
from search.highlight.marks import Marker, Names, counting, merged
from search.highlight.opened import LONG, Opened, opened
from search.highlight.patterns import image, patterns
from search.highlight.reading import Reading, read_about, read_on
from search.highlight.snippets import Marking, cut, joined, passages, snippets
from search.query.entityterms import EntityTerm, asked
from search.ranking.plan import All, Leaf, Plan, leaves
from search.results import Hit, Snippet
from search.snapshots.fieldterms import Terms
from search.snapshots.snapshot import Snapshot

_Shown = tuple[tuple[Span, ...], tuple[Snippet, ...]]
"""The spans to mark in a title, and the passages of a body."""


class Weights(Protocol):
    """What the index tells of a leaf."""

    def idf(self, leaf: Leaf) -> float:
        """Return how much a leaf counts."""

    def has(self, leaf: Leaf, doc: int) -> bool:
        """Tell whether a document has a leaf."""


class Highlighter:
    """Makes the hits of one query; ``search.highlight.marks`` marks the same in titles and passages."""

    def __init__(self, snapshot: Snapshot, plan: Plan, index: Weights) -> None:
        self._snapshot = snapshot
        self._index = index
        self._plan = plan
        self._leaves = tuple(dict.fromkeys(leaves(plan)))
        self._weights = [index.idf(leaf) for leaf in self._leaves]
        parts = plan.parts if isinstance(plan, All) else (plan,)
        self._all_count = all(isinstance(part, Leaf) for part in parts)
        self._are_words = self._all_count and all(len(leaf.slots) == 1 and not _is_name(leaf) for leaf in self._leaves)
        self._known: dict[tuple[str | None, bool], Sequence[Sought]] = {}

    def hit(self, doc: int, score: float, *, relaxed: bool, shown: bool = True) -> Hit:
        """Return a document as a hit, with what it shows of the query unless there is no time for it."""
        article = opened(self._snapshot, doc)
        value = article.record.head.get
        lang = value("lang")
        try:
            title_spans, found = self._shown(article, lang, doc, relaxed=relaxed) if shown else ((), ())
        except UnpartedError:
            title_spans, found = self._read(doc)
        return Hit(
            article.id,
            article.title,
            value("url"),
            value("published"),
            value("source"),
            value("author"),
            lang,
            score,
            found,
            title_spans,
            article.entities,
            relaxed,
            article.record.guessed,
            self._snapshot.group(doc),
        )

    def _shown(self, article: Opened, lang: str | None, doc: int, *, relaxed: bool) -> _Shown:
        """Return what to show of an article; some leaves of one that is ``relaxed`` may stand nowhere in it."""
        joint, floor = article.joint, article.floor
        sought = self._sought(lang, ascii_only=joint.isascii())
        if self._are_words and len(joint) > LONG:
            if relaxed:
                sought = [one if self._index.has(one.leaf, doc) else one.without() for one in sought]
            marks, places, sure = read_on(joint, floor, sought, self._weights)
        else:
            shown = image(joint) if article.image is None else article.image
            marks, places, sure = Reading(marks_in(Text(joint, floor, shown), sought, 0, len(joint)), None, len(joint))
        more: list[Marking] = []
        if not self._all_count or len({mark[2] for mark in marks}) < len(sought):
            more = self._mentioned(marks, article, doc)
            marks = self._counted([*marks, *more])
        first = bisect_left(marks, (floor,))
        if places is None or more:
            places = passages(joint, marks[first:], self._weights, floor, article.ends)
        cuts = []
        for place in places:
            inside = marks if place[1] <= sure else sorted([*read_about(joint, floor, sought, place), *more])
            cuts.append(cut(joint, place, inside, floor))
        return joined([mark[:2] for mark in marks[:first]]), tuple(cuts)

    def _read(self, doc: int) -> _Shown:
        """Return what ``_shown`` does, by the analysis of all of the text."""
        article = self._snapshot.article(doc)
        found = Marker(self._plan).find(article)
        return merged(found["title"]), snippets(article.body, found["body"], self._weights)

    def _mentioned(self, marks: Sequence[Marking], article: Opened, doc: int) -> list[Marking]:
        """Return the mentions of names that stand for a leaf which stands nowhere itself."""
        standing = {mark[2] for mark in marks}
        found: list[Marking] = []
        for number, leaf in enumerate(self._leaves):
            if number not in standing and (entities := self._entities(leaf, doc)):
                found += [
                    one
                    for one in mentions(self._snapshot.names.mentions(doc), set(entities), number, len(article.joint))
                    if any(term.has(article.joint[one[0] : one[1]]) for term in entities.values())
                ]
        return found

    def _counted(self, marks: list[Marking]) -> list[Marking]:
        """Return the marks of the leaves that made the document match, ascending."""
        if not self._all_count:
            standing = {self._leaves[mark[2]] for mark in marks}
            counted = set(counting(self._plan, standing.__contains__))
            marks = [mark for mark in marks if self._leaves[mark[2]] in counted]
        return sorted(marks)

    def _entities(self, leaf: Leaf, doc: int) -> dict[int, EntityTerm]:
        """Return the entities of a document whose names can stand for a leaf, by their numbers."""
        ids: dict[str, EntityTerm] = {}
        if _is_name(leaf):
            ids = asked(leaf.slots)
        elif "entities" in leaf.fields and self._is_in_names(leaf):
            numbers = {number for number, _, _ in self._snapshot.names.mentions(doc)}
            ids = {one: EntityTerm(one) for one in Names(map(self._snapshot.names.entity, numbers)).having(leaf)}
        return {number: term for one, term in ids.items() if (number := self._snapshot.entities.number(one))}

    def _is_in_names(self, leaf: Leaf) -> bool:
        """Tell whether each of a leaf's words is in some name of the index."""
        return all(self._in_names(slot) for slot in leaf.slots)

    def _in_names(self, terms: tuple[str, ...]) -> Terms:
        return self._snapshot.memory.get(
            ("in names", terms), lambda: Terms(self._snapshot.terms.known("entities", terms))
        )

    def _sought(self, lang: str | None, *, ascii_only: bool) -> Sequence[Sought]:
        """Return the leaves with their patterns; in a text of ASCII other forms need not be sought."""
        found = self._known.get((lang, ascii_only))
        if found is None:
            found = self._known[lang, ascii_only] = [
                self._sought_for(leaf, language(lang), ascii_only) for leaf in self._leaves
            ]
        return found

    def _sought_for(self, leaf: Leaf, lang: str, ascii_only: bool) -> Sought:  # noqa: FBT001 -- a key
        key = "sought", leaf, lang, ascii_only
        return self._snapshot.memory.get(key, partial(self._made, leaf, lang, ascii_only))

    def _made(self, leaf: Leaf, lang: str, ascii_only: bool) -> Sought:  # noqa: FBT001 -- a key
        slots = () if _is_name(leaf) else leaf.slots
        forms = [self._snapshot.terms.forms(terms) for terms in slots]
        if ascii_only:
            forms = [{one for one in several if one.isascii()} for several in forms]
        elif all(one.isascii() for several in forms for one in several):
            return self._sought_for(leaf, lang, ascii_only=True)
        return Sought.of(leaf, [patterns(*both, lang) for both in zip(forms, slots, strict=True)])


def _is_name(leaf: Leaf) -> bool:
    return leaf.fields == ("entity",)
