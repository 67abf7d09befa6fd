"""Problems as they are met: the first of each kind are shown, the rest are counted."""

from collections import Counter
from collections.abc import Callable

from corpus.errors import Kind, Problem
from search.cli.console import visible

SHOWN = 20
"""How many of a kind are shown, unless --verbose shows all."""

_WHAT = {
    Kind.UNREADABLE: "that could not be read",
    Kind.VANISHED: "that vanished",
    Kind.UNDECODABLE: "in no known encoding",
    Kind.EMPTY: "that are empty",
    Kind.BROKEN: "that are broken",
    Kind.NO_TEXT: "without text",
    Kind.NO_ARTICLE: "that are no articles",
    Kind.BAD_DATE: "with a date that is none",
    Kind.DUPLICATE_ID: "with an id met before",
    Kind.TOO_LARGE: "that are too large",
    Kind.LOOP: "that lead back to themselves",
    Kind.NO_NAME: "decisions on names that no article has",
}


class Problems:
    """Where a run reports its problems; ``say`` prints one line."""

    def __init__(self, say: Callable[[str], None], *, verbose: bool) -> None:
        self._say = say
        self._verbose = verbose
        self._met: Counter[Kind] = Counter()

    def __call__(self, problem: Problem) -> None:
        """Show or count one problem."""
        self._met[problem.kind] += 1
        if self._verbose or self._met[problem.kind] <= SHOWN:
            self._say(visible(str(problem)))

    def close(self) -> None:
        """Tell how many were not shown."""
        if self._verbose:
            return
        for kind, met in self._met.items():
            if met > SHOWN:
                self._say(f"… and {met - SHOWN:,} more {_WHAT.get(kind, kind)}; --verbose shows all")
