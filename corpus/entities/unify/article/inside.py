"""Unifying inside one article: which of its names are one entity, each link with the sentence that shows it.

Links are made in the order of how sure they are: what the text defines, what it says (“also known as”), spellings of
one name, short forms of a full one. Names that are two, by all their words, never come into one cluster.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from corpus.entities.recognition.name import Name
from corpus.entities.unify.article.called import Between, between
from corpus.entities.unify.article.definitions import Definition, definitions
from corpus.entities.unify.article.forms import Form, forms
from corpus.entities.unify.article.sentences import sentence
from corpus.entities.unify.article.shortforms import candidates, is_short_for
from corpus.entities.unify.compare.names import same
from corpus.entities.unify.compare.verdicts import Verdict
from corpus.entities.unify.sets import Sets
from corpus.entities.unify.spelling.folding import script_of

_NOTHING = re.compile(r"\s*(?:(?:Department|Ministry)\s+of\s+)?(?:the|an?|['’]s)?\s*", re.IGNORECASE)
"""What a name has that its long form lacks, or the other way round: HHS is the Department of Health and so on."""

_TELLING = 2  # letters of a word that says little


class How(StrEnum):
    """What a link rests on, the surest first."""

    DEFINED = "defined"
    CALLED = "called"
    SPELLED = "spelled"
    SHORT = "short"


@dataclass(frozen=True, slots=True)
class Link:
    """Two names, by their numbers, that are one: why, and the sentence that shows it."""

    left: int
    right: int
    how: How
    reason: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Links:
    """The clusters of an article's names, every name in one, and what links them.

    Names that are written alike are in one cluster without a link.
    """

    clusters: tuple[tuple[int, ...], ...]
    links: tuple[Link, ...]


def inside(title: str, body: str, names: Sequence[Name]) -> Links:
    """Return which names of an article are one entity; what it returns depends on the arguments alone.

    >>> body = "Mushtaqa al-Jawari, known as Abu Taqwa, died."
    >>> inside("", body, [Name(0, 18, "person", "Mushtaqa al-Jawari"), Name(29, 38, "person", "Abu Taqwa")]).clusters
    ((0, 1),)
    """
    article = _Article({"title": title, "body": body}, names, forms(names))
    sets = Sets(len(article.forms), article.apart())
    links = [link for pair, link in article.found() if _is_new(sets, *pair)]
    links += [link for pair, link in _short(article, sets) if _is_new(sets, *pair)]
    clusters = [sorted(name for at in group for name in article.forms[at].names) for group in sets.groups()]
    alone = set(range(len(names))).difference(*clusters)
    every = sorted([*(tuple(one) for one in clusters), *((one,) for one in alone)])
    return Links(tuple(every), tuple(links))


def _is_new(sets: Sets, one: int, other: int) -> bool:
    """Make one set of two, and tell whether they were two and may be one."""
    return sets.find(one) != sets.find(other) and sets.join(one, other)


_Found = tuple[tuple[int, int], Link]


class _Article:
    """The texts, names and forms of one article."""

    def __init__(self, texts: Mapping[str, str], names: Sequence[Name], several: list[Form]) -> None:
        self.texts = texts
        self.names = names
        self.forms = several
        self._form_of = {name: at for at, form in enumerate(several) for name in form.names}
        self._pairs = [pair for pair in candidates(several) if pair[0] < pair[1]]
        self._verdicts = {pair: self._compared(*pair) for pair in self._pairs}

    def _compared(self, left: int, right: int) -> Verdict:
        one, other = self.forms[left], self.forms[right]
        return same(one.text, other.text, one.kind or other.kind)

    def apart(self) -> Iterator[tuple[int, int]]:
        """Yield the pairs of forms that are two by all their words."""
        for (left, right), verdict in self._verdicts.items():
            one, other = self.forms[left], self.forms[right]
            if (
                one.kind == other.kind == "person"
                and verdict.is_different
                and min(len(one.words), len(other.words)) > 1
            ):
                yield left, right

    def found(self) -> Iterator[_Found]:
        """Yield the pairs of forms that the text, or their spelling, says are one."""
        yield from self._defined()
        yield from self._said()
        for (left, right), verdict in self._verdicts.items():
            if _kinds_agree(self.forms[left], self.forms[right]) and (verdict.is_same or verdict.near):
                yield (
                    (left, right),
                    self.link(self.forms[left].first, self.forms[right].first, How.SPELLED, verdict.reason),
                )

    def _defined(self) -> Iterator[_Found]:
        for field, text in self.texts.items():
            spans = _Spans(text, self.names, field)
            for one in definitions(text):
                pair = spans.of(one)
                if pair is not None and all(name in self._form_of for name in pair):
                    reason = f"the text defines {text[slice(*one.short)]} as {text[slice(*one.long)]}"
                    yield self._pair(*pair), self.link(*pair, How.DEFINED, reason)

    def _said(self) -> Iterator[_Found]:
        for field, text in self.texts.items():
            in_order = sorted(
                (at for at in self._form_of if self.names[at].field == field), key=lambda at: self.names[at].start
            )
            for left, right in pairwise(in_order):
                one, other = self.names[left], self.names[right]
                said, words = between(text, one.end, other.start)
                if said is Between.CALLED and _kinds_agree(one, other):
                    yield self._pair(left, right), self.link(left, right, How.CALLED, f"the text says “{words}”")
                elif said is not Between.NOTHING and self._is_likely(left, right):
                    yield (
                        self._pair(left, right),
                        self.link(left, right, How.CALLED, f"the text has one {words} of the other"),
                    )

    def _is_likely(self, left: int, right: int) -> bool:
        """Tell whether two names, one in parentheses or behind “or”, share a word, or are in two scripts."""
        one, other = (self.forms[self._form_of[at]] for at in (left, right))
        if not _kinds_agree(one, other) or "place" in {one.kind, other.kind}:
            return False
        scripts = [{script_of(word) for word in form.text.split()} for form in (one, other)]
        if scripts[0].isdisjoint(scripts[1]):
            return True
        shared = {word for word in one.words if len(word) > _TELLING} & set(other.words)
        return bool(shared) and "person" not in {one.kind, other.kind}

    def _pair(self, left: int, right: int) -> tuple[int, int]:
        return self._form_of[left], self._form_of[right]

    def link(self, left: int, right: int, how: How, reason: str) -> Link:
        """Return a link of two names, with the sentence of the one that shows it: the later one."""
        shown = max((self.names[left], self.names[right]), key=lambda one: (one.field == "body", one.start))
        return Link(left, right, how, reason, sentence(self.texts.get(shown.field, ""), shown.start, shown.end))


class _Spans:
    """The names of a field, found by where they stand."""

    def __init__(self, text: str, names: Sequence[Name], field: str) -> None:
        self._text = text
        self._names = names
        ours = [(at, one) for at, one in enumerate(names) if one.field == field]
        self._by_end = {one.end: at for at, one in ours}
        self._by_start = {one.start: at for at, one in ours}

    def of(self, one: Definition) -> tuple[int, int] | None:
        """Return the names that are the long and the short form of a definition, an article before them aside.

        A name that is only a part of the long form, or of which the long form is a part, is not what is defined.
        """
        long = self._by_end.get(one.long[1], self._by_start.get(one.long[0]))
        short = self._by_start.get(one.short[0])
        if long is None or short is None or long == short:
            return None
        name = self._names[long]
        edges = ((name.start, one.long[0]), (name.end, one.long[1]))
        rests = (self._text[min(edge) : max(edge)] for edge in edges)
        return (long, short) if all(map(_NOTHING.fullmatch, rests)) else None


def _kinds_agree(one: Form | Name, other: Form | Name) -> bool:
    return one.kind == other.kind or not one.kind or not other.kind


def _short(article: _Article, sets: Sets) -> Iterator[_Found]:
    """Yield short forms with what they are short for, where that is one entity only."""
    found: dict[int, list[tuple[int, str]]] = {}
    for short, full in candidates(article.forms):
        reason = is_short_for(article.forms[short], article.forms[full])
        if reason:
            found.setdefault(short, []).append((full, reason))
    for short, several in sorted(found.items(), key=lambda one: -len(article.forms[one[0]].words)):
        entities = {sets.find(full) for full, _ in several}
        if len(entities) == 1 and not _has_other_sex(article, short, found):
            full, reason = several[0]
            one, other = article.forms[short], article.forms[full]
            words = f"{one.text} {reason} {other.text}, and of no other name here"
            yield (short, full), article.link(other.first, one.first, How.SHORT, words)


def _has_other_sex(article: _Article, short: int, found: Mapping[int, list[tuple[int, str]]]) -> bool:
    """Tell whether a man and a woman are called by one last name."""
    mine = article.forms[short]
    return bool(mine.sex) and any(
        article.forms[at].words == mine.words and article.forms[at].sex not in {"", mine.sex} for at in found
    )
