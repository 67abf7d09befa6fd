"""Edges: which lines that recur stand before the stories of articles and behind them, and in what company."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from corpus.templates.lines import Line
from corpus.templates.zones import Zones, zones

_IN_COMPANY = 0.6
"""In so many of the articles that have a line it is not the only one at the edge, or always with another."""


class Edges:
    """Which lines stand at the edge of which articles.

    Of those in ``next_to_story`` none is nearer to the story; those in ``over_prose`` are parted from the end of the
    article by what may be told in the story.
    """

    def __init__(self, articles: Iterable[Sequence[Line]], names: Mapping[str, str]) -> None:
        self.places: list[frozenset[str]] = []
        self.at_edge: dict[str, list[int]] = defaultdict(list)
        self.next_to_story: Counter[str] = Counter()
        self.over_prose: Counter[str] = Counter()
        for number, lines in enumerate(articles):
            called = named(lines, names)
            found = zones(lines, called)
            self.places.append(frozenset(called[at] for at in (*found.head, *found.tail)))
            self.next_to_story.update({called[at] for at in (*found.head[-1:], *found.tail[:1])})
            self.over_prose.update({called[at] for at in _over_prose(lines, called, found)})
            for one in self.places[-1]:
                self.at_edge[one].append(number)

    def count(self, name: str) -> int:
        """Return how many articles have a line at the edge."""
        return len(self.at_edge.get(name, ()))

    def has_company(self, name: str) -> bool:
        """Tell whether there mostly are other lines at the edge where a line is."""
        articles = self.at_edge[name]
        return sum(len(self.places[at]) > 1 for at in articles) >= _IN_COMPANY * len(articles)

    def has_fellow(self, name: str) -> bool:
        """Tell whether another line mostly is where a line is, and the other way round."""
        articles = self.at_edge[name]
        others = Counter(one for at in articles for one in self.places[at] if one != name)
        return any(count >= _IN_COMPANY * max(len(articles), self.count(one)) for one, count in others.items())


def _over_prose(lines: Sequence[Line], called: Sequence[str], found: Zones) -> Iterator[int]:
    """Yield those in zones that are parted from the end of the article by what may be told."""
    for zone, way in ((found.head, range(len(lines))), (found.tail, range(len(lines) - 1, -1, -1))):
        wanted = set(zone)
        is_over = False
        for at in way:
            if not wanted:
                break
            if at in wanted:
                wanted.remove(at)
                if is_over:
                    yield at
            is_over = is_over or (lines[at].is_told and not lines[at].gone and not called[at])


def named(lines: Sequence[Line], names: Mapping[str, str]) -> list[str]:
    """Return what each line is called among those that recur, by its key or its mask, ``""`` for the others."""
    return [one.key if one.key in names else one.mask if one.mask in names else "" for one in lines]
