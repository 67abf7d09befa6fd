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

from corpus.boilerplate.lines import key, width
from corpus.templates.edges import Edges, named
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
"""How often an inner line stands in the articles that have it, on average, at the most, if it varies."""

_MOST_TIMES, _AS_OFTEN = 3, 0.8
"""One that stands as often in so many of the articles that have it is put there by a design, up to so many times."""

_WORD = 20
"""The width from which on what looks like one word, as scripts without spaces do, may be several."""

_IN_TABLES = 0.1
"""Of the articles that have an inner line so many may have it in a table."""

_AT_EDGE = 0.8
"""Of the articles that have a line of the edge so many have it there."""

_BY_ITSELF = 0.33
"""A line of the edge recurs in that share of the articles, or else in company."""

_SIGNED = 0.5
"""One next to the story, where names of authors stand, recurs in more, or in company as rare as it is itself."""

_ROUNDS = 4
"""Times that lines are looked at again without those that were no lines of the edge."""

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
    """Return the template of a source, empty where its articles have too little in common.

    The order of the articles does not matter. Linear in the lines.
    """
    samples = list(_different(sorted(samples, key=_order)))
    if len(samples) < _FEWEST:
        return Template()
    seen = _Seen.of(samples)
    names = {one: one for one, count in seen.articles.items() if count >= _least(seen, one)}
    edge, inner = _parted(samples, seen, names)
    gaps = frozenset(_gaps(samples, edge, seen))
    return Template(_texts(edge, seen), _texts(inner, seen), gaps)


def _order(sample: Sample) -> tuple[str, list[tuple[str, bool]]]:
    return sample.title, [(one.text, one.gone) for one in sample.lines]


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
    """What recurs in some articles: of each key and each mask, in how many articles it stands how often, and its texts.

    ``titles`` are the keys of their titles; a line that is one is no line of the template, but the headline of another
    article. ``prose`` are the keys and masks of what can be told, ``in_tables`` counts the articles in which a line
    stands beside a row of a table.
    """

    count: int
    titles: frozenset[str]
    articles: Counter[str]
    often: Mapping[str, Counter[int]]
    prose: frozenset[str]
    in_tables: Counter[str]
    texts: Mapping[str, Counter[str]]

    @classmethod
    def of(cls, samples: Sequence[Sample]) -> "_Seen":
        titles = frozenset(key(sample.title) for sample in samples)
        articles: Counter[str] = Counter()
        for sample in samples:
            articles.update({name for name, _ in _names(sample, titles)})
        often: dict[str, Counter[int]] = defaultdict(Counter)
        texts: dict[str, Counter[str]] = defaultdict(Counter)
        prose: set[str] = set()
        in_tables: Counter[str] = Counter()
        for sample in samples:
            in_tables.update({one.key for at, one in enumerate(sample.lines) if _is_in_table(sample.lines, at)})
            found = [(name, one) for name, one in _names(sample, titles) if articles[name] >= _FEWEST]
            for name, count in Counter(name for name, _ in found).items():
                often[name][count] += 1
            for name, one in found:
                texts[name][one.text] += 1
            prose.update(name for name, one in found if one.is_told)
        return cls(len(samples), titles, articles, often, frozenset(prose), in_tables, texts)

    def knows(self, line: Line) -> bool:
        """Tell whether a line is that of other articles too, or the title of one."""
        return line.key in self.titles or self.articles[line.mask or line.key] > 1


def _names(sample: Sample, titles: frozenset[str]) -> Iterator[tuple[str, Line]]:
    """Yield the keys and masks of an article's lines, without those that are titles.

    What can be told has no mask, and neither has a date or number alone, which is the same in all sources.
    """
    for one in sample.lines:
        if one.key and one.key not in titles:
            yield one.key, one
            if one.mask.strip("# ") and not one.is_told:
                yield one.mask, one


def _is_in_table(lines: Sequence[Line], at: int) -> bool:
    return any(one.is_row for one in lines[max(at - 1, 0) : at + 2])


def _least(seen: _Seen, name: str) -> float:
    share = _MASKED if "#" in name else _PROSE if name in seen.prose else _FRAGMENT
    return max(_FEWEST, share * seen.count)


def _parted(samples: Sequence[Sample], seen: _Seen, names: Mapping[str, str]) -> tuple[set[str], set[str]]:
    """Return what is at the edge of articles, and what within."""
    found = Edges([one.lines for one in samples], names)
    edge = {one for one in names if found.count(one) >= max(_least(seen, one), _AT_EDGE * seen.articles[one])}
    inner = {one for one in names.keys() - edge if _is_inner(seen, one)}
    for _ in range(_ROUNDS):
        company = Edges([one.lines for one in samples], {one: one for one in edge})
        left = {one for one in edge if _is_of_edge(seen, company, one)}
        if left == edge:
            break
        edge = left
    return edge, inner


def _is_of_edge(seen: _Seen, edges: Edges, name: str) -> bool:
    """Tell whether a line at the edge is furniture, and no name or place that stands above or below some stories."""
    count = edges.count(name)
    is_next = 2 * edges.next_to_story[name] > count
    if count < _least(seen, name):
        return False
    if 2 * edges.over_prose[name] > count and (_heads_section(seen, name) or not _is_placed(seen.often[name])):
        return False
    if count >= (_SIGNED if is_next else _BY_ITSELF) * seen.count:
        return True
    return not _is_heading(seen, name) and (edges.has_fellow(name) if is_next else edges.has_company(name))


def _is_inner(seen: _Seen, name: str) -> bool:
    count = seen.articles[name]
    least = max(_FEWEST_INNER, (_INNER_PROSE if name in seen.prose else _INNER_FRAGMENT) * seen.count)
    return "#" not in name and count >= least and _is_placed(seen.often[name]) and not _heads_section(seen, name)


def _is_placed(often: Counter[int]) -> bool:
    """Tell whether a line stands about once, or as often, in the articles that have it."""
    count = often.total()
    usual, of_them = min(often.items(), key=lambda pair: (-pair[1], pair[0]))
    if usual <= _MOST_TIMES and of_them >= _AS_OFTEN * count:
        return True
    return sum(times * one for times, one in often.items()) <= _TIMES * count


def _heads_section(seen: _Seen, name: str) -> bool:
    """Tell whether a line may be the heading of a section or of a part of a table, as "Method" and "Year" are."""
    is_word = " " not in name and width(name) < _WORD
    return is_word or _is_heading(seen, name) or seen.in_tables[name] > _IN_TABLES * seen.articles[name]


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


def _texts(names: Iterable[str], seen: _Seen) -> dict[str, str]:
    """Return each name with the text that most articles have for it."""
    return {one: min(seen.texts[one].items(), key=lambda pair: (-pair[1], pair[0]))[0] for one in sorted(names)}
