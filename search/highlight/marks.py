"""Marks: where the words of a query stand in one article, in any of their forms, by the analysis of all of its text."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from corpus.article import Article, Entity
from index.analysis import term, terms
from index.tokens import words
from search.highlight.snippets import joined
from search.query.entityterms import EntityTerm, asked
from search.query.written import end_of, is_written, terms_of
from search.ranking.phrases import occurrences
from search.ranking.plan import All, Any, Leaf, Plan, leaves

Span = tuple[int, int]


class Mark(NamedTuple):
    """A word that matched: ``text[start:end]``, and the number of the leaf of the plan that it matched."""

    start: int
    end: int
    leaf: int


class _Word(NamedTuple):
    place: int
    start: int
    end: int


_Standing = Mapping[str, Sequence[_Word]]


class Names:
    """The spellings of an article's entities by the words in them, analysed once and only when they are asked for."""

    def __init__(self, entities: Iterable[Entity]) -> None:
        self._entities = tuple(entities)

    @cached_property
    def _spellings(self) -> Sequence[tuple[str, str]]:
        return [(entity.id, spelling) for entity in self._entities for spelling in (entity.name, *entity.aliases)]

    @cached_property
    def _places(self) -> Mapping[str, Mapping[int, Sequence[int]]]:
        """By term the numbers of the spellings that have it, and where in each it stands."""
        found: dict[str, dict[int, list[int]]] = {}
        for number, (_, spelling) in enumerate(self._spellings):
            for at, one in enumerate(terms(spelling)):
                found.setdefault(one, {}).setdefault(number, []).append(at)
        return found

    def having(self, leaf: Leaf) -> set[str]:
        """Return the entities that have a spelling with a leaf's words in it."""
        found = set()
        for number in set.intersection(*(self._with(slot) for slot in leaf.slots)):
            standing = {slot: self._standing(slot, number) for slot in leaf.slots}
            if occurrences([standing[slot] for slot in leaf.slots], leaf.slop):
                found.add(self._spellings[number][0])
        return found

    def _with(self, slot: Iterable[str]) -> set[int]:
        return set().union(*(self._places.get(one, ()) for one in slot))

    def _standing(self, slot: Iterable[str], number: int) -> list[int]:
        return sorted({at for one in slot for at in self._places.get(one, {}).get(number, ())})


class _Read(NamedTuple):
    """An article as a plan's leaves look at it."""

    article: Article
    standing: Mapping[str, _Standing]
    names: Names


class Marker:
    """Finds the marks of one plan in any number of articles; ``leaves`` are its leaves by number.

    Only what made an article match counts: in ``(a AND b) OR c`` an ``a`` without a ``b`` is not
    marked. Where an article matches only some of the words, all that it has count.
    """

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self.leaves = tuple(dict.fromkeys(leaves(plan)))
        self._wanted = {one for leaf in self.leaves for slot in leaf.slots for one in slot}
        self._written = any(map(is_written, self._wanted))
        self._known: dict[str | None, dict[str, str | None]] = {}

    def find(self, article: Article) -> Mapping[str, list[Mark]]:
        """Return the marks in an article's ``title`` and ``body``, ascending. Time is linear in the text."""
        texts: dict[str, str] = {"title": article.title, "body": article.body}
        standing = {field: self._standing(text, article.lang) for field, text in texts.items()}
        read = _Read(article, standing, Names(article.entities))
        found = {leaf: _of_leaf(leaf, at, read) for at, leaf in enumerate(self.leaves)}
        counted = dict.fromkeys(counting(self._plan, lambda leaf: any(found[leaf].values())))
        return {field: sorted(mark for leaf in counted for mark in found[leaf].get(field, ())) for field in texts}

    def _standing(self, text: str, lang: str | None) -> _Standing:
        """Return where each wanted term stands in a text."""
        found: dict[str, list[_Word]] = {}
        if not self._wanted:
            return found
        if self._written:
            return self._standing_as_written(text, lang)
        known = self._known.setdefault(lang, {})
        for place, (start, end, surface) in enumerate(words(text)):
            if surface not in known:
                one = term(surface, lang)
                known[surface] = one if one in self._wanted else None
            if (name := known[surface]) is not None:
                found.setdefault(name, []).append(_Word(place, start, end))
        return found

    def _standing_as_written(self, text: str, lang: str | None) -> _Standing:
        found: dict[str, list[_Word]] = {}
        for place, word in enumerate(words(text)):
            for one in terms_of(text, word, lang, written=True):
                if one in self._wanted:
                    found.setdefault(one, []).append(_Word(place, word.start, end_of(text, word, (one,))))
        return found


def merged(marks: Iterable[Mark]) -> tuple[Span, ...]:
    """Return the spans of ascending marks, overlapping ones joined (as bigrams of one word are)."""
    return joined((mark.start, mark.end) for mark in marks)


def _of_leaf(leaf: Leaf, number: int, read: _Read) -> dict[str, list[Mark]]:
    if leaf.fields == ("entity",):
        return _mentions(asked(leaf.slots), number, read.article)
    fields = [field for field in ("title", "body") if field in leaf.fields]
    found: dict[str, list[Mark]] = {}
    for field in fields:
        found[field] = [Mark(word.start, word.end, number) for word in _in_field(leaf, read.standing[field])]
    if "entities" in leaf.fields and not any(found.values()):
        return _mentions({one: EntityTerm(one) for one in read.names.having(leaf)}, number, read.article)
    return found


def _in_field(leaf: Leaf, standing: _Standing) -> Iterable[_Word]:
    slots = {slot: sorted({word for one in slot for word in standing.get(one, ())}) for slot in leaf.slots}
    if len(leaf.slots) == 1 or not all(slots.values()):
        return slots[leaf.slots[0]] if len(leaf.slots) == 1 else ()
    at = {word.place: word for found in slots.values() for word in found}
    places = {slot: [word.place for word in found] for slot, found in slots.items()}
    runs = occurrences([places[slot] for slot in leaf.slots], leaf.slop)
    return [at[place] for place in dict.fromkeys(place for run in runs for place in run)]


def _mentions(ids: Mapping[str, EntityTerm], number: int, article: Article) -> dict[str, list[Mark]]:
    found: dict[str, list[Mark]] = {}
    for mention in article.mentions:
        text = article.title if mention.field == "title" else article.body
        wanted = ids.get(mention.entity)
        if wanted and wanted.has(mention.text) and 0 <= mention.start < mention.end <= len(text):
            found.setdefault(mention.field, []).append(Mark(mention.start, mention.end, number))
    return found


def counting(plan: Plan, stands: Callable[[Leaf], bool]) -> Iterator[Leaf]:
    """Yield the leaves that made an article match; of a plan that it matches in part, those that it has."""
    match plan:
        case All(parts=parts):
            for part in parts:
                yield from counting(part, stands)
        case Any(parts=parts):
            full = [part for part in parts if _matches(part, stands)]
            for part in full or parts:
                yield from counting(part, stands)
        case Leaf():
            yield plan
        case _:
            return


def _matches(plan: Plan, stands: Callable[[Leaf], bool]) -> bool:
    match plan:
        case All(parts=parts):
            return all(_matches(part, stands) for part in parts)
        case Any(parts=parts):
            return any(_matches(part, stands) for part in parts)
        case Leaf():
            return stands(plan)
        case _:
            return True
