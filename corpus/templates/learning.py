"""Learning: the template of a source, from the lines of some of its articles.

A line is one of a template where it recurs in many articles, nearly always before the story or behind it. One that
stands within stories must recur in more of them, and hardly ever twice in one, as "(Applause.)" does. Prose must recur
in more articles than a fragment, for a formula of law is part of the story, and so must lines that differ by numbers.
What stands between two lines of the template is furniture too where hardly any article has prose there; before the
story only where most of it is known from other articles.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus.boilerplate.lines import key
from corpus.templates.lines import Line
from corpus.templates.template import Template
from corpus.templates.zones import MOST, zones

SAMPLE = 300
"""Articles of a source from which its template is learned, at the most."""

_FEWEST = 4
_FRAGMENT, _PROSE, _MASKED = 0.08, 0.15, 0.3
"""Shares of the articles in which a line at the edge recurs."""

_COPIED = 0.67
"""An article that has more of its letters in common with another is a copy."""

_FEWEST_INNER = 5
_INNER_FRAGMENT, _INNER_PROSE = 0.25, 0.4
_TIMES = 1.5
"""How often an inner line stands in the articles that have it, on average, at the most."""

_AT_EDGE = 0.8
"""Of the articles that have a line of the edge so many have it there."""

_BY_ITSELF = 0.33
_IN_COMPANY = 0.6
"""A line of the edge recurs in that share of the articles, or else in that share of its own it is not the only one."""

_FEWEST_GAPS = 3
_WITH_PROSE = 0.1
"""Of the articles that have a gap so many may have prose in it."""

_KNOWN = 0.6
"""Of what stands in a gap before the story so much is known from other articles."""


@dataclass(frozen=True, slots=True)
class Sample:
    """An article to learn from: its title and its lines."""

    title: str
    lines: Sequence[Line]


def learn(samples: Sequence[Sample]) -> Template:
    """Return the template of a source, empty where its articles have too little in common. Linear in the lines."""
    samples = list(_different(samples))
    if len(samples) < _FEWEST:
        return Template()
    seen = _Seen.of(samples)
    names = {one: one for one, count in seen.articles.items() if count >= _least(seen, one)}
    edge, inner = _parted(samples, seen, names)
    gaps = frozenset(_gaps(samples, edge, seen))
    return Template(_texts(edge, seen), _texts(inner, seen), gaps)


def _different(samples: Iterable[Sample]) -> Iterator[Sample]:
    """Yield the articles that are no copies: none has most of its letters in lines of one article before."""
    owners: dict[str, int] = {}
    for number, sample in enumerate(samples):
        letters: Counter[int] = Counter()
        for text in {one.text for one in sample.lines if not one.gone}:
            letters[owners.setdefault(text, number)] += len(text)
        own = letters.pop(number, 0)
        if max(letters.values(), default=0) <= _COPIED * (own + letters.total()):
            yield sample


@dataclass(frozen=True, slots=True)
class _Seen:
    """What recurs in some articles: of each key and each mask, how many have it, how often it stands, and its texts.

    ``titles`` are the keys of their titles; a line that is one is no line of the template, but the headline of another
    article. ``prose`` are the keys and masks of prose.
    """

    count: int
    titles: frozenset[str]
    articles: Counter[str]
    times: Counter[str]
    prose: frozenset[str]
    texts: Mapping[str, Counter[str]]

    @classmethod
    def of(cls, samples: Sequence[Sample]) -> "_Seen":
        titles = frozenset(key(sample.title) for sample in samples)
        articles: Counter[str] = Counter()
        times: Counter[str] = Counter()
        prose: set[str] = set()
        texts: dict[str, Counter[str]] = defaultdict(Counter)
        for sample in samples:
            own = [one for one in sample.lines if one.key not in titles]
            names = [(name, one) for one in own for name in (one.key, "" if one.is_prose else one.mask) if name]
            times.update(name for name, _ in names)
            articles.update({name for name, _ in names})
            for name, one in names:
                texts[name][one.text] += 1
                if one.is_prose:
                    prose.add(name)
        return cls(len(samples), titles, articles, times, frozenset(prose), texts)

    def knows(self, line: Line) -> bool:
        """Tell whether a line is that of other articles too, or the title of one."""
        return line.key in self.titles or self.articles[line.mask or line.key] > 1


def _least(seen: _Seen, name: str) -> float:
    share = _MASKED if "#" in name else _PROSE if name in seen.prose else _FRAGMENT
    return max(_FEWEST, share * seen.count)


def _parted(samples: Sequence[Sample], seen: _Seen, names: Mapping[str, str]) -> tuple[set[str], set[str]]:
    """Return what is at the edge of articles, and what within."""
    at_edge: Counter[str] = Counter()
    together: Counter[str] = Counter()
    for sample in samples:
        called = named(sample.lines, names)
        found = zones(sample.lines, called)
        here = {called[at] for at in (*found.head, *found.tail)}
        at_edge.update(here)
        if len(here) > 1:
            together.update(here)
    edge, inner = set(), set()
    for one in names:
        there = at_edge[one]
        if there < max(_least(seen, one), _AT_EDGE * seen.articles[one]):
            if _is_inner(seen, one):
                inner.add(one)
        elif there >= _BY_ITSELF * seen.count or (together[one] >= _IN_COMPANY * there and not _is_heading(seen, one)):
            edge.add(one)
    return edge, inner


def _is_inner(seen: _Seen, name: str) -> bool:
    count = seen.articles[name]
    least = max(_FEWEST_INNER, (_INNER_PROSE if name in seen.prose else _INNER_FRAGMENT) * seen.count)
    return "#" not in name and count >= least and seen.times[name] <= _TIMES * count and not _is_heading(seen, name)


def _is_heading(seen: _Seen, name: str) -> bool:
    """Tell whether a line is marked as a heading: articles of one kind have the same sections."""
    return any(text.startswith("#") for text in seen.texts[name])


def _gaps(samples: Iterable[Sample], edge: set[str], seen: _Seen) -> Iterator[tuple[str, str]]:
    """Yield the pairs of lines between which only furniture stands."""
    names = {one: one for one in edge}
    lines: Counter[tuple[str, str]] = Counter()
    familiar: Counter[tuple[str, str]] = Counter()
    articles: Counter[tuple[str, str]] = Counter()
    with_prose: Counter[tuple[str, str]] = Counter()
    for sample in samples:
        own = key(sample.title)
        for gap in zones(sample.lines, named(sample.lines, names)).gaps:
            here = [sample.lines[at] for at in gap.lines]
            articles[gap.pair] += 1
            with_prose[gap.pair] += len(here) > MOST or any(one.is_prose for one in here)
            if gap.is_head:
                lines[gap.pair] += len(here)
                familiar[gap.pair] += sum(one.key != own and seen.knows(one) for one in here)
    for pair, count in articles.items():
        if count >= _FEWEST_GAPS and with_prose[pair] <= _WITH_PROSE * count and familiar[pair] >= _KNOWN * lines[pair]:
            yield pair


def named(lines: Sequence[Line], names: Mapping[str, str]) -> list[str]:
    """Return what each line is called among those that recur, by its key or its mask, ``""`` for the others."""
    return [one.key if one.key in names else one.mask if one.mask in names else "" for one in lines]


def _texts(names: Iterable[str], seen: _Seen) -> dict[str, str]:
    """Return each name with the text that most articles have for it."""
    return {one: min(seen.texts[one].items(), key=lambda pair: (-pair[1], pair[0]))[0] for one in sorted(names)}
