"""When a query has to answer: its steps look whether there is time left, and leave out what is too late."""

from math import inf
from time import monotonic


class Deadline:
    """The end of the time that one query has, in ``seconds`` from now; without, there is no end.

    ``missed`` tells that something was left out.
    """

    def __init__(self, seconds: float = inf) -> None:
        self._end = inf if seconds == inf else monotonic() + seconds
        self.missed = False

    @property
    def is_over(self) -> bool:
        """Whether the time is over; whoever asks leaves something out then, for this query to the end."""
        if not self.missed and self._end != inf and monotonic() >= self._end:
            self.missed = True
        return self.missed
