"""Marks: where the words of a query stand in one article, in any of their forms."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from corpus.article import Article
from index.analysis import term, terms, words
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


class Marker:
    """Finds the marks of one plan in any number of articles; ``leaves`` are its leaves by number.

    Only what made an article match counts: in ``(a AND b) OR c`` an ``a`` without a ``b`` is not
    marked. Where an article matches only some of the words, all that it has count.
    """

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self.leaves = tuple(dict.fromkeys(leaves(plan)))
        self._wanted = {one for leaf in self.leaves for slot in leaf.slots for one in slot}
        self._known: dict[str | None, dict[str, str | None]] = {}

    def find(self, article: Article) -> Mapping[str, list[Mark]]:
        """Return the marks in an article's ``title`` and ``body``, ascending. Time is linear in the text."""
        texts: dict[str, str] = {"title": article.title, "body": article.body}
        standing = {field: self._standing(text, article.lang) for field, text in texts.items()}
        found = {leaf: _of_leaf(leaf, at, article, standing) for at, leaf in enumerate(self.leaves)}
        counted = dict.fromkeys(_counted(self._plan, lambda leaf: any(found[leaf].values())))
        return {field: sorted(mark for leaf in counted for mark in found[leaf].get(field, ())) for field in texts}

    def _standing(self, text: str, lang: str | None) -> _Standing:
        """Return where each wanted term stands in a text."""
        found: dict[str, list[_Word]] = {}
        if not self._wanted:
            return found
        known = self._known.setdefault(lang, {})
        for place, (start, end, surface) in enumerate(words(text)):
            if surface not in known:
                one = term(surface, lang)
                known[surface] = one if one in self._wanted else None
            if (name := known[surface]) is not None:
                found.setdefault(name, []).append(_Word(place, start, end))
        return found


def merged(marks: Iterable[Mark]) -> tuple[Span, ...]:
    """Return the spans of ascending marks, overlapping ones joined (as bigrams of one word are)."""
    spans: list[Span] = []
    for start, end, _ in marks:
        if spans and start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return tuple(spans)


def _of_leaf(leaf: Leaf, number: int, article: Article, standing: Mapping[str, _Standing]) -> dict[str, list[Mark]]:
    if leaf.fields == ("entity",):
        return _mentions({one for slot in leaf.slots for one in slot}, number, article)
    fields = [field for field in ("title", "body") if field in leaf.fields]
    found: dict[str, list[Mark]] = {}
    for field in fields:
        found[field] = [Mark(word.start, word.end, number) for word in _in_field(leaf, standing[field])]
    if "entities" in leaf.fields and not any(found.values()):
        return _mentions(_named(leaf, article), number, article)
    return found


def _in_field(leaf: Leaf, standing: _Standing) -> Iterable[_Word]:
    slots = [sorted({word for one in slot for word in standing.get(one, ())}) for slot in leaf.slots]
    if len(slots) == 1 or not all(slots):
        return slots[0] if len(slots) == 1 else ()
    at = {word.place: word for slot in slots for word in slot}
    runs = occurrences([[word.place for word in slot] for slot in slots], leaf.slop)
    return [at[place] for place in dict.fromkeys(place for run in runs for place in run)]


def _named(leaf: Leaf, article: Article) -> set[str]:
    """Return the entities of an article that have a spelling with the leaf's words in it."""
    found = set()
    for entity in article.entities:
        for spelling in (entity.name, *entity.aliases):
            places = [[at for at, one in enumerate(terms(spelling)) if one in slot] for slot in leaf.slots]
            if all(places) and occurrences(places, leaf.slop):
                found.add(entity.id)
    return found


def _mentions(ids: set[str], number: int, article: Article) -> dict[str, list[Mark]]:
    found: dict[str, list[Mark]] = {}
    for mention in article.mentions:
        text = article.title if mention.field == "title" else article.body
        if mention.entity in ids and 0 <= mention.start < mention.end <= len(text):
            found.setdefault(mention.field, []).append(Mark(mention.start, mention.end, number))
    return found


def _counted(plan: Plan, stands: Callable[[Leaf], bool]) -> Iterator[Leaf]:
    """Yield the leaves that made an article match; of a plan that it matches in part, those that it has."""
    match plan:
        case All(parts=parts):
            for part in parts:
                yield from _counted(part, stands)
        case Any(parts=parts):
            full = [part for part in parts if _matches(part, stands)]
            for part in full or parts:
                yield from _counted(part, stands)
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
