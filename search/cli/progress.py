"""How far a run is: a bar on a terminal, now and then a plain line elsewhere."""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, TextColumn
from rich.progress import Progress as Bar

from index.counts import OnProgress, Progress

PAUSE = 5.0
"""Seconds between two plain lines."""

_LOOK = 50
"""So many items are done before the clock is looked at."""

Item = TypeVar("Item")

Say = Callable[[str], None]


@contextmanager
def showing(console: Console) -> Iterator[tuple[OnProgress, Say]]:
    """Give the function that shows progress and the one that prints a line beside it."""
    if not console.is_terminal:
        yield Lines(console.print), console.print
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[told]}"))
    with Bar(*columns, console=console, transient=True) as bar:
        task = bar.add_task("Finding", total=None, told="")
        started = time.monotonic()

        def show(now: Progress) -> None:
            bar.update(
                task,
                description="Reading" if now.bytes_done < now.bytes_total else "Writing",
                completed=now.bytes_done,
                total=now.bytes_total if now.bytes_done else None,  # without a total the bar only shows that it lives
                told=_pace(now, time.monotonic() - started),
            )

        yield show, console.print


@dataclass(slots=True)
class Lines:
    """Progress as plain lines, one every few seconds; a run shorter than that prints none."""

    say: Say
    clock: Callable[[], float] = time.monotonic
    started: float = field(init=False)
    last: float = field(init=False)

    def __post_init__(self) -> None:
        self.started = self.last = self.clock()

    def __call__(self, now: Progress) -> None:
        """Print a line, if the last one is long enough ago."""
        moment = self.clock()
        if moment - self.last < PAUSE:
            return
        self.last = moment
        self.say(line(now, moment - self.started))


def line(now: Progress, passed: float) -> str:
    """Return progress after ``passed`` seconds as a line.

    >>> line(Progress(12, 40, 500, 2000, 1200), 10.0)
    '12 of 40 files, 1,200 articles, 120 a second, about 30 s left'
    """
    return f"{now.files_done:,} of {now.files_total:,} files, {_pace(now, passed)}"


def _pace(now: Progress, passed: float) -> str:
    rate = now.articles / passed if passed > 0 else 0.0
    left = passed * (now.bytes_total - now.bytes_done) / now.bytes_done if now.bytes_done else 0.0
    about = f", about {duration(left)} left" if left else ""
    return f"{now.articles:,} articles, {rate:,.0f} a second{about}"


def duration(seconds: float) -> str:
    """Return a time as a person says it.

    >>> duration(0.31), duration(48.2), duration(700), duration(9000)
    ('0.3 s', '48 s', '11 min 40 s', '2 h 30 min')
    """
    if seconds < 10:  # noqa: PLR2004 -- below, tenths are of interest
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


@dataclass(slots=True)
class Ticker:
    """How many of a known number are done: a line every few seconds."""

    say: Say
    total: int
    what: str
    done: int = 0
    clock: Callable[[], float] = time.monotonic

    def counting(self, items: Iterable[Item]) -> Iterator[Item]:
        """Yield items, and say now and then how many there were."""
        last = self.clock()
        for item in items:
            yield item
            self.done += 1
            if self.done % _LOOK == 0 and (now := self.clock()) - last >= PAUSE:
                last = now
                self.say(f"{self.done:,} of {self.total:,} {self.what}")
