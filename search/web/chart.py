"""A bar chart of the articles by date, whose bars are links that narrow the results to theirs."""

from dataclasses import dataclass

from search.results import Bin, Histogram
from search.web.links import Address
from search.web.markup import when

HEIGHT = 100
_WIDTH = 10
_LEAST = 3
"""The height of a bar of few articles beside one of many, that it can be seen."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: where it stands and how high it is, in units of the chart; ``url`` is the page narrowed to its time."""

    label: str
    count: int
    left: int
    height: int
    url: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars from the ``first`` time to the ``last``; those without articles are gaps."""

    step: str
    width: int
    first: str
    last: str
    bars: tuple[Bar, ...]


def chart(found: Histogram | None, here: Address) -> Chart | None:
    """Return the chart of some articles, None where there is nothing to choose."""
    if found is None or len(found.bins) <= 1:
        return None
    most = max(one.count for one in found.bins)
    bars = tuple(
        Bar(
            label_of(one),
            one.count,
            at * _WIDTH,
            max(_LEAST, round(HEIGHT * one.count / most)),
            str(here.setting(since=one.start, until=one.end)),
        )
        for at, one in enumerate(found.bins)
        if one.count
    )
    step = found.step if found.bins[0].start == found.bins[0].end else "years"
    return Chart(step, len(found.bins) * _WIDTH, when(found.bins[0].start), when(found.bins[-1].end), bars)


def label_of(one: Bin) -> str:
    """Return a bin's time in words.

    >>> label_of(Bin("2024-01", "2024-01", 1)), label_of(Bin("1950", "1959", 1))
    ('January 2024', '1950\u20131959')
    """
    return when(one.start) if one.start == one.end else f"{when(one.start)}\u2013{when(one.end)}"
